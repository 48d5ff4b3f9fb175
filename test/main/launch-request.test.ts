import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Grants } from '../../electron/main/grants.ts';
import { commandFor, personWords, readLaunch } from '../../electron/main/launch-request.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailglass-launch-'));
  mkdirSync(join(folder, 'logs'));
  mkdirSync(join(folder, 'opened before'));
  writeFileSync(join(folder, 'opened before', 'workspace.json'), '{}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (...words: string[]) => readLaunch({ words, cwd: folder });

describe('the words of a launch', () => {
  it.each([
    ['packaged', ['/opt/trailglass', 'logs'], false, ['logs']],
    ['from a checkout', ['/bin/electron', '.', 'logs'], true, ['logs']],
    ['from a checkout without words', ['/bin/electron', '.'], true, []],
    [
      'with switches around',
      ['/bin/electron', '--inspect=0', '.', '--sample', '--no-sandbox'],
      true,
      ['--sample'],
    ],
    ['with an empty word', ['/opt/trailglass', '', '--no-sandbox'], false, []],
  ])('are found %s', (_how, argv, isDefaultApp, words) => {
    expect(personWords(argv, isDefaultApp)).toEqual(words);
  });
});

describe('a launch', () => {
  it('opens a folder or files as an archive, meant from where it happened', () => {
    expect(read('logs')).toEqual({ kind: 'archive', paths: [join(folder, 'logs')] });
    expect(read('a.json.gz', '/b.json.gz')).toEqual({
      kind: 'archive',
      paths: [join(folder, 'a.json.gz'), '/b.json.gz'],
    });
  });

  it('opens a folder that holds workspace.json as a workspace', () => {
    expect(read('opened before')).toEqual({ kind: 'workspace', path: join(folder, 'opened before') });
  });

  it('opens a path named .trailglass as a workspace even when it is missing, so that the person is told', () => {
    expect(read('/gone/acme.TrailGlass')).toEqual({ kind: 'workspace', path: '/gone/acme.TrailGlass' });
  });

  it('reads file addresses, as desktops give them', () => {
    const path = join(folder, 'logs');
    expect(read(pathToFileURL(path).href)).toEqual({ kind: 'archive', paths: [path] });
  });

  it('makes the sample when asked, but not when a path is named too', () => {
    expect(read('--sample')).toEqual({ kind: 'sample' });
    expect(read('--sample', 'logs')).toEqual({ kind: 'archive', paths: [join(folder, 'logs')] });
  });

  it('asks for nothing without words', () => {
    expect(read()).toBeUndefined();
  });
});

describe('the command of a launch', () => {
  it('carries grants, and archives count as evidence', async () => {
    const grants = new Grants(() => Promise.resolve());
    const command = await commandFor({ kind: 'archive', paths: ['/a', '/b'] }, grants);
    expect(command).toMatchObject({ kind: 'open-archive', granted: [{ label: '/a' }, { label: '/b' }] });
    expect(await commandFor({ kind: 'workspace', path: '/w' }, grants)).toMatchObject({
      kind: 'open-workspace',
      granted: { label: '/w' },
    });
    expect(await commandFor({ kind: 'sample' }, grants)).toEqual({ kind: 'open-sample' });
    expect(grants.evidence()).toEqual(['/a', '/b']);
  });
});

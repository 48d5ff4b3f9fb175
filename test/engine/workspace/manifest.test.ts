import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  newManifest,
  readManifest,
  withSources,
  writeManifest,
} from '../../../electron/engine/workspace/manifest.ts';
import { tempFolder as folder } from '../../support/temp.ts';

const fresh = () =>
  newManifest({
    title: 'Trail',
    sources: ['/evidence/a', '/evidence/a'],
    appVersion: '1.0.0',
    duckdbVersion: 'v1.5.5',
  });

test('a written manifest reads back the same, with each source once', async () => {
  const path = join(folder(), 'workspace.json');
  const manifest = fresh();
  await writeManifest(path, manifest);
  expect(await readManifest(path)).toEqual({ manifest, isNewer: false });
  expect(manifest.sources.map((source) => source.path)).toEqual(['/evidence/a']);
});

test('keys of another version survive reading, changing and writing', async () => {
  const path = join(folder(), 'workspace.json');
  const stored = { ...fresh(), analyst: 'R', sources: [{ path: '/e', addedAt: 'x', label: 'kept' }] };
  writeFileSync(path, JSON.stringify(stored));
  const { manifest } = await readManifest(path);
  await writeManifest(path, withSources(manifest, ['/f', '/e']));
  const after = JSON.parse(readFileSync(path, 'utf8')) as { analyst: string; sources: { path: string }[] };
  expect(after.analyst).toBe('R');
  expect(after.sources[0]).toEqual({ path: '/e', addedAt: 'x', label: 'kept' });
  expect(after.sources.map((source) => source.path)).toEqual(['/e', '/f']);
});

test('a manifest that could not be read again is not written', async () => {
  const path = join(folder(), 'workspace.json');
  const sources = Array.from({ length: 10_001 }, (_, n) => ({ path: `/e/${n}`, addedAt: 'x' }));
  await expect(writeManifest(path, { ...fresh(), sources })).rejects.toMatchObject({
    code: 'bad-params',
    message: /10,000 sources/,
  });
  await writeManifest(path, { ...fresh(), sources: sources.slice(1) });
  expect((await readManifest(path)).manifest.sources).toHaveLength(10_000);
});

test('a newer manifest is readable and not writable', async () => {
  const path = join(folder(), 'workspace.json');
  const text = JSON.stringify({ ...fresh(), format: 2 });
  writeFileSync(path, text);
  const read = await readManifest(path);
  expect(read.isNewer).toBe(true);
  await expect(writeManifest(path, read.manifest)).rejects.toMatchObject({ code: 'workspace-newer' });
  expect(readFileSync(path, 'utf8')).toBe(text);
});

test.each([
  ['{"format":1,', 'workspace-damaged'],
  ['{"format":1}', 'workspace-damaged'],
  ['null', 'workspace-damaged'],
  ['{"format":9,"title":{"text":"x"}}', 'workspace-newer'],
])('the manifest %s fails with %s and says what to do', async (text, code) => {
  const path = join(folder(), 'workspace.json');
  writeFileSync(path, text);
  await expect(readManifest(path)).rejects.toMatchObject({ code, message: /Restore|Update/ });
});

test('a folder without workspace.json is not a workspace', async () => {
  const path = join(folder(), 'empty');
  mkdirSync(path);
  await expect(readManifest(join(path, 'workspace.json'))).rejects.toMatchObject({ code: 'not-a-workspace' });
});

import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  assertApart,
  chooseWorkspacePlace,
  type PlaceOptions,
} from '../../../electron/engine/workspace/place.ts';
import { tempFolder as folder } from '../../support/temp.ts';

function evidence(...names: string[]): { root: string; sources: string[] } {
  const root = folder();
  const sources = names.map((name) => {
    const path = join(root, name);
    mkdirSync(join(path, '..'), { recursive: true });
    if (/\.\w+$/.test(name)) writeFileSync(path, '{}');
    else mkdirSync(path, { recursive: true });
    return path;
  });
  return { root, sources };
}
const choose = (sources: string[], options: Partial<PlaceOptions> = {}) =>
  chooseWorkspacePlace({ sources, documentsDir: '/documents', existing: 'number', ...options });

test.each([
  [['trail'], 'trail.trailglass'],
  [['one.json.gz'], 'one.trailglass'],
  [['archive.tar.gz'], 'archive.trailglass'],
  [['my.org trail'], 'my.org trail.trailglass'],
  [['.gz'], '.gz.trailglass'],
  [['org/a', 'org/b'], 'org.trailglass'],
  [['org/a/1.json', 'org/b/2.json'], 'org.trailglass'],
  [['org', 'org/inner'], 'org.trailglass'],
])('the workspace of %j stands beside it as %s and nothing is written', async (names, expected) => {
  const { root, sources } = evidence(...names);
  const before = readdirSync(root, { recursive: true });
  expect(await choose(sources)).toEqual({ path: join(root, expected), exists: false, reason: 'beside' });
  expect(readdirSync(root, { recursive: true })).toEqual(before);
});

test('evidence in a place that cannot be written gets its workspace in the documents', async () => {
  const { sources } = evidence('trail');
  expect(await choose(sources, { canWrite: async () => false })).toMatchObject({
    path: '/documents/Trailglass/trail.trailglass',
    reason: 'documents',
  });
});

test('a kernel file system that refuses writing sends the workspace to the documents', async () => {
  expect(await choose(['/proc/sys/kernel'], { documentsDir: '/d' })).toMatchObject({ reason: 'documents' });
});

test('a chosen folder wins', async () => {
  const { sources } = evidence('trail');
  const at = folder();
  expect(await choose(sources, { at })).toMatchObject({
    path: join(at, 'trail.trailglass'),
    reason: 'chosen',
  });
});

test('a taken name is numbered, refused or reported, as asked', async () => {
  const { root, sources } = evidence('trail', 'trail.trailglass/x', 'trail 2.trailglass/x');
  const only = sources.slice(0, 1);
  expect(await choose(only)).toMatchObject({ path: join(root, 'trail 3.trailglass'), exists: false });
  expect(await choose(only, { existing: 'report' })).toMatchObject({
    path: join(root, 'trail.trailglass'),
    exists: true,
  });
  await expect(choose(only, { existing: 'refuse' })).rejects.toMatchObject({ code: 'workspace-exists' });
});

test('a workspace inside evidence is refused, also through a symbolic link', async () => {
  const { root, sources } = evidence('trail');
  const link = join(root, 'link');
  symlinkSync(sources[0]!, link);
  await expect(choose(sources, { at: sources[0]! })).rejects.toMatchObject({
    code: 'workspace-inside-evidence',
  });
  await expect(choose(sources, { at: link })).rejects.toMatchObject({ code: 'workspace-inside-evidence' });
  await expect(assertApart(join(sources[0]!, 'deep', 'w.trailglass'), [link])).rejects.toMatchObject({
    code: 'workspace-inside-evidence',
  });
});

test('evidence inside the workspace is refused, also through a symbolic link', async () => {
  const { root } = evidence('w.trailglass/exports/trail', 'other');
  const workspace = join(root, 'w.trailglass');
  const link = join(root, 'link');
  symlinkSync(join(workspace, 'exports'), link);
  for (const source of [join(workspace, 'exports', 'trail'), join(link, 'trail'), workspace]) {
    await expect(assertApart(workspace, [source])).rejects.toMatchObject({
      code: 'workspace-inside-evidence',
    });
  }
  await expect(assertApart(workspace, [join(root, 'other')])).resolves.toBeUndefined();
});

test('a name that only begins like the evidence is apart from it', async () => {
  const { root, sources } = evidence('trail');
  await expect(assertApart(join(root, 'trail.trailglass'), sources)).resolves.toBeUndefined();
  await expect(assertApart(join(root, '..trail'), [root + '/trail'])).resolves.toBeUndefined();
});

test('a source that is not there is named', async () => {
  const { root } = evidence('trail');
  await expect(choose([join(root, 'gone')])).rejects.toMatchObject({
    code: 'evidence-unreadable',
    message: /gone/,
  });
});

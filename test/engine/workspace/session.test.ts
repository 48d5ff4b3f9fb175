import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWorkspaceFolder } from '../../../electron/engine/workspace/create.ts';
import { verifyJournal } from '../../../electron/engine/workspace/journal.ts';
import { openWorkspaceFolder } from '../../../electron/engine/workspace/session.ts';
import { tempFolder as folder } from '../../support/temp.ts';

const versions = { appVersion: '1.0.0', duckdbVersion: 'v1.5.5' };

async function made(): Promise<{ root: string; evidence: string; path: string }> {
  const root = folder();
  const evidence = join(root, 'trail');
  mkdirSync(evidence);
  const path = join(root, 'trail.trailglass');
  await createWorkspaceFolder({ path, sources: [evidence], ...versions });
  return { root, evidence, path };
}

test('a new workspace is private, titled after its folder, and opens', async () => {
  const { path, evidence } = await made();
  expect(statSync(path).mode & 0o077).toBe(0);
  const workspace = await openWorkspaceFolder({ path, lock: 'respect' });
  expect(workspace).toMatchObject({ path, isReadOnly: false, readOnlyReason: null, notices: [] });
  expect(workspace.manifest.title).toBe('trail');
  expect(workspace.manifest.sources.map((source) => source.path)).toEqual([evidence]);
  await workspace.close();
  await workspace.close();
  expect(existsSync(workspace.layout.lock)).toBe(false);
});

test('what is there already is never built over; an empty folder is used', async () => {
  const { root, path, evidence } = await made();
  const again = { sources: [evidence], ...versions };
  await expect(createWorkspaceFolder({ path, ...again })).rejects.toMatchObject({ code: 'workspace-exists' });
  writeFileSync(join(root, 'file'), 'x');
  await expect(createWorkspaceFolder({ path: join(root, 'file'), ...again })).rejects.toMatchObject({
    code: 'workspace-exists',
  });
  const empty = join(root, 'empty');
  mkdirSync(empty);
  await createWorkspaceFolder({ path: empty, title: ' Mine ', ...again });
  expect(JSON.parse(readFileSync(join(empty, 'workspace.json'), 'utf8'))).toMatchObject({ title: 'Mine' });
});

test('a workspace inside its evidence is not made and leaves nothing', async () => {
  const { evidence } = await made();
  const path = join(evidence, 'w.trailglass');
  await expect(createWorkspaceFolder({ path, sources: [evidence], ...versions })).rejects.toMatchObject({
    code: 'workspace-inside-evidence',
  });
  expect(readdirSync(evidence)).toEqual([]);
});

test('an open workspace is locked, readable meanwhile, and can be taken over', async () => {
  const { path } = await made();
  const first = await openWorkspaceFolder({ path, lock: 'respect' });
  await expect(openWorkspaceFolder({ path, lock: 'respect' })).rejects.toMatchObject({
    code: 'workspace-locked',
  });
  const reader = await openWorkspaceFolder({ path, lock: 'read-only' });
  expect(reader.isReadOnly).toBe(true);
  expect(reader.readOnlyReason).toMatch(/reading/);
  await expect(reader.updateSources(['/tmp'])).rejects.toMatchObject({ code: 'workspace-locked' });
  await reader.close();
  expect(existsSync(first.layout.lock)).toBe(true);
  const second = await openWorkspaceFolder({ path, lock: 'take-over' });
  expect(second.notices).toHaveLength(1);
  await first.close();
  expect(existsSync(second.layout.lock)).toBe(true);
  await second.close();
  expect(existsSync(second.layout.lock)).toBe(false);
});

test('sources are remembered; evidence inside the workspace is not taken', async () => {
  const { root, path, evidence } = await made();
  const more = join(root, 'more');
  mkdirSync(more);
  const workspace = await openWorkspaceFolder({ path, lock: 'respect' });
  await workspace.updateSources([more, evidence]);
  expect(workspace.manifest.sources.map((source) => source.path)).toEqual([evidence, more]);
  await expect(workspace.updateSources([workspace.layout.exports])).rejects.toMatchObject({
    code: 'workspace-inside-evidence',
  });
  await workspace.close();
  const again = await openWorkspaceFolder({ path: join(path, 'workspace.json'), lock: 'respect' });
  expect(again.manifest.sources).toHaveLength(2);
  await again.close();
});

test('a source is forgotten, and following the sources is remembered', async () => {
  const { root, path, evidence } = await made();
  const more = join(root, 'more');
  mkdirSync(more);
  const workspace = await openWorkspaceFolder({ path, lock: 'respect' });
  expect(workspace.manifest.isWatching).toBe(false);
  await workspace.updateSources([more]);
  await workspace.setWatching(true);
  await workspace.forgetSource(evidence);
  await workspace.close();
  const reader = await openWorkspaceFolder({ path, lock: 'read-only' });
  expect(reader.manifest).toMatchObject({ isWatching: true, sources: [{ path: more }] });
  await expect(reader.setWatching(false)).rejects.toMatchObject({ code: 'workspace-locked' });
  await expect(reader.forgetSource(more)).rejects.toMatchObject({ code: 'workspace-locked' });
  await reader.close();
});

test('a workspace of a newer version opens for reading and nothing in it changes', async () => {
  const { path } = await made();
  const manifest = JSON.parse(readFileSync(join(path, 'workspace.json'), 'utf8')) as object;
  writeFileSync(join(path, 'workspace.json'), JSON.stringify({ ...manifest, format: 2 }));
  const before = readdirSync(path);
  const workspace = await openWorkspaceFolder({ path, lock: 'respect' });
  expect(workspace.isReadOnly).toBe(true);
  expect(workspace.readOnlyReason).toMatch(/newer/);
  await workspace.journal.append('opened');
  await workspace.state.save({ a: 1 });
  await workspace.close();
  expect(readdirSync(path)).toEqual(before);
});

test('a folder that may not be written opens for reading with the reason', async () => {
  const { path } = await made();
  const workspace = await withoutRights(path, () => openWorkspaceFolder({ path, lock: 'respect' }));
  expect(workspace.isReadOnly).toBe(true);
  expect(workspace.readOnlyReason).toMatch(/cannot be written/);
  await workspace.close();
});

/** Runs `work` as a user who may read but not write; root may write anywhere, so it steps down meanwhile. */
async function withoutRights<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const { chmodSync, chownSync } = await import('node:fs');
  const isRoot = process.getuid?.() === 0;
  chmodSync(join(path, '..'), 0o755);
  if (isRoot) chownSync(join(path, 'workspace.json'), 65_534, 65_534);
  chmodSync(path, 0o555);
  if (isRoot) process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(path, 0o755);
  }
}

test('what an earlier run spilled is removed at opening', async () => {
  const { path } = await made();
  mkdirSync(join(path, 'tmp'));
  writeFileSync(join(path, 'tmp', 'duckdb_temp_storage_DEFAULT-0.tmp'), 'x');
  const workspace = await openWorkspaceFolder({ path, lock: 'respect' });
  expect(readdirSync(workspace.layout.temp)).toEqual([]);
  await workspace.journal.append('opened', { a: 1 });
  await workspace.close();
  expect(await verifyJournal(workspace.layout.journal)).toMatchObject({ entries: 1, broken: null });
});

test('state is kept, bounded, and forgotten when damaged', async () => {
  const { path } = await made();
  const workspace = await openWorkspaceFolder({ path, lock: 'respect' });
  expect(await workspace.state.load()).toBeNull();
  await workspace.state.save({ screen: 'explore', deep: { a: [1, null] } });
  expect(await workspace.state.load()).toEqual({ screen: 'explore', deep: { a: [1, null] } });
  await expect(workspace.state.save({ text: 'x'.repeat(8_400_000) })).rejects.toMatchObject({
    code: 'bad-params',
  });
  expect(await workspace.state.load()).toMatchObject({ screen: 'explore' });
  writeFileSync(workspace.layout.state, '{"a":');
  expect(await workspace.state.load()).toBeNull();
  await workspace.close();
});

test.each([
  ['nothing there', 'gone', 'not-a-workspace'],
  ['a plain folder', 'plain', 'not-a-workspace'],
  ['a file', 'file', 'not-a-workspace'],
])('%s is not a workspace', async (_name, name, code) => {
  const root = folder();
  mkdirSync(join(root, 'plain'));
  writeFileSync(join(root, 'file'), 'x');
  await expect(openWorkspaceFolder({ path: join(root, name), lock: 'respect' })).rejects.toMatchObject({
    code,
  });
});

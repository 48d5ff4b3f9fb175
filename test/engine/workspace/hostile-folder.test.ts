import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/bridge/errors.ts';
import { createWorkspaceFolder } from '../../../electron/engine/workspace/create.ts';
import {
  layoutEntries,
  workspaceLayout,
  type LayoutEntry,
} from '../../../electron/engine/workspace/layout.ts';
import { openWorkspaceFolder, type WorkspaceFolder } from '../../../electron/engine/workspace/session.ts';
import { testEngine } from '../../support/engine.ts';
import { exchange, hardLink, oddPlaces, outsideIn, type Outside } from '../../support/odd-entries.ts';
import { logFile, record } from '../../support/records.ts';
import { tempFolder } from '../../support/temp.ts';

async function made(): Promise<{ root: string; path: string; outside: Outside }> {
  const root = tempFolder();
  const path = join(root, 'trail.trailglass');
  await createWorkspaceFolder({ path, sources: [], appVersion: '1.0.0', duckdbVersion: 'v1.5.5' });
  const folder = await openWorkspaceFolder({ path, lock: 'respect' });
  await changeEverything(folder);
  await folder.close();
  return { root, path, outside: outsideIn(root) };
}

/** One change of each kind, whose refusals are answers too. */
async function changeEverything(folder: WorkspaceFolder): Promise<readonly unknown[]> {
  const run = {
    ...{ at: new Date().toISOString(), sql: 'SELECT 1', mode: 'rows' as const, arguments: [] },
    ...{ outcome: 'done' as const, rows: 1, isTruncated: false, durationMs: 1, problem: null },
  };
  const settled = await Promise.allSettled([
    folder.saved.add({ kind: 'query', name: 'a', sql: 'SELECT 1' }),
    folder.state.save({ screen: 'explore' }),
    folder.sqlHistory.add(run),
    folder.sqlHistory.clear(),
    folder.journal.append('test.changed'),
    folder.setWatching(true),
    folder.state.load(),
  ]);
  return settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
}

describe('an entry that is not what it has to be', () => {
  test.each(oddPlaces)('$what', async ({ key, odd }) => {
    const { path, outside } = await made();
    await exchange(path, key, odd, outside);
    const [before, entry] = [outside.told(), lstatSync(join(path, layoutEntries[key].name)).mode];
    for (const lock of ['respect', 'take-over', 'read-only'] as const) {
      const opened = await openWorkspaceFolder({ path, lock }).catch((error: unknown) => error);
      if ('need' in layoutEntries[key]) {
        const code = key === 'manifest' ? 'workspace-unsafe' : 'workspace-damaged';
        expect(opened).toMatchObject({ code });
        expect((opened as AppError).message).toContain(layoutEntries[key].name);
        continue;
      }
      const folder = opened as WorkspaceFolder;
      expect(folder.isReadOnly).toBe(true);
      expect(folder.notices.join()).toContain(layoutEntries[key].name);
      for (const refusal of await changeEverything(folder)) expect(refusal).toBeInstanceOf(AppError);
      await folder.close();
    }
    expect(outside.told()).toBe(before);
    expect(lstatSync(join(path, layoutEntries[key].name)).mode).toBe(entry);
  });

  test.each(Object.entries(layoutEntries).filter(([key, { kind }]) => kind === 'file' && key !== 'lock'))(
    '%s with a second name elsewhere is read and not changed',
    async (key) => {
      const { path, outside } = await made();
      const name = layoutEntries[key as keyof typeof layoutEntries].name;
      if (key === 'manifest') writeFileSync(outside.file, readFileSync(join(path, name)));
      await exchange(path, key as keyof typeof layoutEntries, { make: hardLink }, outside);
      const before = outside.told();
      const folder = await openWorkspaceFolder({ path, lock: 'respect' });
      expect(folder.readOnlyReason).toContain(name);
      await changeEverything(folder);
      await folder.close();
      expect(outside.told()).toBe(before);
    },
  );

  test('of the database is set aside as it is when the database is rebuilt', async () => {
    const { path, outside } = await made();
    await exchange(path, 'database', { make: (at, { file }) => symlinkSync(file, at) }, outside);
    await exchange(path, 'databaseLog', { make: (at) => mkdirSync(at) }, outside);
    const before = outside.told();
    const folder = await openWorkspaceFolder({ path, lock: 'respect', rebuild: true });
    expect(folder.isReadOnly).toBe(false);
    await folder.close();
    expect(outside.told()).toBe(before);
    const aside = readdirSync(path).filter((name) => name.includes('.aside-'));
    expect(aside.map((name) => name.replace(/\.aside-.*/, '')).sort()).toEqual([
      'events.duckdb',
      'events.duckdb.wal',
    ]);
  });
});

test('a workspace that is itself named through a link opens', async () => {
  const { root, path } = await made();
  symlinkSync(path, join(root, 'named'));
  const folder = await openWorkspaceFolder({ path: join(root, 'named'), lock: 'respect' });
  expect(folder).toMatchObject({ isReadOnly: false, notices: [] });
  await folder.close();
});

test('leftovers are removed by their own names, as plain files and flat folders only', async () => {
  const { path, outside } = await made();
  const id = '01234567-89ab-cdef-0123-456789abcdef';
  const gone = {
    'saved.json.1234567890': '',
    'workspace.json.42': '',
    'state.json.0123456789ab.part': '',
    'exports/.staging-01234567-89ab-cdef-0123-456789abcdef.parquet': '',
    'exports/trailglass-export-4194305-0123456789ab.part': '',
    'tmp/duckdb_temp_storage_DEFAULT-0.tmp': '',
    [`tmp/spill-${id}/duckdb_temp_block-1.block`]: '',
  };
  const kept = {
    'saved.json.damaged-2026': '',
    'mine.json.1234567890': '',
    [`lock.${id}`]: 'being made',
    'exports/report.csv': '',
    'tmp/mine.txt': '',
    'tmp/spill-mine/a': '',
    [`tmp/staging-${id}/folder/deep`]: '',
  };
  for (const name of [...Object.keys(gone), ...Object.keys(kept)]) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), 'x');
  }
  const links = [
    `tmp/spill-${id.replace('0', '1')}`,
    'saved.json.77',
    'exports/trailglass-export-1-0123456789ab.part',
  ];
  for (const name of links) symlinkSync(outside.folder, join(path, name));
  mkdirSync(join(path, `tmp/spill-${id.replace('0', '2')}`));
  symlinkSync(outside.folder, join(path, `tmp/spill-${id.replace('0', '2')}`, 'inside'));
  const before = outside.told();
  await (await openWorkspaceFolder({ path, lock: 'respect' })).close();
  expect(Object.keys(gone).filter((name) => existsSync(join(path, name)))).toEqual([]);
  expect(Object.keys(kept).filter((name) => !existsSync(join(path, name)))).toEqual([]);
  expect(links.filter((name) => !existsSync(join(path, name)))).toEqual([]);
  expect(outside.told()).toBe(before);
});

test('everything in a workspace is for its owner alone, also in an old one and under a lax umask', async () => {
  const umask = process.umask(0);
  try {
    const bench = testEngine();
    const evidence = join(bench.folder, 'evidence');
    mkdirSync(evidence);
    writeFileSync(join(evidence, 'a.json.gz'), logFile([record(1)]));
    await bench.importAll(evidence);
    const path = (await bench.call('workspace.current', {}))!.path;
    const layout = workspaceLayout(path);
    const lax = (): string[] =>
      readdirSync(path, { recursive: true, withFileTypes: true })
        .map((entry) => join(entry.parentPath, entry.name))
        .concat(path)
        .filter((name) => (lstatSync(name).mode & 0o077) !== 0);
    expect(existsSync(layout.databaseLog)).toBe(true);
    expect(lax()).toEqual([]);
    await bench.call('workspace.close', {});
    expect(lax()).toEqual([]);
  } finally {
    process.umask(umask);
  }
});

describe('through the engine', () => {
  const entries = Object.entries(layoutEntries) as [keyof typeof layoutEntries, LayoutEntry][];

  test('no entry is followed, by opening or by anything after it', async () => {
    const bench = testEngine();
    const evidence = join(bench.folder, 'evidence');
    mkdirSync(evidence);
    writeFileSync(join(evidence, 'a.json.gz'), logFile([record(1), record(2)]));
    await bench.importAll(evidence);
    const { path } = (await bench.call('workspace.current', {}))!;
    await bench.call('workspace.close', {});
    const outside = outsideIn(bench.folder);
    const before = outside.told();
    for (const [key, { kind, name }] of entries) {
      const copy = join(bench.folder, `${key}.trailglass`);
      cpSync(path, copy, { recursive: true });
      const target = kind === 'file' ? outside.file : outside.folder;
      await exchange(copy, key, { make: (at) => symlinkSync(target, at) }, outside);
      const opened = await bench
        .call('workspace.open', { grant: bench.grant(copy), lock: 'respect', rebuild: false })
        .catch((error: unknown) => error);
      expect(outside.told(), name).toBe(before);
      if ('need' in layoutEntries[key]) {
        expect(opened, name).toMatchObject({ code: expect.stringMatching(/^workspace-(unsafe|damaged)$/) });
        continue;
      }
      expect(opened, name).toMatchObject({ isReadOnly: true, events: 2 });
      const refused = await bench.call('ingest.start', { grants: null }).catch((error: unknown) => error);
      expect(refused, name).toMatchObject({ code: 'workspace-unsafe' });
      await expect(
        bench.call('sql.run', { sql: `SELECT * FROM read_text('${copy}/exports/*')`, limit: 10 }),
      ).rejects.toBeInstanceOf(AppError);
      await bench.call('workspace.close', {});
      expect(outside.told(), name).toBe(before);
    }
  });
});

import {
  closeSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  mkdtempSync,
  openSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../electron/engine/db/open.ts';
import { hostileDatabases } from '../../support/hostile-databases.ts';
import { testEngine } from '../../support/engine.ts';
import { logFile, record } from '../../support/records.ts';
import { tempFolder } from '../../support/temp.ts';
import { derivedShapes } from '../../support/derived-shapes.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'trailglass-hostile-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A sound workspace of one event, made once. */
let made: Promise<string> | undefined;
const soundWorkspace = (): Promise<string> => (made ??= makeSound());
async function makeSound(): Promise<string> {
  const { call, finished, grant, engine } = testEngine(join(root, 'first'));
  const evidence = join(root, 'evidence');
  mkdirSync(evidence);
  writeFileSync(join(evidence, 'a.json.gz'), logFile([record(1)]));
  const info = await call('workspace.create', { grants: [grant(evidence)], at: null });
  await finished((await call('ingest.start', { grants: [grant(evidence)] })).jobId);
  await engine.close();
  return info.path;
}

interface Planted {
  readonly workspace: string;
  readonly outside: string;
}

async function planted(spoil: (database: string, canary: string) => unknown): Promise<Planted> {
  const folder = tempFolder();
  const [workspace, outside] = [join(folder, 'case.trailglass'), join(folder, 'outside')];
  cpSync(await soundWorkspace(), workspace, { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(outside, 'secret.txt'), 'a secret of another folder');
  await spoil(join(workspace, 'events.duckdb'), outside);
  return { workspace, outside };
}

const filesOf = (folder: string): unknown =>
  readdirSync(folder, { withFileTypes: true }).map((entry) => [
    entry.name,
    entry.isFile() ? readFileSync(join(folder, entry.name)).toString('base64') : '',
  ]);

test.each(hostileDatabases)(
  '$name: nothing of it runs, and the way on is a rebuild',
  async ({ spoil, says }) => {
    const { workspace, outside } = await planted(spoil);
    const before = { outside: filesOf(outside), size: statSync(join(workspace, 'events.duckdb')).size };
    for (const lock of ['read-only', 'respect'] as const) {
      const { engine } = testEngine(tempFolder());
      const failure = await engine
        .openWorkspaceAt({ path: workspace, lock })
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({
        code: 'workspace-damaged',
        message: expect.stringMatching(says) as string,
      });
      expect(String(failure)).toMatch(/rebuilt from the evidence/);
      expect(String(failure)).not.toContain('a secret of another folder');
      expect(String(failure).length).toBeLessThan(1_000);
      expect(filesOf(outside)).toEqual(before.outside);
    }
    const { engine, call } = testEngine(tempFolder());
    const rebuilt = await engine.openWorkspaceAt({ path: workspace, lock: 'respect', rebuild: true });
    expect(rebuilt).toMatchObject({ events: 0, isImportUnfinished: true });
    expect(await call('workspace.current', {})).toMatchObject({ path: rebuilt.path });
  },
);

test('a sound workspace opens in both ways', async () => {
  const { workspace } = await planted(() => undefined);
  for (const lock of ['read-only', 'respect'] as const) {
    const { engine, call } = testEngine(tempFolder());
    expect(await engine.openWorkspaceAt({ path: workspace, lock })).toMatchObject({ events: 1 });
    const columns: unknown[] = [];
    await call(
      'sql.run',
      { sql: 'SELECT userIdentity.arn FROM events', limit: 10 },
      { onProgress: (part) => columns.push(part) },
    );
    expect(JSON.stringify(columns)).toContain('arn:aws');
    await engine.close();
  }
});

test('a damaged block is told as damage by the read and the import that meet it', async () => {
  const { workspace } = await planted(async (database) => {
    const blocks = await blocksOf(database, 'event_columns');
    const file = openSync(database, 'r+');
    for (const block of blocks) writeSync(file, randomBytes(4_096), 0, 4_096, 12_288 + block * 262_144 + 64);
    closeSync(file);
  });
  const { engine, call, finished, grant } = testEngine(tempFolder());
  await engine.openWorkspaceAt({ path: workspace, lock: 'respect' });
  await expect(call('events.detail', { id: '1.0' })).rejects.toMatchObject({ code: 'workspace-damaged' });
  const more = join(tempFolder(), 'more');
  mkdirSync(more);
  writeFileSync(join(more, 'b.json.gz'), logFile([record(1), record(2)]));
  const job = await finished((await call('ingest.start', { grants: [grant(more)] })).jobId);
  expect(job.error).toMatchObject({ code: 'workspace-damaged' });
});

/** The blocks that hold the rows of a table. */
async function blocksOf(database: string, table: string): Promise<readonly number[]> {
  const instance = await DuckDBInstance.create(database, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(
    `SELECT DISTINCT block_id::INTEGER FROM pragma_storage_info('${table}') WHERE block_id >= 0`,
  );
  connection.closeSync();
  instance.closeSync();
  return reader.getRows().map(([block]) => Number(block));
}

test('an opening that goes beyond its limits is given up, and the process is told to end', async () => {
  const { workspace } = await planted(() => undefined);
  const told: string[] = [];
  const opening = openDatabase({
    path: join(workspace, 'events.duckdb'),
    tempDirectory: join(workspace, 'tmp'),
    exportDirectory: join(workspace, 'exports'),
    derived: derivedShapes,
    limits: { processorMs: 0, wallMs: 0, memoryMb: 0, lookEveryMs: 1 },
    onStuck: ({ reason }) => told.push(reason),
  });
  await expect(opening).rejects.toMatchObject({ code: 'workspace-damaged' });
  expect(told).toEqual(['A database kept the engine busy without end.']);
});

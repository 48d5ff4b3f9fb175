import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { derivedTables } from '../../../electron/engine/all-derived-tables.ts';
import { BackgroundTables } from '../../../electron/engine/derive/background-tables.ts';
import { BackgroundWork } from '../../../electron/engine/derive/background-work.ts';
import type { TableInBackground } from '../../../electron/engine/derive/derived-table.ts';
import { testEngine, type TestEngine } from '../../support/engine.ts';
import { rows } from '../../support/opened-tables.ts';
import { logFile, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';

const words: TableInBackground = {
  name: 'words',
  when: 'in-background',
  follows: 'texts',
  help: 'One row an event.',
  columns: [
    { name: 'file_id', type: 'INTEGER', help: 'The file' },
    { name: 'ordinal', type: 'INTEGER', help: 'Its place there' },
    { name: 'text', type: 'VARCHAR', help: 'Its text in capitals' },
  ],
  version: 1,
  from: [],
  build: async ({ connection, into }, { from, to }) => {
    await connection.run(
      `INSERT INTO ${into} SELECT file_id, ordinal, upper(raw) FROM trail.main.event_columns WHERE file_id BETWEEN ${from} AND ${to}`,
    );
  },
  trim: async ({ connection, into }) => {
    await connection.run(
      `DELETE FROM ${into} WHERE (file_id, ordinal) NOT IN (SELECT (file_id, ordinal) FROM trail.main.event_columns)`,
    );
  },
};

const records = (from: number, to: number): readonly unknown[] =>
  Array.from({ length: to - from }, (_, at) => record(from + at));

async function closed(engine: TestEngine): Promise<string> {
  const path = (await engine.call('workspace.current', {}))?.path ?? '';
  await engine.call('workspace.close', {});
  return path;
}

/** The table in the file of a closed workspace, what it should hold, and how far it is said to be. */
async function inFile(workspace: string): Promise<{ found: unknown; wanted: unknown; noted: unknown }> {
  const instance = await DuckDBInstance.create(join(workspace, 'events.duckdb'));
  const connection = await instance.connect();
  try {
    return {
      found: await rows(connection, `FROM words ORDER BY ALL`),
      wanted: await rows(connection, `SELECT file_id, ordinal, upper(raw) FROM event_columns ORDER BY ALL`),
      noted: await rows(connection, `SELECT value FROM meta WHERE key = 'derived words'`),
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function importMore({ call, grant, finished }: TestEngine, path: string): Promise<void> {
  const { jobId } = await call('ingest.start', { grants: [grant(path)] });
  expect((await finished(jobId)).state).toBe('done');
}

describe('the tables of the background of an open workspace', () => {
  it('are made after imports and removals, and hold a row for every event', async () => {
    const folder = tempFolder();
    const first = writeFiles(join(folder, 'first'), {
      'a.json.gz': logFile(records(0, 30)),
      'b.json.gz': logFile(records(30, 50)),
    });
    const second = writeFiles(join(folder, 'second'), {
      'c.json.gz': logFile([...records(40, 60), ...records(60, 70)]),
      'd.json.gz': logFile(records(0, 30)),
    });
    const engine = testEngine(folder, { derived: [...derivedTables, words] });
    await engine.importAll(first);
    await engine.engine.whenCovered();
    await importMore(engine, second);
    await engine.engine.whenCovered();
    const { jobId } = await engine.call('ingest.removeSource', { path: first });
    expect((await engine.finished(jobId)).state).toBe('done');
    await engine.engine.whenCovered();
    const third = writeFiles(join(folder, 'third'), { 'e.json.gz': logFile(records(100, 105)) });
    await importMore(engine, third);
    await engine.engine.whenCovered();
    const { found, wanted, noted } = await inFile(await closed(engine));
    expect(wanted).toHaveLength(65);
    expect(found).toEqual(wanted);
    expect(noted).not.toEqual([]);
  });

  it('are left where an import or closing comes, and made when the workspace is opened again', async () => {
    const folder = tempFolder();
    const [first, second] = ['first', 'second'].map((name, at) =>
      writeFiles(join(folder, name), { 'a.json.gz': logFile(records(at * 10, at * 10 + 10)) }),
    );
    let pieces = 0;
    let tell: () => void = () => undefined;
    const nextPiece = (): Promise<void> => new Promise((resolve) => (tell = resolve));
    const endless: TableInBackground = {
      ...words,
      build: async (building, files) => {
        await words.build(building, files);
        pieces += 1;
        tell();
        await new Promise((resolve) => building.signal?.addEventListener('abort', resolve));
      },
    };
    const engine = testEngine(folder, { derived: [...derivedTables, endless] });
    let piece = nextPiece();
    await engine.importAll(first!);
    await piece;
    piece = nextPiece();
    await importMore(engine, second!);
    await piece;
    const covering = expect(engine.engine.whenCovered()).rejects.toMatchObject({ code: 'cancelled' });
    const path = await closed(engine);
    await covering;
    expect(pieces).toBe(2);
    expect(await inFile(path)).toMatchObject({ found: [], noted: [] });
    const again = testEngine(tempFolder(), { derived: [...derivedTables, words] });
    await again.engine.openWorkspaceAt({ path, lock: 'respect' });
    await again.engine.whenCovered();
    await closed(again);
    const { found, wanted } = await inFile(path);
    expect(wanted).toHaveLength(20);
    expect(found).toEqual(wanted);
  });

  it('wait while something is asked', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    let left = 3;
    class Counted extends BackgroundTables {
      override get areNone(): boolean {
        return false;
      }
      override get areWhole(): boolean {
        return left === 0;
      }
      override async readCovered(): Promise<void> {
        // Nothing is kept of these.
      }
      override async makePiece(): Promise<boolean> {
        if (left > 0) left -= 1;
        return left > 0;
      }
    }
    const tables = new Counted([], { building: () => fail(), isReady: () => true });
    const work = new BackgroundWork({ instance, tables, onFailure: fail });
    await work.giveWayTo(async () => {
      work.start();
      await new Promise((resolve) => setTimeout(resolve, 800));
      expect(left).toBe(3);
    });
    await work.whenCovered();
    expect(left).toBe(0);
    await work.end();
    instance.closeSync();
  });
});

const fail = (): never => {
  throw new Error('Nothing of this should be asked for.');
};

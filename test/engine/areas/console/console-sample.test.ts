import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createConsole } from '../../../../electron/engine/areas/console/console.ts';
import { openDatabase, type Database } from '../../../../electron/engine/db/open.ts';
import { lengthOf } from '../../../../electron/engine/db/rows.ts';
import type { Cell } from '../../../../shared/table/cell.ts';
import { all, testEngine } from '../../../support/engine.ts';
import { logText, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';
import { derivedShapes } from '../../../support/derived-shapes.ts';

/** A workspace's database with so many events. */
async function withEvents(events: number): Promise<Database> {
  const folder = tempFolder();
  const database = await openDatabase({
    path: join(folder, 'events.duckdb'),
    tempDirectory: join(folder, 'tmp'),
    exportDirectory: folder,
    derived: derivedShapes,
  });
  onTestFinished(() => database.close());
  const connection = await database.instance.connect();
  await connection.run(
    `INSERT INTO trail.main.event_columns (file_id, ordinal, "eventName", "userIdentity.arn")
     SELECT 1, range, 'Call' || range % 3, 'arn:' || range % 5 FROM range(${events})`,
  );
  expect(await lengthOf(connection, 'trail.main.event_columns')).toBe(events);
  connection.closeSync();
  return database;
}

async function answer(database: Database, sql: string, samplePercent?: number): Promise<readonly Cell[]> {
  const cells: Cell[] = [];
  await createConsole(database.instance, () => undefined).run({
    sql,
    ...(samplePercent === undefined ? {} : { samplePercent }),
    limit: 1_000,
    signal: new AbortController().signal,
    report: (told) => told.kind === 'rows' && cells.push(...told.columns.flat()),
  });
  return cells;
}

describe('a sample of the events', () => {
  it.each([
    ['single events, of few', 20_000, 10],
    ['whole blocks, of many', 1_000_000, 10],
  ])('is %s', async (_what, events, percent) => {
    const database = await withEvents(events);
    for (const table of ['events', 'event_columns']) {
      const [found] = await answer(database, `SELECT count(*)::DOUBLE FROM ${table}`, percent);
      expect(Number(found)).toBeGreaterThan((events * percent) / 100 / 2);
      expect(Number(found)).toBeLessThan((events * percent * 2) / 100);
    }
    expect(
      await answer(database, 'SELECT DISTINCT userIdentity.arn FROM events ORDER BY 1', percent),
    ).toEqual(['arn:0', 'arn:1', 'arn:2', 'arn:3', 'arn:4']);
  });

  it('is asked by this statement alone, and leaves other tables whole', async () => {
    const database = await withEvents(5_000);
    const whole = 'SELECT count(*)::DOUBLE FROM events';
    expect(await answer(database, whole, 50)).not.toEqual([5_000]);
    expect(await answer(database, whole)).toEqual([5_000]);
    expect(await answer(database, 'SELECT count(*)::DOUBLE FROM trail.main.event_columns', 1)).toEqual([
      5_000,
    ]);
    expect(await answer(database, 'SELECT count(*)::DOUBLE FROM files', 1)).toEqual([0]);
  });

  it('changes nothing in what a statement may do', async () => {
    const database = await withEvents(10);
    await expect(answer(database, 'DELETE FROM events', 50)).rejects.toMatchObject({
      code: 'sql-not-allowed',
    });
    await expect(answer(database, 'CREATE TEMP TABLE x AS SELECT 1', 50)).rejects.toMatchObject({
      code: 'sql-not-allowed',
    });
  });
});

describe('a run over a sample', () => {
  it('is written down as one', async () => {
    const engine = testEngine();
    await engine.importAll(
      writeFiles(join(engine.folder, 'logs'), { 'a.json': logText([record(1), record(2)]) }),
    );
    expect((await engine.call('events.count', { question: all })).total).toBe(2);
    await engine.call('sql.run', { sql: 'SELECT 1', limit: 1, samplePercent: 0.1 });
    await engine.call('sql.run', { sql: 'SELECT 2', limit: 1 });
    const runs = await engine.call('sql.history', {});
    expect(runs.map(({ samplePercent }) => samplePercent)).toEqual([undefined, 0.1]);
  });
});

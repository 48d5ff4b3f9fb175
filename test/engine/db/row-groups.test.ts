import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { openDatabase, rowGroupRows, type Database } from '../../../electron/engine/db/open.ts';
import { number, readFrom } from '../../../electron/engine/db/rows.ts';
import { tempFolder } from '../../support/temp.ts';

const opened = (folder: string): Promise<Database> =>
  openDatabase({
    path: join(folder, 'events.duckdb'),
    tempDirectory: folder,
    exportDirectory: folder,
    derived: [],
  });

/** The rows of each row group, in order. */
async function groupsOf({ instance }: Database): Promise<readonly number[]> {
  const connection = await instance.connect();
  const groups = await readFrom(
    connection,
    `SELECT row_group_id::INTEGER AS "group", sum(count)::INTEGER AS rows FROM pragma_storage_info('trail.main.event_columns')
     WHERE column_name = 'ordinal' AND segment_type <> 'VALIDITY' GROUP BY ALL ORDER BY ALL`,
    { group: number, rows: number },
  );
  connection.closeSync();
  return groups.map(({ rows }) => rows);
}

async function add({ instance }: Database, rows: number): Promise<void> {
  const connection = await instance.connect();
  await connection.run(
    `INSERT INTO trail.main.event_columns (file_id, ordinal, raw) SELECT 1, range, sha256(range::VARCHAR) FROM range(${rows})`,
  );
  connection.closeSync();
}

it('keeps row groups as they were written, whatever is added to them and however often the database is opened', async () => {
  const folder = tempFolder();
  const path = join(folder, 'events.duckdb');
  const first = await opened(folder);
  await add(first, 1_000);
  await add(first, 2 * rowGroupRows - 20_000);
  first.close();
  const second = await opened(folder);
  const before = await groupsOf(second);
  expect(Math.max(...before)).toBe(rowGroupRows);
  expect(before.reduce((sum, rows) => sum + rows, 0)).toBe(2 * rowGroupRows - 19_000);
  await add(second, 3 * rowGroupRows);
  const sizeBefore = statSync(path).size;
  second.close();
  const third = await opened(folder);
  const after = await groupsOf(third);
  third.close();
  expect(after.slice(0, before.length)).toEqual(before);
  expect(Math.max(...after)).toBe(rowGroupRows);
  expect(after.reduce((sum, rows) => sum + rows, 0)).toBe(5 * rowGroupRows - 19_000);
  // Closing writes what was not written yet; joining groups would write all of them again.
  expect(statSync(path).size).toBeLessThan(sizeBefore * 1.2);
});

it('writes no row anew because others beside it have left', async () => {
  const folder = tempFolder();
  const first = await opened(folder);
  await add(first, 3 * rowGroupRows);
  first.close();
  const second = await opened(folder);
  const before = await groupsOf(second);
  const connection = await second.instance.connect();
  await connection.run(`DELETE FROM trail.main.event_columns WHERE ordinal % 3 > 0`);
  connection.closeSync();
  second.close();
  const third = await opened(folder);
  expect(await groupsOf(third)).toEqual(before);
  third.close();
});

it('opens a database with groups of another size, and leaves them', async () => {
  const folder = tempFolder();
  (await opened(folder)).close();
  const instance = await DuckDBInstance.create(':memory:', { max_vacuum_tasks: '0' });
  const connection = await instance.connect();
  await connection.run(`ATTACH '${join(folder, 'events.duckdb')}' AS trail (STORAGE_VERSION 'latest')`);
  await connection.run(
    `INSERT INTO trail.main.event_columns (file_id, ordinal, raw) SELECT 1, range, sha256(range::VARCHAR) FROM range(250000)`,
  );
  connection.closeSync();
  instance.closeSync();
  const first = await opened(folder);
  const former = await groupsOf(first);
  expect(Math.max(...former)).toBe(122_880);
  await add(first, 2 * rowGroupRows);
  first.close();
  const second = await opened(folder);
  const groups = await groupsOf(second);
  second.close();
  expect(groups.filter((rows) => rows === 122_880)).toEqual(former.filter((rows) => rows === 122_880));
  expect(groups.reduce((sum, rows) => sum + rows, 0)).toBe(250_000 + 2 * rowGroupRows);
});

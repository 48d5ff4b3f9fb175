import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../electron/engine/db/open.ts';
import { Pool } from '../../../electron/engine/db/pool.ts';
import { raw, sql } from '../../../electron/engine/db/sql.ts';
import { Cursors } from '../../../electron/engine/ask/cursors.ts';
import { tempFolder } from '../../support/temp.ts';

async function opened() {
  const folder = tempFolder();
  const database = await openDatabase({
    path: join(folder, 'e.duckdb'),
    tempDirectory: folder,
    exportDirectory: folder,
  });
  const pool = new Pool(database.instance);
  await pool.rows(
    sql`INSERT INTO trail.main.event_columns (file_id, ordinal, "eventName") SELECT 1, n, 'Event' || n % 7 FROM range(60000) t(n)`,
    'count',
  );
  const cursors = new Cursors(database.instance);
  onTestFinished(async () => {
    await cursors.close();
    await pool.close();
    database.close();
  });
  const tables = async (): Promise<number> =>
    Number(
      (
        await pool.rows(
          sql`SELECT count(*)::DOUBLE FROM duckdb_tables() WHERE table_name LIKE 'cursor%'`,
          'count',
        )
      )[0]?.[0],
    );
  return { cursors, tables };
}

const byName = raw('"eventName", ordinal');

it('leaves no table of an answer that is cancelled at any moment', async () => {
  const { cursors, tables } = await opened();
  for (let tried = 0; tried < 60; tried += 1) {
    const stop = new AbortController();
    const asked = cursors.open(sql`ordinal > ${tried}`, byName, 1, stop.signal);
    setTimeout(() => stop.abort(), tried / 2);
    await asked.catch(() => undefined);
  }
  await cursors.clear();
  await expect.poll(tables).toBe(0);
});

it('waits for what was cancelled before it is closed', async () => {
  const { cursors, tables } = await opened();
  const stop = new AbortController();
  const asked = cursors.open(sql`true`, byName, 1, stop.signal);
  stop.abort();
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  await cursors.close();
  expect(await tables()).toBeLessThanOrEqual(1);
});

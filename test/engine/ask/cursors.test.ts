import { expect, it } from 'vitest';
import { raw, sql } from '../../../electron/engine/db/sql.ts';
import type { CursorTable } from '../../../electron/engine/ask/cursors.ts';
import { openedWith } from './opened.ts';

async function opened() {
  const { cursors, reader, change } = await openedWith(
    `INSERT INTO trail.main.event_columns (file_id, ordinal, "eventName") SELECT 1, n, 'Event' || n % 7 FROM range(60000) t(n)`,
  );
  const { rows } = reader;
  const tables = async (): Promise<number> =>
    Number(
      (await rows(sql`SELECT count(*)::DOUBLE FROM duckdb_tables() WHERE table_name LIKE 'cursor%'`))[0]?.[0],
    );
  return { cursors, tables, rows, change };
}

const total = async (cursor: CursorTable): Promise<number> => cursor.total;
const byName = raw('"eventName", ordinal');

it('leaves no table of an answer that is cancelled at any moment', async () => {
  const { cursors, tables, change } = await opened();
  for (let tried = 0; tried < 60; tried += 1) {
    const stop = new AbortController();
    const asked = cursors.lend(sql`ordinal > ${tried}`, byName, stop.signal, total);
    setTimeout(() => stop.abort(), tried / 2);
    await asked.catch(() => undefined);
  }
  change();
  await cursors.lend(sql`true`, byName, undefined, total);
  await expect.poll(tables).toBe(1);
});

it('waits for what was cancelled before it is closed', async () => {
  const { cursors, tables } = await opened();
  const stop = new AbortController();
  const asked = cursors.lend(sql`true`, byName, stop.signal, total);
  stop.abort();
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  await cursors.close();
  expect(await tables()).toBeLessThanOrEqual(1);
});

it('keeps a table for as long as it is lent, although the data changed', async () => {
  const { cursors, tables, rows, change } = await opened();
  const seen = await cursors.lend(sql`ordinal < 10`, byName, undefined, async ({ table }) => {
    change();
    await cursors.lend(sql`ordinal < 5`, byName, undefined, total);
    return rows(sql`SELECT count(*)::DOUBLE FROM ${table}`);
  });
  expect(seen).toEqual([[10]]);
  await expect.poll(tables).toBe(1);
});

import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { Cell } from '../../../../shared/table/cell.ts';
import type { eventsContract } from '../../../../shared/contract/events.ts';
import type { Local } from '../../ask/local.ts';
import { cellOf, eventId, eventIdParts, inColumns, orderBy } from '../../ask/event-rows.ts';
import { whereOf, type Answered } from '../../ask/question.ts';
import type { Row } from '../../db/pool.ts';
import { number } from '../../db/rows.ts';
import { join, sql } from '../../db/sql.ts';

type WindowCall = (typeof eventsContract)['events.window'];
type EventWindow = ResultOf<WindowCall>;

/** Windows that end before this row are cheaper to sort on the spot than to make a cursor for (measured at 10 M). */
const shallowRows = 4_000;

/** A window of the sorted answer. */
export async function eventWindow(
  request: Answered<ParamsOf<WindowCall>>,
  { reader, cursors, counts }: Local,
): Promise<EventWindow> {
  const { question, sort, offset, limit, columns } = request;
  const where = whereOf(question);
  const items = join([eventId, ...columns.map(cellOf)], ', ');
  const total = await counts.total(question, reader.signal);
  if (offset >= total) return { total, offset, ids: [], columns: columns.map((): Cell[] => []) };
  const answer = (rows: readonly Row[], all: number): EventWindow => ({
    total: all,
    offset,
    ids: rows.map((row) => String(row[0])),
    columns: inColumns(rows, 1, columns.length),
  });
  if (offset + limit <= shallowRows) {
    const order = orderBy(sort);
    // The rows are chosen before their cells are read: a path into the record then costs the window, not the archive.
    const query = sql`WITH chosen AS MATERIALIZED (
      SELECT rowid AS event FROM trail.main.event_columns WHERE ${where} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset})
    SELECT ${items} FROM trail.main.event_columns WHERE rowid IN (SELECT event FROM chosen) ORDER BY ${order}`;
    return answer(await reader.rows(query), total);
  }
  return cursors.lend(where, orderBy(sort), reader.signal, async (cursor) => {
    const query = sql`SELECT ${items} FROM trail.main.event_columns e JOIN ${cursor.table} c ON e.rowid = c.event
    WHERE c.position >= ${offset} AND c.position < ${offset + limit}
      AND e.rowid IN (SELECT event FROM ${cursor.table} WHERE position >= ${offset} AND position < ${offset + limit})
    ORDER BY c.position`;
    return answer(await reader.rows(query), cursor.total);
  });
}

/** Where an event stands in the sorted answer, from 0; null when the question leaves it out. */
export async function locateEvent(
  request: Answered<ParamsOf<(typeof eventsContract)['events.locate']>>,
  { reader, cursors }: Local,
): Promise<number | null> {
  const [fileId, ordinal] = eventIdParts(request.id);
  const where = whereOf(request.question);
  const [found] = await reader.read(
    sql`SELECT rowid::DOUBLE AS event FROM trail.main.event_columns
        WHERE file_id = ${fileId} AND ordinal = ${ordinal} AND ${where}`,
    { event: number },
  );
  if (!found) return null;
  return cursors.lend(where, orderBy(request.sort), reader.signal, async (cursor) => {
    const [row] = await reader.read(
      sql`SELECT position::DOUBLE AS position FROM ${cursor.table} WHERE event = ${found.event}`,
      { position: number },
    );
    return row?.position ?? null;
  });
}

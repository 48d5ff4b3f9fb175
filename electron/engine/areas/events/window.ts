import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { Cell } from '../../../../shared/table/cell.ts';
import type { eventsContract } from '../../../../shared/contract/events.ts';
import type { Local } from '../../ask/local.ts';
import { cellsOf, eventId, eventIdParts, orderBy } from '../../ask/event-rows.ts';
import { targets } from '../../ask/targets.ts';
import { whereOf, type Answered } from '../../ask/question.ts';
import { inOrder, placeOfRow, rowOrder } from '../../ask/row-order.ts';
import { countBefore } from '../../ask/stretches.ts';
import type { Row } from '../../db/pool.ts';
import { number, texts } from '../../db/rows.ts';
import { join, sql, type Sql } from '../../db/sql.ts';

type WindowCall = (typeof eventsContract)['events.window'];
type EventWindow = ResultOf<WindowCall>;

/** Windows this near to either end are cheaper to sort on the spot than to make a cursor for (measured at 10 M). */
const shallowRows = 4_000;
/** Answers of fewer events are sorted whole: windows of a kept cursor cost the least. */
const wholeRows = 200_000;

/** A window of the sorted answer. */
export async function eventWindow(
  request: Answered<ParamsOf<WindowCall>>,
  { reader, cursors, stretches, counts, derived }: Local,
): Promise<EventWindow> {
  const { question, sort, offset, limit, columns } = request;
  const where = whereOf(question);
  const cells = cellsOf(columns, derived.covered(targets.name));
  const items = join([eventId, ...(columns.length > 0 ? [cells.items] : [])], ', ');
  const total = await counts.total(question, reader.signal);
  if (offset >= total) return { total, offset, ids: [], columns: columns.map((): Cell[] => []) };
  const answer = (rows: readonly Row[], all: number): EventWindow => ({
    total: all,
    offset,
    ids: rows.map((row) => String(row[0])),
    columns: cells.inColumns(rows, 1),
  });
  const order = rowOrder(sort);
  /** The rows are chosen before their cells are read: a path into the record then costs the window, not the archive. */
  const onTheSpot = async (by: Sql, from: number, rows: number): Promise<EventWindow> => {
    const query = sql`WITH chosen AS MATERIALIZED (
      SELECT rowid AS event FROM trail.main.event_columns WHERE ${where} ORDER BY ${by} LIMIT ${rows} OFFSET ${from})
    SELECT ${items} FROM trail.main.event_columns WHERE rowid IN (SELECT event FROM chosen) ORDER BY ${orderBy(sort)}`;
    return answer(await reader.rows(query), total);
  };
  const byPosition = async (rows: Sql, all: number): Promise<EventWindow> => {
    const query = sql`WITH chosen AS MATERIALIZED (${rows})
      SELECT ${items} FROM trail.main.event_columns e JOIN chosen c ON e.rowid = c.event
      WHERE e.rowid IN (SELECT event FROM chosen) ORDER BY c.position`;
    return answer(await reader.rows(query), all);
  };
  if (offset + limit <= shallowRows) return onTheSpot(orderBy(sort), offset, limit);
  if (order && total - offset <= shallowRows) {
    const rows = Math.min(limit, total - offset);
    return onTheSpot(inOrder(order, true), total - offset - rows, rows);
  }
  if (order && total > wholeRows)
    return stretches.lend({ where, order, offset, limit, total }, reader, (rows) => byPosition(rows, total));
  return cursors.lend(where, orderBy(sort), reader.signal, (cursor) =>
    byPosition(
      sql`SELECT position, event FROM ${cursor.table} WHERE position >= ${offset} AND position < ${offset + limit}`,
      cursor.total,
    ),
  );
}

/** Where an event stands in the sorted answer, from 0; null when the question leaves it out. */
export async function locateEvent(
  request: Answered<ParamsOf<(typeof eventsContract)['events.locate']>>,
  { reader, cursors, counts }: Local,
): Promise<number | null> {
  const { question, sort } = request;
  const [fileId, ordinal] = eventIdParts(request.id);
  const where = whereOf(question);
  const order = rowOrder(sort);
  const [found] = await reader.read(
    sql`SELECT rowid::DOUBLE AS event, ${placeOfRow(order ?? [])} AS place FROM trail.main.event_columns
        WHERE file_id = ${fileId} AND ordinal = ${ordinal} AND (${where})`,
    { event: number, place: texts },
  );
  if (!found) return null;
  if (order && (await counts.total(question, reader.signal)) > wholeRows)
    return countBefore({ where, order }, found.place, reader);
  return cursors.lend(where, orderBy(sort), reader.signal, async (cursor) => {
    const [row] = await reader.read(
      sql`SELECT position::DOUBLE AS position FROM ${cursor.table} WHERE event = ${found.event}`,
      { position: number },
    );
    return row?.position ?? null;
  });
}

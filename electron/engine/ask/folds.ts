import type { ParamsOf, ResultOf } from '../../../shared/bridge/contract.ts';
import { foldGapMicros, type groupingContract } from '../../../shared/contract/grouping.ts';
import type { Reader } from '../db/pool.ts';
import { count, number } from '../db/rows.ts';
import { join, raw, sql, type Sql } from '../db/sql.ts';
import type { Cursors, CursorTable } from './cursors.ts';
import { cellOf, eventId, eventIdParts, inColumns } from './event-rows.ts';
import type { Local } from './local.ts';
import { whereOf, type Answered, type AnsweredQuestion } from './question.ts';

type WindowCall = (typeof groupingContract)['folds.window'];
type LocateCall = (typeof groupingContract)['folds.locate'];
type FoldsWindow = ResultOf<WindowCall>;
/** Where an event stands among folded lines; null when the question leaves the event out. */
type FoldPlace = ResultOf<LocateCall>['found'];

/**
 * A console page reads on its own, dozens of calls a click: successful reads of one console session are one kind of call.
 * The console works with a fresh access key for nearly every request, so a session is the caller and the time its
 * credentials were made. Everybody else is a principal at an address.
 */
const calls = (
  where: Sql,
): Sql => sql`SELECT rowid AS event, "eventTime" AS t, file_id AS f, ordinal AS o, is_console,
    CASE WHEN "sessionCredentialFromConsole"
      THEN hash("userIdentity.arn", "userIdentity.sessionContext.attributes.creationDate")
      ELSE hash("principal", "sourceIPAddress") END AS caller,
    CASE WHEN is_console THEN 0 ELSE hash("principal", "eventSource", "eventName", "errorCode", "sourceIPAddress") END AS what
  FROM (SELECT *, rowid, coalesce("sessionCredentialFromConsole" AND "readOnly" AND outcome = 'success', false) AS is_console
    FROM trail.main.event_columns WHERE ${where})`;

/**
 * All events in the order they have when every line is unfolded: `position` counts events, `line` lines, `child` within
 * the line. `size` is that of the line on its first event and 0 on the others, which `until`, the time of the last,
 * accompanies. A line is a run of calls of one caller that are the same, each no more than `foldGapMicros` after the one
 * before; it stands where its first event stands, whatever others did in between. (Measured at 1 M events: 0.75 s.)
 */
function foldQuery(where: Sql, descending: boolean): Sql {
  const direction = raw(descending ? 'DESC' : 'ASC');
  const order = sql`t ${direction} NULLS LAST, f ${direction}, o ${direction}`;
  return sql`WITH runs AS MATERIALIZED (
    SELECT event, t, f, o, is_console, row_number() OVER w AS n,
      coalesce(lag(caller) OVER w = caller AND lag(what) OVER w = what
        AND abs(epoch_us(t) - epoch_us(lag(t) OVER w)) <= ${foldGapMicros}, false) AS continues
    FROM (${calls(where)}) WINDOW w AS (ORDER BY caller, ${order})),
  heads AS (
    SELECT event, t, f, o, n, is_console,
      coalesce(lead(n) OVER (ORDER BY n), (SELECT count(*) + 1 FROM runs)) - n AS size
    FROM runs WHERE NOT continues),
  lines AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY ${order}) - 1 AS line, event, n, size, is_console FROM heads),
  members AS (
    SELECT line, 0 AS child, size, event, is_console FROM lines
    UNION ALL
    SELECT l.line, r.n - l.n, 0, r.event, false FROM runs r
    ASOF JOIN (SELECT line, n FROM lines WHERE size > 1) l ON r.n >= l.n WHERE r.continues)
  SELECT (row_number() OVER (ORDER BY line, child) - 1)::INTEGER AS position, line::INTEGER AS line,
    child::INTEGER AS child, size::INTEGER AS size, event, is_console FROM members`;
}

/** Lends the table of all events in the order they have when every line is unfolded; its `position` is a cursor's. */
export const lendFolds = <Result>(
  cursors: Cursors,
  { question, descending }: { readonly question: AnsweredQuestion; readonly descending: boolean },
  signal: AbortSignal | undefined,
  use: (folds: CursorTable) => Promise<Result>,
): Promise<Result> => cursors.lendTable(foldQuery(whereOf(question), descending), signal, use);

/** A window of the answer in order of time with bursts folded, in lines or in events. */
export async function foldsWindow(
  request: Answered<ParamsOf<WindowCall>>,
  { reader, cursors }: Local,
): Promise<FoldsWindow> {
  const { offset, limit, columns } = request;
  return lendFolds(cursors, request, reader.signal, async (kept) => {
    const end = offset + limit;
    const inWindow =
      request.of === 'lines'
        ? sql`line >= ${offset} AND line < ${end} AND size > 0`
        : sql`position >= ${offset} AND position < ${end}`;
    const items = join([eventId, ...columns.map(cellOf)], ', ');
    const rows = await reader.rows(
      sql`WITH chosen AS MATERIALIZED (SELECT position, size, event, is_console FROM ${kept.table} WHERE ${inWindow}),
        ends AS (SELECT m.position - c.size + 1 AS position, epoch_us(e."eventTime")::DOUBLE AS until
          FROM chosen c JOIN ${kept.table} m ON m.position = c.position + c.size - 1
          JOIN trail.main.event_columns e ON e.rowid = m.event WHERE c.size > 1)
        SELECT c.position::DOUBLE, c.size::DOUBLE, c.is_console, ends.until,
          (SELECT max(line) + 1 FROM ${kept.table})::DOUBLE, ${items}
        FROM chosen c JOIN trail.main.event_columns e ON e.rowid = c.event LEFT JOIN ends ON ends.position = c.position
        WHERE e.rowid IN (SELECT event FROM chosen) ORDER BY c.position`,
    );
    const sizes = rows.map((row) => Number(row[1]));
    return {
      lines: rows[0] ? Number(rows[0][4]) : await lineCount(reader, kept.table),
      events: kept.total,
      ids: rows.map((row) => String(row[5])),
      columns: inColumns(rows, 6, columns.length),
      places: rows.map((row) => Number(row[0])),
      sizes,
      kinds: rows.map((row, index) => ((sizes[index] ?? 0) < 2 ? 'single' : row[2] ? 'console' : 'repeat')),
      untilMicros: rows.map((row) => (typeof row[3] === 'number' ? row[3] : null)),
    };
  });
}

async function lineCount(reader: Reader, table: Sql): Promise<number> {
  const { lines } = await reader.one(sql`SELECT (max(line) + 1)::DOUBLE AS lines FROM ${table}`, {
    lines: count,
  });
  return lines;
}

/** The line an event stands in; null when the question leaves the event out. */
export async function locateInFolds(
  request: Answered<ParamsOf<LocateCall>>,
  { reader, cursors }: Local,
): Promise<FoldPlace> {
  const [fileId, ordinal] = eventIdParts(request.id);
  return lendFolds(cursors, request, reader.signal, async (kept) => {
    const [found] = await reader.read(
      sql`SELECT m.line, m.child, m.position AS place,
          (SELECT size FROM ${kept.table} h WHERE h.line = m.line AND h.size > 0) AS size
        FROM ${kept.table} m WHERE m.event = (
          SELECT rowid FROM trail.main.event_columns WHERE file_id = ${fileId} AND ordinal = ${ordinal})`,
      { line: number, child: number, size: number, place: number },
    );
    return found ?? null;
  });
}

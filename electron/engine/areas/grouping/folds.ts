import type { CallContext, ParamsOf, ProgressOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { groupingContract } from '../../../../shared/contract/grouping.ts';
import { cellsOf, eventId, eventIdParts } from '../../ask/event-rows.ts';
import { linesBetween, placedBetween } from '../../ask/fold-query.ts';
import type { FoldState } from '../../ask/fold-work.ts';
import type { Local } from '../../ask/local.ts';
import { targets } from '../../ask/targets.ts';
import { whereOf, type Answered } from '../../ask/question.ts';
import type { Reader } from '../../db/pool.ts';
import { count, number } from '../../db/rows.ts';
import { join, sql, type Sql } from '../../db/sql.ts';

type Calls = typeof groupingContract;
type WindowCall = Calls['folds.window'];
type WindowParams = Answered<ParamsOf<WindowCall>>;

/** A window of the answer in order of time with bursts folded, in lines, in events, or in those of one line. */
export async function foldsWindow(
  request: WindowParams,
  { reader, folds, counts, derived }: Local,
): Promise<ResultOf<WindowCall>> {
  const { question, columns } = request;
  return folds.lend(
    request,
    reader.signal,
    (state) => isFarEnough(request, state),
    async (state) => {
      const cells = cellsOf(columns, derived.covered(targets.name));
      const items = join([eventId, ...(columns.length > 0 ? [cells.items] : [])], ', ');
      const rows = await reader.rows(
        sql`WITH chosen AS MATERIALIZED (${await chosenRows(request, state, reader)})
          SELECT c.position::DOUBLE, c.size::DOUBLE, c.is_console, CASE WHEN c.size > 1 THEN c.last::DOUBLE END,
            c.may_grow AND c.size > 0, ${items}
          FROM chosen c JOIN trail.main.event_columns e ON e.rowid = c.event
          WHERE e.rowid IN (SELECT event FROM chosen) ORDER BY c.line, c.child`,
      );
      const sizes = rows.map((row) => Number(row[1]));
      return {
        lines: state.lines,
        events: await counts.total(question, reader.signal),
        folded: state.folded,
        isWhole: state.isWhole,
        ids: rows.map((row) => String(row[5])),
        columns: cells.inColumns(rows, 6),
        places: rows.map((row) => (typeof row[0] === 'number' ? row[0] : null)),
        sizes,
        kinds: rows.map((row, index) =>
          (sizes[index] ?? 0) < 2 ? 'single' : row[2] === true ? 'console' : 'repeat',
        ),
        untilMicros: rows.map((row) => (typeof row[3] === 'number' ? row[3] : null)),
        mayGrow: rows.map((row) => row[4] === true),
      };
    },
  );
}

function isFarEnough({ of, offset, limit, line }: WindowParams, { lines }: FoldState): boolean {
  if (of === 'lines') return lines >= offset + limit;
  return of === 'line' && lines > (line ?? 0);
}

/** The rows of a window: `line, child, event, position, size, is_console, last, may_grow`. */
async function chosenRows(
  { of, offset, limit, line = 0 }: WindowParams,
  state: FoldState,
  reader: Reader,
): Promise<Sql> {
  const { tables } = state;
  const end = offset + limit;
  if (of === 'lines')
    return sql`SELECT line, 0 AS child, event, place AS position, size, is_console, last, may_grow
      FROM (${linesOf(state, offset, Math.min(end, state.lines))})`;
  if (of === 'line') return membersOf(state, line, line + 1, sql`e.child >= ${offset} AND e.child < ${end}`);
  const { first, last } = await reader.one(
    sql`SELECT (SELECT max(first_line) FROM ${tables.blocks} WHERE place <= ${offset})::DOUBLE AS first,
      (SELECT min(first_line) FROM ${tables.blocks} WHERE place >= ${end})::DOUBLE AS last`,
    { first: count, last: count },
  );
  return membersOf(
    state,
    first,
    last === 0 ? state.lines : last,
    sql`l.place + e.child >= ${offset} AND l.place + e.child < ${end}`,
  );
}

const linesOf = ({ tables, isWhole }: FoldState, from: number, to: number): Sql =>
  isWhole
    ? placedBetween(tables, from, to)
    : sql`SELECT *, NULL::BIGINT AS place FROM (${linesBetween(tables, from, to)})`;

const membersOf = (state: FoldState, from: number, to: number, chosen: Sql): Sql =>
  sql`SELECT e.line, e.child, e.event, l.place + e.child AS position, CASE e.child WHEN 0 THEN l.size ELSE 0 END AS size,
      l.is_console, l.last, l.may_grow
    FROM ${state.tables.events} e JOIN (${linesOf(state, from, to)}) l ON l.line = e.line
    WHERE e.line >= ${from} AND e.line < ${to} AND ${chosen}`;

/** The line an event stands in; null when the question leaves the event out. */
export async function locateInFolds(
  request: Answered<ParamsOf<Calls['folds.locate']>>,
  { reader, folds }: Local,
): Promise<ResultOf<Calls['folds.locate']>['found']> {
  const [fileId, ordinal] = eventIdParts(request.id);
  const [asked] = await reader.read(
    sql`SELECT rowid::DOUBLE AS event FROM trail.main.event_columns
      WHERE file_id = ${fileId} AND ordinal = ${ordinal} AND (${whereOf(request.question)})`,
    { event: number },
  );
  if (!asked) return null;
  const placeIn = async ({ tables }: FoldState): Promise<{ line: number; child: number } | undefined> => {
    const rows = await reader.read(
      sql`SELECT line::DOUBLE AS line, child::DOUBLE AS child FROM ${tables.events} WHERE event = ${asked.event}`,
      { line: number, child: number },
    );
    return rows[0];
  };
  return folds.lend(
    request,
    reader.signal,
    async (state) => state.folded > 0 && (await placeIn(state)) !== undefined,
    async (state) => (await placeIn(state)) ?? null,
  );
}

/** Waits until all is folded, and tells how far it is. */
export const wholeFold = (
  request: Answered<ParamsOf<Calls['folds.whole']>>,
  { reader, folds, counts }: Local,
  report: CallContext<ProgressOf<Calls['folds.whole']>>['report'],
): Promise<ResultOf<Calls['folds.whole']>> =>
  folds.lend(
    request,
    reader.signal,
    ({ lines, folded }) => {
      report({ lines, folded });
      return false;
    },
    async ({ lines }) => ({ lines, events: await counts.total(request.question, reader.signal) }),
  );

import { foldGapMicros } from '../../../shared/contract/grouping.ts';
import { identifier, raw, sql, type Sql } from '../db/sql.ts';

/** The tables of one fold, in the database in memory. */
export interface FoldTables {
  /** One row a line, with its size and its last time when its slice was folded: `line, event, is_console, size, last`. */
  readonly lines: Sql;
  /** What lines had become in later slices: `line, size, last`. */
  readonly grown: Sql;
  /** All events: `line, child, event`. */
  readonly events: Sql;
  /** The lines that the next slice may continue: `caller, what, line, size, micros`. */
  readonly open: Sql;
  /** What was folded last. */
  readonly slice: Sql;
  /** How many events stand before every so many lines; there once all is folded: `first_line, place`. */
  readonly blocks: Sql;
}

/** The tables of the fold of a number. */
export function foldTables(fold: number): FoldTables {
  const named = (name: string): Sql => sql`cursors.main.${identifier(`fold_${fold}_${name}`)}`;
  return {
    lines: named('lines'),
    grown: named('grown'),
    events: named('events'),
    open: named('open'),
    slice: named('slice'),
    blocks: named('blocks'),
  };
}

/** Lines that are counted together for their places. */
const linesInBlock = 1_024;

/** Empty tables. */
export const makeTables = ({ lines, grown, events, open }: FoldTables): readonly Sql[] => [
  sql`CREATE TABLE ${lines} (line INTEGER, event BIGINT, is_console BOOLEAN, size INTEGER, last BIGINT)`,
  sql`CREATE TABLE ${grown} (line INTEGER, size INTEGER, last BIGINT)`,
  sql`CREATE TABLE ${events} (line INTEGER, child INTEGER, event BIGINT)`,
  sql`CREATE TABLE ${open} (caller UBIGINT, what UBIGINT, line INTEGER, size INTEGER, micros BIGINT)`,
];

/** Gives back what a fold takes up. */
export const dropTables = (tables: FoldTables): readonly Sql[] =>
  Object.values<Sql>({ ...tables }).map((table) => sql`DROP TABLE IF EXISTS ${table}`);

/**
 * A console page reads on its own, dozens of calls a click: successful reads of one console session are one kind of call.
 * The console works with a fresh access key for nearly every request, so a session is the caller and the time its
 * credentials were made. Everybody else is a principal at an address.
 */
const calls = (
  where: Sql,
): Sql => sql`SELECT rowid AS event, "eventTime" AS t, epoch_us("eventTime") AS micros, file_id AS f, ordinal AS o, is_console,
    CASE WHEN "sessionCredentialFromConsole"
      THEN hash("userIdentity.arn", "userIdentity.sessionContext.attributes.creationDate")
      ELSE hash("principal", "sourceIPAddress") END AS caller,
    CASE WHEN is_console THEN 0 ELSE hash("principal", "eventSource", "eventName", "errorCode", "sourceIPAddress") END AS what
  FROM (SELECT *, rowid, coalesce("sessionCredentialFromConsole" AND "readOnly" AND outcome = 'success', false) AS is_console
    FROM trail.main.event_columns WHERE ${where})`;

/** What is folded next: consecutive events in the order shown, none of one moment in two slices. */
export interface Slice {
  readonly where: Sql;
  readonly isDescending: boolean;
  /** How many lines there are already. */
  readonly lines: number;
}

/**
 * The events of a slice with the line each stands in. A line is a run of calls of one caller that are the same, each no
 * more than `foldGapMicros` after the one before; it stands where its first event stands, whatever others did in between.
 * The first calls of a caller may go on with the line that an earlier slice left open.
 */
export function foldSlice({ open, slice }: FoldTables, { where, isDescending, lines }: Slice): Sql {
  const direction = raw(isDescending ? 'DESC' : 'ASC');
  const order = sql`t ${direction} NULLS LAST, f ${direction}, o ${direction}`;
  return sql`CREATE OR REPLACE TABLE ${slice} AS
  WITH called AS (
    SELECT *, row_number() OVER w AS n, lag(what) OVER w AS what_before, lag(micros) OVER w AS micros_before
    FROM (${calls(where)}) WINDOW w AS (PARTITION BY caller ORDER BY ${order})),
  runs AS (
    SELECT c.*, o.line AS open_line, o.size AS open_size,
      coalesce(CASE WHEN n = 1 THEN o.what ELSE what_before END = c.what
        AND abs(c.micros - CASE WHEN n = 1 THEN o.micros ELSE micros_before END) <= ${foldGapMicros}, false) AS continues
    FROM called c LEFT JOIN ${open} o ON o.caller = c.caller),
  headed AS MATERIALIZED (
    SELECT *, max(CASE WHEN NOT continues THEN n END) OVER (PARTITION BY caller ORDER BY n) AS head FROM runs),
  heads AS (
    SELECT caller, n AS head, row_number() OVER (ORDER BY ${order}) - 1 + ${lines} AS line FROM headed WHERE NOT continues)
  SELECT coalesce(h.line, r.open_line)::INTEGER AS line,
    (CASE WHEN r.head IS NULL THEN r.open_size + r.n - 1 ELSE r.n - r.head END)::INTEGER AS child,
    r.event, r.micros, r.is_console, r.caller, r.what, r.n
  FROM headed r LEFT JOIN heads h ON h.caller = r.caller AND h.head = r.head`;
}

/** Adds the folded slice to the lines. `edge` is the time that no later event lies before in the order shown, null at the end. */
export const addSlice = (
  { lines, grown, events, open, slice }: FoldTables,
  before: number,
  edge: bigint | null,
): readonly Sql[] => [
  sql`INSERT INTO ${events} SELECT line, child, event FROM ${slice} ORDER BY line, child`,
  sql`INSERT INTO ${lines} SELECT line, arg_min(event, child), bool_or(is_console), count(*), arg_max(micros, child)
    FROM ${slice} WHERE line >= ${before} GROUP BY line ORDER BY line`,
  sql`INSERT INTO ${grown} SELECT line, max(child) + 1, arg_max(micros, child) FROM ${slice} WHERE line < ${before} GROUP BY line`,
  sql`DELETE FROM ${open} WHERE caller IN (SELECT caller FROM ${slice})`,
  sql`INSERT INTO ${open} SELECT caller, arg_max(what, n), arg_max(line, n), arg_max(child, n) + 1, arg_max(micros, n)
    FROM ${slice} GROUP BY caller`,
  edge === null
    ? sql`DELETE FROM ${open}`
    : sql`DELETE FROM ${open} WHERE abs(micros - ${edge}::BIGINT) > ${foldGapMicros}`,
];

/** Lines from one number to before another, with whether later slices may add to them. */
export const linesBetween = ({ lines, grown, open }: FoldTables, from: number, to: number): Sql => sql`
  SELECT l.line, l.event, l.is_console, coalesce(g.size, l.size) AS size, coalesce(g.last, l.last) AS last,
    l.line IN (SELECT line FROM ${open}) AS may_grow
  FROM ${lines} l LEFT JOIN (
    SELECT line, max(size) AS size, arg_max(last, size) AS last FROM ${grown}
    WHERE line >= ${from} AND line < ${to} GROUP BY line) g ON g.line = l.line
  WHERE l.line >= ${from} AND l.line < ${to}`;

/** Counts how many events stand before every block of lines. */
export const placeBlocks = (tables: FoldTables, lines: number): Sql => sql`CREATE TABLE ${tables.blocks} AS
  SELECT first_line, (sum(events) OVER (ORDER BY first_line) - events)::BIGINT AS place FROM (
    SELECT line - line % ${linesInBlock} AS first_line, sum(size) AS events
    FROM (${linesBetween(tables, 0, lines)}) GROUP BY ALL)`;

/** As `linesBetween`, with the place of each line's first event among all; only once all is folded. */
export function placedBetween(tables: FoldTables, from: number, to: number): Sql {
  const start = Math.floor(from / linesInBlock) * linesInBlock;
  return sql`SELECT * FROM (
    SELECT l.*, (b.place + sum(l.size) OVER (PARTITION BY b.first_line ORDER BY l.line) - l.size)::BIGINT AS place
    FROM (${linesBetween(tables, start, to)}) l
    JOIN ${tables.blocks} b ON b.first_line = l.line - l.line % ${linesInBlock}) WHERE line >= ${from}`;
}

/** All events as (position, event) for FROM; only once all is folded. */
export const allPlaced = (
  tables: FoldTables,
  lines: number,
): Sql => sql`(SELECT l.place + e.child AS position, e.event
  FROM ${tables.events} e JOIN (${placedBetween(tables, 0, lines)}) l ON l.line = e.line)`;

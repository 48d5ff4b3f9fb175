import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { AppError } from '../../../../shared/bridge/errors.ts';
import { throwIfAborted } from '../../db/pool.ts';
import { bigint, lengthOf, readOne } from '../../db/rows.ts';
import { raw, sql, sqlText, type Sql } from '../../db/sql.ts';

/** Rows as they come: a few thousand at a time. */
export type Batches = AsyncIterable<readonly (readonly DuckDBValue[])[]>;

/** What is read of `event_columns`, under the alias `e`. */
export interface EventQuery {
  /** Select items, with commas between them. */
  readonly items: Sql;
  readonly where: Sql;
  readonly orderBy: Sql;
  /** Rows are long, and the order is nearly the one they are stored in. */
  readonly isInWindows: boolean;
}

/** Every window unpacks whole row groups, so larger ones cost less a row (measured at 5 M: 20,000 rows six times as much). */
const usualWindowRows = 100_000;
const storedRows = 100_000;

/**
 * The rows of a streamed result. DuckDB's driver ends a stream that fails or is interrupted as if it were complete
 * (1.5.5); only its transaction then refuses the next statement. Errors: `cancelled`, `disk-full`.
 */
export async function* streamed(
  connection: DuckDBConnection,
  statement: Sql,
  signal: AbortSignal,
): AsyncGenerator<DuckDBValue[][]> {
  const result = await connection.stream(sqlText(statement), [...statement.values]);
  for (;;) {
    const chunk = await result.fetchChunk();
    throwIfAborted(signal);
    if (!chunk || chunk.rowCount === 0) break;
    yield chunk.getRows();
  }
  await connection.run('SELECT 1').catch((error: unknown) => {
    throwIfAborted(signal);
    throw brokenOff(error);
  });
}

const brokenOff = (cause: unknown): AppError =>
  new AppError(
    'disk-full',
    'The rows broke off in the middle, most likely because memory or the disk of the workspace is full. Free some space, narrow the question, or sort by time.',
    { cause },
  );

/**
 * The rows of a query in its order. DuckDB sorts narrow rows at once, beyond its memory on the disk. Long rows in an order
 * near the stored one are looked up window by window instead, for which only row numbers are sorted: ten million exact
 * texts would take 15 GB to sort (measured at 1 M: 9 s either way; in a far order windows take ten times that).
 */
export async function* eventBatches(
  connection: DuckDBConnection,
  query: EventQuery,
  signal: AbortSignal,
  windowRows: number = usualWindowRows,
): AsyncGenerator<DuckDBValue[][]> {
  const { items, where, orderBy, isInWindows } = query;
  if (!isInWindows) {
    const all = sql`SELECT ${items} FROM trail.main.event_columns e WHERE ${where} ORDER BY ${orderBy}`;
    yield* streamed(connection, all, signal);
    return;
  }
  const numbered = sql`CREATE TEMP TABLE temp.main.export_order AS SELECT * FROM (
    SELECT row_number() OVER (ORDER BY ${orderBy}) - 1 AS place, rowid AS event FROM trail.main.event_columns WHERE ${where})
    ORDER BY place`;
  await connection.run(sqlText(numbered), [...numbered.values]);
  const total = await lengthOf(connection, 'temp.main.export_order');
  for (let from = 0; from < total; from += windowRows) {
    const to = from + windowRows;
    const rows = sql`SELECT ${items} FROM trail.main.event_columns e JOIN temp.main.export_order o ON e.rowid = o.event
      WHERE o.place >= ${from} AND o.place < ${to}
        AND e.rowid IN (SELECT event FROM temp.main.export_order WHERE place >= ${from} AND place < ${to})
      ORDER BY o.place`;
    yield* streamed(connection, rows, signal);
  }
}

/**
 * The rows of a temporary table in the order they were put in. The row numbers of a table made in the transaction that
 * reads it begin far beyond 0 (DuckDB keeps such rows apart until the commit).
 */
export async function* storedBatches(
  connection: DuckDBConnection,
  table: string,
  total: number,
  signal: AbortSignal,
): AsyncGenerator<DuckDBValue[][]> {
  if (total === 0) return;
  const { first } = await readOne(connection, `SELECT min(rowid)::BIGINT AS first FROM ${table}`, {
    first: bigint,
  });
  for (let from = 0; from < total; from += storedRows) {
    const [low, high] = [first + BigInt(from), first + BigInt(from + storedRows)];
    const rows = sql`SELECT * FROM ${raw(table)} WHERE rowid >= ${low} AND rowid < ${high} ORDER BY rowid`;
    yield* streamed(connection, rows, signal);
  }
}

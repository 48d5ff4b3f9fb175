import { BIGINT, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import type { Cell } from '../../../../shared/table/cell.ts';
import { composedCell } from '../../ask/sentences.ts';
import { number, readOne } from '../../db/rows.ts';
import { identifier, join, raw, sql, sqlText, type Sql } from '../../db/sql.ts';
import { streamed } from './batches.ts';

/** What is composed of so many events is in memory at once; their records pass through. */
const windowRows = 100_000;

/** The column of `withComposed` that holds a composed field. */
export const composedColumn = (name: string): Sql => identifier(`composed ${name}`);

/** What is composed of an event, by its row number. */
type Composed = readonly [event: bigint, cells: readonly Cell[]];

/**
 * Writes what is composed of records into a temporary table, for files that DuckDB writes by itself, and gives
 * `event_columns` joined with it. Errors: `cancelled`, `disk-full`.
 */
export async function withComposed(
  connection: DuckDBConnection,
  { names, where }: { readonly names: readonly string[]; readonly where: Sql },
  signal: AbortSignal,
): Promise<Sql> {
  const columns = join(
    names.map((name) => sql`${composedColumn(name)} VARCHAR`),
    ', ',
  );
  await connection.run(
    sqlText(sql`CREATE TEMP TABLE temp.main.export_composed (composed_event BIGINT, ${columns})`),
  );
  const { length } = await readOne(
    connection,
    'SELECT coalesce(max(rowid) + 1, 0)::DOUBLE AS length FROM trail.main.event_columns',
    { length: number },
  );
  for (let from = 0; from < length; from += windowRows) {
    const rows = sql`SELECT rowid, raw FROM trail.main.event_columns
      WHERE rowid >= ${from} AND rowid < ${from + windowRows} AND (${where})`;
    const composed: Composed[] = [];
    for await (const batch of streamed(connection, rows, signal))
      for (const [event, text] of batch)
        composed.push([event as bigint, names.map((name) => composedCell(name, String(text)))]);
    await append(connection, composed);
  }
  return raw(
    'trail.main.event_columns LEFT JOIN temp.main.export_composed ON composed_event = event_columns.rowid',
  );
}

async function append(connection: DuckDBConnection, rows: readonly Composed[]): Promise<void> {
  const appender = await connection.createAppender('export_composed', 'main', 'temp');
  for (const [event, cells] of rows) {
    appender.appendValue(event, BIGINT);
    for (const cell of cells)
      if (cell === null) appender.appendNull();
      else appender.appendValue(String(cell), VARCHAR);
    appender.endRow();
  }
  appender.closeSync();
}

import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { numberOrNull, readOne } from '../../db/rows.ts';
import type { FileRange } from '../../derive/derived-table.ts';

/** The first and the last file that have rows of the text behind FROM; undefined where there are none. */
export async function fileRange(
  connection: DuckDBConnection,
  rows: string,
  values: readonly DuckDBValue[] = [],
): Promise<FileRange | undefined> {
  const { from, to } = await readOne(
    connection,
    `SELECT min(file_id) AS "from", max(file_id) AS "to" FROM ${rows}`,
    { from: numberOrNull, to: numberOrNull },
    values,
  );
  return from === null || to === null ? undefined : { from, to };
}

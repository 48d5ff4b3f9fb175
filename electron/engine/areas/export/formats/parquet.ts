import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fieldNamed, isComposedField } from '../../../../../shared/fields/catalogue.ts';
import { identifier, raw, sql, type Sql } from '../../../db/sql.ts';
import { mebibyte } from '../../../disk/bounds.ts';
import { removeFile } from '../../../disk/folders.ts';
import { openPlain } from '../../../disk/plain-file.ts';
import { cellOf } from '../../../ask/event-rows.ts';
import { fieldColumn } from '../../../ask/local-sql.ts';
import { composedColumn } from '../composed-columns.ts';
import type { Tally } from '../tally.ts';

/** A column of a Parquet file: times as instants in UTC, booleans and numbers as such, all else text. */
export function parquetItem(name: string): Sql {
  const column = identifier(name);
  if (isComposedField(name)) return sql`${composedColumn(name)} AS ${column}`;
  if (fieldNamed(name)?.type === 'time') return sql`${fieldColumn(name)} AT TIME ZONE 'UTC' AS ${column}`;
  return sql`${cellOf(name)} AS ${column}`;
}

/** The statement that has DuckDB write what `query` answers to a path of ours. */
export const copyOf = (query: Sql, path: string): Sql =>
  sql`COPY (${query}) TO ${raw(`'${path.replaceAll("'", "''")}'`)} (FORMAT parquet, COMPRESSION zstd)`;

/**
 * Has DuckDB write a file in `folder`, the only one it may write to, and gives the file's bytes; the file is gone
 * afterwards, also when the work failed. `copy` runs the statement for a path. DuckDB writes row groups as they fill.
 */
export async function* parquetPieces(
  folder: string,
  copy: (path: string) => Promise<{ readonly rowsChanged: number }>,
  tally: Tally,
): AsyncGenerator<Uint8Array> {
  const path = join(folder, `${randomUUID()}.parquet`);
  try {
    const { rowsChanged } = await copy(path);
    tally.rows += rowsChanged;
    yield* bytesOf(path);
  } finally {
    await removeFile(path);
  }
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  const handle = await openPlain(path, 'read');
  try {
    for (let at = 0; ;) {
      const piece = await handle.read(Buffer.alloc(mebibyte), at);
      if (piece.length === 0) return;
      at += piece.length;
      yield piece;
    }
  } finally {
    await handle.close();
  }
}

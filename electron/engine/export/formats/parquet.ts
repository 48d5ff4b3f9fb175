import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fieldNamed } from '../../../../shared/fields/catalogue.ts';
import { identifier, raw, sql, type Sql } from '../../db/sql.ts';
import { cellOf } from '../../query/events/event-rows.ts';
import { fieldColumn } from '../../query/filter/filter-source.ts';
import type { Tally } from '../tally.ts';

const prefix = '.staging-';
const inUse = new Set<string>();

/** A column of a Parquet file: times as instants in UTC, booleans and numbers as such, all else text. */
export function parquetItem(name: string): Sql {
  const column = identifier(name);
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
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeLeftovers(folder);
  const name = `${prefix}${randomUUID()}.parquet`;
  const path = join(folder, name);
  inUse.add(name);
  try {
    const { rowsChanged } = await copy(path);
    tally.rows += rowsChanged;
    for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 })) yield chunk as Buffer;
  } finally {
    await rm(path, { force: true });
    inUse.delete(name);
  }
}

/** A killed program leaves its file. The workspace's lock keeps other programs away, so what is not in use here is left over. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(prefix) && !inUse.has(name)) await rm(join(folder, name), { force: true });
  }
}

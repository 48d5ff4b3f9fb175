import type { DuckDBConnection } from '@duckdb/node-api';
import type { ImportCounts } from '../../../../shared/table/import-words.ts';
import { count, lengthOf, readOne } from '../../db/rows.ts';
import { logKinds } from '../record/kinds.ts';

/**
 * True for a line of `files` that stands for a file of records, read here or as its twin: no archive around others,
 * nothing refused, and no twin of a file without records.
 */
export const isLogFileSql = `status IN ('accepted', 'partial', 'same-content') AND kind IN (${logKinds
  .map((kind) => `'${kind}'`)
  .join(', ')})`;

/** How many events the workspace holds. */
export const countEvents = (connection: DuckDBConnection): Promise<number> =>
  lengthOf(connection, 'trail.main.event_columns');

/**
 * What the ledger lines from number `firstId` on brought, once they are settled. Events are those the workspace did not
 * have before; every other readable record is one more copy, also where the better copy came last.
 */
export async function countImported(
  connection: DuckDBConnection,
  firstId: number,
  before: { readonly events: number; readonly knownFiles: number },
): Promise<ImportCounts> {
  const { records, refusedRecords, aggregated, ...files } = await readOne(
    connection,
    `SELECT count(*) FILTER (${isLogFileSql})::DOUBLE AS "logFiles",
       count(*) FILTER (status = 'same-content')::DOUBLE AS "sameContentFiles",
       count(*) FILTER (status = 'partial')::DOUBLE AS "partialFiles",
       count(*) FILTER (status = 'refused')::DOUBLE AS "refusedFiles",
       count(*) FILTER (status = 'skipped')::DOUBLE AS "otherFiles", sum(records)::DOUBLE AS records,
       sum(refused_records)::DOUBLE AS "refusedRecords",
       (SELECT count(*) FROM trail.main.aggregated_records WHERE file_id >= $1)::DOUBLE AS aggregated
     FROM trail.main.files WHERE id >= $1`,
    {
      logFiles: count,
      sameContentFiles: count,
      partialFiles: count,
      refusedFiles: count,
      otherFiles: count,
      records: count,
      refusedRecords: count,
      aggregated: count,
    },
    [firstId],
  );
  const readable = records - refusedRecords - aggregated;
  const events = Math.max(0, Math.min(readable, (await countEvents(connection)) - before.events));
  return {
    ...files,
    knownFiles: before.knownFiles,
    records,
    events,
    duplicates: readable - events,
    aggregated,
    refusedRecords,
  };
}

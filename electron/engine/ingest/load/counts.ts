import type { DuckDBConnection } from '@duckdb/node-api';
import type { ImportCounts } from '../../../../shared/table/import-words.ts';
import { logKinds } from '../record/kinds.ts';

/**
 * True for a line of `files` that stands for a file of records, read here or as its twin: no archive around others,
 * nothing refused, and no twin of a file without records.
 */
export const isLogFileSql = `status IN ('accepted', 'partial', 'same-content') AND kind IN (${logKinds
  .map((kind) => `'${kind}'`)
  .join(', ')})`;

/** How many events the workspace holds. */
export async function countEvents(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM trail.main.event_columns`);
  return Number(reader.getRows()[0]?.[0]);
}

/**
 * What the ledger lines from number `firstId` on brought, once they are settled. Events are those the workspace did not
 * have before; every other readable record is one more copy, also where the better copy came last.
 */
export async function countImported(
  connection: DuckDBConnection,
  firstId: number,
  before: { readonly events: number; readonly knownFiles: number },
): Promise<ImportCounts> {
  const reader = await connection.runAndReadAll(
    `SELECT count(*) FILTER (${isLogFileSql})::DOUBLE, count(*) FILTER (status = 'same-content')::DOUBLE,
       count(*) FILTER (status = 'partial')::DOUBLE, count(*) FILTER (status = 'refused')::DOUBLE,
       count(*) FILTER (status = 'skipped')::DOUBLE, coalesce(sum(records), 0)::DOUBLE,
       coalesce(sum(refused_records), 0)::DOUBLE,
       (SELECT count(*) FROM trail.main.aggregated_records WHERE file_id >= $1)::DOUBLE
     FROM trail.main.files WHERE id >= $1`,
    [firstId],
  );
  const numbers = (reader.getRows()[0] ?? []).map(Number);
  const [logFiles = 0, sameContentFiles = 0, partialFiles = 0, refusedFiles = 0, otherFiles = 0] = numbers;
  const [records = 0, refusedRecords = 0, aggregated = 0] = numbers.slice(5);
  const readable = records - refusedRecords - aggregated;
  const events = Math.max(0, Math.min(readable, (await countEvents(connection)) - before.events));
  return {
    logFiles,
    knownFiles: before.knownFiles,
    sameContentFiles,
    partialFiles,
    refusedFiles,
    otherFiles,
    records,
    events,
    duplicates: readable - events,
    aggregated,
    refusedRecords,
  };
}

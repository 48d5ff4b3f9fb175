import { createHash } from 'node:crypto';
import { INTEGER, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import { canonicalJson } from '../../../shared/cloudtrail/canonical.ts';
import { throwIfAborted } from '../db/pool.ts';

const pageRows = 2_000;

/**
 * Merges records of one identity (recipientAccountId, eventID) that say the same, whatever their key order or spacing:
 * the first keeps its row, the others move to `duplicate_records`. Records of one identity that differ stay apart and
 * are listed in `conflicting_events`. Aggregated counters leave the events first; they count no event of their own.
 * Source: AWS CloudTrail User Guide, "CloudTrail record contents" (eventID, sharedEventID).
 */
export async function mergeDuplicates(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
): Promise<void> {
  await connection.run('BEGIN');
  try {
    await moveAggregated(connection);
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE copies AS
       SELECT e.file_id, e.ordinal, e."recipientAccountId" AS account, e."eventID" AS id, md5(e.raw) AS text_hash,
              NULL::VARCHAR AS body_hash
       FROM event_columns e JOIN (
         SELECT "recipientAccountId" AS account, "eventID" AS id FROM event_columns
         WHERE "eventID" IS NOT NULL GROUP BY ALL HAVING count(*) > 1) several
       ON several.id = e."eventID" AND several.account IS NOT DISTINCT FROM e."recipientAccountId"`,
    );
    await hashDifferingTexts(connection, signal);
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE moves AS
       SELECT file_id, ordinal, kept.file_id AS event_file_id, kept.ordinal AS event_ordinal FROM (
         SELECT file_id, ordinal,
           first_value({file_id: file_id, ordinal: ordinal}) OVER (
             PARTITION BY account, id, coalesce(body_hash, text_hash) ORDER BY file_id, ordinal) AS kept
         FROM copies)
       WHERE (file_id, ordinal) <> (kept.file_id, kept.ordinal)`,
    );
    await connection.run(
      `INSERT INTO duplicate_records
       SELECT e.file_id, e.ordinal, e.position, e.raw, m.event_file_id, m.event_ordinal
       FROM event_columns e JOIN moves m ON e.file_id = m.file_id AND e.ordinal = m.ordinal`,
    );
    await connection.run(
      `DELETE FROM event_columns USING moves
       WHERE event_columns.file_id = moves.file_id AND event_columns.ordinal = moves.ordinal`,
    );
    await connection.run(`DELETE FROM conflicting_events`);
    await connection.run(
      `INSERT INTO conflicting_events
       SELECT account, id, count(*) FROM (SELECT DISTINCT account, id, coalesce(body_hash, text_hash) FROM copies)
       GROUP BY account, id HAVING count(*) > 1`,
    );
    await connection.run(`DROP TABLE copies`);
    await connection.run(`DROP TABLE moves`);
    throwIfAborted(signal);
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
}

async function moveAggregated(connection: DuckDBConnection): Promise<void> {
  const isAggregated = `"eventCategory" = 'Aggregated' OR "eventType" = 'AwsAggregatedEvent'`;
  await connection.run(
    `INSERT INTO aggregated_records SELECT file_id, ordinal, position, raw FROM event_columns WHERE ${isAggregated}`,
  );
  await connection.run(`DELETE FROM event_columns WHERE ${isAggregated}`);
}

/** Texts of one identity that differ get the hash of their canonical form; equal texts need none. */
async function hashDifferingTexts(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE differing AS
     SELECT c.file_id, c.ordinal, row_number() OVER () AS n FROM copies c JOIN (
       SELECT account, id FROM copies GROUP BY ALL HAVING count(DISTINCT text_hash) > 1) d
     ON c.id = d.id AND c.account IS NOT DISTINCT FROM d.account`,
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE hashes (file_id INTEGER, ordinal INTEGER, hash VARCHAR)`,
  );
  for (let from = 0; ; from += pageRows) {
    throwIfAborted(signal);
    const page = await connection.runAndReadAll(
      `SELECT e.file_id, e.ordinal, e.raw FROM event_columns e JOIN differing d
       ON e.file_id = d.file_id AND e.ordinal = d.ordinal WHERE d.n > $1 AND d.n <= $2`,
      [from, from + pageRows],
    );
    const rows = page.getRows() as [number, number, string][];
    if (rows.length === 0) break;
    const appender = await connection.createAppender('hashes');
    for (const [fileId, ordinal, raw] of rows) {
      appender.appendValue(fileId, INTEGER);
      appender.appendValue(ordinal, INTEGER);
      appender.appendValue(bodyHash(raw), VARCHAR);
      appender.endRow();
    }
    appender.closeSync();
  }
  await connection.run(
    `UPDATE copies SET body_hash = hashes.hash FROM hashes
     WHERE copies.file_id = hashes.file_id AND copies.ordinal = hashes.ordinal`,
  );
  await connection.run(`DROP TABLE differing`);
  await connection.run(`DROP TABLE hashes`);
}

const bodyHash = (raw: string): string => {
  let text = raw;
  try {
    text = canonicalJson(raw);
  } catch {
    // Text that only the repairing reader understood stays as it is: equal only to itself.
  }
  return createHash('md5').update(text).digest('hex');
};

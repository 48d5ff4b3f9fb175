import { createHash } from 'node:crypto';
import { BIGINT, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import { canonicalJson } from '../../../shared/cloudtrail/canonical.ts';
import { throwIfAborted } from '../db/pool.ts';

/** So many texts are copied aside and looked at there; more would need as much room again as the events themselves. */
const textsAside = 200_000;

/** Records that lost something in their container rank from here on. */
const partialRank = 100;

/**
 * Which copy of an event is shown: log files first, then other containers that keep records whole, then those that lost
 * something, the console's CSV last. Source: the handling of CloudTrail exports by their makers, see each container.
 */
const rank = `(CASE e.completeness WHEN 'complete' THEN 0 WHEN 'unread' THEN 10 WHEN 'reduced' THEN 100 WHEN 'truncated' THEN 200 ELSE 300 END
  + CASE f.kind WHEN 's3-log' THEN 0 WHEN 'splunk' THEN 2 WHEN 'splunk-csv' THEN 2 WHEN 'elastic' THEN 3
      WHEN 'kibana-csv' THEN 3 WHEN 'athena-csv' THEN 4 WHEN 'lake' THEN 4 WHEN 'lake-csv' THEN 4
      WHEN 'insights-results' THEN 4 WHEN 'insights-csv' THEN 4 WHEN 'parquet' THEN 4 WHEN 'ocsf' THEN 5 WHEN 'console-csv' THEN 6 ELSE 1 END)`;

/**
 * Merges records of one identity (recipientAccountId, eventID) that say the same, whatever their key order or spacing:
 * the best keeps its row, the others move to `duplicate_records`. Copies that lost fields on their way belong to a whole
 * one when there is one, also when they lost the account. Whole records of one identity that differ stay apart and are
 * listed in `conflicting_events`. What is chosen depends on the records alone and not on the order they came in.
 * Aggregated counters leave the events first; they count no event of their own.
 * Source: AWS CloudTrail User Guide, "CloudTrail record contents" (eventID, sharedEventID).
 */
export async function mergeDuplicates(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
): Promise<void> {
  await connection.run('BEGIN');
  try {
    await moveAggregated(connection);
    await connection.run(`DELETE FROM trail.main.conflicting_events`);
    const copies = await findCopies(connection);
    if (copies > 0)
      await mergeCopies(
        connection,
        copies <= textsAside ? 'temp.main.texts' : 'trail.main.event_columns',
        signal,
      );
    await connection.run(`DROP TABLE temp.main.copies`);
    throwIfAborted(signal);
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
}

/** Lists rows that share their ID with others, without looking at their texts; answers how many there are. */
async function findCopies(connection: DuckDBConnection): Promise<number> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE temp.main.copies AS
     SELECT row, file_id, ordinal, id, rank,
       CASE WHEN account IS NULL AND rank >= ${partialRank} THEN min(account) OVER (PARTITION BY id) ELSE account END AS account
     FROM (SELECT e.rowid AS row, e.file_id, e.ordinal, e."recipientAccountId" AS account, e."eventID" AS id, ${rank} AS rank
       FROM trail.main.event_columns e JOIN trail.main.files f ON f.id = e.file_id
       WHERE e."eventID" IN (SELECT "eventID" FROM trail.main.event_columns GROUP BY ALL HAVING count(*) > 1))`,
  );
  const reader = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM temp.main.copies`);
  return Number(reader.getRows()[0]?.[0]);
}

/** `source` is where to read texts again: reading them in `event_columns` means unpacking those of nearly all events. */
async function mergeCopies(
  connection: DuckDBConnection,
  source: 'temp.main.texts' | 'trail.main.event_columns',
  signal: AbortSignal | undefined,
): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE temp.main.texts AS
     SELECT c.*, ${source === 'temp.main.texts' ? 'e.raw' : `''`} AS raw, e.position, e.completeness, md5(e.raw) AS text_hash,
       strlen(e.raw) AS length FROM temp.main.copies c JOIN trail.main.event_columns e ON e.file_id = c.file_id AND e.ordinal = c.ordinal`,
  );
  await hashDifferingTexts(connection, source, signal);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE temp.main.bodies AS
     SELECT t.* EXCLUDE (raw), CASE WHEN rank < ${partialRank} THEN own_body
         ELSE coalesce(first_value(CASE WHEN rank < ${partialRank} THEN own_body END IGNORE NULLS)
           OVER (PARTITION BY account, id ORDER BY rank, own_body
                 ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), '') END AS body
     FROM (SELECT t.*, coalesce(h.hash, t.text_hash) AS own_body FROM temp.main.texts t LEFT JOIN temp.main.hashes h ON h.row = t.row) t`,
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE temp.main.moves AS
     SELECT row, file_id, ordinal, kept.file_id AS event_file_id, kept.ordinal AS event_ordinal FROM (
       SELECT row, file_id, ordinal,
         first_value({file_id: file_id, ordinal: ordinal}) OVER (
           PARTITION BY account, id, body
           ORDER BY rank, CASE WHEN rank >= ${partialRank} THEN -length END, CASE WHEN rank >= ${partialRank} THEN own_body END,
             file_id, ordinal) AS kept
       FROM temp.main.bodies)
     WHERE (file_id, ordinal) <> (kept.file_id, kept.ordinal)`,
  );
  await connection.run(
    `INSERT INTO trail.main.duplicate_records
     SELECT e.file_id, e.ordinal, e.position, e.raw, m.event_file_id, m.event_ordinal, e.completeness
     FROM ${source} e JOIN temp.main.moves m ON e.file_id = m.file_id AND e.ordinal = m.ordinal`,
  );
  await connection.run(
    `UPDATE trail.main.duplicate_records SET event_file_id = m.event_file_id, event_ordinal = m.event_ordinal FROM temp.main.moves m
     WHERE duplicate_records.event_file_id = m.file_id AND duplicate_records.event_ordinal = m.ordinal`,
  );
  await connection.run(
    `DELETE FROM trail.main.event_columns WHERE rowid IN (SELECT row FROM temp.main.moves)`,
  );
  await connection.run(
    `INSERT INTO trail.main.conflicting_events
     SELECT account, id, count(*) FROM (SELECT DISTINCT account, id, body FROM temp.main.bodies)
     GROUP BY account, id HAVING count(*) > 1`,
  );
  for (const table of ['texts', 'hashes', 'bodies', 'moves'])
    await connection.run(`DROP TABLE temp.main.${table}`);
}

async function moveAggregated(connection: DuckDBConnection): Promise<void> {
  const isAggregated = `"eventCategory" = 'Aggregated' OR "eventType" = 'AwsAggregatedEvent'`;
  // Asked first without the texts: a scan that may need them unpacks them all.
  const found = await connection.runAndReadAll(
    `SELECT min(file_id), max(file_id) FROM trail.main.event_columns WHERE ${isAggregated}`,
  );
  const [from, to] = found.getRows()[0] ?? [];
  if (typeof from !== 'number' || typeof to !== 'number') return;
  await connection.run(
    `INSERT INTO trail.main.aggregated_records SELECT file_id, ordinal, position, raw FROM trail.main.event_columns
     WHERE file_id BETWEEN ${from} AND ${to} AND (${isAggregated})`,
  );
  await connection.run(`DELETE FROM trail.main.event_columns WHERE ${isAggregated}`);
}

/** Texts of one identity that differ get the hash of their canonical form; equal texts need none. */
async function hashDifferingTexts(
  connection: DuckDBConnection,
  source: 'temp.main.texts' | 'trail.main.event_columns',
  signal: AbortSignal | undefined,
): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE temp.main.hashes (row BIGINT, hash VARCHAR)`);
  const texts = await connection.stream(
    `SELECT d.row, e.raw FROM ${source} e JOIN (
       SELECT t.row, t.file_id, t.ordinal FROM temp.main.texts t JOIN (
         SELECT account, id FROM temp.main.texts GROUP BY ALL HAVING count(DISTINCT text_hash) > 1) several
       ON t.id = several.id AND t.account IS NOT DISTINCT FROM several.account) d
     ON e.file_id = d.file_id AND e.ordinal = d.ordinal`,
  );
  const rows: bigint[] = [];
  const found: string[] = [];
  for await (const chunk of texts.yieldRows()) {
    throwIfAborted(signal);
    for (const [row, raw] of chunk) {
      rows.push(row as bigint);
      found.push(bodyHash(raw as string));
    }
  }
  const appender = await connection.createAppender('hashes', 'main', 'temp');
  rows.forEach((row, index) => {
    appender.appendValue(row, BIGINT);
    appender.appendValue(found[index] ?? '', VARCHAR);
    appender.endRow();
  });
  appender.closeSync();
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

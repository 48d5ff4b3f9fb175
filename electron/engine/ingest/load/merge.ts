import { isAggregatedSql } from '../../db/without-call-sql.ts';
import { rankOfKind } from '../record/kinds.ts';
import { createHash } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { canonicalJson } from '../../../../shared/cloudtrail/canonical.ts';
import { sameEvent, updatedFields } from '../../../../shared/cloudtrail/same-event.ts';
import { throwIfAborted } from '../../db/pool.ts';
import { lengthOf } from '../../db/rows.ts';
import { transact } from '../../db/transact.ts';
import type { BackgroundTables } from '../../derive/background-tables.ts';
import { fileRange } from './file-range.ts';

/**
 * Up to one copy in so many rows, as many as DuckDB unpacks together, texts are fetched by row; more are cheaper found by going
 * through all.
 */
const rowsPerFetched = 2_048;

/** So many texts are copied aside and looked at there; more would need as much room again as the events themselves. */
const textsAside = 200_000;

/** Records that lost something in their container rank from here on. */
const partialRank = 100;

/**
 * Which copy of an event is shown: log files first, then other containers that keep records whole, then those that lost
 * something, the console's CSV last: by what was lost, then by the rank of its kind of file.
 */
const rank = `(CASE e.completeness WHEN 'complete' THEN 0 WHEN 'unread' THEN 10 WHEN 'reduced' THEN 100 WHEN 'truncated' THEN 200 ELSE 300 END
  + ${rankOfKind('f.kind')})`;

/**
 * What makes copies of one event of records: the ID, whatever its case. Without an ID the service's own ID of the request is
 * taken, of records that lack nothing else: what agrees in that and in everything else is one. Without either, two equal
 * records may be two calls of the same second and stay two.
 */
const identity = `CASE WHEN e."eventID" IS NOT NULL THEN lower(e."eventID")
  WHEN e.completeness IN ('complete', 'unread') THEN 'request ' || e."requestID" END`;

/**
 * Merges records of one identity (recipientAccountId, eventID) that differ in nothing but spelling, as `sameEvent` has it:
 * the best keeps its row, the others move to `duplicate_records`, which says how like the kept one they are: `same` JSON,
 * `reshaped`, `updated` by it, or `part` of it. Copies that lost fields on their way belong to a whole one when there is one; copies that lost the
 * account belong to the only account that others of their ID have. Whole records of one identity that differ stay apart;
 * `conflicting_events` lists them. What is chosen depends on the records alone and not on the order they came in.
 * Aggregated counters leave the events first; they count no event of their own.
 * Source: AWS CloudTrail User Guide, "CloudTrail record contents" (eventID, sharedEventID).
 */
export async function mergeDuplicates(
  connection: DuckDBConnection,
  background: BackgroundTables,
  signal: AbortSignal | undefined,
): Promise<void> {
  await transact(connection, async () => {
    await moveAggregated(connection, background);
    const copies = await findCopies(connection);
    if (copies > 0) await mergeCopies(connection, background, copies, signal);
    await connection.run(`DROP TABLE temp.main.copies`);
    throwIfAborted(signal);
  });
}

/** Lists rows that share their identity with others, without looking at their texts; answers how many there are. */
async function findCopies(connection: DuckDBConnection): Promise<number> {
  // Numbers of eight bytes group several times faster than texts. Two identities of one number are two in all that follows.
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE temp.main.copies AS
     SELECT * EXCLUDE (own_account), own_account IS NULL AS has_no_account,
       CASE WHEN own_account IS NULL AND (rank >= ${partialRank} OR min(own_account) OVER ids = max(own_account) OVER ids)
         THEN min(own_account) OVER ids ELSE own_account END AS account
     FROM (SELECT e.rowid AS row, e.file_id, e.ordinal, e."recipientAccountId" AS own_account, ${identity} AS id, ${rank} AS rank
       FROM trail.main.event_columns e JOIN trail.main.files f ON f.id = e.file_id
       WHERE hash(${identity}) IN (SELECT hash(${identity}) FROM trail.main.event_columns e
         WHERE ${identity} IS NOT NULL GROUP BY ALL HAVING count(*) > 1) AND ${identity} IS NOT NULL)
     WINDOW ids AS (PARTITION BY id)`,
  );
  return lengthOf(connection, 'temp.main.copies');
}

async function mergeCopies(
  connection: DuckDBConnection,
  background: BackgroundTables,
  copies: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  // Where to read texts again: reading them in `event_columns` means unpacking those of nearly all events.
  const source = copies <= textsAside ? 'temp.main.texts' : 'trail.main.event_columns';
  const text = (table: string): string => (source === 'temp.main.texts' ? `${table}.raw` : `''`);
  const isFetched = copies * rowsPerFetched <= (await lengthOf(connection, 'trail.main.event_columns'));
  const fetched = `(SELECT rowid AS row, raw, position, completeness FROM trail.main.event_columns
       WHERE rowid IN (SELECT row FROM temp.main.copies)) e ON e.row = c.row`;
  const found = `trail.main.event_columns e ON e.file_id = c.file_id AND e.ordinal = c.ordinal`;
  // What was merged before is looked at again: which copy is kept decides how like it the others are.
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE temp.main.texts AS
     SELECT c.*, false AS is_merged, ${text('e')} AS raw, e.position, e.completeness, md5(e.raw) AS text_hash,
       strlen(e.raw) AS length FROM temp.main.copies c JOIN ${isFetched ? fetched : found}
     UNION ALL BY NAME
     SELECT d.file_id, d.ordinal, c.id, c.account, true AS is_merged, ${text('d')} AS raw, md5(d.raw) AS text_hash
     FROM temp.main.copies c JOIN trail.main.duplicate_records d ON d.event_file_id = c.file_id AND d.event_ordinal = c.ordinal`,
  );
  await hashDifferingTexts(connection, source, signal);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE temp.main.hashed AS
     SELECT t.* EXCLUDE (raw), coalesce(h.event, t.text_hash) AS own_body, coalesce(h.json, t.text_hash) AS json_hash, h.strange, h.json_length
     FROM temp.main.texts t LEFT JOIN temp.main.hashes h ON h.file_id = t.file_id AND h.ordinal = t.ordinal`,
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE temp.main.bodies AS
     SELECT *, CASE WHEN rank < ${partialRank} THEN own_body
         ELSE coalesce(first_value(CASE WHEN rank < ${partialRank} THEN own_body END IGNORE NULLS)
           OVER (PARTITION BY account, id ORDER BY rank, own_body
                 ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), '') END AS body
     FROM temp.main.hashed WHERE NOT is_merged`,
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE temp.main.moves AS
     SELECT row, file_id, ordinal, rank, kept.file_id AS event_file_id, kept.ordinal AS event_ordinal FROM (
       SELECT row, file_id, ordinal, rank,
         first_value({file_id: file_id, ordinal: ordinal}) OVER (
           PARTITION BY account, id, body
           ORDER BY rank, has_no_account, CASE WHEN rank >= ${partialRank} THEN -length END, strange, -json_length, length, json_hash, text_hash, file_id, ordinal) AS kept
       FROM temp.main.bodies)
     WHERE (file_id, ordinal) <> (kept.file_id, kept.ordinal)`,
  );
  await connection.run(
    `INSERT INTO trail.main.duplicate_records
     SELECT e.file_id, e.ordinal, e.position, e.raw, m.event_file_id, m.event_ordinal, e.completeness,
       CASE WHEN m.rank >= ${partialRank} THEN 'part' ELSE 'same' END
     FROM ${source} e JOIN temp.main.moves m ON e.file_id = m.file_id AND e.ordinal = m.ordinal`,
  );
  await connection.run(
    `UPDATE trail.main.duplicate_records SET event_file_id = m.event_file_id, event_ordinal = m.event_ordinal FROM temp.main.moves m
     WHERE duplicate_records.event_file_id = m.file_id AND duplicate_records.event_ordinal = m.ordinal`,
  );
  await connection.run(
    `UPDATE trail.main.duplicate_records SET likeness = CASE WHEN own.json_hash = kept.json_hash THEN 'same'
         WHEN kept.strange < 0 AND own.strange >= 0 THEN 'updated' ELSE 'reshaped' END
     FROM temp.main.hashed own, temp.main.hashed kept
     WHERE duplicate_records.likeness <> 'part'
       AND own.file_id = duplicate_records.file_id AND own.ordinal = duplicate_records.ordinal
       AND kept.file_id = duplicate_records.event_file_id AND kept.ordinal = duplicate_records.event_ordinal`,
  );
  await background.letLeave(connection, 'temp.main.moves', () =>
    connection.run(`DELETE FROM trail.main.event_columns WHERE rowid IN (SELECT row FROM temp.main.moves)`),
  );
  for (const table of ['texts', 'hashes', 'hashed', 'bodies', 'moves'])
    await connection.run(`DROP TABLE temp.main.${table}`);
}

async function moveAggregated(connection: DuckDBConnection, background: BackgroundTables): Promise<void> {
  // Asked first without the texts: a scan that may need them unpacks them all.
  const range = await fileRange(connection, `trail.main.event_columns WHERE ${isAggregatedSql}`);
  if (!range) return;
  await connection.run(
    `INSERT INTO trail.main.aggregated_records SELECT file_id, ordinal, position, raw FROM trail.main.event_columns
     WHERE file_id BETWEEN ${range.from} AND ${range.to} AND (${isAggregatedSql})`,
  );
  const leaving = `(SELECT file_id, ordinal FROM trail.main.event_columns
    WHERE file_id BETWEEN ${range.from} AND ${range.to} AND (${isAggregatedSql}))`;
  await background.letLeave(connection, leaving, () =>
    connection.run(`DELETE FROM trail.main.event_columns WHERE ${isAggregatedSql}`),
  );
}

/** Texts of one identity that differ get the hashes of what they say, as JSON and as an event; equal texts need none. */
async function hashDifferingTexts(
  connection: DuckDBConnection,
  source: 'temp.main.texts' | 'trail.main.event_columns',
  signal: AbortSignal | undefined,
): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE temp.main.hashes
       (file_id INTEGER, ordinal INTEGER, json VARCHAR, json_length INTEGER, event VARCHAR, strange INTEGER)`,
  );
  const differing = `(SELECT t.file_id, t.ordinal, concat_ws(' ', t.account, t.id) AS identity FROM temp.main.texts t JOIN (
       SELECT account, id FROM temp.main.texts GROUP BY ALL HAVING count(DISTINCT text_hash) > 1) several
     ON t.id = several.id AND t.account IS NOT DISTINCT FROM several.account)`;
  const tables = source === 'temp.main.texts' ? [source] : [source, 'trail.main.duplicate_records'];
  const query = tables
    .map(
      (table) => `SELECT d.file_id, d.ordinal, d.identity, e.raw FROM ${table} e JOIN ${differing} d
         ON e.file_id = d.file_id AND e.ordinal = d.ordinal`,
    )
    .join(' UNION ALL ');
  const found = new Map<string, TextHashes>();
  const updated = new Map<string, Set<string>>();
  for await (const text of textsOf(connection, query, signal)) {
    const fields = fieldsUpdatedBy(text.raw);
    if (fields) updated.set(text.identity, new Set([...(updated.get(text.identity) ?? []), ...fields]));
    found.set(`${text.fileId} ${text.ordinal}`, hashesOf(text));
  }
  // A correction and what it corrects are one in all that it leaves as it was, which is known only when all have been seen.
  if (updated.size > 0)
    for await (const text of textsOf(connection, query, signal)) {
      const fields = updated.get(text.identity);
      if (fields) found.set(`${text.fileId} ${text.ordinal}`, hashesOf(text, fields));
    }
  const appender = await connection.createAppender('hashes', 'main', 'temp');
  for (const { fileId, ordinal, json, jsonLength, event, strange } of found.values()) {
    appender.appendInteger(fileId);
    appender.appendInteger(ordinal);
    appender.appendVarchar(json);
    appender.appendInteger(jsonLength);
    appender.appendVarchar(event);
    appender.appendInteger(strange);
    appender.endRow();
  }
  appender.closeSync();
}

interface Text {
  readonly fileId: number;
  readonly ordinal: number;
  readonly identity: string;
  readonly raw: string;
}

async function* textsOf(
  connection: DuckDBConnection,
  query: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Text> {
  const texts = await connection.stream(query);
  for await (const chunk of texts.yieldRows()) {
    throwIfAborted(signal);
    for (const [fileId, ordinal, identity, raw] of chunk as [number, number, string, string][])
      yield { fileId, ordinal, identity, raw };
  }
}

interface TextHashes {
  readonly fileId: number;
  readonly ordinal: number;
  readonly json: string;
  readonly jsonLength: number;
  readonly event: string;
  /** Below zero for a correction, which is shown before what it corrects. */
  readonly strange: number;
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

function hashesOf({ fileId, ordinal, raw }: Text, updated?: ReadonlySet<string>): TextHashes {
  try {
    const event = sameEvent(raw, updated);
    const json = canonicalJson(raw);
    const strange = updated && updatedFields(raw) ? event.strange - correction : event.strange;
    return { fileId, ordinal, json: md5(json), jsonLength: json.length, event: md5(event.text), strange };
  } catch {
    // Text that only the repairing reader understood stays as it is: equal only to itself.
    return { fileId, ordinal, json: md5(raw), jsonLength: raw.length, event: md5(raw), strange: 0 };
  }
}

/** More than a record has members. */
const correction = 1_000_000_000;

function fieldsUpdatedBy(raw: string): readonly string[] | undefined {
  try {
    return updatedFields(raw);
  } catch {
    return undefined;
  }
}

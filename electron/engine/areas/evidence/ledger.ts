import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import {
  fileStatuses,
  type ingestContract,
  type LedgerSummary,
} from '../../../../shared/contract/evidence.ts';
import type { Reader } from '../../db/pool.ts';
import { count, number, numberOrNull, oneOf, text, textOrNull } from '../../db/rows.ts';
import { join, raw, sql } from '../../db/sql.ts';
import { isLogFileSql } from '../../ingest/load/counts.ts';
import { kindLabel } from '../../ingest/record/kinds.ts';

type Calls = typeof ingestContract;

const status = oneOf(fileStatuses);

const kindsMost = 500;

/** Merged records; those of an earlier version's workspace do not say how like their event they are. */
const duplicates = raw(
  `(SELECT NULL::VARCHAR AS likeness WHERE false UNION ALL BY NAME SELECT * FROM trail.main.duplicate_records)`,
);

/** The ledger's totals, its reasons, its kinds, and events of one identity whose bodies differ. */
export async function ledgerSummary(reader: Reader): Promise<LedgerSummary> {
  const [statuses, reasons, kinds, sums, conflicts] = await Promise.all([
    reader.read(
      sql`SELECT status, count(*)::DOUBLE AS files, sum(size_bytes) FILTER (member_of IS NULL)::DOUBLE AS "sizeBytes"
          FROM trail.main.files GROUP BY status ORDER BY status`,
      { status, files: count, sizeBytes: count },
    ),
    reader.read(
      sql`SELECT status, kind, coalesce(reason, '') AS why, count(*)::DOUBLE AS files FROM trail.main.files
          WHERE status <> 'accepted' OR reason IS NOT NULL GROUP BY ALL ORDER BY files DESC, status, kind, why LIMIT 500`,
      { status, kind: text, why: text, files: count },
    ),
    reader.read(
      sql`SELECT kind, status, count(*)::DOUBLE AS files, sum(size_bytes)::DOUBLE AS "sizeBytes" FROM trail.main.files
          GROUP BY ALL ORDER BY files DESC, kind, status LIMIT ${kindsMost}`,
      { kind: text, status, files: count, sizeBytes: count },
    ),
    reader.one(
      sql`SELECT (SELECT sum(records) FROM trail.main.files)::DOUBLE AS records,
            (SELECT count(*) FROM trail.main.event_columns)::DOUBLE AS events,
            (SELECT sum(duplicates) FROM trail.main.files)::DOUBLE AS duplicates,
            (SELECT count(*) FROM trail.main.aggregated_records)::DOUBLE AS aggregated,
            (SELECT sum(refused_records) FROM trail.main.files)::DOUBLE AS refused,
            (SELECT count(*) FROM ${duplicates} WHERE likeness = 'reshaped')::DOUBLE AS reshaped,
            (SELECT count(*) FROM ${duplicates} WHERE likeness = 'updated')::DOUBLE AS updated`,
      {
        records: count,
        events: count,
        duplicates: count,
        aggregated: count,
        refused: count,
        reshaped: count,
        updated: count,
      },
    ),
    reader.read(
      sql`SELECT "eventID", "recipientAccountId", events::DOUBLE AS events FROM derived.main.conflicting_events
          ORDER BY events DESC, "eventID" LIMIT 1000`,
      { eventID: text, recipientAccountId: textOrNull, events: count },
    ),
  ]);
  return {
    statuses: [...statuses],
    reasons: reasons.map(({ status, kind, why, files }) => ({
      status,
      kind,
      kindLabel: kindLabel(kind),
      reason: why,
      files,
    })),
    kinds: kinds.map(({ kind, ...line }) => ({ kind, label: kindLabel(kind), ...line })),
    ...sums,
    conflicts: [...conflicts],
  };
}

/**
 * Every line with the outermost file around it and how deep it lies. A member whose archive has no line (the import was
 * killed inside it) stands for itself.
 */
const tree = raw(`tree AS (
    SELECT id, id AS root, 0 AS depth FROM trail.main.files
    WHERE member_of IS NULL OR member_of NOT IN (SELECT id FROM trail.main.files)
    UNION ALL
    SELECT f.id, t.root, t.depth + 1 FROM trail.main.files f JOIN tree t ON f.member_of = t.id)`);

const lineShape = {
  id: number,
  path: text,
  status,
  kind: text,
  reason: textOrNull,
  positionBytes: numberOrNull,
  sizeBytes: count,
  sha256: textOrNull,
  records: count,
  events: count,
  duplicates: count,
  aggregated: count,
  refusedRecords: count,
  memberOf: numberOrNull,
  depth: number,
  members: count,
  firstEventMicros: numberOrNull,
  lastEventMicros: numberOrNull,
  givenAccount: textOrNull,
};

/** Lines of the ledger in the order the files were read, members after their archive; of one status or of all. */
export async function ledgerLines(
  reader: Reader,
  { status, inside, offset, limit }: ParamsOf<Calls['ledger.list']>,
): Promise<ResultOf<Calls['ledger.list']>> {
  const tests = [
    ...(status === null ? [] : [sql`status = ${status}`]),
    ...(inside === undefined ? [] : [sql`id IN (SELECT id FROM within)`]),
  ];
  const where = tests.length === 0 ? raw('true') : join(tests, ' AND ');
  const within = sql`within AS (
    SELECT id FROM trail.main.files WHERE member_of = ${inside ?? null}
    UNION ALL
    SELECT f.id FROM trail.main.files f JOIN within w ON f.member_of = w.id)`;
  const [{ total }, rows] = await Promise.all([
    reader.one(
      sql`WITH RECURSIVE ${within} SELECT count(*)::DOUBLE AS total FROM trail.main.files WHERE ${where}`,
      { total: count },
    ),
    reader.read(
      sql`WITH RECURSIVE ${within}, ${tree}, shown AS (
            SELECT id, root, depth FROM tree WHERE id IN (SELECT id FROM trail.main.files WHERE ${where})
            ORDER BY root, id LIMIT ${limit} OFFSET ${offset})
          SELECT f.id, path, status, kind, nullif(concat_ws(' ', reason, detail), '') AS reason, position::DOUBLE AS "positionBytes",
            size_bytes::DOUBLE AS "sizeBytes", sha256, records::DOUBLE AS records, events::DOUBLE AS events,
            duplicates::DOUBLE AS duplicates, a.records_in::DOUBLE AS aggregated, refused_records::DOUBLE AS "refusedRecords",
            f.member_of AS "memberOf", s.depth, m.members::DOUBLE AS members, epoch_us(first_event)::DOUBLE AS "firstEventMicros",
            epoch_us(last_event)::DOUBLE AS "lastEventMicros",
            nullif(regexp_extract(detail, '^Account ([0-9]{12})', 1), '') AS "givenAccount"
          FROM shown s JOIN trail.main.files f ON f.id = s.id
          LEFT JOIN (SELECT file_id, count(*) AS records_in FROM trail.main.aggregated_records GROUP BY file_id) a ON a.file_id = s.id
          LEFT JOIN (SELECT member_of, count(*) AS members FROM trail.main.files WHERE member_of IS NOT NULL GROUP BY member_of) m
            ON m.member_of = s.id
          ORDER BY s.root, s.id`,
      lineShape,
    ),
  ]);
  return { total, rows: rows.map((line) => ({ ...line, kindLabel: kindLabel(line.kind) })) };
}

const problemShape = { positionBytes: count, reason: text, sample: text };

/** What was wrong inside one file, in the order of its content. */
export async function ledgerProblems(
  reader: Reader,
  fileId: number,
): Promise<ResultOf<Calls['ledger.problems']>> {
  const problems = await reader.read(
    sql`SELECT position::DOUBLE AS "positionBytes", reason, sample FROM trail.main.file_problems
        WHERE file_id = ${fileId} ORDER BY position`,
    problemShape,
  );
  return [...problems];
}

/** What was wrong inside all files, in the order of the ledger. */
export async function allProblems(
  reader: Reader,
  { offset, limit }: ParamsOf<Calls['ledger.allProblems']>,
): Promise<ResultOf<Calls['ledger.allProblems']>> {
  const problems = await reader.read(
    sql`WITH RECURSIVE ${tree}
        SELECT f.id, f.path, p.position::DOUBLE AS "positionBytes", p.reason, p.sample FROM trail.main.file_problems p
        JOIN trail.main.files f ON f.id = p.file_id JOIN tree t ON t.id = f.id
        ORDER BY t.root, f.id, p.position, p.reason, p.sample LIMIT ${limit} OFFSET ${offset}`,
    { id: number, path: text, ...problemShape },
  );
  return [...problems];
}

/** Records that were merged although spelled differently, each beside the text that is shown for its event. */
export async function reshapedRecords(
  reader: Reader,
  { offset, limit }: ParamsOf<Calls['ledger.reshaped']>,
): Promise<ResultOf<Calls['ledger.reshaped']>> {
  const rows = await reader.read(
    sql`SELECT f.path, d.position::DOUBLE AS "positionBytes", e."eventID", d.raw,
          k.path AS kept_path, e.position::DOUBLE AS kept_position, e.raw AS kept_raw
        FROM (SELECT * FROM ${duplicates} WHERE likeness = 'reshaped' ORDER BY file_id, ordinal LIMIT ${limit} OFFSET ${offset}) d
        JOIN trail.main.event_columns e ON e.file_id = d.event_file_id AND e.ordinal = d.event_ordinal
        JOIN trail.main.files f ON f.id = d.file_id JOIN trail.main.files k ON k.id = e.file_id
        ORDER BY d.file_id, d.ordinal`,
    {
      path: text,
      positionBytes: count,
      eventID: textOrNull,
      raw: text,
      kept_path: text,
      kept_position: count,
      kept_raw: text,
    },
  );
  return rows.map(({ kept_path, kept_position, kept_raw, ...own }) => ({
    ...own,
    kept: { path: kept_path, positionBytes: kept_position, raw: kept_raw },
  }));
}

/** What each of these sources brought; one that was not imported yet brought nothing. */
export async function sourceLines(
  reader: Reader,
  paths: readonly string[],
): Promise<ResultOf<Calls['ledger.sources']>> {
  const rows = await reader.read(
    sql`SELECT s.path, count(*)::DOUBLE AS files, (count(*) FILTER (${raw(isLogFileSql)}))::DOUBLE AS "logFiles",
          (count(*) FILTER (status = 'refused'))::DOUBLE AS "refusedFiles",
          sum(f.size_bytes) FILTER (f.member_of IS NULL)::DOUBLE AS "sizeBytes", sum(f.records)::DOUBLE AS records,
          sum(f.events)::DOUBLE AS events
        FROM trail.main.sources s JOIN trail.main.files f ON f.source_id = s.id GROUP BY s.path`,
    {
      path: text,
      files: count,
      logFiles: count,
      refusedFiles: count,
      sizeBytes: count,
      records: count,
      events: count,
    },
  );
  const brought = new Map(rows.map((line) => [line.path, line]));
  const nothing = { files: 0, logFiles: 0, refusedFiles: 0, sizeBytes: 0, records: 0, events: 0 };
  return paths.map((path) => brought.get(path) ?? { path, ...nothing });
}

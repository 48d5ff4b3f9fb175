import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type {
  FileStatus,
  ingestContract,
  LedgerRow,
  LedgerSummary,
} from '../../../../shared/contract/evidence.ts';
import { textOrNull, type Reader, type Row } from '../../db/pool.ts';
import { join, raw, sql, type Sql } from '../../db/sql.ts';
import { isLogFileSql } from '../../ingest/load/counts.ts';
import { kindLabel } from '../../ingest/record/kinds.ts';

type Calls = typeof ingestContract;

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);

const kindsMost = 500;

/** Merged records; those of an earlier version's workspace do not say how like their event they are. */
const duplicates = raw(
  `(SELECT NULL::VARCHAR AS likeness WHERE false UNION ALL BY NAME SELECT * FROM trail.main.duplicate_records)`,
);

/** The ledger's totals, its reasons, its kinds, and events of one identity whose bodies differ. */
export async function ledgerSummary(reader: Reader): Promise<LedgerSummary> {
  const ask = (query: Sql): Promise<readonly Row[]> => reader.rows(query);
  const [statuses, reasons, kinds, sums, conflicts] = await Promise.all([
    ask(sql`SELECT status, count(*)::DOUBLE, sum(size_bytes) FILTER (member_of IS NULL)::DOUBLE FROM trail.main.files
            GROUP BY status ORDER BY status`),
    ask(sql`SELECT status, kind, coalesce(reason, ''), count(*)::DOUBLE FROM trail.main.files
            WHERE status <> 'accepted' OR reason IS NOT NULL GROUP BY ALL ORDER BY 4 DESC, 1, 2, 3 LIMIT 500`),
    ask(sql`SELECT kind, status, count(*)::DOUBLE, sum(size_bytes)::DOUBLE FROM trail.main.files GROUP BY ALL
            ORDER BY 3 DESC, 1, 2 LIMIT ${kindsMost}`),
    ask(sql`SELECT (SELECT coalesce(sum(records), 0) FROM trail.main.files)::DOUBLE, (SELECT count(*) FROM trail.main.event_columns)::DOUBLE,
              (SELECT coalesce(sum(duplicates), 0) FROM trail.main.files)::DOUBLE, (SELECT count(*) FROM trail.main.aggregated_records)::DOUBLE,
              (SELECT coalesce(sum(refused_records), 0) FROM trail.main.files)::DOUBLE,
              (SELECT count(*) FROM ${duplicates} WHERE likeness = 'reshaped')::DOUBLE,
              (SELECT count(*) FROM ${duplicates} WHERE likeness = 'updated')::DOUBLE`),
    ask(
      sql`SELECT "eventID", "recipientAccountId", events::DOUBLE FROM derived.main.conflicting_events ORDER BY 3 DESC, 1 LIMIT 1000`,
    ),
  ]);
  const [records, events, merged, aggregated, refused, reshaped, updated] = (sums[0] ?? []).map(Number);
  return {
    statuses: statuses.map(([status, files, size]) => ({
      status: status as FileStatus,
      files: Number(files),
      sizeBytes: Number(size ?? 0),
    })),
    reasons: reasons.map(([status, kind, reason, files]) => ({
      status: status as FileStatus,
      kind: String(kind),
      kindLabel: kindLabel(String(kind)),
      reason: String(reason),
      files: Number(files),
    })),
    kinds: kinds.map(([kind, status, files, size]) => ({
      kind: String(kind),
      label: kindLabel(String(kind)),
      status: status as FileStatus,
      files: Number(files),
      sizeBytes: Number(size ?? 0),
    })),
    records: records ?? 0,
    events: events ?? 0,
    duplicates: merged ?? 0,
    aggregated: aggregated ?? 0,
    refused: refused ?? 0,
    reshaped: reshaped ?? 0,
    updated: updated ?? 0,
    conflicts: conflicts.map(([eventID, accountId, count]) => ({
      eventID: String(eventID),
      recipientAccountId: textOrNull(accountId),
      events: Number(count),
    })),
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
  const [counted, rows] = await Promise.all([
    reader.rows(sql`WITH RECURSIVE ${within} SELECT count(*)::DOUBLE FROM trail.main.files WHERE ${where}`),
    reader.rows(
      sql`WITH RECURSIVE ${within}, ${tree}, shown AS (
            SELECT id, root, depth FROM tree WHERE id IN (SELECT id FROM trail.main.files WHERE ${where})
            ORDER BY root, id LIMIT ${limit} OFFSET ${offset})
          SELECT f.id, path, status, kind, nullif(concat_ws(' ', reason, detail), ''), position::DOUBLE, size_bytes::DOUBLE, sha256, records::DOUBLE,
            events::DOUBLE, duplicates::DOUBLE, coalesce(a.records_in, 0)::DOUBLE, refused_records::DOUBLE, f.member_of,
            s.depth::DOUBLE, coalesce(m.members, 0)::DOUBLE, epoch_us(first_event)::DOUBLE, epoch_us(last_event)::DOUBLE,
            nullif(regexp_extract(detail, '^Account ([0-9]{12})', 1), '')
          FROM shown s JOIN trail.main.files f ON f.id = s.id
          LEFT JOIN (SELECT file_id, count(*) AS records_in FROM trail.main.aggregated_records GROUP BY file_id) a ON a.file_id = s.id
          LEFT JOIN (SELECT member_of, count(*) AS members FROM trail.main.files WHERE member_of IS NOT NULL GROUP BY member_of) m
            ON m.member_of = s.id
          ORDER BY s.root, s.id`,
    ),
  ]);
  return { total: Number(counted[0]?.[0] ?? 0), rows: rows.map(asLine) };
}

function asLine(row: Row): LedgerRow {
  const [id, path, status, kind, reason, position, size, sha256, ...numbers] = row;
  const [records, events, duplicates, aggregated, refused, memberOf, depth, members, first, last, account] =
    numbers;
  return {
    id: Number(id),
    path: String(path),
    status: status as FileStatus,
    kind: String(kind),
    kindLabel: kindLabel(String(kind)),
    reason: textOrNull(reason),
    positionBytes: numberOrNull(position),
    sizeBytes: Number(size),
    sha256: textOrNull(sha256),
    records: Number(records),
    events: Number(events),
    duplicates: Number(duplicates),
    aggregated: Number(aggregated),
    refusedRecords: Number(refused),
    memberOf: numberOrNull(memberOf),
    depth: Number(depth),
    members: Number(members),
    firstEventMicros: numberOrNull(first),
    lastEventMicros: numberOrNull(last),
    givenAccount: textOrNull(account),
  };
}

/** What was wrong inside one file, in the order of its content. */
export async function ledgerProblems(
  reader: Reader,
  fileId: number,
): Promise<ResultOf<Calls['ledger.problems']>> {
  const rows = await reader.rows(
    sql`SELECT position::DOUBLE, reason, sample FROM trail.main.file_problems WHERE file_id = ${fileId} ORDER BY position`,
  );
  return rows.map(([position, reason, sample]) => ({
    positionBytes: Number(position),
    reason: String(reason),
    sample: String(sample),
  }));
}

/** What was wrong inside all files, in the order of the ledger. */
export async function allProblems(
  reader: Reader,
  { offset, limit }: ParamsOf<Calls['ledger.allProblems']>,
): Promise<ResultOf<Calls['ledger.allProblems']>> {
  const rows = await reader.rows(
    sql`WITH RECURSIVE ${tree}
        SELECT f.id, f.path, p.position::DOUBLE, p.reason, p.sample FROM trail.main.file_problems p
        JOIN trail.main.files f ON f.id = p.file_id JOIN tree t ON t.id = f.id
        ORDER BY t.root, f.id, p.position, p.reason, p.sample LIMIT ${limit} OFFSET ${offset}`,
  );
  return rows.map(([id, path, position, reason, sample]) => ({
    id: Number(id),
    path: String(path),
    positionBytes: Number(position),
    reason: String(reason),
    sample: String(sample),
  }));
}

/** Records that were merged although spelled differently, each beside the text that is shown for its event. */
export async function reshapedRecords(
  reader: Reader,
  { offset, limit }: ParamsOf<Calls['ledger.reshaped']>,
): Promise<ResultOf<Calls['ledger.reshaped']>> {
  const rows = await reader.rows(
    sql`SELECT f.path, d.position::DOUBLE, e."eventID", d.raw, k.path, e.position::DOUBLE, e.raw
        FROM (SELECT * FROM ${duplicates} WHERE likeness = 'reshaped' ORDER BY file_id, ordinal LIMIT ${limit} OFFSET ${offset}) d
        JOIN trail.main.event_columns e ON e.file_id = d.event_file_id AND e.ordinal = d.event_ordinal
        JOIN trail.main.files f ON f.id = d.file_id JOIN trail.main.files k ON k.id = e.file_id
        ORDER BY d.file_id, d.ordinal`,
  );
  return rows.map(([path, position, eventID, text, keptPath, keptPosition, keptText]) => ({
    path: String(path),
    positionBytes: Number(position),
    eventID: textOrNull(eventID),
    raw: String(text),
    kept: { path: String(keptPath), positionBytes: Number(keptPosition), raw: String(keptText) },
  }));
}

/** What each of these sources brought; one that was not imported yet brought nothing. */
export async function sourceLines(
  reader: Reader,
  paths: readonly string[],
): Promise<ResultOf<Calls['ledger.sources']>> {
  const rows = await reader.rows(
    sql`SELECT s.path, count(*)::DOUBLE, (count(*) FILTER (${raw(isLogFileSql)}))::DOUBLE, (count(*) FILTER (status = 'refused'))::DOUBLE,
          sum(f.size_bytes) FILTER (f.member_of IS NULL)::DOUBLE, sum(f.records)::DOUBLE, sum(f.events)::DOUBLE
        FROM trail.main.sources s JOIN trail.main.files f ON f.source_id = s.id GROUP BY s.path`,
  );
  const brought = new Map(rows.map(([path, ...numbers]) => [String(path), numbers.map(Number)]));
  return paths.map((path) => {
    const [files = 0, logFiles = 0, refusedFiles = 0, sizeBytes = 0, records = 0, events = 0] =
      brought.get(path) ?? [];
    return { path, files, logFiles, refusedFiles, sizeBytes, records, events };
  });
}

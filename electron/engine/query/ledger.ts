import type { FileStatus, LedgerRow, LedgerSummary } from '../../../shared/contract/ingest.ts';
import { textOrNull, type Pool } from '../db/pool.ts';
import { raw, sql } from '../db/sql.ts';

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** The ledger's totals, its reasons, and events of one identity whose bodies differ. */
export async function ledgerSummary(pool: Pool, signal: AbortSignal): Promise<LedgerSummary> {
  const [statuses, reasons, sums, conflicts] = await Promise.all([
    pool.rows(
      sql`SELECT status, count(*)::DOUBLE, sum(size_bytes)::DOUBLE FROM files GROUP BY status ORDER BY status`,
      'facet',
      signal,
    ),
    pool.rows(
      sql`SELECT status, kind, coalesce(reason, ''), count(*)::DOUBLE FROM files WHERE status <> 'accepted' OR reason IS NOT NULL
          GROUP BY ALL ORDER BY 4 DESC, 1, 2, 3 LIMIT 500`,
      'facet',
      signal,
    ),
    pool.rows(
      sql`SELECT (SELECT coalesce(sum(records), 0) FROM files)::DOUBLE, (SELECT count(*) FROM event_columns)::DOUBLE,
            (SELECT coalesce(sum(duplicates), 0) FROM files)::DOUBLE, (SELECT count(*) FROM aggregated_records)::DOUBLE`,
      'facet',
      signal,
    ),
    pool.rows(
      sql`SELECT "eventID", "recipientAccountId", events::DOUBLE FROM conflicting_events ORDER BY 3 DESC, 1 LIMIT 1000`,
      'facet',
      signal,
    ),
  ]);
  const [records, events, duplicates, aggregated] = (sums[0] ?? []).map(Number);
  return {
    statuses: statuses.map(([status, files, size]) => ({
      status: status as FileStatus,
      files: Number(files),
      sizeBytes: Number(size ?? 0),
    })),
    reasons: reasons.map(([status, kind, reason, files]) => ({
      status: status as FileStatus,
      kind: String(kind),
      reason: String(reason),
      files: Number(files),
    })),
    records: records ?? 0,
    events: events ?? 0,
    duplicates: duplicates ?? 0,
    aggregated: aggregated ?? 0,
    conflicts: conflicts.map(([eventID, accountId, count]) => ({
      eventID: String(eventID),
      recipientAccountId: textOrNull(accountId),
      events: Number(count),
    })),
  };
}

/** Lines of the ledger in the order the files were read, of one status or of all. */
export async function ledgerLines(
  pool: Pool,
  request: { readonly status: FileStatus | null; readonly offset: number; readonly limit: number },
  signal: AbortSignal,
): Promise<{ total: number; rows: LedgerRow[] }> {
  const where = request.status === null ? raw('true') : sql`status = ${request.status}`;
  const [counted, rows] = await Promise.all([
    pool.rows(sql`SELECT count(*)::DOUBLE FROM files WHERE ${where}`, 'count', signal),
    pool.rows(
      sql`SELECT id, path, status, kind, reason, position::DOUBLE, size_bytes::DOUBLE, sha256, records::DOUBLE,
            events::DOUBLE, duplicates::DOUBLE, epoch_us(first_event)::DOUBLE, epoch_us(last_event)::DOUBLE
          FROM files WHERE ${where} ORDER BY id LIMIT ${request.limit} OFFSET ${request.offset}`,
      'window',
      signal,
    ),
  ]);
  return {
    total: Number(counted[0]?.[0] ?? 0),
    rows: rows.map(
      ([
        id,
        path,
        status,
        kind,
        reason,
        position,
        size,
        sha256,
        records,
        events,
        duplicates,
        first,
        last,
      ]) => ({
        id: Number(id),
        path: String(path),
        status: status as FileStatus,
        kind: String(kind),
        reason: textOrNull(reason),
        positionBytes: numberOrNull(position),
        sizeBytes: Number(size),
        sha256: textOrNull(sha256),
        records: Number(records),
        events: Number(events),
        duplicates: Number(duplicates),
        firstEventMicros: numberOrNull(first),
        lastEventMicros: numberOrNull(last),
      }),
    ),
  };
}

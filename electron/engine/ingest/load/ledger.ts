import {
  BIGINT,
  DuckDBListValue,
  DuckDBTimestampValue,
  LIST,
  listValue,
  type DuckDBAppender,
  type DuckDBConnection,
} from '@duckdb/node-api';
import { deliveryHints } from '../../../../shared/cloudtrail/delivery-path.ts';
import type { FoundFile, PassedOver } from '../find/discover.ts';
import type { Problem } from '../record/found.ts';
import type { EndMessage } from './worker-protocol.ts';

/** A row of `files` before its counts are known. */
interface LedgerEntry {
  readonly id: number;
  readonly sourceId: number;
  readonly memberOf: number | null;
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number | null;
  readonly sha256: string | null;
  readonly status: string;
  readonly kind: string;
  readonly reason: string | null;
  readonly positionBytes: number | null;
  /** Readable and refused ones. */
  readonly records: number;
  readonly refusedRecords: number;
  readonly account: string | null;
  readonly region: string | null;
  readonly deliveredMicros: number | null;
  /** SHA-256 of the unpacked content; null for archives and what was never unpacked to its end. */
  readonly contentSha256: string | null;
  /** Where each gzip member begins in the unpacked content, when there are several. */
  readonly gzipMembers: DuckDBListValue | null;
}

const micros = (value: number | null): DuckDBTimestampValue | null =>
  value === null ? null : new DuckDBTimestampValue(BigInt(Math.round(value)));

type Cell = number | string | DuckDBTimestampValue | DuckDBListValue | null;

const cells = (entry: LedgerEntry): readonly Cell[] => [
  entry.id,
  entry.sourceId,
  entry.memberOf,
  entry.path,
  entry.sizeBytes,
  micros(entry.modifiedMs === null ? null : entry.modifiedMs * 1_000),
  entry.sha256,
  entry.status,
  entry.kind,
  entry.reason,
  null,
  entry.positionBytes,
  null,
  entry.records,
  entry.records - entry.refusedRecords,
  0,
  entry.refusedRecords,
  null,
  null,
  entry.account,
  entry.region,
  micros(entry.deliveredMicros),
  entry.contentSha256,
  entry.gzipMembers,
];

/** By the value's own type: ledgers have a hundred thousand lines, and `appendValue` makes an object of every cell. */
function appendCell(appender: DuckDBAppender, cell: Cell): void {
  if (cell === null) appender.appendNull();
  else if (typeof cell === 'string') appender.appendVarchar(cell);
  else if (cell instanceof DuckDBListValue) appender.appendValue(cell, LIST(BIGINT));
  else if (typeof cell !== 'number') appender.appendTimestamp(cell);
  else if (cell < 2 ** 31) appender.appendInteger(cell);
  else appender.appendBigInt(BigInt(cell));
}

async function append(connection: DuckDBConnection, entries: readonly LedgerEntry[]): Promise<void> {
  const appender = await connection.createAppender('files', 'main', 'trail');
  for (const entry of entries) {
    for (const cell of cells(entry)) appendCell(appender, cell);
    appender.endRow();
  }
  appender.closeSync();
}

/** Writes the ledger lines of read files and archive members, with their problems one by one. */
export async function writeEnds(
  connection: DuckDBConnection,
  ends: readonly EndMessage[],
  fileOf: (end: EndMessage) => { readonly path: string; readonly file: FoundFile; readonly sourceId: number },
): Promise<void> {
  await append(
    connection,
    ends.map((end) => {
      const { path, file, sourceId } = fileOf(end);
      const hints = end.memberPath === null ? file.hints : deliveryHints(end.memberPath);
      return {
        id: end.fileId,
        sourceId,
        memberOf: end.memberOf,
        path,
        sizeBytes: end.sha256 === null && end.memberPath === null ? file.sizeBytes : end.sizeBytes,
        modifiedMs: end.memberPath === null ? file.modifiedMs : null,
        sha256: end.sha256,
        status: end.status,
        kind: end.container,
        reason: end.reason,
        positionBytes: end.positionBytes,
        records: end.records + end.refusedRecords,
        refusedRecords: end.refusedRecords,
        account: hints.account,
        region: hints.region,
        deliveredMicros: hints.deliveredMicros,
        contentSha256: end.contentSha256,
        gzipMembers: end.gzipMembers ? listValue(end.gzipMembers.map(BigInt)) : null,
      };
    }),
  );
  await appendProblems(
    connection,
    ends.flatMap((end) => end.problems.map((problem) => [end.fileId, problem] as const)),
  );
}

/** Writes problems of files one by one. */
export async function appendProblems(
  connection: DuckDBConnection,
  problems: readonly (readonly [fileId: number, problem: Problem])[],
): Promise<void> {
  const appender = await connection.createAppender('file_problems', 'main', 'trail');
  for (const [fileId, { positionBytes, reason, sample }] of problems) {
    for (const cell of [fileId, positionBytes, reason, sample]) appendCell(appender, cell);
    appender.endRow();
  }
  appender.closeSync();
}

/** Writes the ledger lines of what was found and never opened. */
export async function writePassedOver(
  connection: DuckDBConnection,
  firstId: number,
  items: readonly PassedOver[],
  sourceIdOf: (source: string) => number,
): Promise<void> {
  await append(
    connection,
    items.map((item, index) => ({
      id: firstId + index,
      sourceId: sourceIdOf(item.source),
      memberOf: null,
      path: item.path,
      sizeBytes: 0,
      modifiedMs: null,
      sha256: null,
      status: item.status,
      kind: item.kind,
      reason: item.reason,
      positionBytes: null,
      records: 0,
      refusedRecords: 0,
      account: null,
      region: null,
      deliveredMicros: null,
      contentSha256: null,
      gzipMembers: null,
    })),
  );
}

/** Takes lines out that others replace. */
export async function dropLines(connection: DuckDBConnection, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  for (const [table, key] of [
    ['files', 'id'],
    ['companions', 'file_id'],
  ] as const)
    await connection.run(`DELETE FROM trail.main.${table} WHERE ${key} IN (SELECT unnest($1::INTEGER[]))`, [
      `[${ids.join(',')}]`,
    ]);
}

/** Brings the ledger's counts in line with the tables: twins point at their original, every record is accounted for. */
export const settleLedger: readonly string[] = [
  // An import that was killed inside an archive leaves members behind; the next one gives their archive another number.
  `UPDATE trail.main.files SET member_of = parent.id
   FROM (SELECT m.id AS member, arg_max(p.id, strlen(p.path)) AS id FROM trail.main.files m JOIN trail.main.files p
           ON p.kind IN ('zip', 'tar') AND starts_with(m.path, p.path || '!/')
         WHERE m.member_of IS NOT NULL AND m.member_of NOT IN (SELECT id FROM trail.main.files) GROUP BY m.id) parent
   WHERE files.id = parent.member`,
  `UPDATE trail.main.files SET content_sha256 = twin.content
   FROM (SELECT sha256, max(content_sha256) AS content FROM trail.main.files GROUP BY sha256) twin
   WHERE files.content_sha256 IS NULL AND files.status = 'same-content' AND files.sha256 = twin.sha256`,
  `UPDATE trail.main.files SET same_as = original.id, status = CASE WHEN original.status IN ('accepted', 'partial') THEN 'same-content' ELSE original.status END,
     kind = original.kind, reason = CASE WHEN original.status IN ('accepted', 'partial') THEN files.reason ELSE original.reason END,
     position = original.position, records = original.records, refused_records = original.refused_records
   FROM (SELECT coalesce(content_sha256, sha256) AS content, min(id) AS id, arg_min(status, id) AS status, arg_min(kind, id) AS kind,
           arg_min(reason, id) AS reason, arg_min(position, id) AS position, arg_min(records, id) AS records,
           arg_min(refused_records, id) AS refused_records
         FROM trail.main.files WHERE status <> 'same-content' AND same_as IS NULL AND sha256 IS NOT NULL GROUP BY ALL) original
   WHERE (files.status = 'same-content' OR files.same_as IS NOT NULL) AND coalesce(files.content_sha256, files.sha256) = original.content`,
  `UPDATE trail.main.files SET events = 0, duplicates = records - refused_records WHERE same_as IS NOT NULL`,
  `UPDATE trail.main.files SET events = counted.events, duplicates = 0, first_event = counted.first_event, last_event = counted.last_event
   FROM (SELECT f.id, count(e.file_id) AS events, min(e."eventTime") AS first_event, max(e."eventTime") AS last_event
         FROM trail.main.files f LEFT JOIN trail.main.event_columns e ON e.file_id = f.id WHERE f.same_as IS NULL GROUP BY f.id) counted
   WHERE files.id = counted.id`,
  `UPDATE trail.main.files SET duplicates = counted.duplicates
   FROM (SELECT file_id, count(*) AS duplicates FROM trail.main.duplicate_records GROUP BY file_id) counted
   WHERE files.id = counted.file_id`,
];

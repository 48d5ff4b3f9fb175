import * as v from 'valibot';
import { grantSchema, microsSchema, nothingSchema } from './common.ts';

/** What became of a file: wholly read, twin of a read file, refused with a reason, or not evidence of ours. */
export const fileStatuses = ['accepted', 'same-content', 'refused', 'skipped'] as const;
const statusSchema = v.picklist(fileStatuses);
/** What became of a file; see `fileStatuses`. */
export type FileStatus = v.InferOutput<typeof statusSchema>;

/** One line of the ledger. */
const ledgerRowSchema = v.strictObject({
  id: v.number(),
  path: v.string(),
  status: statusSchema,
  kind: v.string(),
  /** Plain words; null for an accepted file without remarks. */
  reason: v.nullable(v.string()),
  positionBytes: v.nullable(v.number()),
  sizeBytes: v.number(),
  sha256: v.nullable(v.string()),
  records: v.number(),
  events: v.number(),
  duplicates: v.number(),
  firstEventMicros: v.nullable(microsSchema),
  lastEventMicros: v.nullable(microsSchema),
});
/** What became of one file: status, reason, size, digest and counts of records. */
export type LedgerRow = v.InferOutput<typeof ledgerRowSchema>;

/** Totals that must add up: records = events + duplicates + aggregated. */
const ledgerSummarySchema = v.strictObject({
  statuses: v.array(v.strictObject({ status: statusSchema, files: v.number(), sizeBytes: v.number() })),
  reasons: v.array(
    v.strictObject({ status: statusSchema, kind: v.string(), reason: v.string(), files: v.number() }),
  ),
  records: v.number(),
  events: v.number(),
  duplicates: v.number(),
  aggregated: v.number(),
  conflicts: v.array(
    v.strictObject({ eventID: v.string(), recipientAccountId: v.nullable(v.string()), events: v.number() }),
  ),
});
/** Totals over all files of the ledger, by status and by reason. */
export type LedgerSummary = v.InferOutput<typeof ledgerSummarySchema>;

/** Importing and the account of it. */
export const ingestContract = {
  /** Starts an import job. Without grants it takes the workspace's own sources again: new content only. */
  'ingest.start': {
    params: v.strictObject({ grants: v.nullable(v.array(grantSchema)) }),
    result: v.strictObject({ jobId: v.string() }),
  },
  'ledger.summary': { params: nothingSchema, result: ledgerSummarySchema },
  'ledger.list': {
    params: v.strictObject({
      status: v.nullable(statusSchema),
      offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2_000)),
    }),
    result: v.strictObject({ total: v.number(), rows: v.array(ledgerRowSchema) }),
  },
} as const;

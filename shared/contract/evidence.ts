import * as v from 'valibot';
import { grantSchema, nothingSchema, offsetSchema, upTo } from './common.ts';
import { microsSchema } from '../time/micros.ts';

/** What became of a file: wholly read, read but for some of it, twin of a read file, refused, or not CloudTrail events. */
export const fileStatuses = ['accepted', 'partial', 'same-content', 'refused', 'skipped'] as const;
const statusSchema = v.picklist(fileStatuses);
/** What became of a file; see `fileStatuses`. */
export type FileStatus = v.InferOutput<typeof statusSchema>;

/** One line of the ledger. */
const ledgerRowSchema = v.strictObject({
  id: v.number(),
  path: v.string(),
  status: statusSchema,
  kind: v.string(),
  /** The kind in plain words. */
  kindLabel: v.string(),
  /** Plain words; null for an accepted file without remarks. */
  reason: v.nullable(v.string()),
  positionBytes: v.nullable(v.number()),
  sizeBytes: v.number(),
  sha256: v.nullable(v.string()),
  /** Places where a record stands or should stand; records = events + duplicates + aggregated + refused. */
  records: v.number(),
  events: v.number(),
  duplicates: v.number(),
  aggregated: v.number(),
  refusedRecords: v.number(),
  /** The archive this is a member of; null for a file. */
  memberOf: v.nullable(v.number()),
  /** Archives around it: 0 for a file, 1 for a member, 2 for a member of a member. */
  depth: v.number(),
  /** Files directly inside, when it is an archive. */
  members: v.number(),
  firstEventMicros: v.nullable(microsSchema),
  lastEventMicros: v.nullable(microsSchema),
  /** The account that its records got which name none: assigned by a person or inferred, as `reason` says. */
  givenAccount: v.nullable(v.string()),
});
/** What became of one file: status, reason, size, digest and counts of records. */
export type LedgerRow = v.InferOutput<typeof ledgerRowSchema>;

/** Totals that must add up: records = events + duplicates + aggregated + refused. */
const ledgerSummarySchema = v.strictObject({
  statuses: v.array(v.strictObject({ status: statusSchema, files: v.number(), sizeBytes: v.number() })),
  reasons: v.array(
    v.strictObject({
      status: statusSchema,
      kind: v.string(),
      kindLabel: v.string(),
      reason: v.string(),
      files: v.number(),
    }),
  ),
  /** Files by what they were found to be and what became of them, most first. */
  kinds: v.array(
    v.strictObject({
      kind: v.string(),
      label: v.string(),
      status: statusSchema,
      files: v.number(),
      sizeBytes: v.number(),
    }),
  ),
  records: v.number(),
  events: v.number(),
  duplicates: v.number(),
  aggregated: v.number(),
  refused: v.number(),
  /** Of the duplicates, those that say the same as the event's shown text in another spelling; `ledger.reshaped` lists them. */
  reshaped: v.number(),
  /** Of the duplicates, those that CloudTrail itself corrected with a later record (`addendum`), which is shown instead. */
  updated: v.number(),
  conflicts: v.array(
    v.strictObject({ eventID: v.string(), recipientAccountId: v.nullable(v.string()), events: v.number() }),
  ),
});
/** Totals over all files of the ledger, by status and by reason. */
export type LedgerSummary = v.InferOutput<typeof ledgerSummarySchema>;

const placeSchema = { path: v.string(), positionBytes: v.number() };

const problemSchema = { positionBytes: v.number(), reason: v.string(), sample: v.string() };

/** What one source brought. `events` counts those whose shown copy comes from it. */
const sourceSchema = v.strictObject({
  path: v.string(),
  files: v.number(),
  logFiles: v.number(),
  refusedFiles: v.number(),
  sizeBytes: v.number(),
  records: v.number(),
  events: v.number(),
});
/** A folder or file that was imported, and what it brought. */
export type SourceLine = v.InferOutput<typeof sourceSchema>;

/** Files of the ledger by their numbers, members of chosen archives included, or all of a source. */
const fileChoiceSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('files'),
    ids: v.pipe(v.array(v.pipe(v.number(), v.integer())), v.minLength(1), v.maxLength(100_000)),
  }),
  v.strictObject({ kind: v.literal('source'), path: v.string() }),
]);
/** Files of the ledger that something is decided about. */
export type FileChoice = v.InferOutput<typeof fileChoiceSchema>;

const pageParams = { offset: offsetSchema, limit: upTo(2_000) };

/** Importing and the account of it. */
export const ingestContract = {
  /** Starts an import job. Without grants it takes the workspace's own sources again: new content only. */
  'ingest.start': {
    kind: 'job',
    params: v.strictObject({ grants: v.nullable(v.array(grantSchema)) }),
    result: v.strictObject({ jobId: v.string() }),
  },
  /** Follows the workspace's sources while it is open, and remembers that for the next time: new files are imported by themselves. */
  'ingest.watch': { kind: 'change', params: v.strictObject({ isOn: v.boolean() }), result: nothingSchema },
  /** Starts a job that takes everything a source brought out of the workspace. The evidence itself stays as it is. */
  'ingest.removeSource': {
    kind: 'job',
    params: v.strictObject({ path: v.string() }),
    result: v.strictObject({ jobId: v.string() }),
  },
  /**
   * Starts a job that gives the records of files that name no account this one; null takes it back. The decision is kept
   * with the workspace and holds after a rebuild.
   */
  'ledger.assignAccount': {
    kind: 'job',
    params: v.strictObject({
      files: fileChoiceSchema,
      account: v.nullable(v.pipe(v.string(), v.regex(/^\d{12}$/))),
    }),
    result: v.strictObject({ jobId: v.string() }),
  },
  'ledger.summary': {
    kind: 'read',
    reads: ['files'],
    priority: 'count',
    params: nothingSchema,
    result: ledgerSummarySchema,
  },
  /** What was wrong inside one file, in order, the first hundred places. */
  'ledger.problems': {
    kind: 'read',
    reads: ['files'],
    priority: 'window',
    params: v.strictObject({ id: v.number() }),
    result: v.array(v.strictObject(problemSchema)),
  },
  /** The problems of all files, in the order of the ledger. */
  'ledger.allProblems': {
    kind: 'read',
    reads: ['files'],
    priority: 'window',
    params: v.strictObject(pageParams),
    result: v.array(v.strictObject({ id: v.number(), path: v.string(), ...problemSchema })),
  },
  /** Records that were merged with an event although their texts differ in spelling, in the order of the ledger; both texts are kept. */
  'ledger.reshaped': {
    kind: 'read',
    reads: ['files'],
    priority: 'window',
    params: v.strictObject(pageParams),
    result: v.array(
      v.strictObject({
        ...placeSchema,
        eventID: v.nullable(v.string()),
        raw: v.string(),
        kept: v.strictObject({ ...placeSchema, raw: v.string() }),
      }),
    ),
  },
  /** The workspace's sources with what each brought. */
  'ledger.sources': {
    kind: 'read',
    reads: ['files'],
    priority: 'count',
    params: nothingSchema,
    result: v.array(sourceSchema),
  },
  /** Files in the order they were read, members after their archive. */
  'ledger.list': {
    kind: 'read',
    reads: ['files'],
    priority: 'window',
    params: v.strictObject({
      status: v.nullable(statusSchema),
      /** Only what lies inside this archive, at any depth. */
      inside: v.optional(v.number()),
      ...pageParams,
    }),
    result: v.strictObject({ total: v.number(), rows: v.array(ledgerRowSchema) }),
  },
} as const;

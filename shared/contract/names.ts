import * as v from 'valibot';
import { nothingSchema } from './common.ts';
import { microsSchema } from '../time/micros.ts';

/** A file of the evidence that tells something and holds no events. */
const companionSchema = v.strictObject({
  /** Its path in the ledger. */
  path: v.string(),
  /** Such as `list-accounts`. */
  kind: v.string(),
  /** What it comes from, in words. */
  source: v.string(),
  sha256: v.string(),
  modifiedMicros: v.nullable(microsSchema),
  sizeBytes: v.number(),
});

/** Names of accounts, users and addresses, and where each comes from. */
export const namesContract = {
  /** What lies among the evidence. */
  'names.companions': {
    kind: 'read',
    reads: ['files'],
    priority: 'window',
    params: nothingSchema,
    result: v.array(companionSchema),
  },
  /** Starts a job that reads again the files of the ledger that hold no events; no event is imported. */
  'names.readAgain': { kind: 'job', params: nothingSchema, result: v.strictObject({ jobId: v.string() }) },
} as const;

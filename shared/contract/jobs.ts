import * as v from 'valibot';
import { errorCodes } from '../bridge/errors.ts';
import { nothingSchema } from './common.ts';

/** The states of a job; the last three are final. */
const jobStates = ['running', 'cancelling', 'done', 'failed', 'cancelled'] as const;

/** A snapshot of work that takes longer than a second. */
const jobSchema = v.strictObject({
  id: v.string(),
  kind: v.string(),
  title: v.string(),
  state: v.picklist(jobStates),
  phase: v.string(),
  done: v.number(),
  /** 0 while unknown. */
  total: v.number(),
  unit: v.string(),
  counts: v.record(v.string(), v.number()),
  ratePerSecond: v.number(),
  /** Milliseconds left, null while it cannot be told honestly. */
  remainingMs: v.nullable(v.number()),
  startedAtMs: v.number(),
  finishedAtMs: v.nullable(v.number()),
  result: v.nullable(v.string()),
  error: v.nullable(v.strictObject({ code: v.picklist(errorCodes), message: v.string() })),
});
/** A snapshot of a job; times in milliseconds since 1970, progress in the job's own `unit`. */
export type Job = v.InferOutput<typeof jobSchema>;

/** Watching and stopping jobs. */
export const jobsContract = {
  /** Reports all jobs of the engine's life, newest first, at most ten times a second, until cancelled. */
  'jobs.watch': { kind: 'watch', params: nothingSchema, progress: v.array(jobSchema), result: nothingSchema },
  'jobs.cancel': { kind: 'change', params: v.strictObject({ id: v.string() }), result: nothingSchema },
} as const;

import * as v from 'valibot';
import { errorCodes } from '../bridge/errors.ts';
import { nothingSchema } from './common.ts';

/** What is known of a job by its kind. */
interface JobKindFacts {
  readonly title: string;
  /** What its progress counts; empty for one that only has phases. */
  readonly unit: string;
  /** What a person is told once it was cancelled. */
  readonly afterCancel: string;
}

/** Every kind of job; a plan may give a title or a unit that says more. */
export const jobKinds = {
  import: { title: 'Import', unit: 'bytes', afterCancel: 'What was read until then is kept.' },
  'remove-source': { title: 'Remove a source', unit: '', afterCancel: 'Nothing was changed.' },
  'assign-account': { title: 'Account of files', unit: '', afterCancel: 'What was read until then is kept.' },
  'read-companions': {
    title: 'Companions read again',
    unit: 'files',
    afterCancel: 'Nothing was changed.',
  },
  'derive-again': {
    title: 'Columns by the rules of this version',
    unit: 'records',
    afterCancel: 'What was read until then is kept.',
  },
  'make-tables': {
    title: 'Tables by the rules of this version',
    unit: 'tables',
    afterCancel: 'Questions about address blocks may miss events until the workspace is opened again.',
  },
  export: { title: 'Export', unit: 'rows', afterCancel: 'No file was written.' },
} as const satisfies Readonly<Record<string, JobKindFacts>>;
/** The name of a kind of job. */
export type JobKind = keyof typeof jobKinds;

/** The states of a job; the last three are final. */
const jobStates = ['running', 'cancelling', 'done', 'failed', 'cancelled'] as const;

/** A snapshot of work that takes longer than a second. */
const jobSchema = v.strictObject({
  id: v.string(),
  kind: v.picklist(Object.keys(jobKinds) as JobKind[]),
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

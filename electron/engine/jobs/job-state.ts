import type { Job } from '../../../shared/contract/jobs.ts';

/** The states a job can be in; `done`, `failed` and `cancelled` are final. */
export type JobState = Job['state'];

/** What can happen to a job: someone asks to stop it; its work ends well, ends by an error, or ends because it was stopped. */
export type JobEvent = 'cancel' | 'finish' | 'fail' | 'stop';

const table: Readonly<Record<JobState, Readonly<Partial<Record<JobEvent, JobState>>>>> = {
  running: { cancel: 'cancelling', finish: 'done', fail: 'failed', stop: 'cancelled' },
  // Work that was already over when the wish arrived is done; cleaning up can fail.
  cancelling: { finish: 'done', fail: 'failed', stop: 'cancelled' },
  done: {},
  failed: {},
  cancelled: {},
};

/** The state after an event; an event that means nothing in a state leaves it as it is. */
export const nextJobState = (state: JobState, event: JobEvent): JobState => table[state][event] ?? state;

/** True when nothing can happen to the job any more. */
export const isFinal = (state: JobState): boolean => Object.keys(table[state]).length === 0;

import type { Handlers } from '../../../shared/bridge/contract.ts';
import type { jobsContract } from '../../../shared/contract/jobs.ts';
import type { JobRegistry } from './registry.ts';

/** Following and cancelling jobs. */
export const jobsHandlers = (jobs: JobRegistry): Handlers<typeof jobsContract> => ({
  'jobs.watch': async (_params, { signal, report }) => {
    await jobs.watch(report, signal);
    return {};
  },
  'jobs.cancel': ({ id }) => {
    jobs.cancel(id);
    return {};
  },
});

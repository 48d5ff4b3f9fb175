import type { Handlers } from '../../../../shared/bridge/contract.ts';
import type { relatedContract } from '../../../../shared/contract/related.ts';
import type { Investigation } from '../../investigation.ts';
import { eventsNear, relatedCounts } from './related.ts';

/** Events that share something with one event. */
export const relatedHandlers = (open: () => Investigation): Handlers<typeof relatedContract> => ({
  'related.counts': async ({ questions }, { signal }) => ({
    counts: await relatedCounts(open(), questions, signal),
  }),
  'related.near': (params, { signal }) => eventsNear(open().pool, params, signal),
});

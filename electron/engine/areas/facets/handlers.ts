import type { Handlers } from '../../../../shared/bridge/contract.ts';
import type { countsContract } from '../../../../shared/contract/events.ts';
import type { Investigation } from '../../investigation.ts';
import { listFacets } from './facets.ts';

/** Events counted by value. */
export const countsHandlers = (open: () => Investigation): Handlers<typeof countsContract> => ({
  'facets.list': ({ question, facets }, { signal }) => listFacets(open().pool, question, facets, signal),
  'values.suggest': (params, { signal }) => open().values.suggest(params, signal),
});

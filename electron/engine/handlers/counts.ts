import type { Handlers } from '../../../shared/bridge/contract.ts';
import type { countsContract } from '../../../shared/contract/events.ts';
import type { Investigation } from '../investigation.ts';
import { listFacets, suggestValues } from '../query/facets.ts';
import { histogram } from '../query/histogram.ts';

/** Events counted over time and by value. */
export const countsHandlers = (open: () => Investigation): Handlers<typeof countsContract> => ({
  'timeline.histogram': (params, { signal }) => histogram(open().pool, params, signal),
  'facets.list': ({ question, facets }, { signal }) => listFacets(open().pool, question, facets, signal),
  'values.suggest': (params, { signal }) => suggestValues(open().pool, params, signal),
});

import { countsContract } from '../../../../shared/contract/events.ts';
import type { Area } from '../../area.ts';
import { listFacets } from './facets.ts';
import { valueListsPart } from './value-lists.ts';

/** Events counted by value. */
export const facetsArea: Area<typeof countsContract> = {
  contract: countsContract,
  answers: { 'facets.list': ({ question, facets }, local) => listFacets(local, question, facets) },
  calls: {
    'values.suggest': (params, { investigation, reader }) =>
      investigation.part(valueListsPart).suggest(params, reader),
  },
};

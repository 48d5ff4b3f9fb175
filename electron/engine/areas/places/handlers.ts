import type { Handlers } from '../../../../shared/bridge/contract.ts';
import type { placesContract } from '../../../../shared/contract/places.ts';
import type { Investigation } from '../../investigation.ts';
import { placeProfile, placesMatrix, scopeSummary } from './places.ts';

/** Accounts and Regions. */
export const placesHandlers = (open: () => Investigation): Handlers<typeof placesContract> => ({
  'places.scope': ({ question }, { signal }) => scopeSummary(open().pool, question, signal),
  'places.matrix': ({ question, stripBins }, { signal }) =>
    placesMatrix(open().pool, question, stripBins, signal),
  'places.profile': (params, { signal }) => placeProfile(open().pool, params, signal),
});

import { placesContract } from '../../../../shared/contract/places.ts';
import type { Area } from '../../area.ts';
import { placesMatrix, scopeSummary } from './places.ts';

/** Accounts and Regions. */
export const placesArea: Area<typeof placesContract> = {
  contract: placesContract,
  answers: {
    'places.scope': ({ question }, local) => scopeSummary(local, question),
    'places.matrix': ({ question, stripBins }, local) => placesMatrix(local, question, stripBins),
  },
  calls: {},
};

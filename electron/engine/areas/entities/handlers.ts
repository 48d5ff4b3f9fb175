import { entitiesContract } from '../../../../shared/contract/entities.ts';
import type { Area } from '../../area.ts';
import { readProfile } from './entity.ts';

/** Pages about one value. */
export const entitiesArea: Area<typeof entitiesContract> = {
  contract: entitiesContract,
  answers: { 'profile.read': (params, local) => readProfile(local, params) },
  calls: {},
};

import { entitiesContract } from '../../../../shared/contract/entities.ts';
import type { Area } from '../../area.ts';
import { readProfile } from './entity.ts';
import { lasting } from './lasting/lasting.ts';
import { actionsWithoutRow } from './without-row.ts';

/** Pages about one value. */
export const entitiesArea: Area<typeof entitiesContract> = {
  contract: entitiesContract,
  answers: {
    'profile.read': (params, local) => readProfile(local, params),
    'entities.lasting': ({ question, limit }, local) => lasting(local.reader, question, limit),
    'entities.actionsWithoutRow': ({ question, limit }, local) =>
      actionsWithoutRow(local.reader, question, limit),
  },
  calls: {},
};

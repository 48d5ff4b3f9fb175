import { entitiesContract } from '../../../../shared/contract/entities.ts';
import type { Area } from '../../area.ts';
import { readChain } from './chain.ts';
import { readCredentials } from './entity-credentials.ts';
import { readProfile } from './entity.ts';
import { lasting } from './lasting/lasting.ts';
import { actionsWithoutRow } from './without-row.ts';
import { readFailures } from './failures.ts';
import { readPermissions } from './permissions.ts';

/** Pages about one value. */
export const entitiesArea: Area<typeof entitiesContract> = {
  contract: entitiesContract,
  answers: {
    'profile.read': (params, local) => readProfile(local, params),
    'entities.lasting': ({ question, limit }, local) => lasting(local.reader, question, limit),
    'entities.actionsWithoutRow': ({ question, limit }, local) =>
      actionsWithoutRow(local.reader, question, limit),
    'entities.credentials': (params, local) => readCredentials(local, params),
    'entities.chain': ({ question }, local) => readChain(local, question),
    'entities.failures': (params, local) => readFailures(local, params),
    'entities.permissions': (params, local) => readPermissions(local, params),
  },
  calls: {},
};

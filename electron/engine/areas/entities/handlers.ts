import type { Handlers } from '../../../../shared/bridge/contract.ts';
import type { profileContract } from '../../../../shared/contract/entities.ts';
import type { Investigation } from '../../investigation.ts';
import { readProfile } from './entity.ts';

/** Pages about one value. */
export const profileHandlers = (open: () => Investigation): Handlers<typeof profileContract> => ({
  'profile.read': (params, { signal }) => readProfile(open().pool, params, signal),
});

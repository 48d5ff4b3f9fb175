import { type ServiceActions } from './row.ts';

/** Actions of Security Hub. */
export const securityhub: ServiceActions = {
  DisableSecurityHub: {
    verb: 'disable',
    about: () => 'Security Hub',
    does: 'Switches Security Hub off in a Region.',
    matters: 'Findings are no longer collected there.',
    next: 'The same call in other Regions, and other protections switched off.',
    effects: ['weakens-detection'],
  },
  DeleteMembers: {
    verb: 'remove',
    about: () => 'member accounts of Security Hub',
    effects: ['weakens-detection'],
  },
  EnableSecurityHub: {
    verb: 'enable',
    about: () => 'Security Hub',
    effects: [],
  },
};

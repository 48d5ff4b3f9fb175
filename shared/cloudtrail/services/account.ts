import type { ServiceActions } from './row.ts';

/** Actions of account management. */
export const account: ServiceActions = {
  EnableRegion: {
    does: 'Switches on a Region that is off by default.',
    matters: 'A Region nobody looks at is a place to work unseen.',
    next: 'RegionName in the request, and events there.',
    effects: ['uses-resources'],
  },
};

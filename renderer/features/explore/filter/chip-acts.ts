import type { SearchState } from '../../../services/search-state.ts';
import { withChipNegated, withChipPinned, withChipToggled, withoutChip, type Chip } from './filter-chips.ts';

/** Something that can be done with a chip at once. */
export interface ChipAct {
  /** In a menu. */
  readonly says: string;
  /** While the focus is on the chip. */
  readonly key: string;
  /** What the step is called in the history. */
  readonly step: string;
  readonly after: SearchState;
}

/** All that can be done with a chip at once. */
export const chipActs = (
  search: SearchState,
  chip: Chip,
): Readonly<Record<'negate' | 'toggle' | 'pin' | 'remove', ChipAct>> => ({
  negate: {
    says: chip.isNegated ? 'Include instead' : 'Exclude instead',
    key: '!',
    step: `“${chip.says}” turned round`,
    after: withChipNegated(search, chip),
  },
  toggle: {
    says: chip.isApplied ? 'Set aside' : 'Apply again',
    key: 'd',
    step: `“${chip.says}” ${chip.isApplied ? 'set aside' : 'applied again'}`,
    after: withChipToggled(search, chip),
  },
  pin: {
    says: chip.isPinned ? 'Unpin' : 'Pin',
    key: 'p',
    step: `“${chip.says}” ${chip.isPinned ? 'unpinned' : 'pinned'}`,
    after: withChipPinned(search, chip),
  },
  remove: {
    says: 'Remove',
    key: 'Delete',
    step: `without “${chip.says}”`,
    after: withoutChip(search, chip),
  },
});

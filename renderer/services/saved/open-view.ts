import type { SavedItem } from '../../../shared/contract/saved.ts';
import type { Trail } from '../../state/trail.ts';
import { withPinned } from '../search-state.ts';
import { readView } from './view-state.ts';

/** Shows what a saved view keeps, as one step; false, and said, when it cannot be read. */
export function openView(trail: Pick<Trail, 'explore' | 'saved' | 'notify'>, item: SavedItem): boolean {
  const state = item.kind === 'view' ? readView(item.state) : undefined;
  if (!state) {
    trail.notify(`“${item.name}” cannot be opened: it was saved by another version of Trailglass.`, 'error');
    return false;
  }
  trail.explore.narrow(`open “${item.name}”`, withPinned(state, trail.explore.state));
  trail.saved.takeView(item.id);
  return true;
}

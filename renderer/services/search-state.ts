import { conjuncts, fromConjuncts, isSameFilter } from '../../shared/filter/conjuncts.ts';
import type { Filter } from '../../shared/filter/filter.ts';
import { isEverything, normalise } from '../../shared/filter/normalise.ts';
import type { ExploreState } from '../state/explore-state.ts';

/** The part of the screen that a search is. */
export type SearchState = Pick<ExploreState, 'filter' | 'aside' | 'pinned'>;

/** Whether a list holds a filter. */
export const has = (list: readonly Filter[], filter: Filter): boolean =>
  list.some((member) => isSameFilter(member, filter));

/** A list with every filter but one. */
export const without = (list: readonly Filter[], filter: Filter): readonly Filter[] =>
  list.filter((member) => !isSameFilter(member, filter));

/** The conjuncts of a search; none for everything. */
export const partsOf = (filter: Filter): readonly Filter[] => {
  const normal = normalise(filter);
  return isEverything(normal) ? [] : conjuncts(normal);
};

/** The search with nothing left of it but what is pinned. */
export const cleared = ({ filter, aside, pinned }: SearchState): SearchState => ({
  filter: fromConjuncts(partsOf(filter).filter((part) => has(pinned, part))),
  aside: aside.filter((part) => has(pinned, part)),
  pinned: pinned.filter((part) => has([...partsOf(filter), ...aside], part)),
});

/** Another screen with what is pinned on this one: applied or set aside as it is here. */
export function withPinned<Screen extends SearchState>(screen: Screen, here: SearchState): Screen {
  const kept = cleared(here);
  const list = [...partsOf(screen.filter), ...partsOf(kept.filter)];
  const unique = (filters: readonly Filter[]): readonly Filter[] =>
    filters.filter((one, at) => !has(filters.slice(0, at), one));
  return {
    ...screen,
    filter: fromConjuncts(unique(list)),
    aside: unique([...screen.aside, ...kept.aside]),
    pinned: unique([...screen.pinned, ...kept.pinned]),
  };
}

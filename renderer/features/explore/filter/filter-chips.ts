import { fromConjuncts, isSameFilter, withConjunct } from '../../../../shared/filter/conjuncts.ts';
import { describeFilter } from '../../../../shared/filter/describe.ts';
import type { Filter } from '../../../../shared/filter/filter.ts';
import { entryCount, listsOf, type FieldList } from '../../../../shared/filter/list-filter.ts';
import { normalise } from '../../../../shared/filter/normalise.ts';
import { printFilter } from '../../../../shared/filter/print.ts';
import { has, partsOf, without, type SearchState } from '../../../services/search-state.ts';

/** One chip: a conjunct, its sentence, and where it stands in the search text; nowhere while it is not applied. */
export interface Chip {
  readonly filter: Filter;
  readonly says: string;
  readonly isNegated: boolean;
  readonly isApplied: boolean;
  readonly isPinned: boolean;
  /** The lists of whole values it stands for, when there are enough of them to ask which entries hit. */
  readonly lists: readonly FieldList[] | undefined;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

function listsIn(filter: Filter): readonly FieldList[] | undefined {
  const lists = listsOf(filter.kind === 'not' ? filter.of : filter);
  return lists && entryCount(lists) > 1 ? lists : undefined;
}

/** The chips of a search: one each conjunct in the order of the search text, then those that are set aside. */
export function chipsOf({ filter, aside, pinned }: SearchState): readonly Chip[] {
  const list = partsOf(filter);
  const whole = printFilter(filter);
  let at = 0;
  const chip = (part: Filter, isApplied: boolean, text: string, from: number): Chip => ({
    filter: part,
    says: describeFilter(part),
    isNegated: part.kind === 'not',
    isApplied,
    isPinned: pinned.length > 0 && has(pinned, part),
    lists: listsIn(part),
    text,
    from,
    to: from + text.length,
  });
  const applied = list.map((part) => {
    const bare = printFilter(part);
    const text = list.length > 1 && part.kind === 'or' ? `(${bare})` : bare;
    const from = Math.max(at, whole.indexOf(text, at));
    at = from + text.length;
    return chip(part, true, text, from);
  });
  return [...applied, ...aside.map((part) => chip(part, false, printFilter(part), -1))];
}

/** Whether chips say more than the search text: that there are several parts, or one that is a list, pinned or set aside. */
export function chipsSayMore([only, second]: readonly Chip[]): boolean {
  if (!only || second) return second !== undefined;
  return !only.isApplied || only.isPinned || only.lists !== undefined;
}

/** The search with one chip replaced by others, where it stands; by none to remove it. */
function replaced(search: SearchState, chip: Chip, parts: readonly Filter[]): SearchState {
  const inPlace = (list: readonly Filter[]): readonly Filter[] =>
    list.flatMap((member) => (isSameFilter(member, chip.filter) ? parts : [member]));
  const pinned = chip.isPinned ? inPlace(search.pinned) : search.pinned;
  if (!chip.isApplied) return { ...search, aside: inPlace(search.aside), pinned };
  const filter = normalise(fromConjuncts(inPlace(partsOf(search.filter))));
  return { ...search, filter, pinned };
}

/** The search without a chip. */
export const withoutChip = (search: SearchState, chip: Chip): SearchState => replaced(search, chip, []);

/** The search with a chip turned into its opposite. */
export const withChipNegated = (search: SearchState, chip: Chip): SearchState =>
  replaced(search, chip, [normalise({ kind: 'not', of: chip.filter })]);

/** The search with what a chip says written anew. */
export const withChipEdited = (search: SearchState, chip: Chip, filter: Filter): SearchState =>
  replaced(search, chip, partsOf(filter));

/** The search with a chip set aside, or applied again. */
export function withChipToggled(search: SearchState, chip: Chip): SearchState {
  if (chip.isApplied) {
    const rest = without(partsOf(search.filter), chip.filter);
    return { ...search, filter: fromConjuncts(rest), aside: [...search.aside, chip.filter] };
  }
  return {
    ...search,
    filter: withConjunct(normalise(search.filter), chip.filter),
    aside: without(search.aside, chip.filter),
  };
}

/** The search with a chip pinned, or no longer. */
export const withChipPinned = (search: SearchState, chip: Chip): SearchState => ({
  ...search,
  pinned: chip.isPinned ? without(search.pinned, chip.filter) : [...search.pinned, chip.filter],
});

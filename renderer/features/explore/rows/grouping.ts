import type { Sort } from '../../../../shared/contract/events.ts';
import { groupMeasures } from '../../../../shared/contract/grouping.ts';
import { fieldNamed, searchableFields } from '../../../../shared/fields/catalogue.ts';
import { withConjunct } from '../../../../shared/filter/conjuncts.ts';
import { onlyThis, toggleExclude } from '../../../../shared/filter/facet-selection.ts';
import { everything, type Filter } from '../../../../shared/filter/filter.ts';
import type { Path } from '../../../grid/lines.ts';
import { canGroup } from '../../../services/values/can-group.ts';
import { fieldLabel } from '../../../services/values/field-label.ts';

/** The fields offered for grouping: those of the catalogue, after the paths that have a column. */
export const groupChoices = (shown: readonly string[]): readonly string[] => [
  ...shown.filter((field) => !fieldNamed(field) && canGroup(field)),
  ...searchableFields.flatMap(({ name }) => (canGroup(name) ? [name] : [])),
];

/** `Event name, then Region`. */
export const groupedByWords = (by: readonly string[]): string => by.map(fieldLabel).join(', then ');

/** The name of a group's row, by where it stands: `group 3`, and `group 3/0` for the first one within it. */
export const groupIdOf = (path: Path): string => `group ${path.join('/')}`;

/** Whether a row is a group that holds groups. */
export const holdsGroups = (by: readonly string[], id: string | undefined): boolean =>
  by.length > 1 && id?.startsWith('group ') === true && !id.includes('/');

/** The order of the groups of one field: the part of the table's order that they have, else most events first. */
export function groupSort(sort: Sort, field: string): Sort {
  const known: readonly string[] = [field, ...Object.values(groupMeasures)];
  const own = sort.filter((key) => known.includes(key.field));
  return own.length > 0 ? own : [{ field: groupMeasures.events, descending: true }];
}

/** The filter narrowed to one group; to a group of the first field only while it has no other value. */
export const withinGroup = (
  filter: Filter,
  by: readonly string[],
  values: readonly (string | null)[],
): Filter =>
  values.reduce<Filter>((now, value, index) => {
    const field = by[index];
    return field === undefined ? now : onlyThis(now, field, value);
  }, filter);

/** The filter without one group; of two fields only the pair is left out, not either value. */
export function withoutGroup(
  filter: Filter,
  by: readonly string[],
  values: readonly (string | null)[],
): Filter {
  const [field] = by;
  if (field !== undefined && values.length === 1) return toggleExclude(filter, field, values[0] ?? null);
  return withConjunct(filter, { kind: 'not', of: withinGroup(everything, by, values) });
}

import { fieldNamed, searchableFields } from '../../../../shared/fields/catalogue.ts';
import { withConjunct } from '../../../../shared/filter/conjuncts.ts';
import { onlyThis, toggleExclude } from '../../../../shared/filter/facet-selection.ts';
import { everything, type Filter } from '../../../../shared/filter/filter.ts';
import { canGroup } from '../../../services/values/can-group.ts';
import { fieldLabel } from '../../../services/values/field-label.ts';

/** The fields offered for grouping: those of the catalogue, after the paths that have a column. */
export const groupChoices = (shown: readonly string[]): readonly string[] => [
  ...shown.filter((field) => !fieldNamed(field) && canGroup(field)),
  ...searchableFields.flatMap(({ name }) => (canGroup(name) ? [name] : [])),
];

/** `Event name, then Region`. */
export const groupedByWords = (by: readonly string[]): string => by.map(fieldLabel).join(', then ');

/** The filter narrowed to one group. */
export const withinGroup = (
  filter: Filter,
  by: readonly string[],
  values: readonly (string | null)[],
): Filter => by.reduce((now, field, index) => onlyThis(now, field, values[index] ?? null), filter);

/** The filter without one group; of two fields only the pair is left out, not either value. */
export function withoutGroup(
  filter: Filter,
  by: readonly string[],
  values: readonly (string | null)[],
): Filter {
  const [field, second] = by;
  if (field !== undefined && second === undefined) return toggleExclude(filter, field, values[0] ?? null);
  return withConjunct(filter, { kind: 'not', of: withinGroup(everything, by, values) });
}

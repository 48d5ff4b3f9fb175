import type { Filter } from './filter.ts';
import { everything } from './filter.ts';
import { normalise } from './normalise.ts';

/** The members of the outermost `and`, in order: one chip each. The filter for every event has none. */
export const conjuncts = (filter: Filter): readonly Filter[] =>
  filter.kind === 'and' ? filter.of.flatMap(conjuncts) : [filter];

/** The filter whose conjuncts these are. */
export function fromConjuncts(list: readonly Filter[]): Filter {
  const flat = list.flatMap(conjuncts);
  const [only] = flat;
  if (!only) return everything;
  return flat.length === 1 ? only : { kind: 'and', of: flat };
}

/** True when both are the same filter, however they are written. */
export const isSameFilter = (left: Filter, right: Filter): boolean =>
  JSON.stringify(shape(normalise(left))) === JSON.stringify(shape(normalise(right)));

/** The tree as nested lists, so that the order in which properties were written does not matter. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => [key, shape(member)]);
}

/** The filter with one more conjunct at its end; unchanged when it has it already. */
export function withConjunct(filter: Filter, conjunct: Filter): Filter {
  const list = conjuncts(filter);
  return list.some((member) => isSameFilter(member, conjunct)) ? filter : fromConjuncts([...list, conjunct]);
}

/** The filter without this conjunct; unchanged when it has no such one. */
export const withoutConjunct = (filter: Filter, conjunct: Filter): Filter =>
  fromConjuncts(conjuncts(filter).filter((member) => !isSameFilter(member, conjunct)));

/** The one field a filter is about, through `not`, `and` and `or`; undefined when it is about several or about text. */
export function ownField(filter: Filter): string | undefined {
  switch (filter.kind) {
    case 'text':
      return undefined;
    case 'field':
      return filter.test.op === 'same-as' && filter.test.field !== filter.field ? undefined : filter.field;
    case 'not':
      return ownField(filter.of);
    default: {
      const [first, ...rest] = new Set(filter.of.map(ownField));
      return rest.length === 0 ? first : undefined;
    }
  }
}

/** The filter without the conjuncts about one field: what a facet's own counts are taken under. */
export const withoutField = (filter: Filter, field: string): Filter =>
  fromConjuncts(conjuncts(filter).filter((member) => ownField(member) !== field));

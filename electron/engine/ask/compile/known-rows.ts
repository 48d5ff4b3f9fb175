import { fieldNamed } from '../../../../shared/fields/catalogue.ts';
import { everything, type Filter } from '../../../../shared/filter/filter.ts';
import type { Sql } from '../../db/sql.ts';
import { columnsOf, sourceOf } from './filter-source.ts';

/** Parts of filters whose events are known already, and the table (`event`: row ids of `event_columns`) that holds them. */
const known = new WeakMap<Filter, Sql>();

/** The table with the events of a part of a filter, where a search through the records has found them. */
export const knownRowsOf = (filter: Filter): Sql | undefined => known.get(filter);

/** A copy of a part of a filter that compiles to membership in a table of row ids. */
export function answeredBy(filter: Filter, table: Sql): Filter {
  const copy = { ...filter };
  known.set(copy, table);
  return copy;
}

function isCostlyField(filter: Filter & { readonly kind: 'field' }): boolean {
  const { test, field } = filter;
  const isInDocument = (name: string): boolean => {
    const source = sourceOf(name, columnsOf(undefined));
    return source.kind === 'path' || source.type === 'json';
  };
  // Where a column is empty the record itself must say whether the key is missing or null.
  if (test.op === 'absent' && fieldNamed(field)?.type === 'time') return false;
  if (test.op === 'absent' || test.op === 'null') return fieldNamed(field)?.derived !== true;
  if (test.op === 'exists') return sourceOf(field, columnsOf(undefined)).kind === 'path';
  return isInDocument(field) || (test.op === 'same-as' && isInDocument(test.field));
}

/** True when answering the filter means reading through JSON text: plain words and paths into the record. */
function isCostly(filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.of.some(isCostly);
    case 'not':
      return isCostly(filter.of);
    case 'field':
      return isCostlyField(filter);
    case 'text':
      return filter.text !== '';
  }
}

/**
 * The parts of a filter that are to be looked up one by one: costly ones that stand under `and` and `not` alone. An `or`
 * with a costly member is one part, because its events are those of all members.
 */
export function costlyParts(filter: Filter): readonly Filter[] {
  if (!isCostly(filter) || known.has(filter)) return [];
  if (filter.kind === 'and') return filter.of.flatMap(costlyParts);
  return filter.kind === 'not' ? costlyParts(filter.of) : [filter];
}

/** What the filter asks without its costly parts: it keeps at least the events that the filter keeps. */
export function withoutCostly(filter: Filter): Filter {
  if (costlyParts(filter).length === 0) return filter;
  return filter.kind === 'and' ? { kind: 'and', of: filter.of.map(withoutCostly) } : everything;
}

/** The filter with some of its parts replaced. */
export function withParts(filter: Filter, replace: (part: Filter) => Filter | undefined): Filter {
  const other = replace(filter);
  if (other) return other;
  if (filter.kind === 'and') return { kind: 'and', of: filter.of.map((one) => withParts(one, replace)) };
  return filter.kind === 'not' ? { kind: 'not', of: withParts(filter.of, replace) } : filter;
}

import { fieldNamed } from '../../../../shared/fields/catalogue.ts';
import { everything, type Filter } from '../../../../shared/filter/filter.ts';
import { normalise } from '../../../../shared/filter/normalise.ts';
import type { Sql } from '../../db/sql.ts';
import type { Covered } from '../../derive/background-tables.ts';
import { keptPathOf, nothingCovered } from './kept-path.ts';
import { placeOf } from './place.ts';

/** Parts of a filter whose events are known already: by `partKey`, the table or list that holds them, which `Dialect.isAmong` reads. */
export type KnownRows = ReadonlyMap<string, Sql>;

/** Nothing is known yet. */
export const nothingKnown: KnownRows = new Map();

/** What a part of a filter is known by. */
export const partKey = (part: Filter): string => JSON.stringify(normalise(part));

/** The table with the events of a part of a filter, where a search through the records has found them. */
export const knownRowsOf = (part: Filter, known: KnownRows): Sql | undefined =>
  known.size === 0 || part.kind === 'and' || part.kind === 'not' ? undefined : known.get(partKey(part));

function isCostlyField(filter: Filter & { readonly kind: 'field' }, covered: Covered): boolean {
  const { test, field } = filter;
  if (test.op !== 'same-as' && keptPathOf(field, covered)) return false;
  const isInDocument = (name: string): boolean => {
    const place = placeOf(name);
    return place.kind === 'path' || place.type === 'json';
  };
  // Where a column is empty the record itself must say whether the key is missing or null.
  if (test.op === 'absent' && fieldNamed(field)?.type === 'time') return false;
  if (test.op === 'absent' || test.op === 'null') return fieldNamed(field)?.derived !== true;
  if (test.op === 'exists') return placeOf(field).kind === 'path';
  return isInDocument(field) || (test.op === 'same-as' && isInDocument(test.field));
}

/** True when answering the filter means reading through JSON text: plain words, and paths into the record that are not kept. */
function isCostly(filter: Filter, covered: Covered): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.of.some((one) => isCostly(one, covered));
    case 'not':
      return isCostly(filter.of, covered);
    case 'field':
      return isCostlyField(filter, covered);
    case 'text':
      return filter.text !== '';
  }
}

/**
 * The parts of a filter that are to be looked up one by one: costly ones that stand under `and` and `not` alone. An `or`
 * with a costly member is one part, because its events are those of all members.
 */
export function costlyParts(
  filter: Filter,
  known: KnownRows,
  covered: Covered = nothingCovered,
): readonly Filter[] {
  if (!isCostly(filter, covered) || knownRowsOf(filter, known)) return [];
  if (filter.kind === 'and') return filter.of.flatMap((one) => costlyParts(one, known, covered));
  return filter.kind === 'not' ? costlyParts(filter.of, known, covered) : [filter];
}

/** What the filter asks without its costly parts: it keeps at least the events that the filter keeps. */
export function withoutCostly(filter: Filter, known: KnownRows, covered: Covered = nothingCovered): Filter {
  if (costlyParts(filter, known, covered).length === 0) return filter;
  return filter.kind === 'and'
    ? { kind: 'and', of: filter.of.map((one) => withoutCostly(one, known, covered)) }
    : everything;
}

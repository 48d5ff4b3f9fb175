import { conjuncts, fromConjuncts, ownField } from './conjuncts.ts';
import { fieldKind } from './field-names.ts';
import type { Filter, Scalar } from './filter.ts';
import { normalise } from './normalise.ts';
import { scalarFor } from './scalars.ts';

/** A value of a facet; `null` stands for the events without one. */
export type FacetValue = Scalar | null;

/** The values of one field that a filter asks for and those it leaves out. */
export interface FacetSelection {
  readonly included: readonly FacetValue[];
  readonly excluded: readonly FacetValue[];
}

interface Values {
  readonly values: readonly FacetValue[];
  readonly caseSensitive: boolean;
}

/** What one conjunct says about its field when it only names whole values. */
interface Part extends Values {
  readonly isNegated: boolean;
}

const leafValues = (filter: Filter): Values | undefined => {
  if (filter.kind !== 'field') return undefined;
  const { test } = filter;
  if (test.op === 'equals') return { values: [test.value], caseSensitive: test.caseSensitive };
  if (test.op === 'in') return { values: test.values, caseSensitive: test.caseSensitive };
  return test.op === 'absent' ? { values: [null], caseSensitive: true } : undefined;
};

const isExists = (filter: Filter): boolean => filter.kind === 'field' && filter.test.op === 'exists';

/** The values a positive filter names: a list, “missing”, or both joined by `or`. */
function namedValues(filter: Filter): Values | undefined {
  if (filter.kind === 'not' && isExists(filter.of)) return { values: [null], caseSensitive: true };
  if (filter.kind !== 'or') return leafValues(filter);
  const parts = filter.of.map(namedValues);
  const known = parts.flatMap((part) => (part ? [part] : []));
  if (known.length === 0 || known.length !== parts.length) return undefined;
  return {
    values: known.flatMap(({ values }) => values),
    caseSensitive: known.every((part) => part.caseSensitive),
  };
}

function partOf(conjunct: Filter): Part | undefined {
  if (isExists(conjunct)) return { values: [null], caseSensitive: true, isNegated: true };
  const named = namedValues(conjunct);
  if (named) return { ...named, isNegated: false };
  const negated = conjunct.kind === 'not' ? namedValues(conjunct.of) : undefined;
  return negated && { ...negated, isNegated: true };
}

interface Selected {
  readonly included: Values | undefined;
  readonly excluded: Values;
  /** The conjuncts that the selection stands for. */
  readonly parts: ReadonlySet<Filter>;
}

function selected(list: readonly Filter[], field: string): Selected {
  const parts = new Set<Filter>();
  let included: Values | undefined;
  let excluded: Values = { values: [], caseSensitive: true };
  for (const conjunct of list) {
    const part = ownField(conjunct) === field ? partOf(conjunct) : undefined;
    // A second positive list narrows the first; it stays a conjunct of its own.
    if (!part || (included && !part.isNegated)) continue;
    parts.add(conjunct);
    if (!part.isNegated) included = part;
    else {
      excluded = {
        values: [...excluded.values, ...part.values],
        caseSensitive: excluded.caseSensitive && part.caseSensitive,
      };
    }
  }
  return { included, excluded, parts };
}

const isSameValue = (field: string, left: FacetValue, right: FacetValue, caseSensitive: boolean): boolean => {
  if (left === null || right === null) return left === right;
  const [one, other] = [scalarFor(field, left), scalarFor(field, right)];
  // A facet tells a JSON number as text; on paths both spellings find the same events.
  if (typeof one !== typeof other && fieldKind(field) === 'path') return String(one) === String(other);
  if (caseSensitive || typeof one !== 'string' || typeof other !== 'string') return one === other;
  return one.toLowerCase() === other.toLowerCase();
};

/** True when the list has the value in the type of the field, so that `true` and `"true"` are one on boolean fields. */
export const hasFacetValue = (field: string, list: readonly FacetValue[], value: FacetValue): boolean =>
  list.some((member) => isSameValue(field, member, value, true));

/** The whole values of the field that the filter's conjuncts name. Patterns and ranges are no selection. */
export function facetSelection(filter: Filter, field: string): FacetSelection {
  const { included, excluded } = selected(conjuncts(normalise(filter)), field);
  return { included: included?.values ?? [], excluded: excluded.values };
}

/**
 * Events without the field. `not exists` counts a JSON null and a value of the wrong type as missing, as a facet's count
 * does, and is answered from the column alone.
 */
const missing = (field: string): Filter => ({
  kind: 'not',
  of: { kind: 'field', field, test: { op: 'exists' } },
});

function included(field: string, { values, caseSensitive }: Values): readonly Filter[] {
  const scalars = values.flatMap((value) => (value === null ? [] : [value]));
  const list: Filter = { kind: 'field', field, test: { op: 'in', values: scalars, caseSensitive } };
  const hasMissing = scalars.length < values.length;
  if (scalars.length === 0) return hasMissing ? [missing(field)] : [];
  return [normalise(hasMissing ? { kind: 'or', of: [list, missing(field)] } : list)];
}

const excluded = (field: string, { values, caseSensitive }: Values): readonly Filter[] => [
  ...included(field, { values: values.filter((value) => value !== null), caseSensitive }).map((list) =>
    normalise({ kind: 'not', of: list }),
  ),
  ...(values.includes(null) ? [normalise({ kind: 'not', of: missing(field) })] : []),
];

/** The conjuncts with the selection of one field put where its first part stood, or at the end. */
function replaced(list: readonly Filter[], old: ReadonlySet<Filter>, next: readonly Filter[]): Filter {
  const at = list.findIndex((conjunct) => old.has(conjunct));
  const others = list.filter((conjunct) => !old.has(conjunct));
  const position = at < 0 ? others.length : at;
  return fromConjuncts([...others.slice(0, position), ...next, ...others.slice(position)]);
}

function change(
  filter: Filter,
  field: string,
  edit: (now: Selected) => { included: Values; excluded: Values },
): Filter {
  const list = conjuncts(normalise(filter));
  const now = selected(list, field);
  const next = edit(now);
  return replaced(list, now.parts, [...included(field, next.included), ...excluded(field, next.excluded)]);
}

const without = (field: string, list: Values, value: FacetValue): Values => ({
  ...list,
  values: list.values.filter((member) => !isSameValue(field, member, value, list.caseSensitive)),
});

function toggled(field: string, list: Values, value: FacetValue): Values {
  const rest = without(field, list, value);
  if (rest.values.length < list.values.length) return rest;
  return { ...list, values: [...list.values, value === null ? null : scalarFor(field, value)] };
}

const none: Values = { values: [], caseSensitive: true };

/** Adds the value to those asked for, or takes it back; a value left out before is no longer left out. */
export const toggleInclude = (filter: Filter, field: string, value: FacetValue): Filter =>
  change(filter, field, (now) => ({
    included: toggled(field, now.included ?? none, value),
    excluded: without(field, now.excluded, value),
  }));

/** Adds the value to those left out, or takes it back; a value asked for before is no longer asked for. */
export const toggleExclude = (filter: Filter, field: string, value: FacetValue): Filter =>
  change(filter, field, (now) => ({
    included: without(field, now.included ?? none, value),
    excluded: toggled(field, now.excluded, value),
  }));

/** Asks for this value alone, in place of everything the filter said about the field. */
export function onlyThis(filter: Filter, field: string, value: FacetValue): Filter {
  const list = conjuncts(normalise(filter));
  const own = new Set(list.filter((conjunct) => ownField(conjunct) === field));
  return replaced(list, own, included(field, { values: [value], caseSensitive: true }));
}

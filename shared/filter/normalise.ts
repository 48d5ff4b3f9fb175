import { canonicalField, fieldKind } from './field-names.ts';
import { everything, type Filter, type Scalar, type Test } from './filter.ts';
import { scalarFor } from './scalars.ts';
import { wildcardParts, wildcardPattern } from './wildcard.ts';

/** Matches no event. */
export const nothing: Filter = { kind: 'or', of: [] };

/** True for the tree that matches every event. */
export const isEverything = (filter: Filter): boolean => filter.kind === 'and' && filter.of.length === 0;

/** True for the tree that matches no event. */
export const isNothing = (filter: Filter): boolean => filter.kind === 'or' && filter.of.length === 0;

const distinct = (values: readonly Scalar[]): readonly Scalar[] => [...new Set(values)];

function normaliseWildcard(pattern: string, caseSensitive: boolean): Test {
  const parts = wildcardParts(pattern);
  if (parts.length === 1 && parts[0]?.kind === 'any') return { op: 'exists' };
  const literals = parts.flatMap((part) => (part.kind === 'literal' ? [part.text] : []));
  if (literals.length < parts.length)
    return { op: 'wildcard', pattern: wildcardPattern(parts), caseSensitive };
  return { op: 'equals', value: literals.join(''), caseSensitive };
}

/** The pattern without needless escapes of `/`; a lone `\` at its end, which no syntax could print, becomes literal. */
const plainRegex = (pattern: string): string =>
  pattern.replace(/\\([^])|\\$/g, (pair, escaped?: string) =>
    escaped === undefined ? '\\\\' : escaped === '/' ? '/' : pair,
  );

function normaliseTest(field: string, test: Test): Test {
  const scalar = (value: Scalar): Scalar => scalarFor(field, value);
  const bound = (value: string | number): string | number => {
    if (typeof value === 'string') return value;
    return fieldKind(field) === 'time' ? String(value) : value + 0;
  };
  switch (test.op) {
    case 'equals':
      return { ...test, value: scalar(test.value) };
    case 'in': {
      const values = distinct(test.values.map(scalar));
      const [only] = values;
      if (values.length !== 1 || only === undefined) return { ...test, values };
      return { op: 'equals', value: only, caseSensitive: test.caseSensitive };
    }
    case 'wildcard': {
      const simple = normaliseWildcard(test.pattern, test.caseSensitive);
      return simple.op === 'equals' ? { ...simple, value: scalar(simple.value) } : simple;
    }
    case 'regex':
      return test.pattern === '' ? { op: 'exists' } : { ...test, pattern: plainRegex(test.pattern) };
    case 'compare':
      return { ...test, value: bound(test.value) };
    case 'between':
      return { ...test, from: bound(test.from), to: bound(test.to) };
    case 'same-as':
      return { ...test, field: canonicalField(test.field) };
    default:
      return test;
  }
}

/** Members with nested ones of the same kind lifted out, `neutral` ones dropped; undefined when one decides alone. */
function flatten(kind: 'and' | 'or', members: readonly Filter[]): readonly Filter[] | undefined {
  const flat = members.flatMap((member) => (member.kind === kind ? member.of : [member]));
  const decides = kind === 'and' ? isNothing : isEverything;
  return flat.some(decides) ? undefined : flat;
}

/**
 * The same filter in its one shape: nested `and` and `or` are flat, single members stand alone, double negations and
 * constants are gone, values have their field's type. Two texts that mean the same tree have equal shapes.
 */
export function normalise(filter: Filter): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const flat = flatten(filter.kind, filter.of.map(normalise));
      if (!flat) return filter.kind === 'and' ? nothing : everything;
      const [only] = flat;
      return flat.length === 1 && only ? only : { kind: filter.kind, of: flat };
    }
    case 'not': {
      const inner = normalise(filter.of);
      if (inner.kind === 'not') return inner.of;
      if (isEverything(inner)) return nothing;
      return isNothing(inner) ? everything : { kind: 'not', of: inner };
    }
    case 'field': {
      const field = canonicalField(filter.field);
      return { kind: 'field', field, test: normaliseTest(field, filter.test) };
    }
    case 'text':
      return filter.text === '' ? everything : filter;
  }
}

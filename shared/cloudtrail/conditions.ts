import type { Filter } from '../filter/filter.ts';

/** The field has this very value. */
export const is = (field: string, value: string): Filter => ({
  kind: 'field',
  field,
  test: { op: 'equals', value, caseSensitive: true },
});

/** The field has one of these very values. */
export const isAmong = (field: string, values: readonly string[]): Filter => ({
  kind: 'field',
  field,
  test: { op: 'in', values, caseSensitive: true },
});

/** The field has a value in which an RE2 pattern is found. */
export const matches = (field: string, pattern: string): Filter => ({
  kind: 'field',
  field,
  test: { op: 'regex', pattern, caseSensitive: true },
});

/** The field has a value. */
export const isThere = (field: string): Filter => ({ kind: 'field', field, test: { op: 'exists' } });

/** The condition does not hold. */
export const not = (of: Filter): Filter => ({ kind: 'not', of });

/** All of the conditions hold. */
export const all = (...of: readonly Filter[]): Filter => ({ kind: 'and', of });

/** One of the conditions holds. */
export const any = (...of: readonly Filter[]): Filter => ({ kind: 'or', of });

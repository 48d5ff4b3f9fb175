import { looksLikeBlock } from './address.ts';
import { fieldKind } from './field-names.ts';
import type { Scalar } from './filter.ts';

const bareWord = /^[\p{L}\p{N}\p{M}._/:@+~#$%-]+$/u;

/** The words of the syntax, in lower case. */
export const keywords: ReadonlySet<string> = new Set(['and', 'or', 'not', 'to']);

/** Text in double quotes, as the filter syntax reads it back. */
export const quoteText = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** True when the text can stand as a value without quotes and without being read as something else. */
export const isBareValue = (text: string): boolean =>
  bareWord.test(text) && !/^[-/@]/.test(text) && !keywords.has(text.toLowerCase());

/**
 * What an unquoted word means as a value of the field: truth values on boolean fields, numbers on number fields, either
 * on paths (whose values carry JSON types), text everywhere else. Numbers must be in their shortest spelling, so that
 * `007` and account numbers stay text.
 */
export function scalarOfWord(field: string, word: string): Scalar {
  const kind = fieldKind(field);
  const lower = word.toLowerCase();
  if (kind === 'boolean' && (lower === 'true' || lower === 'false')) return lower === 'true';
  if (kind === 'path' && (word === 'true' || word === 'false')) return word === 'true';
  const isNumber = /^-?\d/.test(word) && String(Number(word)) === word;
  return (kind === 'path' || kind === 'number') && isNumber ? Number(word) : word;
}

/** What an unquoted word means after `<`, `>` or in a range: a number wherever it looks like one, except in times. */
export function boundOfWord(field: string, word: string): string | number {
  const isNumber = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(word) && Number.isFinite(Number(word));
  return isNumber && fieldKind(field) !== 'time' ? Number(word) : word;
}

/** The scalar in the type the field compares with, so that equal tests are equal trees. */
export function scalarFor(field: string, value: Scalar): Scalar {
  const kind = fieldKind(field);
  const isTyped = kind === 'boolean' || kind === 'number';
  if (kind !== 'path' && !isTyped) return String(value);
  if (isTyped && typeof value === 'string') return scalarOfWord(field, value);
  if (isTyped && typeof value !== kind) return String(value);
  return Object.is(value, -0) ? 0 : value;
}

/** A value of an equality as text of the filter syntax. */
export function printScalar(field: string, value: Scalar): string {
  if (typeof value !== 'string') return String(value);
  const isPlain =
    scalarOfWord(field, value) === value && !(fieldKind(field) === 'ip' && looksLikeBlock(value));
  return isPlain && isBareValue(value) ? value : quoteText(value);
}

/** A bound of a comparison or range as text of the filter syntax. */
export function printBound(field: string, value: string | number): string {
  if (typeof value === 'number') return String(value);
  return boundOfWord(field, value) === value && isBareValue(value) ? value : quoteText(value);
}

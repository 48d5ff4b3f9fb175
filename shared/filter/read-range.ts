import { fieldKind } from './field-names.ts';
import type { Comparison, Filter, Test } from './filter.ts';
import { checkScalar, isEnded, refuseRun } from './read-checks.ts';
import { mark, readString, readWord, report, skipSpace, take, takeKeyword, type Reading } from './reading.ts';
import { boundOfWord } from './scalars.ts';

type Bound = { readonly kind: 'open' } | { readonly kind: 'bound'; readonly value: string | number };

/** Reads a bound of a range or comparison, where a lone `*` is open; undefined, with a problem, when there is none. */
function readBound(reading: Reading, field: string, stops: string): Bound | undefined {
  const from = reading.at;
  const quoted = readString(reading, field);
  const word = quoted === undefined ? readWord(reading) : undefined;
  const isOpen = word?.pattern === '*';
  if ((quoted === undefined && !word) || (word?.hasWildcard && !isOpen) || !isEnded(reading, stops)) {
    refuseRun(reading, quoted === undefined ? from : reading.at, stops);
    return undefined;
  }
  if (word) mark(reading, 'value', from, field);
  if (isOpen) return { kind: 'open' };
  const isPlain = word?.text === reading.text.slice(from, reading.at);
  const value = quoted ?? (word && isPlain ? boundOfWord(field, word.text) : (word?.text ?? ''));
  if (fieldKind(field) === 'time') checkScalar(reading, from, field, value);
  return { kind: 'bound', value };
}

function rangeTest(from: Bound, to: Bound): Test {
  if (from.kind === 'open' && to.kind === 'open') return { op: 'exists' };
  if (from.kind === 'open')
    return to.kind === 'open' ? { op: 'exists' } : { op: 'compare', than: '<=', value: to.value };
  if (to.kind === 'open') return { op: 'compare', than: '>=', value: from.value };
  return { op: 'between', from: from.value, to: to.value };
}

/** Reads `[from to to]` where the reader stands; `undefined` after reporting what is wrong with it. */
export function readRange(reading: Reading, field: string): Test | undefined {
  const open = reading.at;
  take(reading, '[', 'bracket', field);
  skipSpace(reading);
  const from = readBound(reading, field, ']');
  skipSpace(reading);
  const hasTo = takeKeyword(reading, 'to');
  skipSpace(reading);
  const to = hasTo ? readBound(reading, field, ']') : undefined;
  skipSpace(reading);
  const isClosed = take(reading, ']', 'bracket', field);
  if (from && to && isClosed) return rangeTest(from, to);
  if (!isClosed) {
    const rest = reading.at;
    const end = reading.text.indexOf(']', rest);
    reading.at = end < 0 ? reading.text.length : end + 1;
    if (rest < reading.at) mark(reading, 'error', rest);
  }
  report(reading, open, reading.at, 'A range is written [lowest to highest], with * for an open end.');
  return undefined;
}

/** Reads what follows `<`, `<=`, `>` or `>=`. */
export function readComparison(reading: Reading, field: string, than: Comparison): Filter | undefined {
  const bound = readBound(reading, field, ')');
  if (bound?.kind === 'bound')
    return { kind: 'field', field, test: { op: 'compare', than, value: bound.value } };
  if (bound) report(reading, reading.at - 1, reading.at, `A value is missing after “${than}”.`);
  return undefined;
}

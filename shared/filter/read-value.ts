import { isAddressBlock, looksLikeBlock } from './address.ts';
import { fieldKind } from './field-names.ts';
import type { Filter, Scalar, Test } from './filter.ts';
import { maxListLength } from './limits.ts';
import { readPath } from './path.ts';
import { acceptName, checkScalar, isEnded, refuseRun } from './read-checks.ts';
import { readRange } from './read-range.ts';
import {
  isAtEnd,
  mark,
  peek,
  readString,
  readWord,
  report,
  skipSpace,
  take,
  type Reading,
} from './reading.ts';
import { scalarOfWord } from './scalars.ts';

/** Where a value stands: its field, whether letter case counts, and the characters that end it besides space. */
interface Place {
  readonly field: string;
  readonly caseSensitive: boolean;
  readonly stops: string;
}

type Value =
  { readonly kind: 'scalar'; readonly scalar: Scalar } | { readonly kind: 'test'; readonly test: Test };

const scalar = (value: Scalar): Value => ({ kind: 'scalar', scalar: value });
const test = (value: Test): Value => ({ kind: 'test', test: value });

function readRegex(reading: Reading, { field, stops }: Place): Value | undefined {
  const from = reading.at;
  const match = peek(reading, /\/((?:[^/\\]|\\[^])*)\/(i?)/y);
  if (!match) return undefined;
  reading.at += match[0].length;
  if (!isEnded(reading, stops)) {
    reading.at = from;
    return undefined;
  }
  mark(reading, 'regex', from, field);
  const pattern = (match[1] ?? '').replace(/\\([^])/g, (pair, escaped: string) =>
    escaped === '/' ? '/' : pair,
  );
  return test({ op: 'regex', pattern, caseSensitive: match[2] !== 'i' });
}

function readReference(reading: Reading, { caseSensitive, stops }: Place): Value | 'refused' | undefined {
  if (reading.text[reading.at] !== '@') return undefined;
  const from = reading.at;
  const path = readPath(reading.text, from + 1);
  if (!path) return undefined;
  reading.at = path.end;
  if (!isEnded(reading, stops)) {
    reading.at = from;
    return undefined;
  }
  const other = acceptName(reading, from, path);
  return other === undefined ? 'refused' : test({ op: 'same-as', field: other, caseSensitive });
}

function readPlain(reading: Reading, { field, caseSensitive, stops }: Place): Value | undefined {
  const from = reading.at;
  const word = readWord(reading);
  if (!word || !isEnded(reading, stops)) {
    refuseRun(reading, from, stops);
    return undefined;
  }
  mark(reading, 'value', from, field);
  if (word.hasWildcard) {
    return test(
      /^\*+$/.test(word.pattern)
        ? { op: 'exists' }
        : { op: 'wildcard', pattern: word.pattern, caseSensitive },
    );
  }
  if (fieldKind(field) === 'ip' && looksLikeBlock(word.text)) {
    if (isAddressBlock(word.text)) return test({ op: 'cidr', block: word.text });
    report(
      reading,
      from,
      reading.at,
      `${word.text} is not an address block such as 10.0.0.0/8 or 2001:db8::/32.`,
    );
  }
  const value =
    word.text === reading.text.slice(from, reading.at) ? scalarOfWord(field, word.text) : word.text;
  checkScalar(reading, from, field, value);
  return scalar(value);
}

/** Reads one value of an equality; undefined, with a problem reported, when there is none. */
function readValue(reading: Reading, place: Place): Value | undefined {
  const from = reading.at;
  const text = readString(reading, place.field);
  if (text !== undefined) {
    checkScalar(reading, from, place.field, text);
    if (!isEnded(reading, place.stops)) refuseRun(reading, reading.at, place.stops);
    return scalar(text);
  }
  const regex = readRegex(reading, place);
  if (regex) return regex;
  const reference = readReference(reading, place);
  if (reference === 'refused') return undefined;
  return reference ?? readPlain(reading, place);
}

const asTest = (value: Value, { caseSensitive }: Place): Test =>
  value.kind === 'test' ? value.test : { op: 'equals', value: value.scalar, caseSensitive };

function listFilter(values: readonly Value[], place: Place): Filter {
  const leaf = (one: Test): Filter => ({ kind: 'field', field: place.field, test: one });
  const scalars = values.flatMap((value) => (value.kind === 'scalar' ? [value.scalar] : []));
  const others = values.flatMap((value) => (value.kind === 'test' ? [leaf(value.test)] : []));
  const list = leaf({ op: 'in', values: scalars, caseSensitive: place.caseSensitive });
  if (others.length === 0) return list;
  return { kind: 'or', of: scalars.length === 0 ? others : [list, ...others] };
}

function readList(reading: Reading, place: Place): Filter {
  const open = reading.at;
  take(reading, '(', 'bracket', place.field);
  const values: Value[] = [];
  const inside = { ...place, stops: '),' };
  for (;;) {
    skipSpace(reading);
    if (take(reading, ')', 'bracket', place.field)) break;
    if (isAtEnd(reading)) {
      report(reading, open, reading.at, 'The bracket of this list is not closed.');
      break;
    }
    if (take(reading, ',', 'operator', place.field)) continue;
    const word = peek(reading, /(or|and|not)(?=[\s),]|$)/iy)?.[0];
    if (word !== undefined) {
      reading.at += word.length;
      mark(reading, 'keyword', reading.at - word.length, place.field);
      if (word.toLowerCase() !== 'or') {
        report(
          reading,
          reading.at - word.length,
          reading.at,
          `A list of values has “or” or commas, not “${word}”.`,
        );
      }
      continue;
    }
    const value = readValue(reading, inside);
    if (value) values.push(value);
  }
  if (values.length > maxListLength) {
    report(
      reading,
      open,
      reading.at,
      `A list can have ${maxListLength} values at most; this one has ${values.length}.`,
    );
  }
  return listFilter(values, place);
}

/** Reads what follows `:`, `=` or `!=`: one value, a list in brackets, or a range. */
export function readEquality(reading: Reading, field: string, caseSensitive: boolean): Filter | undefined {
  const place: Place = { field, caseSensitive, stops: ')' };
  const next = reading.text[reading.at];
  if (next === '(') return readList(reading, place);
  const test = next === '[' ? readRange(reading, field) : readValue(reading, place);
  if (!test) return undefined;
  return { kind: 'field', field, test: 'op' in test ? test : asTest(test, place) };
}

/** Reads an address block as text, quoted or not. */
export function readBlock(reading: Reading, field: string): string | undefined {
  const from = reading.at;
  const quoted = readString(reading, field);
  const word = quoted === undefined ? readWord(reading) : undefined;
  if (word) mark(reading, 'value', from, field);
  const block = quoted ?? word?.text;
  if (block !== undefined && !isAddressBlock(block)) {
    report(reading, from, reading.at, 'An address block is written like 10.0.0.0/8 or 2001:db8::/32.');
  }
  return block;
}

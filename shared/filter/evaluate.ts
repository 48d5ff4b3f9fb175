import { AppError } from '../bridge/errors.ts';
import { fieldNamed, isNoteField } from '../fields/catalogue.ts';
import { readTime } from '../time/read-time.ts';
import { isAddress } from './address.ts';
import {
  addressNumber,
  addressRange,
  isInRange,
  writtenAddress,
  type AddressNumber,
} from './address-range.ts';
import { fieldKind } from './field-names.ts';
import type { Comparison, Filter, Scalar, Test } from './filter.ts';
import { foldCase } from './fold-case.ts';
import { parsePath, type PathStep } from './path.ts';
import { re2Pattern } from './re2-pattern.ts';
import { scalarFor } from './scalars.ts';
import { sourceAddresses } from './source-addresses.ts';
import { wildcardParts } from './wildcard.ts';

/** What a filter is put to: one event, as the workspace would hold it. */
export interface FilterSubject {
  /**
   * The value of a field of the catalogue; null or undefined for none. JSON elements are parsed, times are text, and a field
   * of notes with several values gives a list.
   */
  readonly column: (field: string) => unknown;
  /** The parsed record, for paths into it. */
  readonly record: unknown;
  /** The record's exact text, for words anywhere in it. */
  readonly raw: string;
}

/** Tells whether a filter keeps an event. */
export type Predicate = (subject: FilterSubject) => boolean;

type Holds = (value: unknown) => boolean;
type Find = (subject: FilterSubject) => readonly unknown[];

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const folded = (text: string, caseSensitive: boolean): string => (caseSensitive ? text : foldCase(text));

const micros = (value: unknown): number | undefined => readTime(asText(value))?.micros;

/** A time as filters see its text: UTC, to the second. */
const timeText = (value: unknown): string => {
  const at = micros(value);
  return at === undefined ? '' : `${new Date(Math.floor(at / 1_000)).toISOString().slice(0, 19)}Z`;
};

const textOf = (field: string): ((value: unknown) => string) =>
  fieldKind(field) === 'time' ? timeText : asText;

function asNumber(text: string): number | undefined {
  const plain = text.replace(/^[\t-\r ]+|[\t-\r ]+$/g, '');
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(plain)) return undefined;
  return Number.isFinite(Number(plain)) ? Number(plain) : undefined;
}

/** The order of two texts by code point; that of UTF-16 differs beyond the first plane. */
function compareTexts(left: string, right: string): number {
  const [one, other] = [Array.from(left), Array.from(right)];
  const at = one.findIndex((character, index) => character !== other[index]);
  if (at < 0) return one.length - other.length;
  return (one[at]?.codePointAt(0) ?? 0) - (other[at]?.codePointAt(0) ?? -1);
}

function stepsOf(field: string): readonly PathStep[] {
  const steps = parsePath(field);
  if (steps) return steps;
  const message = `“${field.slice(0, 100)}” is neither a field nor a path into the record.`;
  throw new AppError('filter-syntax', message);
}

/** Everything at a place below a value, JSON nulls included. */
function below(value: unknown, steps: readonly PathStep[]): readonly unknown[] {
  const [step, ...rest] = steps;
  if (!step) return value === undefined ? [] : [value];
  if (Array.isArray(value)) {
    if (step.kind === 'key') return [];
    const items = value as readonly unknown[];
    return (step.kind === 'any' ? items : items.slice(step.index, step.index + 1)).flatMap((item) =>
      below(item, rest),
    );
  }
  if (step.kind !== 'key' || typeof value !== 'object' || value === null) return [];
  return Object.hasOwn(value, step.key)
    ? below((value as Readonly<Record<string, unknown>>)[step.key], rest)
    : [];
}

const isPresent = (value: unknown): boolean => value !== null && value !== undefined;

/** Finds the values of a field, JSON nulls of paths included. */
function finderOf(field: string): Find {
  const steps = stepsOf(field);
  const [first, ...rest] = steps;
  if (fieldNamed(field)) {
    const isMany = isNoteField(field);
    return ({ column }) => {
      const value = column(field);
      const values = isMany && Array.isArray(value) ? (value as readonly unknown[]) : [value];
      return values.filter(isPresent);
    };
  }
  const head = first?.kind === 'key' && fieldNamed(first.key)?.type === 'json' ? first.key : undefined;
  if (head !== undefined) return ({ column }) => below(column(head) ?? undefined, rest);
  return ({ record }) => below(record, steps);
}

function equalsAny(field: string, values: readonly Scalar[], caseSensitive: boolean): Holds {
  const typed = values.map((value) => scalarFor(field, value));
  const kind = fieldKind(field);
  if (kind === 'time') {
    const moments = new Set(typed.map(micros).filter((moment) => moment !== undefined));
    return (value) => moments.has(micros(value) ?? Number.NaN);
  }
  if (kind === 'boolean') {
    const wanted = new Set(typed.filter((value) => typeof value === 'boolean').map(String));
    return (value) => wanted.has(asText(value));
  }
  const numbers = new Set(typed.filter((value) => typeof value === 'number'));
  if (kind === 'number') return (value) => numbers.has(asNumber(asText(value)) ?? Number.NaN);
  const words = typed.filter((value) => typeof value !== 'number').map(String);
  if (kind === 'ip') {
    const isNamed = namesAny(words.filter(isAddress));
    const isText = isOneOf(
      words.filter((word) => !isAddress(word)),
      caseSensitive,
    );
    return (value) => isNamed(value) || isText(value);
  }
  const isText = isOneOf(words, caseSensitive);
  if (numbers.size === 0) return isText;
  return (value) => isText(value) || numbers.has(asNumber(asText(value)) ?? Number.NaN);
}

function isOneOf(texts: readonly string[], caseSensitive: boolean): Holds {
  const wanted = new Set(texts.map((text) => folded(text, caseSensitive)));
  return (value) => wanted.has(folded(asText(value), caseSensitive));
}

/** A source that names one of some addresses, whatever their spelling. */
function namesAny(addresses: readonly string[]): Holds {
  const keyOf = (address: string): string => {
    const { version, number } = addressNumber(address) ?? {};
    return `${version ?? ''} ${number ?? ''}`;
  };
  const wanted = new Set(addresses.map(keyOf));
  return (value) => sourceAddresses(asText(value)).some((address) => wanted.has(keyOf(address)));
}

function isLike(pattern: string, caseSensitive: boolean): (text: string) => boolean {
  const source = wildcardParts(pattern).map((part) => {
    if (part.kind === 'any') return '[^]*';
    if (part.kind === 'one') return '[^]';
    return folded(part.text, caseSensitive).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  });
  const expression = new RegExp(`^${source.join('')}$`, 'u');
  return (text) => expression.test(folded(text, caseSensitive));
}

const isInOrder: Readonly<Record<Comparison, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function compares(field: string, than: Comparison, bound: string | number): Holds {
  const isIn = isInOrder[than];
  if (fieldKind(field) === 'time') {
    const moment = micros(bound);
    if (moment === undefined) {
      const message = `${field} is compared with “${String(bound).slice(0, 100)}”, which is not a time such as 2023-07-10T11:00:00Z.`;
      throw new AppError('filter-syntax', message);
    }
    return (value) => isIn((micros(value) ?? Number.NaN) - moment);
  }
  if (typeof bound === 'number') return (value) => isIn((asNumber(asText(value)) ?? Number.NaN) - bound);
  return (value) => isIn(compareTexts(asText(value), bound));
}

function within(field: string, block: string): Holds {
  const range = addressRange(block);
  const isIn = (address: AddressNumber | undefined): boolean =>
    address !== undefined && isInRange(address, range);
  if (fieldKind(field) !== 'ip') return (value) => isIn(writtenAddress(asText(value)));
  return (value) => sourceAddresses(asText(value)).some((address) => isIn(addressNumber(address)));
}

/** A key that is missing, or there with the value null. A column without a value leaves that to the record. */
function keyState(field: string, state: 'absent' | 'null', find: Find): Predicate {
  const known = fieldNamed(field);
  const ofKey = (values: readonly unknown[]): boolean =>
    state === 'absent' ? values.length === 0 : values.includes(null);
  if (!known) return (subject) => ofKey(find(subject));
  if (known.derived || (state === 'absent' && known.type === 'time'))
    return (subject) => state === 'absent' && find(subject).length === 0;
  const steps = stepsOf(field);
  return (subject) => find(subject).length === 0 && ofKey(below(subject.record, steps));
}

function sameAs(field: string, other: string, caseSensitive: boolean, find: Find): Predicate {
  const findOther = finderOf(other);
  const areTimes = fieldKind(field) === 'time' && fieldKind(other) === 'time';
  const textIn = (name: string): ((value: unknown) => unknown) =>
    areTimes ? micros : (value) => folded(textOf(name)(value), caseSensitive);
  const [own, foreign] = [textIn(field), textIn(other)];
  return (subject) => {
    const wanted = new Set(findOther(subject).filter(isPresent).map(foreign));
    return find(subject).some((value) => isPresent(value) && wanted.has(own(value)));
  };
}

/** What a test asks of a single value; undefined for tests of the field as a whole. */
function valueTest(field: string, test: Test): Holds | undefined {
  const text = textOf(field);
  switch (test.op) {
    case 'equals':
      return equalsAny(field, [test.value], test.caseSensitive);
    case 'in':
      return equalsAny(field, test.values, test.caseSensitive);
    case 'wildcard': {
      const like = isLike(test.pattern, test.caseSensitive);
      return (value) => like(text(value));
    }
    case 'regex': {
      const expression = re2Pattern(test.pattern, test.caseSensitive);
      return (value) => expression.test(text(value));
    }
    case 'compare':
      return compares(field, test.than, test.value);
    case 'between': {
      const bounds = [compares(field, '>=', test.from), compares(field, '<=', test.to)];
      return (value) => bounds.every((holds) => holds(value));
    }
    case 'cidr':
      return within(field, test.block);
    case 'exists':
      return () => true;
    default:
      return undefined;
  }
}

function fieldPredicate(field: string, test: Test): Predicate {
  const find = finderOf(field);
  if (test.op === 'absent' || test.op === 'null') return keyState(field, test.op, find);
  if (test.op === 'same-as') return sameAs(field, test.field, test.caseSensitive, find);
  const holds = valueTest(field, test);
  return (subject) => find(subject).some((value) => isPresent(value) && holds?.(value) === true);
}

/** Keys and values of a document, as text. */
function texts(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [asText(value)];
  return Object.entries(value).flatMap(([key, member]) => [key, ...texts(member)]);
}

function textPredicate(text: string): Predicate {
  const wanted = text.toLowerCase();
  return ({ raw, record }) => [raw, ...texts(record)].some((one) => one.toLowerCase().includes(wanted));
}

/**
 * A predicate tree as a function over single events: what `compileFilter` says in SQL, without a database. Both are held
 * against each other by a test over generated filters. Throws as `compileFilter` does: `filter-syntax` for a field that is
 * no path or a bound that is no time, `bad-pattern` for an impossible block; and at once for a regular expression.
 */
export function predicateOf(filter: Filter): Predicate {
  switch (filter.kind) {
    case 'and': {
      const members = filter.of.map(predicateOf);
      return (subject) => members.every((holds) => holds(subject));
    }
    case 'or': {
      const members = filter.of.map(predicateOf);
      return (subject) => members.some((holds) => holds(subject));
    }
    case 'not': {
      const holds = predicateOf(filter.of);
      return (subject) => !holds(subject);
    }
    case 'field':
      return fieldPredicate(filter.field, filter.test);
    case 'text':
      return textPredicate(filter.text);
  }
}

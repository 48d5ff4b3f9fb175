import ipaddr from 'ipaddr.js';
import { fieldNamed } from '../../../../shared/fields/catalogue.ts';
import type { Comparison, Filter, Scalar, Test } from '../../../../shared/filter/filter.ts';
import type { Json, Row } from './compile-filter-rows.ts';

/** The paths that tests use, taken apart by hand: keys, positions, and `'*'` alone for every element. */
export const paths: Readonly<Record<string, readonly (string | number | { readonly any: true })[]>> = {
  'requestParameters.bucketName': ['requestParameters', 'bucketName'],
  'requestParameters.maxResults': ['requestParameters', 'maxResults'],
  "requestParameters['a b']": ['requestParameters', 'a b'],
  "requestParameters['q\"x\\\\y\\'z.[0]']": ['requestParameters', 'q"x\\y\'z.[0]'],
  'requestParameters.policy': ['requestParameters', 'policy'],
  'requestParameters.items.id': ['requestParameters', 'items', 'id'],
  'requestParameters.items[0].id': ['requestParameters', 'items', 0, 'id'],
  'requestParameters.items[*].id': ['requestParameters', 'items', { any: true }, 'id'],
  'requestParameters.items[*]': ['requestParameters', 'items', { any: true }],
  'requestParameters.items[*].tags[*].key': [
    'requestParameters',
    'items',
    { any: true },
    'tags',
    { any: true },
    'key',
  ],
  'resources[*].ARN': ['resources', { any: true }, 'ARN'],
  'resources[*].n': ['resources', { any: true }, 'n'],
  'resources.ARN': ['resources', 'ARN'],
  'resources[1].ARN': ['resources', 1, 'ARN'],
  'userIdentity.unknownKey': ['userIdentity', 'unknownKey'],
  'eventContext.tag': ['eventContext', 'tag'],
  eventContext: ['eventContext'],
  'eventName.deeper': ['eventName', 'deeper'],
  'nowhere.at.all': ['nowhere', 'at', 'all'],
};

function walk(value: Json, steps: readonly (string | number | { readonly any: true })[]): readonly Json[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [value];
  if (typeof step === 'object')
    return Array.isArray(value) ? value.flatMap((one: Json) => walk(one, rest)) : [];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value) !== (typeof step === 'number')) return [];
  return Object.hasOwn(value, step)
    ? walk((value as { readonly [key: string]: Json })[step] ?? null, rest)
    : [];
}

const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Everything found at a field, JSON nulls included; a column's value when it has one. */
function found(row: Row, field: string): readonly Json[] {
  const steps = paths[field];
  if (steps) return walk(row.record, steps);
  const value = row.columns.get(field) ?? null;
  if (value === null) return [];
  return fieldNamed(field)?.type === 'json' ? [JSON.parse(asText(value)) as Json] : [value];
}

const fold = (text: string, caseSensitive: boolean): string => (caseSensitive ? text : text.toLowerCase());

const asNumber = (value: Json): number | undefined => {
  const text = asText(value).trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
};

/** The addresses a source names, each in one spelling; none when any of it is something else. */
function addressesOf(text: string): readonly string[] {
  const parts = text
    .split(', ')
    .map((part) => part.replace(/^\[(.*)\]:\d+$/, '$1').replace(/^([\d.]+):\d+$/, '$1'));
  const areAddresses = parts.every(
    (part) => ipaddr.IPv4.isValidFourPartDecimal(part) || ipaddr.IPv6.isValid(part),
  );
  return areAddresses ? parts.map((part) => ipaddr.process(part).toNormalizedString()) : [];
}

function isEqual(field: string, value: Json, wanted: Scalar, caseSensitive: boolean): boolean {
  const type = fieldNamed(field)?.type;
  const [address] = type === 'ip' && !/[[,]|\.\d+:/.test(String(wanted)) ? addressesOf(String(wanted)) : [];
  if (address !== undefined) return addressesOf(asText(value)).includes(address);
  if (type === 'time') return Date.parse(asText(value)) === Date.parse(String(wanted));
  if (type === 'boolean') return asText(value) === String(wanted).toLowerCase();
  if (type === undefined && typeof wanted === 'number') return asNumber(value) === wanted;
  return fold(asText(value), caseSensitive) === fold(String(wanted), caseSensitive);
}

function isLike(text: string, pattern: string, caseSensitive: boolean): boolean {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const [one = '', next = ''] = [pattern[at], pattern[at + 1]];
    if (one === '\\' && '*?\\'.includes(next) && next !== '') {
      source += `\\u{${next.charCodeAt(0).toString(16)}}`;
      at += 1;
    } else if (one === '*') source += '.*';
    else if (one === '?') source += '.';
    else {
      const point = pattern.codePointAt(at) ?? 0;
      source += `\\u{${point.toString(16)}}`;
      if (point > 0xffff) at += 1;
    }
  }
  return new RegExp(`^${source}$`, caseSensitive ? 'su' : 'siu').test(text);
}

function compares(field: string, value: Json, than: Comparison, bound: string | number): boolean {
  let order: number;
  if (fieldNamed(field)?.type === 'time') order = Date.parse(asText(value)) - Date.parse(String(bound));
  else if (typeof bound === 'number') order = (asNumber(value) ?? Number.NaN) - bound;
  else order = Buffer.compare(Buffer.from(asText(value)), Buffer.from(bound));
  return { '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[than];
}

function isWithin(value: Json, block: string): boolean {
  const text = asText(value);
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return false;
  const [address, [base, bits]] = [ipaddr.parse(text), ipaddr.parseCIDR(block)];
  return address.kind() === base.kind() && address.match(base, bits);
}

function passes(row: Row, field: string, test: Test): boolean {
  const all = found(row, field);
  const any = (holds: (value: Json) => boolean): boolean =>
    all.some((value) => value !== null && holds(value));
  switch (test.op) {
    case 'equals':
      return any((value) => isEqual(field, value, test.value, test.caseSensitive));
    case 'in':
      return any((value) => test.values.some((wanted) => isEqual(field, value, wanted, test.caseSensitive)));
    case 'wildcard':
      return any((value) => isLike(asText(value), test.pattern, test.caseSensitive));
    case 'regex':
      return any((value) => new RegExp(test.pattern, test.caseSensitive ? 'u' : 'iu').test(asText(value)));
    case 'compare':
      return any((value) => compares(field, value, test.than, test.value));
    case 'between':
      return any((value) => compares(field, value, '>=', test.from) && compares(field, value, '<=', test.to));
    case 'cidr':
      return any((value) =>
        fieldNamed(field)?.type === 'ip'
          ? addressesOf(asText(value)).some((address) => isWithin(address, test.block))
          : isWithin(value, test.block),
      );
    case 'exists':
      return any(() => true);
    case 'absent':
    case 'null': {
      if (paths[field]) return test.op === 'absent' ? all.length === 0 : all.includes(null);
      if (all.length > 0) return false;
      if (test.op === 'absent' && fieldNamed(field)?.type === 'time') return true;
      const isDerived = fieldNamed(field)?.derived === true;
      const inRecord = isDerived ? [] : walk(row.record, field.split('.'));
      return test.op === 'absent' ? inRecord.length === 0 : inRecord.includes(null);
    }
    case 'same-as': {
      const others = found(row, test.field).filter((other) => other !== null);
      return any((value) =>
        others.some(
          (other) => fold(asText(value), test.caseSensitive) === fold(asText(other), test.caseSensitive),
        ),
      );
    }
  }
}

const strings = (value: Json): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [asText(value)];
  return Object.entries(value).flatMap(([key, member]: [string, Json]) => [key, ...strings(member)]);
};

/** What a filter means, without SQL: the reference that compiled filters are held against. */
export function matches(row: Row, filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.of.every((member) => matches(row, member));
    case 'or':
      return filter.of.some((member) => matches(row, member));
    case 'not':
      return !matches(row, filter.of);
    case 'field':
      return passes(row, filter.field, filter.test);
    case 'text': {
      const wanted = filter.text.toLowerCase();
      return [row.raw, ...strings(row.record)].some((text) => text.toLowerCase().includes(wanted));
    }
  }
}

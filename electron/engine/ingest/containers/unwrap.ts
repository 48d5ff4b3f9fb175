import type { Item } from '../found.ts';
import { RecordScanner, type Place } from '../scan-records.ts';
import { base64Gzip, unpackBase64Gzip } from './base64-gzip.ts';
import { cutOff, isObject, isRecord, other, unreadable, type JsonObject } from './container.ts';
import { jsonContainers } from './json-containers.ts';
import { neighbour } from './neighbours.ts';
import { wrapped } from './wrapped.ts';

/** Wrappers inside wrappers; the deepest real one (SQS of SNS of EventBridge) has five. */
const deepest = 8;
const rowPlaces: ReadonlySet<Place> = new Set<Place>(['results', 'QueryResultRows']);

/**
 * What one JSON value of a document holds. Rows of query results become objects of their columns before containers see
 * them. Every item says its kind.
 */
export function unwrap(value: unknown, text: string, place: Place, depth = 0): readonly Item[] {
  if (typeof value === 'string') return within(value, 'The text', depth + 1);
  const row = Array.isArray(value) ? rowOf(value, place) : undefined;
  if (Array.isArray(value) && !row) return within(text, 'The list', depth + 1);
  const object = row ?? value;
  if (!isObject(object)) return [other('json', 'JSON of another kind, not CloudTrail events.')];
  const at = row || !rowPlaces.has(place) ? place : 'array';
  const container = jsonContainers.find((one) => one.matches(object, at));
  const known = container ? undefined : neighbour(object);
  if (known) return [{ other: known }];
  const last = container ?? (wrapped.matches(object, at) ? wrapped : undefined);
  if (!last) return [notWrapped(object, text)];
  const items = last.items(object, text, (inner, what) => within(inner, what, depth + 1));
  return items.map((item) => (isNamed(item) ? item : { ...item, kind: last.kind }));
}

/** A record by itself inside a container takes the container's name. */
const isNamed = (item: Item): boolean =>
  'other' in item || (item.kind !== undefined && item.kind !== 'single-record');

/** What JSON text inside a value holds: one record, several documents after each other, or packed ones. */
function within(text: string, whatItIs: string, depth: number): readonly Item[] {
  if (depth > deepest)
    return [unreadable(`${whatItIs} is wrapped in more than ${deepest} layers of JSON.`, text)];
  if (base64Gzip.test(text)) {
    const unpacked = unpackBase64Gzip(text);
    return unpacked === undefined
      ? [unreadable('Packed data inside it is damaged or unpacks to far more than logs do.', text)]
      : within(unpacked, 'The packed data', depth + 1);
  }
  if (!/^[\s\u001e]*[{["]/.test(text)) return [other('text', 'Text of another kind, not CloudTrail events.')];
  return scanned(text, whatItIs, depth);
}

function scanned(text: string, whatItIs: string, depth: number): readonly Item[] {
  const whole = parsed(text);
  if (isRecord(whole)) return unwrap(whole, text, 'value', depth);
  const bytes = Buffer.from(text);
  const scanner = new RecordScanner();
  const { spans, consumed, malformed } = scanner.scan(bytes, 0);
  const items = spans.flatMap(({ start, end, place }) => {
    const inner = bytes.toString('utf8', start, end);
    const value = parsed(inner);
    return value === undefined ? [broken(inner, whatItIs)] : unwrap(value, inner, place, depth);
  });
  const isCut = malformed !== undefined || consumed < bytes.length || !scanner.isBetween;
  return isCut ? [...items, broken(bytes.toString('utf8', consumed), whatItIs)] : items;
}

/** Other programs' log lines may begin like JSON. */
const broken = (text: string, whatItIs: string): Item =>
  /eventVersion|userIdentity|eventSource|logEvents|CloudTrailEvent/.test(text)
    ? cutOff(text, whatItIs)
    : other('text', 'Text of another kind, not CloudTrail events.');

function notWrapped(value: JsonObject, text: string): Item {
  if (isObject(value['userIdentity']) && typeof value['eventVersion'] === 'string') {
    return {
      ...unreadable(
        'It is not a whole CloudTrail record: it lacks eventSource, eventName, or both eventTime and eventVersion.',
        text,
      ),
      kind: 'single-record',
    };
  }
  return Object.keys(value).length === 0
    ? other('json', 'JSON without content.')
    : other('json', 'JSON of another kind, not CloudTrail events.');
}

/** The row of a query result as an object: a list of field and value, or of objects with one key each. */
function rowOf(cells: readonly unknown[], place: Place): JsonObject | undefined {
  if (!rowPlaces.has(place)) return undefined;
  const pairs = cells.flatMap((cell): readonly (readonly [string, unknown])[] => {
    if (!isObject(cell)) return [];
    return place === 'results' ? [[String(cell['field']), cell['value']]] : Object.entries(cell);
  });
  return Object.fromEntries(pairs);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

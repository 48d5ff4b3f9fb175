import type { Item } from '../record/found.ts';
import { limits } from '../bytes/limits.ts';
import { hasRecordSigns, mayHoldRecords } from '../record/record-signs.ts';
import { isListKey, RecordScanner, type Place } from '../scan/scan-records.ts';
import { base64Gzip, base64Json, unpackBase64Gzip } from './base64-gzip.ts';
import {
  cutOff,
  isObject,
  isRecord,
  other,
  unreadable,
  type JsonContainer,
  type JsonObject,
} from './container.ts';
import { jsonContainers } from './json-containers.ts';
import { neighbour } from './neighbours.ts';
import { jsonInText } from './json-in-text.ts';
import { parsed, passagesIn, type Passage } from './passage.ts';
import { respelled } from './respelled.ts';

const rowPlaces: ReadonlySet<Place> = new Set<Place>(['results', 'QueryResultRows']);
const foreignText = other('text', 'Text of another kind, not CloudTrail events.');
const foreignJson = other('json', 'JSON of another kind, not CloudTrail events.');

/**
 * What one JSON value of a document holds, or a text such as a table's cell. Rows of query results become objects of their
 * columns before containers see them. Before anything is called another kind, it is looked through for records: under any
 * key, in any list, in texts, in base64, packed. Every item says its kind and where in `text` it begins.
 */
export const unwrap = (value: unknown, text: string, place: Place): readonly Item[] =>
  new Unwrapping(text.length).value(value, text, place, { texts: 0, levels: 0 });

/** How many texts inside texts, and objects and lists inside each other, lie around a value. */
interface Depth {
  readonly texts: number;
  readonly levels: number;
}

const isFound = (item: Item): boolean => 'found' in item;
const isUnreadable = (item: Item): boolean => 'unreadable' in item;
const isOther = (item: Item): boolean => 'other' in item;
const isVague = (item: Item): boolean => 'other' in item && ['json', 'text'].includes(item.other.kind);

class Unwrapping {
  /** Bytes that packed texts may still unpack to. */
  #room: number;

  constructor(length: number) {
    this.#room = Math.max(limits.wrapperBytes, length * limits.ratio);
  }

  value(value: unknown, text: string, place: Place, depth: Depth): readonly Item[] {
    if (typeof value === 'string') return this.#string(value, text, depth);
    const row = Array.isArray(value) ? rowOf(value, place) : undefined;
    if (Array.isArray(value) && !row) return this.#list(value, text, place, depth);
    const object = row ?? value;
    if (!isObject(object)) return [foreignJson];
    const at = row || !rowPlaces.has(place) ? place : 'array';
    const container = jsonContainers.find((one) => one.matches(object, at));
    const told = container && this.#held(container, object, text, depth);
    if (told && (told.some(isFound) || isRecord(object))) return told;
    const inside = this.#lookThrough(object, text, depth);
    if (inside.some(isFound)) return [...inside, ...(told ?? []).filter(isUnreadable)];
    if (respelled.matches(object, at)) return this.#held(respelled, object, text, depth);
    if (told?.some((item) => !isVague(item))) return told;
    const known = neighbour(object);
    if (known && !inside.some(isUnreadable)) return [{ other: known }];
    return inside.length > 0 ? inside : (told ?? [notWrapped(object, text)]);
  }

  /** What a container unwraps from a value, with the container's name and its place. */
  #held(container: JsonContainer, value: JsonObject, text: string, depth: Depth): readonly Item[] {
    const items = container.items(value, text, (inner, what) => {
      const place = placeOf(inner, value, text);
      return movedBy(place, this.#text(inner, what, deeper(depth, { texts: 1 })));
    });
    return items.map((item) => {
      const named = isNamed(item) ? item : { ...item, kind: container.kind };
      if (!('found' in named) || named.offset !== undefined || named.found.exact !== undefined) return named;
      return { ...named, offset: placeOf(named.found.json, value, text)(0) };
    });
  }

  /** Records and what should have been one, in every object, list and text inside; else the most telling of what else is there. */
  #lookThrough(value: unknown, text: string, depth: Depth): readonly Item[] {
    if (isWithoutRecords(text)) return [];
    if (depth.levels >= limits.wrapperLevels) return tooDeep(text, 'The value', 'objects and lists');
    const items: Item[] = [];
    for (const { key, value: part, text: inner, offsetOf } of passagesIn(value, text)) {
      const place = Array.isArray(part) && key !== undefined && isListKey(key) ? key : 'value';
      const at = deeper(depth, typeof part === 'string' ? { texts: 1 } : { levels: 1 });
      const held =
        typeof part === 'string'
          ? this.#text(part, key ?? 'The text', at)
          : this.value(part, inner, place, at);
      for (const item of movedBy(offsetOf, held)) items.push(item);
    }
    return mostTelling(items)
      .filter((item) => !isVague(item))
      .map((item) => (isNamed(item) ? item : { ...item, kind: 'wrapped' }));
  }

  #list(value: readonly unknown[], text: string, place: Place, depth: Depth): readonly Item[] {
    if (isWithoutRecords(text)) return [value.length === 0 ? empty : foreignJson];
    if (depth.levels >= limits.wrapperLevels) return tooDeep(text, 'The list', 'objects and lists');
    const items: Item[] = [];
    const listPlace = place === 'value' ? 'array' : place;
    for (const { value: part, text: inner, offsetOf } of passagesIn(value, text)) {
      const at = deeper(depth, typeof part === 'string' ? { texts: 1 } : { levels: 1 });
      const held =
        typeof part === 'string' ? this.#text(part, 'The text', at) : this.value(part, inner, listPlace, at);
      for (const item of movedBy(offsetOf, held)) items.push(item);
    }
    return items.length === 0 ? [foreignJson] : items;
  }

  #string(value: string, text: string, depth: Depth): readonly Item[] {
    const inner = deeper(depth, { texts: 1 });
    if (value === text) return this.#text(value, 'The text', inner);
    const [passage] = passagesIn([value], `[${text}]`);
    const items = this.#text(value, 'The text', inner);
    return passage?.value === value ? movedBy((at) => passage.offsetOf(at) - 1, items) : items;
  }

  /** What a text inside a value holds: one record, several documents after each other, packed ones, or JSON among words. */
  #text(text: string, whatItIs: string, depth: Depth): readonly Item[] {
    if (depth.texts > limits.wrapperTexts) return tooDeep(text, whatItIs, 'layers of JSON');
    if (base64Gzip.test(text)) return this.#packed(text, depth);
    if (base64Json.test(text)) {
      const json = Buffer.from(text, 'base64').toString('utf8');
      return movedBy(() => 0, this.#text(json, whatItIs, deeper(depth, { texts: 1 })));
    }
    if (/^[\s\u001e]*[{["]/.test(text)) return this.#documents(text, whatItIs, depth);
    return hasRecordSigns(text) ? this.#among(text, whatItIs, depth) : [foreignText];
  }

  #packed(text: string, depth: Depth): readonly Item[] {
    const unpacked = unpackBase64Gzip(text, this.#room);
    if (unpacked === undefined)
      return [unreadable('Packed data inside it is damaged or unpacks to far more than logs do.', text)];
    this.#room -= unpacked.length;
    return movedBy(() => 0, this.#text(unpacked, 'The packed data', deeper(depth, { texts: 1 })));
  }

  #documents(text: string, whatItIs: string, depth: Depth): readonly Item[] {
    const whole = parsed(text);
    if (whole !== undefined) return this.value(whole, text, 'value', depth);
    const bytes = Buffer.from(text);
    const scanner = new RecordScanner();
    const { spans, consumed, malformed } = scanner.scan(bytes, 0);
    const items = spans.flatMap(({ start, end, place }) => {
      const inner = bytes.toString('utf8', start, end);
      const value = parsed(inner);
      const held = value === undefined ? [broken(inner, whatItIs)] : this.value(value, inner, place, depth);
      return movedBy((at) => start + at, held);
    });
    const isCut = malformed !== undefined || consumed < bytes.length || !scanner.isBetween;
    if (!isCut) return items;
    const rest = broken(bytes.toString('utf8', consumed), whatItIs);
    return [...items, ...movedBy((at) => consumed + at, [rest])];
  }

  /** A log line in a field, with words before the record. */
  #among(text: string, whatItIs: string, depth: Depth): readonly Item[] {
    const items = [...jsonInText(text)].flatMap(({ start, json, value }) => {
      const held = value === undefined ? [broken(json, whatItIs)] : this.value(value, json, 'value', depth);
      return movedBy((at) => start + at, held);
    });
    return items.length > 0 ? mostTelling(items) : [foreignText];
  }
}

/** Long texts without any record are not taken apart; short ones are, for what else they hold may have a name. */
const isWithoutRecords = (text: string): boolean => text.length > shortText && !mayHoldRecords(text);
const shortText = 65_536;

const deeper = (depth: Depth, { texts = 0, levels = 0 }: Partial<Depth>): Depth => ({
  texts: depth.texts + texts,
  levels: texts > 0 ? 0 : depth.levels + levels,
});

const empty = other('json', 'JSON without content.');

/** A record by itself inside a container takes the container's name. */
const isNamed = (item: Item): boolean =>
  'other' in item || (item.kind !== undefined && item.kind !== 'single-record');

const movedBy = (offsetOf: (offset: number) => number, items: readonly Item[]): readonly Item[] =>
  items.map((item) => ('other' in item ? item : { ...item, offset: offsetOf(item.offset ?? 0) }));

/** What was found or should have been; without either, what is known by name, or else the first. */
function mostTelling(items: readonly Item[]): readonly Item[] {
  const wanted = items.filter((item) => !isOther(item));
  if (wanted.length > 0) return wanted;
  const [told = items[0]] = items.filter((item) => !isVague(item));
  return told ? [told] : [];
}

/** Where a piece of a value, as text of its JSON or as what a string in it says, stands in the value's text. */
function placeOf(inner: string, value: JsonObject, text: string): Passage['offsetOf'] {
  const at = text.indexOf(inner);
  if (at >= 0) {
    const before = Buffer.byteLength(text.slice(0, at));
    return (offset) => before + offset;
  }
  return stringIn(value, text, inner, 4) ?? (() => 0);
}

/** The first string that says this, not too deep inside. */
function stringIn(
  value: unknown,
  text: string,
  wanted: string,
  levels: number,
): Passage['offsetOf'] | undefined {
  for (const part of passagesIn(value, text)) {
    if (part.value === wanted) return part.offsetOf;
    if (typeof part.value === 'string' || levels === 0) continue;
    const inside = stringIn(part.value, part.text, wanted, levels - 1);
    if (inside) return (offset) => part.offsetOf(inside(offset));
  }
  return undefined;
}

const tooDeep = (text: string, whatItIs: string, of: string): readonly Item[] => {
  const limit = of === 'layers of JSON' ? limits.wrapperTexts : limits.wrapperLevels;
  return hasRecordSigns(text)
    ? [unreadable(`${whatItIs} is wrapped in more than ${limit} ${of}.`, text)]
    : [foreignJson];
};

/** Other programs' log lines may begin like JSON. */
const broken = (text: string, whatItIs: string): Item =>
  /eventVersion|userIdentity|eventSource|logEvents|CloudTrailEvent/.test(text)
    ? cutOff(text, whatItIs)
    : foreignText;

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
  return Object.keys(value).length === 0 ? empty : foreignJson;
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

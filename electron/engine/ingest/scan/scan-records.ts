import {
  byte,
  incomplete,
  placeOfBreak,
  skipNested,
  skipSpace,
  skipString,
  skipValue,
} from './json-spans.ts';
import type { Span } from './span.ts';

/** Keys whose arrays hold one record, or one wrapped record, an element. */
const listKeys = ['Records', 'Events', 'events', 'logEvents', 'results', 'QueryResultRows'] as const;

/** Where a value stood: in a list of that name, in an array at the top, at the top by itself, or beside such a list. */
export type Place = (typeof listKeys)[number] | 'array' | 'value' | 'beside';

/** A value with its place. */
export interface PlacedSpan extends Span {
  readonly place: Place;
}

/** Why a document is not well formed, and where: `start` of the value it spoils and `offset` of the place itself. */
export interface Malformed {
  readonly start: number;
  readonly offset: number;
  readonly problem: string;
}

/** What a scan step found. `consumed` is how much of the buffer is done with; the caller carries the rest over. */
export interface ScanStep {
  readonly spans: readonly PlacedSpan[];
  readonly consumed: number;
  readonly malformed: Malformed | undefined;
}

const utf8 = new TextDecoder();

/** Where CloudTrail ends one record and begins the next. Inside a string the quotes would be escaped. */
const nextRecord = Buffer.from('},{"eventVersion":');

/** No record is shorter, as JSON or packed. */
const leastRecordBytes = 48;

type Phase = 'between' | 'key' | 'after-value' | 'element' | 'after-element';

/** Whose beginning to look for: a record's, also that of a wrapped one, or also that of a whole document. */
export type StartOf = 'record' | 'wrapper' | 'document';

/** Whether a list of this name holds one record, or one wrapped record, an element. */
export const isListKey = (key: string): key is (typeof listKeys)[number] =>
  (listKeys as readonly string[]).includes(key);

/**
 * Finds the values of JSON documents that may hold records, without parsing them, in as many steps as the content comes
 * in: elements of `Records` and the other lists, elements of arrays at the top, and whole objects that have no such list.
 * Several documents may follow each other, with or without line breaks.
 */
export class RecordScanner {
  #phase: Phase = 'between';
  #isFirst = true;
  #list: Place = 'array';
  /** Where the object at the top began, as long as no list was found in it; relative to the next step's buffer. */
  #objectStart: number | undefined;
  /** Objects, lists and texts in the object at the top, as long as no list was found in it. */
  #beside: PlacedSpan[] = [];
  #keys: string[] = [];
  #documents = 0;
  #values = 0;
  #isDamaged = false;
  #hasCut = false;
  /** Whether no record begins as `nextRecord` has it in the rest of what is scanned: looked for once, not for each record. */
  #isCutless = false;
  readonly #isQuick: boolean;

  /**
   * `isQuick` cuts records of a log file where the next seems to begin, several times faster. A cut inside a record
   * leaves a piece that is no JSON object: whoever asks for it must look whether all pieces are, and read again if not.
   */
  constructor(isQuick = false) {
    this.#isQuick = isQuick;
  }

  /** Whether any record was cut quickly. */
  get hasCut(): boolean {
    return this.#hasCut;
  }
  /** Names of the current or last top object's keys, in order, the first fifty. */
  get keys(): readonly string[] {
    return this.#keys;
  }
  /** Top values that were read to their end. */
  get documents(): number {
    return this.#documents;
  }
  /** Values found so far. */
  get values(): number {
    return this.#values;
  }
  /** Whether no value is open: content may end here. */
  get isBetween(): boolean {
    return this.#phase === 'between';
  }
  /** Whether the scanner is among the elements of a list. */
  get isInList(): boolean {
    return this.#phase === 'element' || this.#phase === 'after-element';
  }
  /** What should come next, in words, for telling where a cut document breaks off. */
  get expected(): string {
    if (this.#phase === 'between') return 'a JSON document';
    return this.isInList ? 'the next record or the end of the list' : 'the end of the document';
  }
  /** What to look for behind a malformed place. */
  get lookFor(): StartOf {
    if (!this.isInList) return 'document';
    return this.#list === 'Records' ? 'record' : 'wrapper';
  }

  /** Scans from an offset; `consumed` is where to go on when the rest is followed by new content. */
  scan(bytes: Uint8Array, from: number): ScanStep {
    const spans: PlacedSpan[] = [];
    let consumed = from;
    this.#isCutless = !this.#isQuick;
    for (;;) {
      const at = skipSpace(bytes, consumed);
      if (at >= bytes.length) return this.#carry(spans, at);
      const next = this.#step(bytes, at, spans);
      if (typeof next !== 'number') {
        this.#count(spans);
        return { spans, consumed: at, malformed: next };
      }
      if (next === incomplete) return this.#carry(spans, at);
      consumed = next;
    }
  }

  /** After a malformed place: goes on as an element of the list when the scanner was in one, else at the top. */
  resume(): void {
    this.#phase = this.isInList ? 'element' : 'between';
    this.#isFirst = false;
    this.#isDamaged = true;
    this.#objectStart = undefined;
  }

  #carry(spans: readonly PlacedSpan[], at: number): ScanStep {
    const consumed = this.#objectStart ?? at;
    if (this.#objectStart !== undefined) {
      // Read again from the object's start, now with more content.
      this.#phase = 'between';
      this.#objectStart = undefined;
      this.#beside = [];
    }
    this.#count(spans);
    return { spans, consumed, malformed: undefined };
  }

  #count(spans: readonly PlacedSpan[]): void {
    for (const { place } of spans) if (place !== 'beside') this.#values += 1;
  }

  #malformed(problem: string, offset: number, start = this.#objectStart ?? offset): Malformed {
    return { start, offset, problem };
  }

  #step(bytes: Uint8Array, at: number, spans: PlacedSpan[]): number | Malformed {
    const first = bytes[at];
    switch (this.#phase) {
      case 'between':
        return this.#openDocument(bytes, at, spans);
      case 'key':
        if (first === byte.closeBrace && this.#isFirst) return this.#closeObject(at + 1, spans);
        return this.#readKey(bytes, at, spans);
      case 'after-value':
        if (first === byte.comma) {
          this.#phase = 'key';
          this.#isFirst = false;
          return at + 1;
        }
        if (first !== byte.closeBrace) return this.#malformed('a comma or “}” should stand here', at);
        return this.#closeObject(at + 1, spans);
      case 'element':
        return this.#readElement(bytes, at, spans);
      case 'after-element':
        if (first === byte.comma) {
          this.#phase = 'element';
          return at + 1;
        }
        if (first !== byte.closeBracket) return this.#malformed('a comma or “]” should stand here', at);
        return this.#closeList(at + 1);
    }
  }

  #openDocument(bytes: Uint8Array, at: number, spans: PlacedSpan[]): number | Malformed {
    if (bytes[at] === byte.openBrace) {
      this.#phase = 'key';
      this.#isFirst = true;
      this.#keys = [];
      this.#beside = [];
      this.#objectStart = at;
      return at + 1;
    }
    if (bytes[at] === byte.openBracket) {
      this.#phase = 'element';
      this.#isFirst = true;
      this.#list = 'array';
      return at + 1;
    }
    // A separator some exporters put between documents (RFC 7464), and the comma of hand-joined ones.
    if (bytes[at] === 0x1e || (bytes[at] === byte.comma && this.#documents > 0)) return at + 1;
    // Ends of lists and objects whose beginnings were lost.
    if (this.#isDamaged && (bytes[at] === byte.closeBracket || bytes[at] === byte.closeBrace)) return at + 1;
    if (bytes[at] === byte.quote) {
      const end = skipString(bytes, at);
      if (end === incomplete) return incomplete;
      spans.push({ start: at, end, place: 'value' });
      this.#documents += 1;
      return end;
    }
    return this.#malformed('no JSON object or array stands here', at);
  }

  #closeObject(end: number, spans: PlacedSpan[]): number {
    if (this.#objectStart !== undefined) spans.push({ start: this.#objectStart, end, place: 'value' });
    this.#objectStart = undefined;
    this.#phase = 'between';
    this.#documents += 1;
    return end;
  }

  #closeList(end: number): number {
    if (this.#list === 'array') {
      this.#phase = 'between';
      this.#documents += 1;
    } else this.#phase = 'after-value';
    return end;
  }

  #readKey(bytes: Uint8Array, at: number, spans: PlacedSpan[]): number | Malformed {
    if (bytes[at] !== byte.quote) return this.#malformed('a key in quotes should stand here', at);
    const keyEnd = skipString(bytes, at);
    if (keyEnd < 0) return incomplete;
    const colonAt = skipSpace(bytes, keyEnd);
    if (colonAt >= bytes.length) return incomplete;
    if (bytes[colonAt] !== byte.colon) return this.#malformed('a colon should stand here', colonAt);
    const valueAt = skipSpace(bytes, colonAt + 1);
    if (valueAt >= bytes.length) return incomplete;
    const key = utf8.decode(bytes.subarray(at + 1, Math.min(keyEnd - 1, at + 200)));
    const isList = isListKey(key) && bytes[valueAt] === byte.openBracket;
    const end = isList ? valueAt + 1 : skipValue(bytes, valueAt);
    if (end === incomplete) return incomplete;
    const brokenAt = placeOfBreak(end);
    if (brokenAt !== undefined) return this.#malformed(whyBroken(brokenAt, valueAt), brokenAt);
    if (this.#keys.length < 50) this.#keys.push(key);
    this.#phase = isList ? 'element' : 'after-value';
    if (isList) {
      for (const span of this.#beside) spans.push(span);
      this.#list = key;
      this.#isFirst = true;
      this.#objectStart = undefined;
      this.#beside = [];
    } else if (end - valueAt >= leastRecordBytes) {
      const span: PlacedSpan = { start: valueAt, end, place: 'beside' };
      (this.#objectStart === undefined ? spans : this.#beside).push(span);
    }
    return end;
  }

  #readElement(bytes: Uint8Array, at: number, spans: PlacedSpan[]): number | Malformed {
    if (bytes[at] === byte.closeBracket && this.#isFirst) return this.#closeList(at + 1);
    const isRecords = this.#list === 'Records' && bytes[at] === byte.openBrace;
    // Some programs put records into their list as text, or lists of records.
    if (
      this.#list === 'Records' &&
      !isRecords &&
      bytes[at] !== byte.quote &&
      bytes[at] !== byte.openBracket
    ) {
      return this.#malformed('a record (a JSON object) should stand here', at);
    }
    const cut = !this.#isCutless && isRecords ? cutAt(bytes, at) : -1;
    this.#isCutless ||= isRecords && cut < 0;
    if (cut >= 0) {
      this.#hasCut = true;
      return this.#take(spans, at, cut);
    }
    const inside = { recordAt: -1 };
    const end =
      bytes[at] === byte.openBrace
        ? skipNested(bytes, at, this.#list === 'Records' ? inside : undefined)
        : skipValue(bytes, at);
    if (end === incomplete) return incomplete;
    const brokenAt = placeOfBreak(end);
    if (brokenAt !== undefined) return this.#malformed(whyBroken(brokenAt, at), brokenAt, at);
    if (inside.recordAt >= 0 && isRecordAt(bytes, inside.recordAt)) {
      const next = bytes[skipSpace(bytes, end)];
      if (next === undefined) return incomplete;
      if (!isListGoingOn(next) || parsed(bytes, at, end) === undefined)
        return this.#malformed('another record begins inside this one', inside.recordAt, at);
    }
    return this.#take(spans, at, end);
  }

  #take(spans: PlacedSpan[], start: number, end: number): number {
    spans.push({ start, end, place: this.#list });
    this.#isFirst = false;
    this.#phase = 'after-element';
    return end;
  }
}

function cutAt(bytes: Uint8Array, from: number): number {
  const next = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(nextRecord, from);
  return next < 0 ? -1 : next + 1;
}

const whyBroken = (brokenAt: number, start: number): string =>
  brokenAt === start
    ? 'a value should stand here'
    : 'a quote or a bracket is missing or too many before this place';

/**
 * A record that lost its end may have swallowed the next ones, with brackets that match all the same; it then takes the end
 * of the list too. One that is whole and has the list go on behind it just holds what looks like records.
 */
const isListGoingOn = (next: number): boolean => next === byte.comma || next === byte.closeBracket;

function isRecordAt(bytes: Uint8Array, at: number): boolean {
  const value = parsed(bytes, at, skipNested(bytes, at)) as Record<string, unknown> | undefined;
  return typeof value?.['eventName'] === 'string' && typeof value['eventSource'] === 'string';
}

function parsed(bytes: Uint8Array, from: number, end: number): unknown {
  if (end < 0) return undefined;
  try {
    return JSON.parse(utf8.decode(bytes.subarray(from, end)));
  } catch {
    return undefined;
  }
}

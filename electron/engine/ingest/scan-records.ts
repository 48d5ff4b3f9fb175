/** Byte span of one record within the scanned buffer. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Why a document is not well formed, and where (offset in the scanned buffer). */
export interface Malformed {
  readonly offset: number;
  readonly problem: string;
}

/** What a scan step found. `consumed` is how much of the buffer is done with; the caller carries the rest over. */
export interface ScanStep {
  readonly spans: readonly Span[];
  readonly consumed: number;
  readonly malformed: Malformed | undefined;
}

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;

const incomplete = -1;
const broken = -2;

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at += 1;
  return at;
}

/** Offset after the string that opens at `from`, or `incomplete`. */
function skipString(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  for (;;) {
    const end = bytes.indexOf(quote, at);
    if (end < 0) return incomplete;
    let slashes = 0;
    while (bytes[end - 1 - slashes] === backslash && end - 1 - slashes > from) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
    at = end + 1;
  }
}

/** Offset after the object or array that opens at `from`, or `incomplete`. Bracket kinds are left to the JSON parser. */
function skipNested(bytes: Uint8Array, from: number): number {
  let depth = 0;
  let at = from;
  const { length } = bytes;
  while (at < length) {
    const byte = bytes[at];
    if (byte === quote) {
      at = skipString(bytes, at);
      if (at < 0) return incomplete;
      continue;
    }
    if (byte === openBrace || byte === openBracket) depth += 1;
    else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
    at += 1;
  }
  return incomplete;
}

function skipValue(bytes: Uint8Array, from: number): number {
  const byte = bytes[from];
  if (byte === undefined) return incomplete;
  if (byte === quote) return skipString(bytes, from);
  if (byte === openBrace || byte === openBracket) return skipNested(bytes, from);
  let at = from;
  while (at < bytes.length && !isSpace(bytes[at]) && bytes[at] !== comma && !isClosing(bytes[at])) at += 1;
  if (at === bytes.length) return incomplete;
  return at === from ? broken : at;
}

const isClosing = (byte: number | undefined): boolean => byte === closeBrace || byte === closeBracket;

type Phase = 'start' | 'key' | 'after-value' | 'record' | 'after-record' | 'end';

/**
 * Finds the records of a `{"Records":[…]}` document without parsing them, in as many steps as the content comes in.
 * Other keys of the document are passed over and remembered by name.
 */
export class RecordScanner {
  #phase: Phase = 'start';
  #isFirst = true;
  readonly #keys: string[] = [];
  #hasRecords = false;

  /** Names of the document's keys, in order, the first fifty. */
  get keys(): readonly string[] {
    return this.#keys;
  }
  /** Whether an array named `Records` was met. */
  get hasRecords(): boolean {
    return this.#hasRecords;
  }
  /** Whether the document has been read to its closing brace. */
  get isComplete(): boolean {
    return this.#phase === 'end';
  }
  /** What the scanner was about to read, in words, for telling where a cut document breaks off. */
  get expected(): string {
    if (this.#phase === 'start') return 'the start of the document';
    if (this.#phase === 'record' || this.#phase === 'after-record')
      return 'the next record or the end of “Records”';
    return 'the end of the document';
  }

  /** Takes the unconsumed rest of the last step followed by new content. */
  scan(bytes: Uint8Array): ScanStep {
    const spans: Span[] = [];
    let consumed = 0;
    for (;;) {
      const at = skipSpace(bytes, consumed);
      if (at >= bytes.length) return { spans, consumed: at, malformed: undefined };
      const next = this.#step(bytes, at, spans);
      if (typeof next !== 'number') return { spans, consumed, malformed: next };
      if (next === incomplete) return { spans, consumed: at, malformed: undefined };
      consumed = next;
    }
  }

  #step(bytes: Uint8Array, at: number, spans: Span[]): number | Malformed {
    const byte = bytes[at];
    switch (this.#phase) {
      case 'start':
        if (byte !== openBrace) return { offset: at, problem: 'the content is not a JSON object' };
        this.#phase = 'key';
        this.#isFirst = true;
        return at + 1;
      case 'key':
        if (byte === closeBrace && this.#isFirst) {
          this.#phase = 'end';
          return at + 1;
        }
        return this.#readKey(bytes, at);
      case 'after-value':
        if (byte === comma) {
          this.#phase = 'key';
          return at + 1;
        }
        if (byte !== closeBrace) return { offset: at, problem: 'a comma or “}” should stand here' };
        this.#phase = 'end';
        return at + 1;
      case 'record':
        return this.#readRecord(bytes, at, spans);
      case 'after-record':
        if (byte === comma) {
          this.#phase = 'record';
          return at + 1;
        }
        if (byte !== closeBracket) return { offset: at, problem: 'a comma or “]” should stand here' };
        this.#phase = 'after-value';
        return at + 1;
      case 'end':
        return { offset: at, problem: 'more content follows the end of the document' };
    }
  }

  #readKey(bytes: Uint8Array, at: number): number | Malformed {
    if (bytes[at] !== quote) return { offset: at, problem: 'a key in quotes should stand here' };
    const keyEnd = skipString(bytes, at);
    if (keyEnd < 0) return incomplete;
    const colonAt = skipSpace(bytes, keyEnd);
    if (colonAt >= bytes.length) return incomplete;
    if (bytes[colonAt] !== colon) return { offset: colonAt, problem: 'a colon should stand here' };
    const valueAt = skipSpace(bytes, colonAt + 1);
    if (valueAt >= bytes.length) return incomplete;
    const key = new TextDecoder().decode(bytes.subarray(at + 1, Math.min(keyEnd - 1, at + 200)));
    const isRecords = key === 'Records' && bytes[valueAt] === openBracket;
    const end = isRecords ? valueAt + 1 : skipValue(bytes, valueAt);
    if (end === incomplete) return incomplete;
    if (end === broken) return { offset: valueAt, problem: 'a value should stand here' };
    if (this.#keys.length < 50) this.#keys.push(key);
    this.#isFirst = true;
    if (isRecords) this.#hasRecords = true;
    this.#phase = isRecords ? 'record' : 'after-value';
    return end;
  }

  #readRecord(bytes: Uint8Array, at: number, spans: Span[]): number | Malformed {
    if (bytes[at] === closeBracket && this.#isFirst) {
      this.#phase = 'after-value';
      return at + 1;
    }
    if (bytes[at] !== openBrace) return { offset: at, problem: 'a record (a JSON object) should stand here' };
    const end = skipNested(bytes, at);
    if (end < 0) return incomplete;
    spans.push({ start: at, end });
    this.#isFirst = false;
    this.#phase = 'after-record';
    return end;
  }
}

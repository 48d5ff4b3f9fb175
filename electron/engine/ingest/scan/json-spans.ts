import type { Span } from './span.ts';

/** Byte scanning of JSON without parsing it: where values, strings and nested parts end. Offsets in the given bytes. */

export const byte = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

/** The value goes on beyond the bytes. */
export const incomplete = -1;

/** An answer below `incomplete` says that something cannot be JSON, and where. */
const brokenAt = (at: number): number => -2 - at;
/** Where it cannot be JSON, of an answer that says so; undefined of any other. */
export const placeOfBreak = (answer: number): number | undefined => (answer <= -2 ? -2 - answer : undefined);

/** Whether a byte is white space of JSON. */
export const isSpace = (value: number | undefined): boolean =>
  value === 0x20 || value === 0x0a || value === 0x0d || value === 0x09;

/** Offset of the first byte that is no white space. */
export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at += 1;
  return at;
}

/** Offset after the string that opens at `from`, or `incomplete`. */
export function skipString(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  for (;;) {
    const end = bytes.indexOf(byte.quote, at);
    if (end < 0) return incomplete;
    let slashes = 0;
    while (bytes[end - 1 - slashes] === byte.backslash && end - 1 - slashes > from) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
    at = end + 1;
  }
}

/** `{"ev`, of eventVersion, which CloudTrail writes first; no object inside its records begins so. */
function beginsLikeRecord(bytes: Uint8Array, at: number): boolean {
  const key = isSpace(bytes[at + 1]) ? skipSpace(bytes, at + 1) : at + 1;
  return bytes[key + 2] === 0x76 && bytes[key + 1] === 0x65 && bytes[key] === byte.quote;
}

/** Brackets open at present, for the innermost of so many; JSON that goes deeper is left to the parser. */
const opened = new Uint8Array(4_096);

/**
 * Offset after the object or array that opens at `from`, `incomplete`, or a break. Brackets must match and nothing but
 * `, : } ]` may follow a string: a quote or bracket too many would swallow the records behind it otherwise. `inside` is
 * told where an object inside begins as CloudTrail begins its records.
 */
export function skipNested(bytes: Uint8Array, from: number, inside?: { recordAt: number }): number {
  let depth = 0;
  let at = from;
  const { length } = bytes;
  while (at < length) {
    const value = bytes[at];
    if (value === byte.quote) {
      at = skipString(bytes, at);
      if (at < 0) return incomplete;
      at = skipSpace(bytes, at);
      const next = bytes[at];
      if (next === undefined) return incomplete;
      if (next !== byte.comma && next !== byte.colon && !isClosing(next)) return brokenAt(at);
      continue;
    }
    if (value === byte.openBrace || value === byte.openBracket) {
      if (inside !== undefined && depth > 0 && value === byte.openBrace && beginsLikeRecord(bytes, at))
        inside.recordAt = at;
      if (depth < opened.length) opened[depth] = value;
      depth += 1;
    } else if (value === byte.closeBrace || value === byte.closeBracket) {
      depth -= 1;
      // In ASCII each closing bracket follows its opening one by two.
      if (depth < opened.length && opened[depth] !== value - 2) return brokenAt(at);
      if (depth === 0) return at + 1;
    }
    at += 1;
  }
  return incomplete;
}

const isClosing = (value: number | undefined): boolean =>
  value === byte.closeBrace || value === byte.closeBracket;

const isOpening = (value: number | undefined): boolean =>
  value === byte.openBrace || value === byte.openBracket || value === byte.quote;

/** Offset after the value at `from`, `incomplete`, or a break. A bare value at the very end counts as incomplete. */
export function skipValue(bytes: Uint8Array, from: number): number {
  const first = bytes[from];
  if (first === undefined) return incomplete;
  if (first === byte.quote) return skipString(bytes, from);
  if (first === byte.openBrace || first === byte.openBracket) return skipNested(bytes, from);
  let at = from;
  while (at < bytes.length && !isSpace(bytes[at]) && bytes[at] !== byte.comma && !isClosing(bytes[at])) {
    if (isOpening(bytes[at])) return brokenAt(at);
    at += 1;
  }
  if (at === bytes.length) return incomplete;
  return at === from ? brokenAt(at) : at;
}

/** The members of the object at `from`, as long as they are well formed. Keys are unescaped. */
export function* membersOf(
  bytes: Uint8Array,
  from: number,
): Generator<{ readonly key: string; readonly value: Span }> {
  let at = skipSpace(bytes, from + 1);
  while (bytes[at] === byte.quote) {
    const keyEnd = skipString(bytes, at);
    if (keyEnd < 0) return;
    const colonAt = skipSpace(bytes, keyEnd);
    if (bytes[colonAt] !== byte.colon) return;
    const start = skipSpace(bytes, colonAt + 1);
    const end = skipValue(bytes, start);
    if (end < 0) return;
    yield { key: keyText(bytes, at, keyEnd), value: { start, end } };
    at = skipSpace(bytes, end);
    if (bytes[at] !== byte.comma) return;
    at = skipSpace(bytes, at + 1);
  }
}

function keyText(bytes: Uint8Array, start: number, end: number): string {
  const text = new TextDecoder().decode(bytes.subarray(start, Math.min(end, start + 1_000)));
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}

/** The elements of the array at `from`, as long as they are well formed. */
export function* elementsOf(bytes: Uint8Array, from: number): Generator<Span> {
  let at = skipSpace(bytes, from + 1);
  while (at < bytes.length && bytes[at] !== byte.closeBracket) {
    const end = skipValue(bytes, at);
    if (end < 0) return;
    yield { start: at, end };
    at = skipSpace(bytes, end);
    if (bytes[at] !== byte.comma) return;
    at = skipSpace(bytes, at + 1);
  }
}

/**
 * Where the bytes of a JSON string's value stand in its text, quotes included: for an offset in the value as UTF-8, the offset
 * in the text. Cheapest when asked in rising order.
 */
export function unescapedOffsets(text: Uint8Array): (offset: number) => number {
  let at = 1;
  let seen = 0;
  return (offset) => {
    if (offset < seen) [at, seen] = [1, 0];
    while (seen < offset && at < text.length - 1) {
      const [textBytes, valueBytes] = escapeAt(text, at);
      at += textBytes;
      seen += valueBytes;
    }
    return at;
  };
}

/** The length of the escape or byte at a place inside a string, and that of what it stands for. */
function escapeAt(text: Uint8Array, at: number): readonly [number, number] {
  if (text[at] !== byte.backslash) return [1, 1];
  if (text[at + 1] !== 0x75) return [2, 1];
  const unit = unitAt(text, at);
  const isPair = unit >= 0xd800 && unit < 0xdc00 && unitAt(text, at + 6) >>> 10 === 0xdc00 >>> 10;
  if (isPair) return [12, 4];
  return [6, unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3];
}

const unitAt = (text: Uint8Array, at: number): number =>
  Number.parseInt(Buffer.from(text.subarray(at + 2, at + 6)).toString('latin1'), 16);

/** The exact text of a member of a JSON object, by path; undefined when it is not there. */
export function memberText(text: string, ...path: readonly string[]): string | undefined {
  let bytes: Buffer = Buffer.from(text);
  for (const key of path) {
    const start = skipSpace(bytes, 0);
    if (bytes[start] !== byte.openBrace) return undefined;
    let last: Span | undefined;
    for (const member of membersOf(bytes, start)) if (member.key === key) last = member.value;
    if (!last) return undefined;
    bytes = bytes.subarray(last.start, last.end);
  }
  return bytes.toString('utf8');
}

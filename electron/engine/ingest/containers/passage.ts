import { byte, elementsOf, membersOf, skipSpace, unescapedOffsets } from '../scan/json-spans.ts';
import type { Span } from '../scan/span.ts';
import { isObject } from './container.ts';

/** A piece of a value with its text, and where in the value's text its bytes stand. */
export interface Passage {
  /** The name it has there; undefined in a list. */
  readonly key: string | undefined;
  readonly value: unknown;
  /** JSON of an object or list; what a string says. */
  readonly text: string;
  readonly offsetOf: (byteOffset: number) => number;
}

interface Placed {
  readonly key: string | undefined;
  readonly span: Span;
  readonly value: unknown;
}

/**
 * The objects, lists and strings in an object or list, in order. A text that is not the value's JSON, such as the row of a
 * table, tells nothing of their places.
 */
export function* passagesIn(value: unknown, text: string): Generator<Passage> {
  const bytes = Buffer.from(text);
  const start = skipSpace(bytes, 0);
  const isWritten = bytes[start] === (Array.isArray(value) ? byte.openBracket : byte.openBrace);
  if (!isWritten) yield* unplaced(value);
  else {
    const parts = Array.isArray(value) ? elements(value, bytes, start) : members(value, bytes, start);
    for (const part of parts) {
      const passage = passageAt(bytes, part);
      if (passage) yield passage;
    }
  }
}

function* elements(value: readonly unknown[], bytes: Buffer, start: number): Generator<Placed> {
  let index = 0;
  for (const span of elementsOf(bytes, start)) {
    yield { key: undefined, span, value: value[index] };
    index += 1;
  }
}

/** Of equal keys the parsed object has the last one only. */
function* members(value: unknown, bytes: Buffer, start: number): Generator<Placed> {
  const all = [...membersOf(bytes, start)];
  const known = isObject(value) && Object.keys(value).length === all.length ? value : {};
  for (const { key, value: span } of all) {
    yield { key, span, value: Object.hasOwn(known, key) ? known[key] : undefined };
  }
}

function passageAt(bytes: Buffer, { key, span, value }: Placed): Passage | undefined {
  const first = bytes[span.start];
  if (first !== byte.openBrace && first !== byte.openBracket && first !== byte.quote) return undefined;
  const own = bytes.subarray(span.start, span.end);
  const json = own.toString('utf8');
  const known = value ?? parsed(json);
  if (typeof known !== 'string') return { key, value: known, text: json, offsetOf: (at) => span.start + at };
  const inside = unescapedOffsets(own);
  return { key, value: known, text: known, offsetOf: (at) => span.start + inside(at) };
}

function* unplaced(value: unknown): Generator<Passage> {
  const parts: readonly (readonly [string | undefined, unknown])[] = Array.isArray(value)
    ? value.map((one: unknown) => [undefined, one])
    : Object.entries(isObject(value) ? value : {});
  for (const [key, one] of parts) {
    if (typeof one !== 'string' && (typeof one !== 'object' || one === null)) continue;
    yield { key, value: one, text: typeof one === 'string' ? one : JSON.stringify(one), offsetOf: () => 0 };
  }
}

/** JSON as a value; undefined for text that is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

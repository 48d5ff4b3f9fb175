import { incomplete, skipNested, skipString } from '../scan/json-spans.ts';
import { findRecordStart } from '../scan/record-starts.ts';
import { limits } from '../bytes/limits.ts';
import { parsed } from './passage.ts';

/** JSON among other words. */
export interface JsonPiece {
  /** The byte at which it begins. */
  readonly start: number;
  readonly json: string;
  /** What it says; undefined for JSON that is not whole. */
  readonly value: unknown;
  /** The byte at which something inside the JSON stands in the text. */
  readonly offsetOf: (byteOffset: number) => number;
}

/** An object, or one inside a string, where its quotes are escaped. */
const objectStart = /\{\s*(?:(?:\\+[nrt]\s*)*\\+)?"/g;

/** The objects in a text, one after the other; those that break off end where the next record begins. */
export function* jsonInText(text: string): Generator<JsonPiece> {
  const bytes = Buffer.from(text);
  const starts = startsIn(text);
  let room = bytes.length * limits.jsonInTextPasses;
  let from = 0;
  for (const { at, isEscaped } of starts) {
    if (at < from) continue;
    const piece = isEscaped ? escapedAt(bytes, at) : undefined;
    if (piece) {
      yield piece.json;
      from = piece.end;
      continue;
    }
    if (isEscaped) continue;
    const end = room > 0 ? skipNested(bytes, at) : incomplete;
    const stop = end > 0 ? end : findRecordStart(bytes, at + 1, 'record', true).at;
    if (end < 0) room -= bytes.length - at;
    const json = bytes.toString('utf8', at, stop);
    yield { start: at, json, value: end > 0 ? parsed(json) : undefined, offsetOf: (offset) => at + offset };
    from = stop;
  }
}

/** Where objects may begin, in bytes. */
function* startsIn(text: string): Generator<{ readonly at: number; readonly isEscaped: boolean }> {
  let bytes = 0;
  let seen = 0;
  for (const match of text.matchAll(objectStart)) {
    bytes += Buffer.byteLength(text.slice(seen, match.index));
    seen = match.index;
    yield { at: bytes, isEscaped: match[0].includes('\\') };
  }
}

/** Text with escaped quotes goes to the end of the string it stands in. */
function escapedAt(
  bytes: Buffer,
  at: number,
): { readonly json: JsonPiece; readonly end: number } | undefined {
  const closing = skipString(bytes, at - 1);
  const end = closing === incomplete ? bytes.length : closing - 1;
  let json = bytes.toString('utf8', at, end);
  while (/^\{\s*(?:\\+[nrt]\s*)*\\/.test(json)) {
    const inner = parsed(`"${json}"`);
    if (typeof inner !== 'string') return undefined;
    json = inner;
  }
  return { json: { start: at, json, value: parsed(json), offsetOf: () => at }, end };
}

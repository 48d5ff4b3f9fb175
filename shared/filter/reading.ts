import { maxTextDepth } from './limits.ts';

/** What a stretch of filter text is, for highlighting. */
export type TokenKind =
  'field' | 'operator' | 'value' | 'string' | 'regex' | 'keyword' | 'bracket' | 'word' | 'error';

/** A stretch of filter text, in UTF-16 offsets. `about` is the field a value belongs to. */
export interface Token {
  readonly kind: TokenKind;
  readonly from: number;
  readonly to: number;
  readonly about?: string;
}

/** Text to put in place of a stretch, and what to call doing so. */
export interface Fix {
  readonly label: string;
  readonly insert: string;
  readonly from: number;
  readonly to: number;
}

/** Something in a filter text that cannot be read, where it is, and what would help when that is known. */
export interface Problem {
  readonly from: number;
  readonly to: number;
  readonly message: string;
  readonly fix?: Fix;
}

/** A filter text on its way through the parser: what is read so far and where the reader stands. */
export interface Reading {
  readonly text: string;
  at: number;
  depth: number;
  readonly tokens: Token[];
  readonly problems: Problem[];
}

/** A reader at the start of a text. */
export const startReading = (text: string): Reading => ({ text, at: 0, depth: 0, tokens: [], problems: [] });

/** Records a token from `from` to where the reader stands. */
export function mark(reading: Reading, kind: TokenKind, from: number, about?: string): void {
  reading.tokens.push({ kind, from, to: reading.at, ...(about === undefined ? {} : { about }) });
}

/** Records a problem with the text between two offsets, and the replacement that would mend it. */
export function report(
  reading: Reading,
  from: number,
  to: number,
  message: string,
  fix?: Omit<Fix, 'from' | 'to'>,
): void {
  reading.problems.push({ from, to, message, ...(fix ? { fix: { ...fix, from, to } } : {}) });
}

/** Whether the whole text is read. */
export const isAtEnd = (reading: Reading): boolean => reading.at >= reading.text.length;

/** The match of a sticky pattern where the reader stands. */
export function peek(reading: Reading, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reading.at;
  return pattern.exec(reading.text);
}

const space = /\s*/y;

/** Steps over white space. */
export function skipSpace(reading: Reading): void {
  reading.at += peek(reading, space)?.[0].length ?? 0;
}

/** Steps over one bracket or comma when it is next. */
export function take(reading: Reading, character: string, kind: TokenKind, about?: string): boolean {
  if (reading.text[reading.at] !== character) return false;
  reading.at += 1;
  mark(reading, kind, reading.at - 1, about);
  return true;
}

/** Steps over a word of the syntax when it is next, in any case and standing alone. */
export function takeKeyword(reading: Reading, word: string): boolean {
  const match = peek(reading, /[a-z]+(?=[\s()"]|$)/iy);
  if (match?.[0].toLowerCase() !== word) return false;
  reading.at += word.length;
  mark(reading, 'keyword', reading.at - word.length);
  return true;
}

/** Runs `read` one level deeper; past the limit the rest of the text is given up with a problem. */
export function deeper<T>(reading: Reading, read: () => T): T | undefined {
  if (reading.depth >= maxTextDepth) {
    report(
      reading,
      reading.at,
      reading.text.length,
      `Brackets and “not” can be nested ${maxTextDepth} deep at most.`,
    );
    giveUp(reading);
    return undefined;
  }
  reading.depth += 1;
  const result = read();
  reading.depth -= 1;
  return result;
}

/** Leaves the rest of the text unread. */
export function giveUp(reading: Reading): void {
  const from = reading.at;
  reading.at = reading.text.length;
  if (from < reading.at) mark(reading, 'error', from);
}

/**
 * Steps over what cannot be read: to the next space, or to one of `stops` outside brackets opened on the way. Gives the
 * text that was skipped, which begins at `from`.
 */
export function skipRun(reading: Reading, from: number, stops: string): string {
  let open = 0;
  let at = from;
  for (; at < reading.text.length; at++) {
    const character = reading.text[at] ?? '';
    if (/\s/.test(character)) break;
    if (open === 0 && at >= reading.at && stops.includes(character)) break;
    if (character === '(') open += 1;
    if (character === ')' && open > 0) open -= 1;
  }
  reading.at = Math.max(at, reading.at);
  return reading.text.slice(from, reading.at);
}

/** A word outside quotes: its characters after escapes, the same as a wildcard pattern, and which of both it is. */
export interface WordReading {
  readonly text: string;
  readonly pattern: string;
  readonly hasWildcard: boolean;
}

const wordPiece = /\\([^])|[*?]|[\p{L}\p{N}\p{M}._/:@+~#$%-]+/uy;

/** Reads a word outside quotes without recording it; undefined when none starts here. */
export function readWord(reading: Reading): WordReading | undefined {
  let text = '';
  let pattern = '';
  let hasWildcard = false;
  for (;;) {
    const match = peek(reading, wordPiece);
    if (!match) break;
    const [piece, escaped] = match;
    reading.at += piece.length;
    const literal = escaped ?? piece;
    text += literal;
    if (escaped === undefined && (piece === '*' || piece === '?')) {
      hasWildcard = true;
      pattern += piece;
    } else pattern += literal.replace(/[*?\\]/g, '\\$&');
  }
  return text === '' ? undefined : { text, pattern, hasWildcard };
}

/** Reads a quoted string, recording it as `string`; undefined when none starts here. Only `\"` and `\\` are escapes. */
export function readString(reading: Reading, about?: string): string | undefined {
  const from = reading.at;
  if (reading.text[from] !== '"') return undefined;
  const match = peek(reading, /"((?:[^"\\]|\\[^])*)"/y);
  const body = match?.[1] ?? reading.text.slice(from + 1);
  reading.at = match ? from + match[0].length : reading.text.length;
  mark(reading, 'string', from, about);
  if (!match) {
    report(reading, from, reading.at, 'The closing quote is missing.', {
      label: 'Add the quote',
      insert: `${reading.text.slice(from)}"`,
    });
  }
  return body.replace(/\\(["\\])/g, '$1');
}

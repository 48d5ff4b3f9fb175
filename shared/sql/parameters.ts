import * as v from 'valibot';
import { readTime } from '../time/read-time.ts';

/** What a parameter of a query may be: text as it is, a number, true or false, or an instant in UTC. */
export const parameterTypes = ['text', 'number', 'boolean', 'time'] as const;
/** What a parameter of a query may be. */
export type ParameterType = (typeof parameterTypes)[number];

/** The longest value of a parameter, in UTF-16 units. */
const maxValueLength = 100_000;
/** The most parameters a query may have. */
export const maxParameters = 100;

const word = String.raw`[\p{L}_][\p{L}\p{N}_]*`;

/** A parameter's name without its `$`. */
export const parameterNameSchema = v.pipe(
  v.string(),
  v.maxLength(100),
  v.regex(new RegExp(`^${word}$`, 'u')),
);
/** A parameter's type. */
export const parameterTypeSchema = v.picklist(parameterTypes);
/** A parameter's value as the person wrote it. */
export const parameterTextSchema = v.pipe(v.string(), v.maxLength(maxValueLength));

/** What DuckDB is given for a parameter: `kind` says as which of its types. */
export type ParameterValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'integer'; readonly integer: bigint }
  | { readonly kind: 'decimal'; readonly number: number }
  | { readonly kind: 'boolean'; readonly isTrue: boolean }
  /** Microseconds since 1970 in UTC. */
  | { readonly kind: 'time'; readonly micros: bigint };

const skipped = [
  String.raw`'(?:[^']|'')*'?`,
  String.raw`"(?:[^"]|"")*"?`,
  String.raw`--[^\n]*`,
  // An identifier may hold dollars after its first letter.
  String.raw`[\p{L}_][\p{L}\p{N}_$]*`,
].join('|');
const token = new RegExp(`(?<escaped>[eE]'(?:[^'\\\\]|\\\\[\\s\\S]|'')*'?)|${skipped}`, 'uy');
const dollarQuote = new RegExp(`\\$(?:${word})?\\$`, 'uy');
const parameter = new RegExp(`\\$(${word})`, 'uy');

/** The end of a block comment that begins at `from`; DuckDB's nest. */
function commentEnd(sql: string, from: number): number {
  let depth = 0;
  for (let at = from; at < sql.length; at += 1) {
    const pair = sql.slice(at, at + 2);
    if (pair === '/*') depth += 1;
    else if (pair === '*/') depth -= 1;
    else continue;
    at += 1;
    if (depth === 0) return at + 1;
  }
  return sql.length;
}

/**
 * The names of the `$name` parameters of a query, each once, in the order they first stand in it; names differ by more
 * than case. What stands in texts, quoted names and comments is none. DuckDB decides what runs; this only knows what to
 * ask for.
 */
export function parameterNames(sql: string): readonly string[] {
  const names = new Map<string, string>();
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(sql);
  };
  while (at < sql.length) {
    if (sql.startsWith('/*', at)) {
      at = commentEnd(sql, at);
      continue;
    }
    const skip = match(token);
    if (skip) {
      at += skip[0].length;
      continue;
    }
    const quote = match(dollarQuote);
    if (quote) {
      const end = sql.indexOf(quote[0], at + quote[0].length);
      at = end < 0 ? sql.length : end + quote[0].length;
      continue;
    }
    const found = match(parameter);
    const name = found?.[1];
    if (found && name !== undefined && !names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
    at += found?.[0].length ?? 1;
  }
  return [...names.values()];
}

const smallest = -(2n ** 63n);
const largest = 2n ** 63n - 1n;

/** A parameter's text as the value DuckDB is given, or in words what is wrong with it. */
export function readParameter(
  type: ParameterType,
  text: string,
): { readonly value: ParameterValue } | { readonly problem: string } {
  const trimmed = text.trim();
  switch (type) {
    case 'text':
      return { value: { kind: 'text', text } };
    case 'boolean':
      if (!/^(true|false)$/i.test(trimmed)) return { problem: 'Write true or false.' };
      return { value: { kind: 'boolean', isTrue: trimmed.toLowerCase() === 'true' } };
    case 'number':
      return readNumber(trimmed);
    case 'time':
      return readMoment(trimmed);
  }
}

function readNumber(text: string): { readonly value: ParameterValue } | { readonly problem: string } {
  if (/^[+-]?\d{1,30}$/.test(text)) {
    const integer = BigInt(text.replace(/^\+/, ''));
    if (integer >= smallest && integer <= largest) return { value: { kind: 'integer', integer } };
  }
  const isNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text);
  if (!isNumber || !Number.isFinite(Number(text))) return { problem: 'Write a number, such as 42 or 0.5.' };
  return { value: { kind: 'decimal', number: Number(text) } };
}

function readMoment(text: string): { readonly value: ParameterValue } | { readonly problem: string } {
  const problem =
    'Write a time, such as 2024-03-01 or 2024-03-01 15:28:00. It is UTC unless it says otherwise.';
  const micros = readTime(text)?.micros;
  return micros === undefined ? { problem } : { value: { kind: 'time', micros: BigInt(micros) } };
}

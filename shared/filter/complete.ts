import { searchableFields, type Field } from '../fields/catalogue.ts';
import { resolveName } from './field-names.ts';
import { readFilter } from './parse.ts';
import { readPath } from './path.ts';
import type { Token } from './reading.ts';

/**
 * What a person is typing at the caret. `from` to `to` is the stretch a choice replaces, `prefix` what stands between
 * `from` and the caret. `quoted` says the stretch begins with a quote. Offsets are UTF-16.
 */
export type Completion =
  | { readonly kind: 'field'; readonly prefix: string; readonly from: number; readonly to: number }
  | {
      readonly kind: 'value';
      readonly field: string;
      readonly prefix: string;
      readonly from: number;
      readonly to: number;
      readonly quoted: boolean;
    }
  /** A field stands before the caret and wants `:`, `=` or another operator. */
  | { readonly kind: 'operator'; readonly field: string; readonly from: number; readonly to: number };

const plainPrefix = (written: string): string =>
  written.startsWith('"') ? written.slice(1).replace(/\\(["\\])/g, '$1') : written.replace(/\\([^])/g, '$1');

/** The field whose value is being typed when the caret stands in `token` or right after it. */
function valueField(token: Token, text: string, caret: number): string | undefined {
  if (token.about === undefined || token.kind === 'field' || token.kind === 'error') return undefined;
  const isClosing = token.kind === 'bracket' && /[)\]]/.test(text[token.from] ?? '');
  const isComplete = token.kind === 'value' || token.kind === 'string' || token.kind === 'regex' || isClosing;
  return isComplete && caret > token.to ? undefined : isClosing ? undefined : token.about;
}

/** The field of the list or range that is still open before the caret. */
function openField(before: readonly Token[], text: string): string | undefined {
  for (const token of [...before].reverse()) {
    if (token.kind !== 'bracket') continue;
    return '(['.includes(text[token.from] ?? ' ') ? token.about : undefined;
  }
  return undefined;
}

function namedField(text: string, token: Token): string | undefined {
  const path = readPath(text, token.from);
  if (path?.end !== token.to) return undefined;
  const resolved = resolveName(path);
  return resolved.kind === 'field' ? resolved.field : undefined;
}

/** What is being typed at the caret, from the text on both sides of it. */
export function completionsAt(text: string, caret: number): Completion {
  const { tokens } = readFilter(text);
  const before = tokens.filter((token) => token.from < caret);
  const last = before.at(-1);
  const isTouching = last !== undefined && caret <= last.to;
  if (last && isTouching && (last.kind === 'value' || last.kind === 'string') && last.about !== undefined) {
    const written = text.slice(last.from, caret);
    const quoted = last.kind === 'string';
    return {
      kind: 'value',
      field: last.about,
      prefix: plainPrefix(written),
      from: last.from,
      to: last.to,
      quoted,
    };
  }
  const field = last && (valueField(last, text, caret) ?? openField(before, text));
  if (field !== undefined) return { kind: 'value', field, prefix: '', from: caret, to: caret, quoted: false };
  if (
    last &&
    isTouching &&
    (last.kind === 'word' || last.kind === 'field' || last.kind === 'error' || last.kind === 'keyword')
  ) {
    const from = text[last.from] === '@' ? last.from + 1 : last.from;
    const isWord = last.kind !== 'keyword' || /\w/.test(text[last.from] ?? '');
    if (isWord) return { kind: 'field', prefix: text.slice(from, caret), from, to: last.to };
  }
  const named = last?.kind === 'word' && !isTouching ? namedField(text, last) : undefined;
  if (named !== undefined) return { kind: 'operator', field: named, from: caret, to: caret };
  return { kind: 'field', prefix: '', from: caret, to: caret };
}

const wordsOf = (text: string): readonly string[] =>
  text
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

const searchable = searchableFields.map((field) => ({
  field,
  name: field.name.toLowerCase(),
  label: field.label.toLowerCase(),
  nameWords: wordsOf(field.name),
  words: [...wordsOf(field.name), ...field.name.toLowerCase().split('.'), ...wordsOf(field.label)],
}));

/** Lower is better; undefined when some part begins no word of the field. */
function score(
  entry: (typeof searchable)[number],
  typed: string,
  parts: readonly string[],
): number | undefined {
  if (entry.name === typed || entry.label === typed) return 0;
  if (entry.name.startsWith(typed)) return 1;
  if (entry.label.startsWith(typed)) return 2;
  if (entry.name.split('.').some((part) => part.startsWith(typed))) return 3;
  if (parts.length > 0 && parts.every((part) => entry.words.some((word) => word.startsWith(part)))) return 4;
  return typed.length > 2 && entry.name.includes(typed) ? 5 : undefined;
}

/**
 * Catalogue fields for what was typed, best first. Every part must begin a word of the name or label, so `sess cont`
 * finds `userIdentity.sessionContext…`. The empty text gives every field in catalogue order.
 */
export function fieldSuggestions(prefix: string): readonly Field[] {
  const typed = prefix.trim().toLowerCase();
  const parts = wordsOf(prefix);
  return searchable
    .flatMap((entry) => {
      const rank = score(entry, typed, parts);
      return rank === undefined ? [] : [{ field: entry.field, rank }];
    })
    .sort((left, right) => left.rank - right.rank)
    .map(({ field }) => field);
}

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

const unicodeEscape = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');

const isControl = (character: string): boolean => character < ' ';

/** A character as JSON must write it inside a string. */
const mandatory = (character: string): string =>
  shortEscapes[character] ?? (isControl(character) ? unicodeEscape(character) : character);

const plain = (text: string): string => Array.from(text, mandatory).join('');
const asciiOnly = (text: string): string => text.replace(/[^\0-\x7f]/g, unicodeEscape);
const withSlashes = (text: string): string => text.replaceAll('/', '\\/');
// Gson, which several AWS services write their JSON with, escapes these unless told otherwise.
const htmlSafe = (text: string): string => text.replace(/[<>&=']/g, unicodeEscape);

/**
 * The ways JSON may write a text that a person sees, without repetition: as it is, with the escapes JSON demands, and
 * with those that writers add (`\/`, `\uXXXX` for non-ASCII, HTML-safe). Made for a search that ignores letter case.
 */
export function jsonForms(text: string): readonly string[] {
  const forms = [plain(text), asciiOnly(plain(text))]
    .flatMap((form) => [form, withSlashes(form)])
    .flatMap((form) => [form, htmlSafe(form)]);
  return [...new Map([text, ...forms].map((form) => [form.toLowerCase(), form])).values()];
}

/** True when the text has letters that a writer may hide in `\uXXXX`, where ignoring case does not reach them. */
export const hasHiddenCase = (text: string): boolean =>
  Array.from(text).some(
    (character) => character > '\x7f' && character.toLowerCase() !== character.toUpperCase(),
  );

const quoteMeta = (text: string): string =>
  text.replace(/[^\p{L}\p{N}]/gu, (character) =>
    character > '\x7f' ? character : `\\x{${character.charCodeAt(0).toString(16)}}`,
  );

const waysToWrite = (character: string): readonly string[] => {
  const cases = [character, character.toLowerCase(), character.toUpperCase()].map(unicodeEscape);
  const slashed = character === '/' ? ['\\/'] : [];
  const isEscapable = character > '\x7f' || isControl(character) || "<>&='".includes(character);
  return [...new Set([character, mandatory(character), ...slashed, ...(isEscapable ? cases : [])])];
};

/** A regular expression (RE2, ignoring case) that finds the text in JSON however each single character is written. */
export const jsonPattern = (text: string): string =>
  Array.from(text, (character) => {
    const ways = waysToWrite(character).map(quoteMeta);
    return ways.length === 1 ? ways[0] : `(?:${ways.join('|')})`;
  }).join('');

/** A regular expression (RE2) that finds any of these texts exactly, apart from the case that its flags ignore. */
export const anyFormPattern = (forms: readonly string[]): string => forms.map(quoteMeta).join('|');

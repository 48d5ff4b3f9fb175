/** A JSON document as written: key order, repeated keys and the digits of numbers are kept. */
export type JsonValue =
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, value: JsonValue])[] }
  | { readonly kind: 'array'; readonly items: readonly JsonValue[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'literal'; readonly value: boolean | null };

/** Deeper than this a person does not look, and the call stack would not hold. */
const deepest = 300;

const space = /[\s\uFEFF]*/y;
const stringToken = /"(?:[^"\\]|\\.)*"/sy;
const numberToken = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literalToken = /true|false|null/y;

interface Reader {
  readonly text: string;
  at: number;
}

function take(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  if (found !== undefined) reader.at += found.length;
  return found;
}

function takeSign(reader: Reader, sign: string): boolean {
  take(reader, space);
  if (reader.text[reader.at] !== sign) return false;
  reader.at += 1;
  return true;
}

const unreadable = (): never => {
  throw new SyntaxError('not a JSON document');
};

const readText = (reader: Reader): string => {
  take(reader, space);
  const token = take(reader, stringToken) ?? unreadable();
  return JSON.parse(token) as string;
};

function readList<Item>(reader: Reader, end: string, readItem: () => Item): Item[] {
  const items: Item[] = [];
  if (takeSign(reader, end)) return items;
  do items.push(readItem());
  while (takeSign(reader, ','));
  return takeSign(reader, end) ? items : unreadable();
}

function readValue(reader: Reader, depth: number): JsonValue {
  if (depth > deepest) unreadable();
  if (takeSign(reader, '{')) {
    const entries = readList(reader, '}', () => {
      const key = readText(reader);
      return takeSign(reader, ':') ? ([key, readValue(reader, depth + 1)] as const) : unreadable();
    });
    return { kind: 'object', entries };
  }
  if (takeSign(reader, '[')) {
    return { kind: 'array', items: readList(reader, ']', () => readValue(reader, depth + 1)) };
  }
  if (reader.text[reader.at] === '"') return { kind: 'text', text: readText(reader) };
  const digits = take(reader, numberToken);
  if (digits !== undefined) return { kind: 'number', digits };
  const literal = take(reader, literalToken) ?? unreadable();
  return { kind: 'literal', value: literal === 'null' ? null : literal === 'true' };
}

/** Reads a document, or undefined when it is none or nested too deeply to show. */
export function readDocument(text: string): JsonValue | undefined {
  const reader = { text, at: 0 };
  try {
    const value = readValue(reader, 0);
    take(reader, space);
    return reader.at === text.length ? value : undefined;
  } catch {
    return undefined;
  }
}

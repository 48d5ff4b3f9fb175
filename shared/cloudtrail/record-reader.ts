/** Reads parts of a record of any shape: whatever is not there or not of the kind wanted is undefined, never an error. */
export interface RecordReader {
  /** The text of a scalar at `a.b.c`, shortened (to 160 characters unless told) and on one line; undefined for anything else and for empty text. */
  readonly text: (path: string, longest?: number) => string | undefined;
  /** The texts found at `a.items[].b`: every element of the arrays on the way. Never more than 100. */
  readonly texts: (path: string) => readonly string[];
  /** True when something other than null stands at the path. */
  readonly has: (path: string) => boolean;
  /** As `text`, by keys that may hold dots. */
  readonly at: (keys: readonly string[]) => string | undefined;
  /** The keys of the object at the path, never more than 100; none for anything else. */
  readonly keys: (path: string) => readonly string[];
  /** What stands at the path, as parsed, with JSON text opened: of any shape and size, and as untrusted as the record. */
  readonly value: (path: string) => unknown;
}

const longestValue = 160;
const mostTexts = 100;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Old records carry request and response as JSON text. */
function opened(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** The member of an object, or of the object that a text of JSON says; undefined for anything else. */
export function memberOf(value: unknown, key: string): unknown {
  const parent = opened(value);
  return isObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
}

function textOf(value: unknown, longest: number): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const line = String(value)
    .slice(0, 4 * longest)
    .replace(/\s+/g, ' ')
    .trim();
  if (line === '') return undefined;
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

function found(from: unknown, steps: readonly string[]): readonly unknown[] {
  let now: readonly unknown[] = [from];
  for (const step of steps) {
    const isEach = step.endsWith('[]');
    const key = isEach ? step.slice(0, -2) : step;
    now = now
      .map((value) => memberOf(value, key))
      .flatMap((value) =>
        isEach ? (Array.isArray(value) ? (value as unknown[]).slice(0, mostTexts) : []) : [value],
      )
      .slice(0, mostTexts);
  }
  return now;
}

/** A reader of a parsed record. */
export function readRecord(record: unknown): RecordReader {
  const at = (path: string): readonly unknown[] => found(record, path.split('.'));
  return {
    text: (path, longest = longestValue) => textOf(at(path)[0], longest),
    texts: (path) =>
      at(path)
        .map((value) => textOf(value, longestValue))
        .filter((text) => text !== undefined),
    has: (path) => at(path).some((value) => value !== undefined && value !== null),
    at: (keys) => textOf(keys.reduce(memberOf, record), longestValue),
    keys: (path) => {
      const value = opened(at(path)[0]);
      return isObject(value) ? Object.keys(value).slice(0, mostTexts) : [];
    },
    value: (path) => opened(at(path)[0]),
  };
}

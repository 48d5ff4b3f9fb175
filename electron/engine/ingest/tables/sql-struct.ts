import { freeFields, nestedField } from './field-names.ts';
import { jsonOf, put, type Draft } from './record-draft.ts';

/**
 * Reads `{type=IAMUser, principalid=AIDA…, sessioncontext={…}}`, the way Athena and CloudTrail Lake print structs. The
 * form has no quotes, so a value that contains `, name=` or braces cannot be told from structure. Every doubt gives no
 * value at all: an unknown or repeated name, a struct of another make-up than the table's first one, left-over text.
 * Source: Amazon Athena User Guide, "Query CloudTrail logs" (table definition).
 */
export class StructReader {
  /** Names of the members by place; the engine prints all members of a struct in every row. */
  readonly #shapes = new Map<string, string>();

  /** JSON text of the cell for a field of a record; undefined when it is unclear. */
  read(field: string, text: string): string | undefined {
    if (freeFields.has(field)) return singleEntry(text);
    const cursor = { text, at: 0, met: new Map<string, string>() };
    const value = readValue(cursor, field, field);
    if (value === undefined || cursor.at !== text.length) return undefined;
    for (const [place, shape] of cursor.met) {
      const known = this.#shapes.get(place);
      if (known !== undefined && known !== shape) return undefined;
    }
    for (const [place, shape] of cursor.met) this.#shapes.set(place, shape);
    return value;
  }
}

interface Cursor {
  readonly text: string;
  at: number;
  readonly met: Map<string, string>;
}

const entry = /^\{([^=,{}\s]+)=((?:(?!, )[^{}])*)\}$/s;
const memberName = /(\w+)=/y;
const scalar = /(?:(?!, \w+=|[{}[\]])[\s\S])*/y;
const listScalar = /(?:(?!, |[{}[\]])[\s\S])*/y;
const depthLimit = 12;

/** A map with free names is clear only while it has one entry. */
function singleEntry(text: string): string | undefined {
  if (text === '{}') return text;
  const [, name, value] = entry.exec(text) ?? [];
  return name === undefined || value === undefined
    ? undefined
    : JSON.stringify({ [name]: value === 'null' ? null : value });
}

function matchAt(cursor: Cursor, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = cursor.at;
  const match = pattern.exec(cursor.text);
  if (match) cursor.at = pattern.lastIndex;
  return match;
}

function readValue(cursor: Cursor, field: string, place: string, isInList = false): string | undefined {
  if (place.split('.').length > depthLimit) return undefined;
  const first = cursor.text[cursor.at];
  if (first === '{') return readStruct(cursor, field, place);
  if (first === '[') return readList(cursor, field, place);
  const text = matchAt(cursor, isInList ? listScalar : scalar)?.[0] ?? '';
  return text === 'null' ? 'null' : JSON.stringify(text);
}

function readStruct(cursor: Cursor, field: string, place: string): string | undefined {
  const draft: Draft = new Map();
  const names: string[] = [];
  cursor.at += 1;
  while (cursor.text[cursor.at] !== '}') {
    if (names.length > 0 && !takeText(cursor, ', ')) return undefined;
    const name = nestedField(matchAt(cursor, memberName)?.[1] ?? '', field);
    if (name === undefined || names.includes(name)) return undefined;
    names.push(name);
    const value = readValue(cursor, field, `${place}.${name}`);
    if (value === undefined) return undefined;
    if (value !== 'null') put(draft, [name], value);
  }
  cursor.at += 1;
  const shape = names.join();
  const known = cursor.met.get(place);
  if (known !== undefined && known !== shape) return undefined;
  cursor.met.set(place, shape);
  return jsonOf(draft);
}

function readList(cursor: Cursor, field: string, place: string): string | undefined {
  const values: string[] = [];
  cursor.at += 1;
  while (cursor.text[cursor.at] !== ']') {
    if (values.length > 0 && !takeText(cursor, ', ')) return undefined;
    const value = readValue(cursor, field, `${place}.[]`, true);
    if (value === undefined || cursor.at >= cursor.text.length) return undefined;
    values.push(value);
  }
  cursor.at += 1;
  return `[${values.join(',')}]`;
}

function takeText(cursor: Cursor, text: string): boolean {
  const isThere = cursor.text.startsWith(text, cursor.at);
  if (isThere) cursor.at += text.length;
  return isThere;
}

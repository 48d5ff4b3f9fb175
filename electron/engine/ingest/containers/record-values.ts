import { booleanOf, timeOf } from '../tables/cell-values.ts';
import { freeFields, objectFields } from '../tables/field-names.ts';
import { put, type Draft } from '../tables/record-draft.ts';
import { isObject } from './container.ts';

const booleans: ReadonlySet<string> = new Set(['readOnly', 'managementEvent']);

/**
 * A time as CloudTrail writes it, from ISO and SQL forms and epoch milliseconds, UTC where no zone is given; text that is no
 * time stays, undefined for other values.
 */
export function eventTimeOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return timeOf(String(value), undefined) ?? String(value);
}

/**
 * Puts a value of parsed JSON, or a cell's text, at a path of the record. Text that is JSON goes in as it is where a field
 * holds objects. False when nothing was put because the field must hold an object or list and the text is none.
 */
export function putValue(draft: Draft, path: readonly string[], value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  const [field = ''] = path;
  const isWholeField = path.length === 1 && objectFields.has(field);
  const json = typeof value === 'string' ? jsonOfText(value, field, isWholeField) : JSON.stringify(value);
  if (isWholeField && !freeFields.has(field) && !/^\s*[[{]/.test(json)) return false;
  put(draft, path, json);
  return true;
}

function jsonOfText(text: string, field: string, isWholeField: boolean): string {
  if (booleans.has(field)) return booleanOf(text) ?? JSON.stringify(text);
  if (field === 'eventTime') return JSON.stringify(eventTimeOf(text));
  if ((isWholeField || freeFields.has(field)) && isNested(text)) return text;
  return JSON.stringify(text);
}

/** True for text that is a whole JSON object or list. */
export function isNested(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** True when a draft says what happened and is one event, not a count of many. */
export const saysEvent = (draft: Draft): boolean =>
  (draft.has('eventName') || draft.has('eventSource')) && (draft.has('eventTime') || draft.has('eventID'));

/** A value at a dotted path of parsed JSON, whether its keys are nested or dotted themselves. */
export function at(value: unknown, path: string): unknown {
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, path)) return value[path];
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot);
    if (!Object.hasOwn(value, key)) continue;
    const found = at(value[key], path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

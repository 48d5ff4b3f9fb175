import { nameInArn } from '../caller.ts';
import type { RecordReader } from '../record-reader.ts';

/** The infinitive of an action, and the rest of its phrase. */
export type ActionPhrase = readonly [tried: string, what: (record: RecordReader) => string];

/** The phrases of one service by event name. */
export type Actions = Readonly<Record<string, ActionPhrase>>;

/** The first of these request parameters that has a value. */
export const request = (record: RecordReader, ...keys: readonly string[]): string | undefined =>
  keys.map((key) => record.text(`requestParameters.${key}`)).find((text) => text !== undefined);
/** A value of the answer. */
export const response = (record: RecordReader, key: string): string | undefined =>
  record.text(`responseElements.${key}`);

/** `a, b, c and 4 more`; undefined for none. */
export function listed(texts: readonly string[]): string | undefined {
  const distinct = [...new Set(texts)];
  if (distinct.length === 0) return undefined;
  const shown = distinct.slice(0, 3).join(', ');
  return distinct.length > 3 ? `${shown} and ${distinct.length - 3} more` : shown;
}

/** `role Admin`, or `role` alone when the name is not in the record. */
export const named = (noun: string, name: string | undefined): string => (name ? `${noun} ${name}` : noun);
/** The name at the end of an ARN in the request. */
export const arnName = (record: RecordReader, key: string): string | undefined =>
  nameInArn(request(record, key));

import { nameInArn } from '../caller.ts';
import type { Effect } from '../effects.ts';
import type { RecordReader } from '../record-reader.ts';

/** What a call does to the record of what happens: less of it, more of it, or something else. */
export type LoggingChange = 'less' | 'more' | 'changed';

/** What we say about a well-known action, in plain words. */
export interface ActionNote {
  /** What the call does. */
  readonly does: string;
  /** Why an investigator cares. */
  readonly matters: string;
  /** What to look at next in the archive. */
  readonly next: string;
}

/** The sentence about an action: `verb` is the infinitive, `about` the rest, with what it acted upon. */
interface Phrase {
  readonly verb: string;
  readonly about: (record: RecordReader) => string;
}

type AllOrNone<Part> = Part | { readonly [key in keyof Part]?: undefined };

/** All that is known of an action. Without a phrase the sentence is made from the action's name. */
export type ActionRow = AllOrNone<Phrase> &
  AllOrNone<ActionNote> & {
    readonly effects: readonly Effect[];
    /** How it changes what CloudTrail records from then on. Source: AWS CloudTrail API Reference, "Actions". */
    readonly logging?: LoggingChange;
  };

/** The actions of one service by event name, without the API date that Lambda appends. */
export type ServiceActions = Readonly<Record<string, ActionRow>>;

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

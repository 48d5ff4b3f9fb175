import { withoutCall } from '../../../../shared/cloudtrail/without-call.ts';
import type { Item } from '../record/found.ts';
import type { Kind } from '../record/kinds.ts';
import type { Place } from '../scan/scan-records.ts';
import { lookAlike } from '../record/look-alikes.ts';
import { truncatedRecord } from './truncated.ts';

/** A JSON object as `JSON.parse` gives it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Unwraps JSON text found inside a value, whatever it is; `whatItIs` names it in problems. */
export type Within = (text: string, whatItIs: string) => readonly Item[];

/**
 * A shape of JSON in which records come wrapped. `matches` looks at one value, parsed, and at the place it stood in;
 * `items` unwraps it. `text` is the value exactly as in the evidence, so that a record inside can be cut out unchanged.
 */
export interface JsonContainer {
  readonly kind: Kind;
  readonly matches: (value: JsonObject, place: Place) => boolean;
  readonly items: (value: JsonObject, text: string, within: Within) => readonly Item[];
}

/** A JSON object, as against arrays, scalars and null. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const families = Object.values(withoutCall);

/**
 * True for a CloudTrail record: what happened, and when or in which format; Insights and aggregated events by their kind.
 * Notifications of S3 and Kinesis look alike but name their source "aws:s3"; other clouds' events have the same names.
 */
export function isRecord(value: unknown): value is JsonObject {
  if (!isObject(value)) return false;
  const { eventSource } = value;
  const isCall =
    typeof eventSource === 'string' &&
    !eventSource.startsWith('aws:') &&
    typeof value['eventName'] === 'string' &&
    (value['eventTime'] !== undefined || value['eventVersion'] !== undefined) &&
    lookAlike(value) === undefined;
  return (
    isCall ||
    families.some(
      ({ eventType, eventCategory }) =>
        value['eventType'] === eventType || value['eventCategory'] === eventCategory,
    )
  );
}

/** A record found whole. */
export const complete = (json: string): Item => ({ found: { json, quality: 'complete' } });

/** A record put together from fields, with the evidence's own text of them; `remark` tells what happened to this one. */
export const partial = (json: string, exact: string, note: string, remark?: string): Item => ({
  found: { json, exact, quality: 'partial', note, ...(remark === undefined ? {} : { remark }) },
});

/** Something that should have been a record. */
export const unreadable = (reason: string, text: string): Item => ({
  unreadable: { reason, sample: text.slice(0, 120) },
});

/** Something known that is no CloudTrail record. */
export const other = (kind: Kind, reason: string): Item => ({ other: { kind, reason } });

/** The record in a JSON text that came inside a string: complete, cut off, or no record at all. */
export function fromEmbedded(text: string, whatItIs: string): Item {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return cutOff(text, whatItIs);
  }
  return isRecord(value) ? complete(text) : unreadable(`${whatItIs} is not a CloudTrail record.`, text);
}

/** What can be had of a text that is not whole JSON: the beginning of a record, or the reason why not. */
export function cutOff(text: string, whatItIs: string): Item {
  const json = truncatedRecord(text);
  if (json === undefined) {
    return unreadable(`${whatItIs} is not whole JSON; it may have been cut off.`, text);
  }
  const note = 'Records are cut off in it; the fields before the cut were read.';
  return { found: { json, exact: text, quality: 'truncated', note } };
}

import * as v from 'valibot';
import {
  eventIdSchema,
  fieldNameSchema,
  offsetSchema,
  questionSchema,
  typedSchema,
  upTo,
  valueCountSchema,
} from './common.ts';
import { cellSchema } from '../table/cell.ts';

/** Sort keys, most significant first; ties are broken by the event's place in the evidence. */
export const sortSchema = v.pipe(
  v.array(v.strictObject({ field: fieldNameSchema, descending: v.boolean() })),
  v.maxLength(8),
);
/** An order of events; empty for the order of the evidence. */
export type Sort = v.InferOutput<typeof sortSchema>;

/** One occurrence of an event in the evidence. */
const occurrenceSchema = v.strictObject({
  path: v.string(),
  sha256: v.nullable(v.string()),
  /** Zero-based place among the file's records. */
  ordinal: v.number(),
  /** Byte offset of the record in the file's unpacked content. */
  positionBytes: v.number(),
  lengthBytes: v.number(),
  /** What kind of file it is, in words. */
  kind: v.string(),
  /** The file holds the event in another form, so that its text may have been put together from columns. */
  isRebuilt: v.boolean(),
  /** The text here is the one shown, byte for byte. */
  isSameText: v.boolean(),
});

/** Everything known of one event. */
const eventDetailSchema = v.strictObject({
  id: v.string(),
  /** The record's text exactly as in the evidence. */
  raw: v.string(),
  /** Base64 of the record's bytes where they are not valid UTF-8; `raw` then shows replacement characters. */
  exactBytes: v.nullable(v.string()),
  /** Catalogue fields that have a value. */
  fields: v.record(v.string(), cellSchema),
  occurrences: v.array(occurrenceSchema),
});
/** One event in full: its fields, its exact text, and where it lies in the evidence. */
export type EventDetail = v.InferOutput<typeof eventDetailSchema>;

/** Reading events. Times in rows are microseconds; booleans are booleans; all else is text. */
export const eventsContract = {
  'events.window': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'window',
    params: v.strictObject({
      question: questionSchema,
      sort: sortSchema,
      offset: offsetSchema,
      limit: upTo(2_000),
      columns: v.pipe(v.array(fieldNameSchema), v.maxLength(100)),
    }),
    result: v.strictObject({
      total: v.number(),
      offset: v.number(),
      ids: v.array(v.string()),
      /** One array a column, in the order asked. */
      columns: v.array(v.array(cellSchema)),
    }),
  },
  'events.count': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'count',
    params: v.strictObject({ question: questionSchema }),
    result: v.strictObject({ total: v.number() }),
  },
  /** Where an event stands in the sorted answer, or null when the question leaves it out. */
  'events.locate': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'window',
    params: v.strictObject({ question: questionSchema, sort: sortSchema, id: eventIdSchema }),
    result: v.strictObject({ position: v.nullable(v.number()) }),
  },
  'events.detail': {
    kind: 'read',
    reads: ['events'],
    priority: 'window',
    params: v.strictObject({ id: eventIdSchema }),
    result: eventDetailSchema,
  },
} as const;

/** Counting by value. */
export const countsContract = {
  /** Top or rarest values of fields; each field's counts leave out the filter on that field itself. */
  'facets.list': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'facet',
    params: v.strictObject({
      question: questionSchema,
      facets: v.pipe(
        v.array(
          v.strictObject({
            field: fieldNameSchema,
            limit: upTo(1_000),
            /** Values before these in the order are left out: the pages of a long tail. */
            offset: v.optional(offsetSchema),
            order: v.picklist(['most', 'rarest']),
            search: typedSchema,
          }),
        ),
        v.maxLength(40),
      ),
    }),
    result: v.array(
      v.strictObject({
        field: v.string(),
        /** Distinct values, the missing one included, before `search`. */
        distinct: v.number(),
        /** Values that `search` finds; the same as `distinct` without one. */
        found: v.number(),
        values: v.array(valueCountSchema),
      }),
    ),
  },
  /**
   * Values of a field that start with or contain what was typed, most frequent first, for completion. While all values
   * of a large archive are still being counted, those of its newest events come at once, with `isSampled`.
   */
  'values.suggest': {
    kind: 'read',
    reads: ['events', 'annotations'],
    priority: 'facet',
    params: v.strictObject({
      field: fieldNameSchema,
      typed: typedSchema,
      limit: upTo(100),
    }),
    result: v.strictObject({
      values: v.array(v.strictObject({ value: v.string(), count: v.number() })),
      isSampled: v.boolean(),
    }),
  },
} as const;

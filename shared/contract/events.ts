import * as v from 'valibot';
import { cellSchema, microsSchema, questionSchema } from './common.ts';

const fieldNameSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(500));

/** Sort keys, most significant first; ties are broken by the event's place in the evidence. */
export const sortSchema = v.pipe(
  v.array(v.strictObject({ field: fieldNameSchema, descending: v.boolean() })),
  v.maxLength(8),
);
/** An order of events; empty for the order of the evidence. */
export type Sort = v.InferOutput<typeof sortSchema>;

/** Names one record: the file it came from and its ordinal there, `12.345`. Stable while the database is not rebuilt. */
const eventIdSchema = v.pipe(v.string(), v.regex(/^\d{1,10}\.\d{1,10}$/));

/** One occurrence of an event in the evidence. */
const occurrenceSchema = v.strictObject({
  path: v.string(),
  sha256: v.nullable(v.string()),
  /** Zero-based place among the file's records. */
  ordinal: v.number(),
  /** Byte offset of the record in the file's unpacked content. */
  positionBytes: v.number(),
  lengthBytes: v.number(),
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
    params: v.strictObject({
      question: questionSchema,
      sort: sortSchema,
      offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2_000)),
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
    params: v.strictObject({ question: questionSchema }),
    result: v.strictObject({ total: v.number() }),
  },
  /** Where an event stands in the sorted answer, or null when the question leaves it out. */
  'events.locate': {
    params: v.strictObject({ question: questionSchema, sort: sortSchema, id: eventIdSchema }),
    result: v.strictObject({ position: v.nullable(v.number()) }),
  },
  'events.detail': { params: v.strictObject({ id: eventIdSchema }), result: eventDetailSchema },
} as const;

/** A histogram over [fromMicros, toMicros): `binMicros` wide bars, counts by series. */
export const histogramSchema = v.strictObject({
  fromMicros: microsSchema,
  toMicros: microsSchema,
  binMicros: v.number(),
  total: v.number(),
  series: v.array(v.strictObject({ value: v.nullable(v.string()), counts: v.array(v.number()) })),
});
/** Counts over time: bar `i` of each series covers `binMicros` from `fromMicros + i * binMicros`. */
export type Histogram = v.InferOutput<typeof histogramSchema>;

/** The series that stands for all values beyond the shown ones. No CloudTrail value begins with a space. */
export const otherValues = ' other';

/** Counting over time and by value. */
export const countsContract = {
  /** Counts over time. The question's own range is ignored: the view decides what is drawn, the range is the brush on it. */
  'timeline.histogram': {
    params: v.strictObject({
      question: questionSchema,
      /** What is drawn; null for the whole span of the archive. */
      view: v.nullable(v.strictObject({ fromMicros: microsSchema, toMicros: microsSchema })),
      maxBins: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2_000)),
      /** A field with few values; null for one series. */
      split: v.nullable(fieldNameSchema),
    }),
    result: v.nullable(histogramSchema),
  },
  /** Top or rarest values of fields; each field's counts leave out the filter on that field itself. */
  'facets.list': {
    params: v.strictObject({
      question: questionSchema,
      facets: v.pipe(
        v.array(
          v.strictObject({
            field: fieldNameSchema,
            limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)),
            order: v.picklist(['most', 'rarest']),
            search: v.pipe(v.string(), v.maxLength(500)),
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
        values: v.array(v.strictObject({ value: v.nullable(v.string()), count: v.number() })),
      }),
    ),
  },
  /** Values of a field that start with or contain what was typed, most frequent first, for completion. */
  'values.suggest': {
    params: v.strictObject({
      field: fieldNameSchema,
      typed: v.pipe(v.string(), v.maxLength(500)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
    }),
    result: v.array(v.strictObject({ value: v.string(), count: v.number() })),
  },
} as const;

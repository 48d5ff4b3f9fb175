import * as v from 'valibot';
import { fieldNameSchema, offsetSchema, questionSchema, rangeSchema, upTo, zoneSchema } from './common.ts';
import { results } from '../cloudtrail/result.ts';
import { microsSchema } from '../time/micros.ts';

/** The beginnings of all bars and the end of the last one, where a change of the clock makes some longer or shorter. */
export const edgesSchema = v.optional(v.pipe(v.array(microsSchema), v.readonly()));

const seriesSchema = v.strictObject({
  value: v.nullable(v.string()),
  counts: v.array(v.number()),
  /** The failed events among them, where they were asked for. */
  failed: v.optional(v.array(v.number())),
});

/** A histogram over [fromMicros, toMicros): `binMicros` wide bars, counts by series. */
export const histogramSchema = v.strictObject({
  fromMicros: microsSchema,
  toMicros: microsSchema,
  binMicros: v.number(),
  edges: edgesSchema,
  total: v.number(),
  series: v.array(seriesSchema),
  /** How many of all failed events were refused for want of permission, where failed ones were asked for. */
  refused: v.optional(v.number()),
});
/** Counts over time, by the bars of `shared/time/bars.ts`. */
export type Histogram = v.InferOutput<typeof histogramSchema>;

/** The series that stands for all values beyond the shown ones. No CloudTrail value begins with a space. */
export const otherValues = ' other';

const binWidthSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1_000_000));

/** The most bars any chart over time can be asked for. */
export const mostBins = 2_000;

/**
 * How a chart over time is divided: into no more than `maxBins` bars of a width that can be said in words, or into bars of
 * `binMicros` where that needs no more than `mostBins` of them. Bars begin on full hours and days of the zone's clock, UTC
 * where none is named.
 */
export const bars = {
  /** What is drawn; null for the whole span of the archive. */
  view: v.nullable(rangeSchema),
  maxBins: upTo(mostBins),
  binMicros: v.optional(v.nullable(binWidthSchema)),
  zone: v.optional(zoneSchema),
} as const;

const laneSchema = v.strictObject({
  value: v.nullable(v.string()),
  events: v.number(),
  counts: v.array(v.number()),
  failed: v.array(v.number()),
});
/** One strip of activity: all events of a value by bar, and the failed ones among them. */
export type Lane = v.InferOutput<typeof laneSchema>;

const lanesSchema = v.strictObject({
  fromMicros: microsSchema,
  toMicros: microsSchema,
  binMicros: v.number(),
  /** Distinct values within the view, the missing one included. */
  values: v.number(),
  lanes: v.array(laneSchema),
  /** All values that are not among `lanes`, together; null when there are none. */
  others: v.nullable(laneSchema),
});
/** Strips of activity by the values of a field, the busiest first. */
export type Lanes = v.InferOutput<typeof lanesSchema>;

/** What a mark on the timeline stands for. */
const markKinds = ['less-logging', 'more-logging', 'changed-logging', 'insight'] as const;

const markSchema = v.strictObject({
  kind: v.picklist(markKinds),
  id: v.string(),
  atMicros: microsSchema,
  /** The action, or what an Insight is about. */
  name: v.string(),
  account: v.nullable(v.string()),
  region: v.nullable(v.string()),
  principal: v.nullable(v.string()),
  /** How the change ended. */
  result: v.picklist(results),
  /** Why a change was not done, where the record says so. */
  errorCode: v.nullable(v.string()),
});
/** An event that every timeline points out: a change of what is logged, or an Insight. */
export type Mark = v.InferOutput<typeof markSchema>;

const changesSchema = v.strictObject({ total: v.number(), failed: v.number(), refused: v.number() });
/** How many changes of logging there are, how many of them failed, and how many of these were refused. */
export type LoggingChanges = v.InferOutput<typeof changesSchema>;

const comparisonSchema = v.strictObject({
  /** The equally long span right before. */
  before: rangeSchema,
  eventsBefore: v.number(),
  eventsNow: v.number(),
  /** The events before by the bar they would lie in if they had happened one span later. */
  counts: v.array(v.number()),
});
/** A span of time beside the equally long one before it. */
export type Comparison = v.InferOutput<typeof comparisonSchema>;

/**
 * Charts over time. The question's own range is ignored everywhere: the view decides what is drawn, the range is the brush
 * on it.
 */
export const timelineContract = {
  'timeline.histogram': {
    kind: 'ask',
    asks: 'all-time',
    reads: ['events'],
    priority: 'histogram',
    params: v.strictObject({
      question: questionSchema,
      ...bars,
      /** The field whose values share the bars; null for one series. */
      split: v.nullable(fieldNameSchema),
      /** Counts the failed events within each series of a split, and the refused ones among all. */
      withFailed: v.optional(v.boolean()),
    }),
    result: v.nullable(histogramSchema),
  },
  /** The values of a field as strips under the histogram of the same view and bars; null without any timed event. */
  'timeline.lanes': {
    kind: 'ask',
    asks: 'all-time',
    reads: ['events'],
    priority: 'histogram',
    params: v.strictObject({
      question: questionSchema,
      ...bars,
      field: fieldNameSchema,
      offset: offsetSchema,
      limit: upTo(50),
    }),
    result: v.nullable(lanesSchema),
  },
  /**
   * What every timeline points out, whatever the filter: changes of logging and Insights in the scope's accounts and
   * Regions. Where there are more than `limit`, some of every part of the view are given.
   */
  'timeline.marks': {
    kind: 'ask',
    asks: 'all-time',
    reads: ['events'],
    priority: 'histogram',
    params: v.strictObject({
      question: questionSchema,
      view: v.nullable(rangeSchema),
      limit: upTo(1_000),
    }),
    result: v.strictObject({ total: v.number(), changes: changesSchema, marks: v.array(markSchema) }),
  },
  /** A span beside the equally long one before it, in the bars of a drawn histogram. */
  'timeline.compare': {
    kind: 'ask',
    asks: 'all-time',
    reads: ['events'],
    priority: 'histogram',
    params: v.strictObject({
      question: questionSchema,
      span: rangeSchema,
      fromMicros: microsSchema,
      binMicros: binWidthSchema,
      bins: upTo(mostBins),
      edges: edgesSchema,
    }),
    result: comparisonSchema,
  },
} as const;

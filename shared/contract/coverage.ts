import * as v from 'valibot';
import { questionSchema, rangeSchema } from './common.ts';
import { bars, edgesSchema } from './timeline.ts';
import { recordedCategories } from '../cloudtrail/recorded.ts';
import { microsSchema } from '../time/micros.ts';

const coverageSpanSchema = v.strictObject({
  fromMicros: microsSchema,
  toMicros: microsSchema,
  /** `none`: the archive has no log file for this time. `unknown`: its files do not tell. */
  state: v.picklist(['none', 'unknown']),
});
/** A stretch of time for which the archive has no log file, or for which that cannot be known. */
export type CoverageSpan = v.InferOutput<typeof coverageSpanSchema>;

const missingSchema = v.strictObject({
  /** How many stretches of the view have no log file. */
  stretches: v.number(),
  /** How long they are together. */
  micros: v.number(),
  /** The longest of them, in order of time. */
  longest: v.array(rangeSchema),
});
/** The time of a view for which the archive has no log file, after what the files speak for and never after the bars. */
export type MissingLogs = v.InferOutput<typeof missingSchema>;

/** The most stretches without log files that are named one by one. */
export const mostStretches = 5;

const coverageSchema = v.strictObject({
  /** Log files with a delivery time in their name that lie in the question's accounts and Regions. */
  logFiles: v.number(),
  /** Files with events that tell nothing of when logs were delivered: exports, query results, renamed files. */
  otherFiles: v.number(),
  /** Whole bars without a log file, joined where they touch; everything else has logs. */
  spans: v.array(coverageSpanSchema),
  missing: missingSchema,
  /** The spans for each value of `by`; values without any log file are left out. */
  lanes: v.array(v.strictObject({ value: v.string(), spans: v.array(coverageSpanSchema) })),
});
/** For which time the archive has log files: to the microsecond in sum, in whole bars to draw. */
export type Coverage = v.InferOutput<typeof coverageSchema>;

/** Bars of a chart, `toBar` exclusive. */
const stretch = { fromBar: v.number(), toBar: v.number() } as const;

const stretchSchema = v.variant('state', [
  /** There are events of the kind. */
  v.strictObject({ state: v.literal('events'), ...stretch }),
  /** A delivered log file speaks for the time, and no event of the kind is in it. */
  v.strictObject({ state: v.literal('no-event'), ...stretch }),
  /** No delivered log file speaks for the time. */
  v.strictObject({ state: v.literal('no-file'), ...stretch }),
  /** The files do not tell: exports, or records that do not say of which kind they are. */
  v.strictObject({ state: v.literal('unknown'), ...stretch }),
]);
/** Neighbouring bars of which the same is known. */
export type RecordedStretch = v.InferOutput<typeof stretchSchema>;
/** What is known of a kind of events in a bar. */
export type RecordedState = RecordedStretch['state'];

const recordedSchema = v.strictObject({
  category: v.picklist(recordedCategories),
  events: v.number(),
  /** Events by bar. */
  counts: v.array(v.number()),
  /** All bars, in their order. */
  stretches: v.array(stretchSchema),
  /**
   * The kind in a word. `none-here`: log files of the time are here, and no event of the kind is. `cannot-be-told`: no event of
   * the kind is here, and nothing here says whether there could be.
   */
  word: v.picklist(['events', 'none-here', 'cannot-be-told']),
});
/** What is known of one kind of events over time. It never says what a trail was told to record. */
export type Recorded = v.InferOutput<typeof recordedSchema>;

const whatWasRecordedSchema = v.strictObject({
  fromMicros: microsSchema,
  toMicros: microsSchema,
  binMicros: v.number(),
  edges: edgesSchema,
  /** Every kind, in the order in which they are shown. */
  categories: v.array(recordedSchema),
  /** Events in view whose records do not say of which kind they are. */
  unstated: v.number(),
  /** Records in view that count many data events each, and are no events themselves. */
  aggregated: v.number(),
});
/** What a view holds of each kind of events that a trail can be told to record. */
export type WhatWasRecorded = v.InferOutput<typeof whatWasRecordedSchema>;

/** For which time there are log files, and what is in them by kind. Nobody else works this out. */
export const coverageContract = {
  /** Where log files are missing in the question's accounts and Regions; null without any timed event. */
  'coverage.logFiles': {
    kind: 'ask',
    asks: 'all-time',
    reads: ['events'],
    priority: 'histogram',
    params: v.strictObject({
      question: questionSchema,
      ...bars,
      by: v.nullable(v.picklist(['recipientAccountId', 'awsRegion'])),
    }),
    result: v.nullable(coverageSchema),
  },
  /**
   * What was recorded in the question's accounts and Regions, by kind and bar, whatever else the question says; null without
   * any timed event. Bars as the timeline's.
   */
  'coverage.read': {
    kind: 'ask',
    asks: 'all-time',
    reads: ['events'],
    priority: 'histogram',
    params: v.strictObject({ question: questionSchema, ...bars }),
    result: v.nullable(whatWasRecordedSchema),
  },
} as const;

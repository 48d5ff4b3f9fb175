import * as v from 'valibot';
import { fieldNameSchema, questionSchema, upTo } from './common.ts';
import { microsSchema } from '../time/micros.ts';
import { histogramSchema } from './timeline.ts';

const profileValueSchema = v.strictObject({
  value: v.string(),
  events: v.number(),
  errors: v.number(),
  firstMicros: v.nullable(microsSchema),
  lastMicros: v.nullable(microsSchema),
});
/** A value of a profile: how often it occurs, how often in a failed call, and when first and last. */
export type ProfileValue = v.InferOutput<typeof profileValueSchema>;

const profileSchema = v.strictObject({
  events: v.number(),
  errors: v.number(),
  firstMicros: v.nullable(microsSchema),
  lastMicros: v.nullable(microsSchema),
  /** Activity over the scope's range, or over the events' own span, split by outcome; null without a timed event. */
  timeline: v.nullable(histogramSchema),
  /** In the order asked. `distinct` counts all values; events without the field are in none. */
  groups: v.array(
    v.strictObject({ field: v.string(), distinct: v.number(), values: v.array(profileValueSchema) }),
  ),
});
/** What the events of one question have in common: totals, activity, and the top values of several fields. */
export type Profile = v.InferOutput<typeof profileSchema>;

/** Pages about one value: an identity, a key, an address, a client, a resource. */
export const profileContract = {
  /** Everything the page of a value shows. The question names the value; its own fields are counted like all others. */
  'profile.read': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'facet',
    params: v.strictObject({
      question: questionSchema,
      fields: v.pipe(v.array(fieldNameSchema), v.maxLength(20)),
      /** Values a field. */
      limit: upTo(200),
      maxBins: upTo(500),
    }),
    result: profileSchema,
  },
} as const;

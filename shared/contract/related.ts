import * as v from 'valibot';
import { eventIdSchema, questionSchema, upTo } from './common.ts';
import { microsSchema } from '../time/micros.ts';

const nearEventSchema = v.strictObject({
  id: v.string(),
  micros: v.nullable(microsSchema),
  eventName: v.nullable(v.string()),
  eventSource: v.nullable(v.string()),
  hasFailed: v.boolean(),
  errorCode: v.nullable(v.string()),
  principal: v.nullable(v.string()),
  sourceIPAddress: v.nullable(v.string()),
  awsRegion: v.nullable(v.string()),
  recipientAccountId: v.nullable(v.string()),
});
/** A line of a list of related events. */
export type NearEvent = v.InferOutput<typeof nearEventSchema>;

/** Events that share something with one event. */
export const relatedContract = {
  /** How many events each question matches, in the order asked. */
  'related.counts': {
    kind: 'read',
    reads: ['events'],
    priority: 'count',
    params: v.strictObject({ questions: v.pipe(v.array(questionSchema), v.maxLength(40)) }),
    result: v.strictObject({ counts: v.array(v.number()) }),
  },
  /** Events of a question nearest in time to one event, oldest first, at most `limit` to each side; itself included when it matches. */
  'related.near': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'window',
    params: v.strictObject({
      question: questionSchema,
      id: eventIdSchema,
      limit: upTo(500),
    }),
    result: v.strictObject({
      events: v.array(nearEventSchema),
      hasEarlier: v.boolean(),
      hasLater: v.boolean(),
    }),
  },
} as const;

import * as v from 'valibot';
import { questionSchema, upTo, valueCountSchema } from './common.ts';
import { microsSchema } from '../time/micros.ts';

const placeCountSchema = v.strictObject({
  value: v.nullable(v.string()),
  events: v.number(),
  failed: v.number(),
});

/** Accounts and Regions: what the scope can be, and the matrix of both. */
export const placesContract = {
  /** What the scope bar offers and what it hides, counted within the question. */
  'places.scope': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'facet',
    params: v.strictObject({ question: questionSchema }),
    result: v.strictObject({
      total: v.number(),
      /** Of all events, whatever the question. */
      accounts: v.array(valueCountSchema),
      regions: v.array(valueCountSchema),
      /** How many events each toggle of the scope hides, or would hide, with all else of the question as it is. */
      hides: v.strictObject({ serviceCalls: v.number(), withoutConsequence: v.number() }),
      /** Events of global services in the chosen accounts that only the Region choice leaves out. */
      hiddenGlobalEvents: v.number(),
    }),
  },
  'places.matrix': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'facet',
    params: v.strictObject({
      question: questionSchema,
      stripBins: upTo(200),
    }),
    result: v.strictObject({
      fromMicros: v.nullable(microsSchema),
      toMicros: v.nullable(microsSchema),
      accounts: v.array(placeCountSchema),
      regions: v.array(placeCountSchema),
      cells: v.array(
        v.strictObject({
          account: v.nullable(v.string()),
          region: v.nullable(v.string()),
          events: v.number(),
          failed: v.number(),
          globalEvents: v.number(),
          /** Files of the archive whose path names this account and Region; 0 events with files is silence, not absence. */
          files: v.number(),
          /** Events in equal steps over the span, `stripBins` of them at most. */
          strip: v.array(v.number()),
        }),
      ),
    }),
  },
} as const;

import * as v from 'valibot';
import { fieldNameSchema, questionSchema, upTo, zoneSchema } from './common.ts';
import { chainSchema, credentialsSchema, failuresSchema, permissionsSchema } from './entity-sections.ts';
import { microsSchema } from '../time/micros.ts';
import { histogramSchema } from './timeline.ts';

/** Which events a list counts: all of them, or those whose record says that the call writes, that it reads, or neither. */
const listOfSchema = v.picklist(['events', 'writes', 'reads', 'unstated']);
/** Which events a list of values counts. Failed attempts are among them. */
export type ListOf = v.InferOutput<typeof listOfSchema>;

const listSchema = v.strictObject({ field: fieldNameSchema, of: listOfSchema });
/** A list of values that a page asks for: of which field, and in which events. */
export type EntityList = v.InferOutput<typeof listSchema>;

/** A failed attempt is no write: it was not done. */
const countsOfEntity = {
  events: v.number(),
  writes: v.number(),
  failed: v.number(),
  firstMicros: v.nullable(microsSchema),
  lastMicros: v.nullable(microsSchema),
} as const;

const countedListSchema = v.strictObject({
  ...listSchema.entries,
  /** How many values there are in all; events without the field are in none. */
  distinct: v.number(),
  values: v.array(v.strictObject({ value: v.string(), ...countsOfEntity })),
});
/** A list of a page with its most frequent values: how often each occurs, wrote and failed, when it was first and last seen. */
export type CountedList = v.InferOutput<typeof countedListSchema>;

const profileSchema = v.strictObject({
  ...countsOfEntity,
  /** Reads that were done. `writes`, `reads`, `unstated` and `failed` add up to `events`. */
  reads: v.number(),
  /** Events that were done and do not say whether they wrote or read. */
  unstated: v.number(),
  /** Events of global services, which CloudTrail records in one Region for all. */
  globalEvents: v.number(),
  /** Its whole activity, also outside of the scope's range, split by outcome; null without a timed event. */
  timeline: v.nullable(histogramSchema),
  /** In the order asked. */
  lists: v.array(countedListSchema),
});
/** What the events of one question have in common: totals, activity, and the top values of several fields. */
export type EntityProfile = v.InferOutput<typeof profileSchema>;

/** Pages about one value: an identity, a key, an address, a client, a resource, an account, a Region. */
export const entitiesContract = {
  /** Everything the page of a value shows. The question names the value; its own fields are counted like all others. */
  'profile.read': {
    kind: 'ask',
    asks: 'all-time',
    reads: ['events'],
    priority: 'facet',
    params: v.strictObject({
      question: questionSchema,
      lists: v.pipe(v.array(listSchema), v.minLength(1), v.maxLength(20)),
      /** Values a list. */
      limit: upTo(200),
      maxBins: upTo(500),
      /** By whose clock the bars of the timeline begin; UTC without it. */
      zone: v.optional(zoneSchema),
    }),
    result: profileSchema,
  },
  /** The credentials that the events of a question were made with, how each was obtained, and what is peculiar about them. */
  'entities.credentials': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'histogram',
    params: v.strictObject({ question: questionSchema, limit: upTo(200), pieces: upTo(200) }),
    result: credentialsSchema,
  },
  /** What failed, by how, and what of it was done later with the changes between. */
  'entities.failures': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'facet',
    params: v.strictObject({ question: questionSchema, limit: upTo(500) }),
    result: failuresSchema,
  },
  /** Which credentials were handed out, and what was done with them. */
  'entities.chain': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'facet',
    params: v.strictObject({ question: questionSchema }),
    result: chainSchema,
  },
  /** Which IAM actions were used on what, as a policy would grant them. */
  'entities.permissions': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'facet',
    params: v.strictObject({ question: questionSchema, limit: upTo(5_000) }),
    result: permissionsSchema,
  },
} as const;

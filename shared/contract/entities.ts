import * as v from 'valibot';
import { lastingGroups } from '../cloudtrail/lasting/state.ts';
import { eventIdSchema, fieldNameSchema, questionSchema, upTo, zoneSchema } from './common.ts';
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

const endSchema = v.strictObject({
  event: eventIdSchema,
  eventName: v.string(),
  micros: microsSchema,
  /** The principal. */
  by: v.nullable(v.string()),
});
/** The call that began or ended what lasted. */
export type LastingEnd = v.InferOutput<typeof endSchema>;

const lastingLineSchema = v.strictObject({
  group: v.picklist(lastingGroups),
  /** The words around the target's name: `port 22 of` … `to everyone`; both empty where the target itself was made. */
  before: v.string(),
  after: v.string(),
  target: v.strictObject({
    kind: v.string(),
    name: v.string(),
    arn: v.nullable(v.string()),
    account: v.nullable(v.string()),
    region: v.nullable(v.string()),
  }),
  /** Null: it began before this archive, or nothing here says when. */
  from: v.nullable(endSchema),
  /** Null: its end is not seen here. */
  to: v.nullable(endSchema),
  /** True when whoever began it (where that is unknown: ended it) had also made its target here. */
  madeBySameActor: v.boolean(),
  /** True when the calls were told by their verbs alone. */
  isByGrammar: v.boolean(),
  /** Of less recording: why it is judged so; null for everything else. */
  reason: v.nullable(v.string()),
  /** Of less recording: true when the records cannot tell whether less was recorded, only that it was meant. */
  isDoubtful: v.boolean(),
});
/** Something that lasted between two calls: opened and closed, given and taken, made and deleted. */
export type LastingLine = v.InferOutput<typeof lastingLineSchema>;

const lastingSchema = v.strictObject({
  /** By group, in a group by time. */
  lines: v.array(lastingLineSchema),
  /** How many lines there are of each group, and of how many the end is not seen here. */
  groups: v.array(
    v.strictObject({ group: v.picklist(lastingGroups), lines: v.number(), unended: v.number() }),
  ),
  /** What was made here, by kind, the most first; `unended` are not seen deleted. */
  made: v.array(v.strictObject({ kind: v.string(), lines: v.number(), unended: v.number() })),
  leftOut: v.strictObject({
    /** Lines beyond the limit. */
    lines: v.number(),
    /** Changes of the question that were not read, because there are too many. */
    events: v.number(),
    /** True when not all changes of the same targets were read, so that an end may be missing. */
    isOthersCut: v.boolean(),
  }),
});
/** How long changes lasted. */
export type Lasting = v.InferOutput<typeof lastingSchema>;

const unwrittenSchema = v.strictObject({
  /** The most frequent first. */
  actions: v.array(v.strictObject({ eventSource: v.string(), eventName: v.string(), events: v.number() })),
  /** How many there are in all, and their events. */
  distinct: v.number(),
  events: v.number(),
});
/** Actions that have no row in the tables of services, so that their sentences are made from their names. */
export type ActionsWithoutRow = v.InferOutput<typeof unwrittenSchema>;

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
  /**
   * How long the changes of a question lasted: each that was done is paired with what undid it on the same target, at any time and
   * by anybody. Failed calls begin and end nothing.
   */
  'entities.lasting': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'facet',
    params: v.strictObject({ question: questionSchema, limit: upTo(5_000) }),
    result: lastingSchema,
  },
  /** The actions of a question that nothing is written of. */
  'entities.actionsWithoutRow': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'facet',
    params: v.strictObject({ question: questionSchema, limit: upTo(5_000) }),
    result: unwrittenSchema,
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

import * as v from 'valibot';
import { nothingSchema, rangeSchema } from './common.ts';
import { sentenceSchema, statementSchema } from './statement.ts';

const reasonSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(2_000));

/** A statement that a person put aside: who, when (ISO 8601 in UTC) and why. */
const dismissalSchema = v.strictObject({ reason: v.string(), by: v.string(), at: v.string() });

/** What kinds of actors people expect. */
export const expectedKinds = ['scanner', 'pipeline', 'break-glass', 'test', 'other'] as const;
/** Somebody whose deeds a person expects: events match by all that is given. They are marked, never hidden. */
export const expectedActorSchema = v.strictObject({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  kind: v.picklist(expectedKinds),
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  /**
   * The principal as records have it, an address or a block of them, the user agent with `*` for any characters; at least one
   * is given.
   */
  principal: v.nullable(v.pipe(v.string(), v.maxLength(2_000))),
  address: v.nullable(v.pipe(v.string(), v.maxLength(100))),
  client: v.nullable(v.pipe(v.string(), v.maxLength(2_000))),
  /** When the deeds are expected; null for always. */
  range: v.nullable(rangeSchema),
  /** Who said so. */
  saidBy: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
});
/** Somebody whose deeds a person expects, with who said so. */
export type ExpectedActor = v.InferOutput<typeof expectedActorSchema>;

const expectSchema = v.pipe(
  v.strictObject({ actor: expectedActorSchema, isRemoved: v.boolean() }),
  v.check(
    ({ actor }) => [actor.principal, actor.address, actor.client].some((one) => one !== null && one !== ''),
    'An expected actor is told by a principal, an address or a client.',
  ),
);

const lineSchema = v.strictObject({
  statement: statementSchema,
  dismissed: v.nullable(dismissalSchema),
  /** The expected actors that all of its events are of, by id; none where some are not. */
  expected: v.array(v.string()),
});
/** A line of what stands out. */
export type OverviewLine = v.InferOutput<typeof lineSchema>;

const standsOutSchema = v.strictObject({
  /** What it all comes to, in a sentence or two; null where nothing stands out. */
  verdict: v.nullable(sentenceSchema),
  /** The gravest first, then by time. */
  lines: v.array(lineSchema),
  /** More lines than are given. */
  more: v.number(),
  /** What was looked for, by name; nothing stands out for want of looking where it is empty. */
  sources: v.array(v.string()),
  /** How long the archive is that "first seen" is judged by; null without a timed event. */
  learned: v.nullable(rangeSchema),
  /** True while tables it rests on are still being made; it is asked again as they grow. */
  isPartial: v.boolean(),
});
/** What stands out in an archive. */
export type StandsOut = v.InferOutput<typeof standsOutSchema>;

const countedSchema = v.strictObject({ value: v.string(), events: v.number() });

const archiveSchema = v.strictObject({
  span: v.nullable(rangeSchema),
  events: v.number(),
  /** Calls that wrote, as their records say; failed ones wrote nothing. */
  writes: v.number(),
  failed: v.number(),
  /** Those of the failed that were refused for want of permission. */
  refused: v.number(),
  /** Calls that AWS services made on their own. */
  serviceCalls: v.number(),
  /** Calls that neither change something nor hand out a credential or tell a secret. */
  withoutConsequence: v.number(),
  accounts: v.array(countedSchema),
  accountsInAll: v.number(),
  regions: v.array(countedSchema),
  regionsInAll: v.number(),
  /** Events by `eventCategory`, as records say; the missing one is `null`'s own line. */
  categories: v.array(v.strictObject({ value: v.nullable(v.string()), events: v.number() })),
  /** Files by what became of them. */
  files: v.strictObject({
    all: v.number(),
    logs: v.number(),
    refused: v.number(),
    partial: v.number(),
    digests: v.number(),
  }),
  /** Principals with most events of consequence, but for AWS services on their own; `addresses` are those they called from. */
  who: v.array(
    v.strictObject({
      principal: v.string(),
      events: v.number(),
      writes: v.number(),
      addresses: v.number(),
    }),
  ),
});
/** What an archive holds, at a glance. */
export type ArchiveAtAGlance = v.InferOutput<typeof archiveSchema>;

/** The landing screen of a workspace: what is here, and what stands out. The whole archive, whatever the scope. */
export const overviewContract = {
  'overview.archive': {
    kind: 'read',
    reads: ['events', 'files'],
    priority: 'facet',
    params: nothingSchema,
    result: archiveSchema,
  },
  'overview.standsOut': {
    kind: 'read',
    reads: ['events', 'files'],
    priority: 'facet',
    params: nothingSchema,
    result: standsOutSchema,
  },
  /** Puts a statement aside with a reason, or takes it back with null. It stays listed among the dismissed. */
  'overview.dismiss': {
    kind: 'change',
    params: v.strictObject({ id: v.pipe(v.string(), v.maxLength(4_000)), reason: v.nullable(reasonSchema) }),
    result: nothingSchema,
  },
  'overview.expectedActors': {
    kind: 'read',
    params: nothingSchema,
    result: v.strictObject({ actors: v.array(expectedActorSchema) }),
  },
  /** Adds or changes an expected actor; with `isRemoved` takes it out. */
  'overview.expect': {
    kind: 'change',
    params: expectSchema,
    result: nothingSchema,
  },
} as const;

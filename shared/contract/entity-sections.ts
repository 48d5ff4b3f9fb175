import * as v from 'valibot';
import { eventIdSchema, rangeSchema } from './common.ts';
import { microsSchema } from '../time/micros.ts';
import { grades, sentenceSchema } from './statement.ts';

/** What kinds of credential calls are told apart by. */
export const credentialKinds = ['key', 'temporary', 'console', 'aws', 'sign-in', 'none'] as const;
/** A kind of credential: long-term key, temporary key, console session, calls of AWS for somebody, sign-ins without a session, none recorded. */
export type CredentialKind = (typeof credentialKinds)[number];

/**
 * How a credential was obtained. `recorded` where the answer of a call names the key; `inferred` where holder and second agree;
 * `not-recorded` where no such call is here.
 */
const obtainedSchema = v.strictObject({
  grade: v.picklist(grades),
  /** The call that handed it out; null for none here. */
  action: v.nullable(v.string()),
  atMicros: v.nullable(microsSchema),
  event: v.nullable(eventIdSchema),
  byPrincipal: v.nullable(v.string()),
  byKey: v.nullable(v.string()),
  /** `Yes` or `No` of a console sign-in, as the record says; null where it says nothing. */
  mfa: v.nullable(v.string()),
  /** True when it was there before the first event of the archive, as its own creation date says. */
  isOlder: v.boolean(),
  /** In a few words, as a line beside the credential; without the time, which is `atMicros`. */
  says: v.string(),
  otherExplanation: v.nullable(v.string()),
});
/** How a credential was obtained, and how well that stands. */
export type Obtained = v.InferOutput<typeof obtainedSchema>;

const someValuesSchema = v.strictObject({
  distinct: v.number(),
  values: v.array(v.strictObject({ value: v.string(), events: v.number() })),
});

const laneSchema = v.strictObject({
  /** Tells the lanes of one answer apart. */
  id: v.string(),
  kind: v.picklist(credentialKinds),
  /** The access key, of a long-term or temporary key. */
  key: v.nullable(v.string()),
  createdMicros: v.nullable(microsSchema),
  principal: v.nullable(v.string()),
  /** The holder's unique ID, with the session's name for roles. */
  principalId: v.nullable(v.string()),
  /** Whether the session was issued with MFA, as its records say; null where they say nothing. */
  isMfa: v.nullable(v.boolean()),
  firstMicros: v.nullable(microsSchema),
  lastMicros: v.nullable(microsSchema),
  /** `direct` and `byAws` add up to `events`. */
  events: v.number(),
  direct: v.number(),
  /** Calls that an AWS service made for the holder; which credential they belong to is inferred from the call before them. */
  byAws: v.number(),
  /** Calls that ask for a write, failed ones included. */
  writes: v.number(),
  failed: v.number(),
  refused: v.number(),
  addresses: someValuesSchema,
  /** In few words, as the field `client` has them. */
  clients: someValuesSchema,
  /** Events by piece of the span: `[piece, reads and others, writes, failed]`, pieces without an event left out. */
  bars: v.array(v.tuple([v.number(), v.number(), v.number(), v.number()])),
  obtained: obtainedSchema,
});
/** A credential with what was done with it. */
export type CredentialLane = v.InferOutput<typeof laneSchema>;

/** The answer of `entities.credentials`. */
export const credentialsSchema = v.strictObject({
  /** What the bars cover, in `pieces` of the same length; null without a timed event. */
  span: v.nullable(rangeSchema),
  pieces: v.number(),
  /** How many credentials there are in all. */
  distinct: v.number(),
  /** Those with most writes, then events. */
  lanes: v.array(laneSchema),
  events: v.number(),
  writes: v.number(),
  failed: v.number(),
  refused: v.number(),
  /** What is peculiar about this one. */
  headline: v.strictObject({
    grade: v.picklist(grades),
    says: sentenceSchema,
    otherExplanation: v.nullable(v.string()),
  }),
  /** What the archive cannot tell, each with what to ask for. */
  notKnown: v.array(v.string()),
});
/** The credentials of a page. */
export type EntityCredentials = v.InferOutput<typeof credentialsSchema>;

/** How calls fail: for want of permission, for coming too fast, because the thing is not there, or otherwise. */
export const failureClasses = ['refused', 'throttled', 'not-found', 'failed'] as const;
/** A way in which calls fail. */
export type FailureClass = (typeof failureClasses)[number];

const changeSchema = v.strictObject({
  event: eventIdSchema,
  atMicros: microsSchema,
  eventName: v.string(),
  principal: v.nullable(v.string()),
  target: v.nullable(v.string()),
});

const failureSchema = v.strictObject({
  eventSource: v.string(),
  eventName: v.string(),
  errorCode: v.nullable(v.string()),
  class: v.picklist(failureClasses),
  events: v.number(),
  /** How many different things they were about, as far as records name them, and one of them. */
  targets: v.number(),
  target: v.nullable(v.string()),
  firstMicros: v.nullable(microsSchema),
  lastMicros: v.nullable(microsSchema),
  /** How many of them were followed by the same call done. */
  laterDone: v.number(),
  /** How long that took at least and at most; null where none was. */
  gap: v.nullable(v.strictObject({ leastMicros: v.number(), mostMicros: v.number() })),
  /** `recorded` where both name the same thing, `inferred` where the failed one names none. */
  grade: v.nullable(v.picklist(grades)),
  /** Changes between, done by anyone, that may be why: to permissions of the thing or of the caller, or to things of its kind. */
  between: v.array(changeSchema),
  betweenInAll: v.number(),
});
/** Calls of one action that failed in one way, and whether they were done later. */
export type FailureLine = v.InferOutput<typeof failureSchema>;

/** The answer of `entities.failures`. */
export const failuresSchema = v.strictObject({
  refused: v.number(),
  throttled: v.number(),
  notFound: v.number(),
  failed: v.number(),
  /** Refused ones first, then those with most events. */
  lines: v.array(failureSchema),
  more: v.number(),
});
/** What failed of what an entity tried. */
export type EntityFailures = v.InferOutput<typeof failuresSchema>;

const usedSchema = v.strictObject({
  eventSource: v.string(),
  eventName: v.string(),
  /** IAM actions that it needs; none for what no policy grants, such as sign-ins. */
  iam: v.array(v.string()),
  /** Whether the IAM action stands in the map by hand, is the event's own name, or is unknown. */
  mapped: v.picklist(['by-hand', 'by-name', 'none']),
  /** What it was used on, as an ARN or `*` where records do not name one. */
  resource: v.string(),
  isWrite: v.nullable(v.boolean()),
  done: v.number(),
  refused: v.number(),
  failed: v.number(),
});
/** One action on one resource, as it was used. */
export type UsedPermission = v.InferOutput<typeof usedSchema>;

/** The answer of `entities.permissions`. */
export const permissionsSchema = v.strictObject({
  services: v.array(
    v.strictObject({
      eventSource: v.string(),
      write: v.number(),
      read: v.number(),
      refused: v.number(),
      events: v.number(),
    }),
  ),
  /** How many different actions were called, refused ones included. */
  actions: v.number(),
  used: v.array(usedSchema),
  /** Lines of `used` that are not given; the policy lacks them too. */
  more: v.number(),
  /** A policy as JSON that allows what was done and nothing else, for reading; never complete. */
  policy: v.string(),
  /** What the policy cannot say, in sentences. */
  gaps: v.array(v.string()),
});
/** The permissions that an entity used. */
export type EntityPermissions = v.InferOutput<typeof permissionsSchema>;

/** The answer of `entities.chain`. */
export const chainSchema = v.strictObject({
  steps: v.array(
    v.strictObject({
      action: v.string(),
      /** How many different roles or users got one, and one of them. */
      receivers: v.number(),
      receiver: v.nullable(v.string()),
      handedOut: v.number(),
      /** How many of the credentials were used here, and in how many events. */
      used: v.number(),
      events: v.number(),
      /** How many credentials were handed out with them in turn. */
      further: v.number(),
    }),
  ),
});
/** The credentials that an entity handed out, by action. */
export type EntityChain = v.InferOutput<typeof chainSchema>;

import * as v from 'valibot';
import { everything } from '../filter/filter.ts';
import { filterSchema } from '../filter/schema.ts';
import { microsSchema } from '../time/micros.ts';
import { isZone } from '../time/zone.ts';

/** A half-open span of time, `from` inclusive, `to` exclusive. */
export const rangeSchema = v.strictObject({ fromMicros: microsSchema, toMicros: microsSchema });
/** A half-open span of time in microseconds since 1970 in UTC. */
export type Range = v.InferOutput<typeof rangeSchema>;

/** The version of the evidence: other numbers after every change, greater than all before, also across restarts of the engine. */
export const versionsSchema = v.strictObject({ events: v.number(), files: v.number() });

/** A field's or a path's name. */
export const fieldNameSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(500));

/** Names one record: the file it came from and its ordinal there, `12.345`. Stable while the database is not rebuilt. */
export const eventIdSchema = v.pipe(v.string(), v.regex(/^\d{1,10}\.\d{1,10}$/));

/** The zone that times are shown in: `UTC` or a name of the IANA database. */
export const zoneSchema = v.pipe(v.string(), v.maxLength(100), v.check(isZone, 'This is no time zone.'));

/** What the person has typed so far, looked for within values. */
export const typedSchema = v.pipe(v.string(), v.maxLength(500));

/** How many of an answer's lines stand before the first one wanted. */
export const offsetSchema = v.pipe(v.number(), v.integer(), v.minValue(0));

/** How many of something are wanted: a whole number from 1 to `most`. */
export const upTo = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));

const nameSchema = v.pipe(v.string(), v.maxLength(2_000));

/** The one scope that holds on every screen. `null` means no restriction. */
export const scopeSchema = v.strictObject({
  range: v.nullable(rangeSchema),
  accounts: v.nullable(v.pipe(v.array(nameSchema), v.maxLength(10_000))),
  regions: v.nullable(v.pipe(v.array(nameSchema), v.maxLength(1_000))),
  /** Leaves out all calls that AWS services made on their own: what was saved before `hideServiceRoutine` keeps its meaning. */
  hideServiceCalls: v.boolean(),
  /**
   * Leaves out calls that AWS services made on their own, but for those that change something, hand out a credential or tell a
   * secret; off where it is not said.
   */
  hideServiceRoutine: v.optional(v.boolean()),
  /**
   * Leaves out calls that neither change something nor hand out a credential or tell a secret; off where it is not said, as
   * in what was saved before it could be.
   */
  onlyConsequence: v.optional(v.boolean()),
});
/** The restriction that holds on every screen: range, accounts, regions, service calls, consequence. */
export type Scope = v.InferOutput<typeof scopeSchema>;

/** Which events: the scope of the investigation and the filter of the screen. */
export const questionSchema = v.strictObject({ scope: scopeSchema, filter: filterSchema });
/** Which events are meant; every count, list and chart answers one of these. */
export type Question = v.InferOutput<typeof questionSchema>;

/** A value with how many events carry it; `null` is “the record has no such field”. */
export const valueCountSchema = v.strictObject({ value: v.nullable(v.string()), count: v.number() });
/** A value and the number of events that carry it. */
export type ValueCount = v.InferOutput<typeof valueCountSchema>;

/** A random name the host hands out for a path the person chose; pages never see or send paths to open. */
export const grantSchema = v.pipe(v.string(), v.minLength(8), v.maxLength(64));

/** The longest text of a file that crosses the bridge at once, in characters. */
export const maxFileText = 50_000_000;

/** The text of a file that crosses the bridge at once. */
export const fileTextSchema = v.pipe(v.string(), v.maxLength(maxFileText));

/** Nothing to say. */
export const nothingSchema = v.strictObject({});

/** No restriction at all. */
export const wholeScope: Scope = { range: null, accounts: null, regions: null, hideServiceCalls: false };
/** All events, whatever the screen is narrowed to. */
export const allEvents: Question = { scope: wholeScope, filter: everything };

import * as v from 'valibot';
import { eventIdSchema, fieldNameSchema, offsetSchema, questionSchema, upTo } from './common.ts';
import { microsSchema } from '../time/micros.ts';
import { cellSchema } from '../table/cell.ts';
import { sortSchema } from './events.ts';

const momentSchema = v.nullable(microsSchema);

/** What groups can be sorted by beside the grouped fields themselves. No field's name begins with `#`. */
export const groupMeasures = { events: '#events', first: '#first', last: '#last' } as const;

/** Consecutive calls of one caller further apart than this are no burst; in microseconds. */
export const foldGapMicros = 5 * 60 * 1_000_000;

const groupSchema = v.strictObject({
  /** One value a grouped field, as text; null where the record has no such field. */
  values: v.array(v.nullable(v.string())),
  events: v.number(),
  /** Null when no event of the group has a time. */
  firstMicros: momentSchema,
  lastMicros: momentSchema,
});
/** Events with the same values in the grouped fields: how many, the first and the last of them. */
export type EventGroup = v.InferOutput<typeof groupSchema>;

/** Why events stand in one line: one event, the same call again and again, or a console page reading on its own. */
const foldKindSchema = v.picklist(['single', 'repeat', 'console']);

/** What the values of one field are like among the events of a question. */
const columnStatisticsSchema = v.strictObject({
  /** Events of the question, with the field or without. */
  events: v.number(),
  filled: v.number(),
  distinct: v.number(),
  top: v.array(v.strictObject({ value: v.string(), count: v.number() })),
  /** The smallest and the greatest value: as numbers when all values are numbers, else in the order of text. */
  min: v.nullable(v.string()),
  max: v.nullable(v.string()),
  isNumeric: v.boolean(),
  /** When the field was first and last seen with any value. */
  firstMicros: momentSchema,
  lastMicros: momentSchema,
});

/** Events seen through their columns: grouped, folded, measured and searched for text without narrowing. */
export const groupingContract = {
  'groups.window': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'facet',
    params: v.strictObject({
      question: questionSchema,
      fields: v.pipe(v.array(fieldNameSchema), v.minLength(1), v.maxLength(2)),
      /** By grouped fields and `groupMeasures`; ties follow the evidence. */
      sort: sortSchema,
      offset: offsetSchema,
      limit: upTo(2_000),
    }),
    result: v.strictObject({ total: v.number(), events: v.number(), groups: v.array(groupSchema) }),
  },
  /**
   * A window of the answer in order of time with bursts folded. `of: 'lines'` counts lines, `of: 'events'` counts events
   * as they stand when every line is unfolded, `of: 'line'` counts the events of the line numbered `line`. Folding begins
   * at the first line, and lines are answered as soon as they are there: their numbers never change, but until `isWhole`
   * there may be more of them, and those that `mayGrow` may hold more events.
   */
  'folds.window': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'window',
    params: v.strictObject({
      question: questionSchema,
      descending: v.boolean(),
      of: v.picklist(['lines', 'events', 'line']),
      line: v.optional(offsetSchema),
      offset: offsetSchema,
      limit: upTo(2_000),
      columns: v.pipe(v.array(fieldNameSchema), v.maxLength(100)),
    }),
    result: v.strictObject({
      /** Lines there are so far. */
      lines: v.number(),
      /** Events of the question, folded already or not. */
      events: v.number(),
      /** Events that stand in those lines. */
      folded: v.number(),
      isWhole: v.boolean(),
      ids: v.array(v.string()),
      columns: v.array(v.array(cellSchema)),
      /**
       * For each row: its place among all events, null until `isWhole`; for the first event of a line how many events the
       * line holds, 0 for the others; and why.
       */
      places: v.array(v.nullable(v.number())),
      sizes: v.array(v.number()),
      kinds: v.array(foldKindSchema),
      /** The time of the line's last event in the order shown. */
      untilMicros: v.array(momentSchema),
      mayGrow: v.array(v.boolean()),
    }),
  },
  /** Answers when all is folded, and tells on the way how many lines there are and how many events stand in them. */
  'folds.whole': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'background',
    params: v.strictObject({ question: questionSchema, descending: v.boolean() }),
    progress: v.strictObject({ lines: v.number(), folded: v.number() }),
    result: v.strictObject({ lines: v.number(), events: v.number() }),
  },
  /** The line an event stands in and its place in that line from 0, or null when the question leaves it out. */
  'folds.locate': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'window',
    params: v.strictObject({ question: questionSchema, descending: v.boolean(), id: eventIdSchema }),
    result: v.strictObject({
      found: v.nullable(v.strictObject({ line: v.number(), child: v.number() })),
    }),
  },
  'columns.statistics': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'facet',
    params: v.strictObject({ question: questionSchema, field: fieldNameSchema }),
    result: columnStatisticsSchema,
  },
  /** In how many events of the question each field has a value. */
  'columns.fill': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'background',
    params: v.strictObject({
      question: questionSchema,
      fields: v.pipe(v.array(fieldNameSchema), v.minLength(1), v.maxLength(100)),
    }),
    result: v.strictObject({ events: v.number(), filled: v.array(v.number()) }),
  },
  /** The next event, in the order given and then around the end, that shows the text in one of the fields; null for none. */
  'find.next': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'count',
    params: v.strictObject({
      question: questionSchema,
      sort: sortSchema,
      fields: v.pipe(v.array(fieldNameSchema), v.minLength(1), v.maxLength(100)),
      text: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
      /** The event to start from, itself left out; null to start from the first row. */
      after: v.nullable(eventIdSchema),
      backwards: v.boolean(),
    }),
    result: v.strictObject({
      found: v.nullable(v.strictObject({ id: v.string(), position: v.number(), isAround: v.boolean() })),
    }),
  },
  /** How many events show the text in one of the fields, and how many of them come up to a position: `3 of 12`. */
  'find.place': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'background',
    params: v.strictObject({
      question: questionSchema,
      sort: sortSchema,
      fields: v.pipe(v.array(fieldNameSchema), v.minLength(1), v.maxLength(100)),
      text: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
      position: offsetSchema,
    }),
    result: v.strictObject({ place: v.number(), total: v.number() }),
  },
} as const;

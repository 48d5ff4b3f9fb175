import * as v from 'valibot';
import { filterSchema } from '../filter/schema.ts';
import { maxListLength } from '../filter/limits.ts';
import { fieldNameSchema, questionSchema, typedSchema, upTo } from './common.ts';
import { microsSchema } from '../time/micros.ts';
import { sortSchema } from './events.ts';

/** One of the newest events that a search through the records has found so far. */
const firstHitSchema = v.strictObject({
  id: v.string(),
  timeMicros: v.nullable(microsSchema),
  eventName: v.nullable(v.string()),
  principal: v.nullable(v.string()),
});

/** How far a search through the records is: `read` of `total` records, `found` events that answer the question so far. */
const scanProgressSchema = v.strictObject({
  read: v.number(),
  total: v.number(),
  found: v.number(),
  first: v.array(firstHitSchema),
});
/** How far a search through the records is, and the newest of what it has found. */
export type ScanProgress = v.InferOutput<typeof scanProgressSchema>;

/** Everything around the search itself: reading through records, its SQL, what would help when it finds nothing. */
export const searchContract = {
  /**
   * Waits until the parts of the question that no column answers (plain words, paths into the record) are looked up in
   * all records, and reports how far that is. Every other call that gets such a question waits for the same work.
   * `read` is 0 when there was nothing to read.
   */
  'search.scan': {
    kind: 'read',
    reads: ['events'],
    priority: 'count',
    params: v.strictObject({ question: questionSchema }),
    progress: scanProgressSchema,
    result: v.strictObject({ read: v.number(), durationMs: v.number() }),
  },
  /** Regular expressions of a filter that cannot be used, with the reason. */
  'search.check': {
    kind: 'read',
    priority: 'window',
    params: v.strictObject({ filter: filterSchema }),
    result: v.array(v.strictObject({ pattern: v.string(), message: v.string() })),
  },
  /** The question as one SELECT over documented tables that runs in the console as it is. */
  'search.sql': {
    kind: 'read',
    params: v.strictObject({
      question: questionSchema,
      sort: sortSchema,
      columns: v.pipe(v.array(fieldNameSchema), v.maxLength(100)),
    }),
    result: v.strictObject({ sql: v.string() }),
  },
  /** The last event before the question's range and the first after it, all else being the same. */
  'search.nearest': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'count',
    params: v.strictObject({ question: questionSchema }),
    result: v.strictObject({ beforeMicros: v.nullable(microsSchema), afterMicros: v.nullable(microsSchema) }),
  },
  /**
   * Paths into the record that start with or contain what was typed, from a sample of records of every kind of event; of each of the
   * two, the paths that people ask for most stand first.
   * `events` is how many events of the sampled kinds are likely to have it; `sampled` the records looked at so far.
   */
  'search.paths': {
    kind: 'read',
    reads: ['events'],
    params: v.strictObject({
      typed: typedSchema,
      limit: upTo(100),
    }),
    result: v.strictObject({
      paths: v.array(v.strictObject({ path: v.string(), events: v.number() })),
      sampled: v.number(),
      isComplete: v.boolean(),
    }),
  },
  /** How often each entry of a list stands in any of the fields, among the events of the question. Any letter case. */
  'search.listHits': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events'],
    priority: 'facet',
    params: v.strictObject({
      question: questionSchema,
      lists: v.pipe(
        v.array(
          v.strictObject({
            fields: v.pipe(v.array(fieldNameSchema), v.minLength(1), v.maxLength(20)),
            /** Texts; in `sourceIPAddress` address blocks too. */
            entries: v.pipe(v.array(v.pipe(v.string(), v.maxLength(2_000))), v.maxLength(maxListLength)),
          }),
        ),
        v.maxLength(20),
      ),
    }),
    result: v.strictObject({
      /** Entries that stand somewhere; those that are not here have no event. */
      hits: v.array(
        v.strictObject({
          entry: v.string(),
          events: v.number(),
          firstMicros: v.nullable(microsSchema),
          lastMicros: v.nullable(microsSchema),
        }),
      ),
      /** Events with any of them. */
      events: v.number(),
    }),
  },
} as const;

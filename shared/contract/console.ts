import * as v from 'valibot';
import {
  maxParameters,
  parameterNameSchema,
  parameterTextSchema,
  parameterTypeSchema,
} from '../sql/parameters.ts';
import { samplePercentSchema } from '../sql/sample.ts';
import { longestTimeLimitMs } from '../sql/time-limit.ts';
import { nothingSchema, upTo } from './common.ts';
import { cellSchema } from '../table/cell.ts';

/** A value for `$name` in a statement, as the person wrote it; it is bound, never made part of the statement. */
const argumentSchema = v.strictObject({
  name: parameterNameSchema,
  type: parameterTypeSchema,
  value: parameterTextSchema,
});
/** A value for `$name` in a statement. */
export type SqlArgument = v.InferOutput<typeof argumentSchema>;

/** The values a statement is run with. */
export const argumentsSchema = v.pipe(v.array(argumentSchema), v.maxLength(maxParameters));

/** The text of a statement. */
export const sqlSchema = v.pipe(v.string(), v.maxLength(1_000_000));

/** What is asked of a statement: its rows, how DuckDB would find them, or how it found them with times and counts. */
const modeSchema = v.picklist(['rows', 'plan', 'measured-plan']);
/** What is asked of a statement. */
export type SqlMode = v.InferOutput<typeof modeSchema>;

/** One run of the console, however it ended. `sql` is cut to 100,000 characters; then `isCut` is true. */
export const sqlRunSchema = v.strictObject({
  id: v.string(),
  /** When it began, ISO time in UTC. */
  at: v.string(),
  sql: v.string(),
  isCut: v.boolean(),
  mode: modeSchema,
  arguments: v.array(argumentSchema),
  /** The share of the events that was asked; without one all of them. */
  samplePercent: v.optional(samplePercentSchema),
  outcome: v.picklist(['done', 'failed', 'cancelled']),
  /** Rows that were shown; fewer than there are when `isTruncated`. */
  rows: v.number(),
  isTruncated: v.boolean(),
  durationMs: v.number(),
  problem: v.nullable(v.strictObject({ code: v.string(), message: v.string() })),
});
/** One run of the console, however it ended. */
export type SqlRun = v.InferOutput<typeof sqlRunSchema>;

/** The read-only SQL console. */
export const consoleContract = {
  /**
   * Runs one SELECT or EXPLAIN. Rows come in progress reports of up to 1,000, as columns; the result says what was left
   * out. Values that JSON cannot hold exactly (BIGINT, DECIMAL, nested) come as text. A plan is one row whose
   * `explain_value` is DuckDB's JSON. A `change`: every run is written down, and one that ended the engine is not repeated.
   * Errors: `sql-stopped` for one that ran longer than its limit, took too much memory or did not stop; `busy`.
   */
  'sql.run': {
    kind: 'change',
    params: v.strictObject({
      sql: sqlSchema,
      limit: upTo(1_000_000),
      mode: v.optional(modeSchema),
      arguments: v.optional(argumentsSchema),
      /** How long it may run; without one a day. */
      timeoutMs: v.optional(upTo(longestTimeLimitMs)),
      /** Asks `events` and `event_columns` for about this share of the events alone; without one for all of them. */
      samplePercent: v.optional(samplePercentSchema),
    }),
    progress: v.variant('kind', [
      v.strictObject({
        kind: v.literal('columns'),
        columns: v.array(v.strictObject({ name: v.string(), type: v.string() })),
      }),
      v.strictObject({ kind: v.literal('rows'), columns: v.array(v.array(cellSchema)) }),
      v.strictObject({ kind: v.literal('percent'), percent: v.number() }),
    ]),
    result: v.strictObject({ rows: v.number(), isTruncated: v.boolean(), durationMs: v.number() }),
  },
  /** The runs of this workspace, newest first, up to 500. */
  'sql.history': { kind: 'read', params: nothingSchema, result: v.array(sqlRunSchema) },
  'sql.clearHistory': { kind: 'change', params: nothingSchema, result: nothingSchema },
  /** The documented tables, for completion and the schema panel. */
  'sql.schema': {
    kind: 'read',
    params: nothingSchema,
    result: v.array(
      v.strictObject({
        table: v.string(),
        help: v.string(),
        columns: v.array(v.strictObject({ name: v.string(), type: v.string(), help: v.string() })),
      }),
    ),
  },
  /** The functions a statement may call, in alphabetical order; `help` is DuckDB's own sentence, empty when it has none. */
  'sql.functions': {
    kind: 'read',
    params: nothingSchema,
    result: v.array(
      v.strictObject({
        name: v.string(),
        kind: v.picklist(['scalar', 'aggregate', 'table']),
        /** One line a way to call it: `regexp_extract(string, regex)`. */
        calls: v.array(v.string()),
        help: v.string(),
      }),
    ),
  },
} as const;

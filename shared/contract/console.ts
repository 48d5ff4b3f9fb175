import * as v from 'valibot';
import { cellSchema, nothingSchema } from './common.ts';

/** The read-only SQL console. */
export const consoleContract = {
  /**
   * Runs one SELECT or EXPLAIN. Rows come in progress reports of up to 1,000, as columns; the result says what was left
   * out. Values that JSON cannot hold exactly (BIGINT, DECIMAL, nested) come as text.
   */
  'sql.run': {
    params: v.strictObject({
      sql: v.pipe(v.string(), v.maxLength(1_000_000)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
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
  /** The documented tables, for completion and the schema panel. */
  'sql.schema': {
    params: nothingSchema,
    result: v.array(
      v.strictObject({
        table: v.string(),
        help: v.string(),
        columns: v.array(v.strictObject({ name: v.string(), type: v.string(), help: v.string() })),
      }),
    ),
  },
} as const;

import * as v from 'valibot';
import {
  maxParameters,
  parameterNameSchema,
  parameterTextSchema,
  parameterTypeSchema,
} from '../../shared/sql/parameters.ts';
import { samplePercentSchema } from '../../shared/sql/sample.ts';
import { longestTimeLimitMs, usualTimeLimitMs } from '../../shared/sql/time-limit.ts';
import { mostTabs, type SqlConsole, type StoredConsole } from './sql-console.svelte.ts';
import { longestText } from './sql-tab.svelte.ts';
import type { StoredPart } from './stored-part.ts';

/** The text of a query. */
export const queryTextSchema = v.pipe(v.string(), v.maxLength(longestText));

const tabSchema = v.strictObject({
  name: v.nullable(v.pipe(v.string(), v.maxLength(200))),
  text: queryTextSchema,
  openedId: v.nullable(v.string()),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
  /** Screens stored before there was a limit have none. */
  timeLimitMs: v.optional(
    v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(longestTimeLimitMs))),
    usualTimeLimitMs,
  ),
  samplePercent: v.optional(v.nullable(samplePercentSchema), null),
  arguments: v.pipe(
    v.array(
      v.strictObject({ name: parameterNameSchema, type: parameterTypeSchema, value: parameterTextSchema }),
    ),
    v.maxLength(maxParameters),
  ),
});

/** The tabs of the SQL console. */
export const storedTabs = (sqlConsole: SqlConsole): StoredPart<StoredConsole> => ({
  key: 'sql',
  schema: v.strictObject({
    tabs: v.pipe(v.array(tabSchema), v.maxLength(mostTabs)),
    current: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  }),
  snapshot: () => sqlConsole.snapshot(),
  track: () => sqlConsole.snapshot(),
  restore: (tabs) => sqlConsole.restore(tabs),
});

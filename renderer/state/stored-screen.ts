import * as v from 'valibot';
import { rangeSchema, scopeSchema } from '../../shared/contract/common.ts';
import { sortSchema } from '../../shared/contract/events.ts';
import { filterSchema } from '../../shared/filter/schema.ts';
import { screenNames } from './screens.svelte.ts';
import { longestText } from './sql-console.svelte.ts';

const columnSchema = v.strictObject({
  field: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
  widthPx: v.pipe(v.number(), v.minValue(20), v.maxValue(4_000)),
  isPinned: v.boolean(),
});

/** The explore state as workspaces and saved views keep it. */
export const exploreStateSchema = v.strictObject({
  scope: scopeSchema,
  filter: filterSchema,
  view: v.nullable(rangeSchema),
  split: v.nullable(v.string()),
  sort: sortSchema,
  columns: v.pipe(v.array(columnSchema), v.maxLength(100)),
  selectedId: v.nullable(v.string()),
});

const stepsSchema = v.pipe(
  v.array(v.strictObject({ label: v.string(), state: exploreStateSchema })),
  v.maxLength(1_000),
);

/** What a workspace remembers of the screen. A workspace may come from another person: nothing of it is taken unread. */
export const storedScreenSchema = v.strictObject({
  version: v.literal(1),
  screen: v.picklist(screenNames),
  explore: v.strictObject({ state: exploreStateSchema, past: stepsSchema, future: stepsSchema }),
  openedViewId: v.optional(v.nullable(v.string())),
  /** The SQL console's text and the saved query it came from; results are not kept. */
  sql: v.optional(
    v.strictObject({
      text: v.pipe(v.string(), v.maxLength(longestText)),
      openedId: v.nullable(v.string()),
    }),
  ),
});
export type StoredScreen = v.InferOutput<typeof storedScreenSchema>;

import * as v from 'valibot';
import { rangeSchema, scopeSchema } from '../../shared/contract/common.ts';
import { sortSchema } from '../../shared/contract/events.ts';
import { filterSchema } from '../../shared/filter/schema.ts';
import { freshChart, type ExploreState } from './explore-state.ts';
import type { Explore } from './explore.svelte.ts';
import { maxSteps, pruned, type History } from './history.ts';
import { packHistory, unpackHistory } from './stored-history.ts';
import type { StoredPart } from './stored-part.ts';

const columnSchema = v.strictObject({
  field: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
  widthPx: v.pipe(v.number(), v.minValue(20), v.maxValue(4_000)),
  isPinned: v.boolean(),
});

const chartSchema = v.strictObject({
  binMicros: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(1_000_000))),
  isLog: v.boolean(),
  lanes: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(500))),
  isCompared: v.boolean(),
  showsRecorded: v.optional(v.boolean(), true),
});

/** The explore state as workspaces and saved views keep it. */
export const exploreStateSchema = v.strictObject({
  scope: scopeSchema,
  filter: filterSchema,
  aside: v.optional(v.pipe(v.array(filterSchema), v.maxLength(200)), []),
  pinned: v.optional(v.pipe(v.array(filterSchema), v.maxLength(200)), []),
  view: v.nullable(rangeSchema),
  split: v.nullable(v.string()),
  /** Screens and views stored before there was a choice have none. */
  chart: v.optional(chartSchema, freshChart),
  sort: sortSchema,
  columns: v.pipe(v.array(columnSchema), v.maxLength(100)),
  groupBy: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(500))), v.maxLength(2)),
    [],
  ),
  isFolded: v.optional(v.boolean(), false),
  selectedId: v.nullable(v.string()),
});

/** The id of a step. */
export const stepIdSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** What was done in a step. */
export const stepLabelSchema = v.pipe(v.string(), v.maxLength(100_000));

const historySchema = v.strictObject({
  parts: v.pipe(v.array(v.unknown()), v.maxLength(100_000)),
  steps: v.pipe(
    v.array(
      v.strictObject({
        id: stepIdSchema,
        parentId: v.nullable(stepIdSchema),
        nextId: v.nullable(stepIdSchema),
        label: stepLabelSchema,
        atMs: v.number(),
        total: v.nullable(v.number()),
        state: v.unknown(),
      }),
    ),
    v.maxLength(2 * maxSteps),
  ),
  currentId: stepIdSchema,
  nextId: stepIdSchema,
});

function readState(state: unknown): ExploreState | undefined {
  const read = v.safeParse(exploreStateSchema, state);
  return read.success ? read.output : undefined;
}

/** The steps of Explore and where the person stands. */
export const storedSteps = (explore: Explore): StoredPart<History> => ({
  key: 'history',
  schema: v.pipe(
    historySchema,
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const history = unpackHistory(dataset.value, readState);
      if (history) return pruned(history);
      addIssue({ message: 'The step the person stood on cannot be read.' });
      return NEVER;
    }),
  ),
  snapshot: () => packHistory(explore.snapshot()),
  track: () => [explore.state, explore.history],
  restore: (history) => explore.restore(history),
});

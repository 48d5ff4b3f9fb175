import * as v from 'valibot';
import { rangeSchema, scopeSchema } from '../../shared/contract/common.ts';
import { sortSchema } from '../../shared/contract/events.ts';
import { filterSchema } from '../../shared/filter/schema.ts';
import {
  maxParameters,
  parameterNameSchema,
  parameterTextSchema,
  parameterTypeSchema,
} from '../../shared/sql/parameters.ts';
import { longestTimeLimitMs, usualTimeLimitMs } from '../../shared/sql/time-limit.ts';
import { freshChart, type ExploreState } from './explore.svelte.ts';
import { maxSteps, pruned, type History, type HistoryStep } from './history.ts';
import type { Journey } from './journey.svelte.ts';
import { screenNames, type ScreenName } from './screens.svelte.ts';
import { mostTabs, type StoredConsole } from './sql-console.svelte.ts';
import { longestText, usualLimit } from './sql-tab.svelte.ts';
import { unpackHistory, type StoredHistory } from './stored-history.ts';

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

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const label = v.pipe(v.string(), v.maxLength(100_000));

const historySchema = v.strictObject({
  parts: v.pipe(v.array(v.unknown()), v.maxLength(100_000)),
  steps: v.pipe(
    v.array(
      v.strictObject({
        id,
        parentId: v.nullable(id),
        nextId: v.nullable(id),
        label,
        atMs: v.number(),
        total: v.nullable(v.number()),
        state: v.unknown(),
      }),
    ),
    v.maxLength(2 * maxSteps),
  ),
  currentId: id,
  nextId: id,
});

const journeySchema = v.strictObject({
  visits: v.pipe(
    v.array(
      v.strictObject({
        screen: v.picklist(screenNames),
        params: v.record(v.string(), v.unknown()),
        stepId: id,
      }),
    ),
    v.maxLength(1_000),
  ),
  at: id,
});

const tabSchema = v.strictObject({
  name: v.nullable(v.pipe(v.string(), v.maxLength(200))),
  text: v.pipe(v.string(), v.maxLength(longestText)),
  openedId: v.nullable(v.string()),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
  /** Screens stored before there was a limit have none. */
  timeLimitMs: v.optional(
    v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(longestTimeLimitMs))),
    usualTimeLimitMs,
  ),
  arguments: v.pipe(
    v.array(
      v.strictObject({ name: parameterNameSchema, type: parameterTypeSchema, value: parameterTextSchema }),
    ),
    v.maxLength(maxParameters),
  ),
});

const screenSchema = v.strictObject({
  version: v.literal(2),
  screen: v.picklist(screenNames),
  history: historySchema,
  journey: journeySchema,
  openedViewId: v.nullable(v.string()),
  sql: v.strictObject({ tabs: v.pipe(v.array(tabSchema), v.maxLength(mostTabs)), current: id }),
});

/** The screen as the workspace keeps it. */
export interface StoredScreen {
  readonly version: 2;
  readonly screen: ScreenName;
  readonly history: StoredHistory;
  readonly journey: Pick<Journey, 'visits' | 'at'>;
  readonly openedViewId: string | null;
  readonly sql: StoredConsole;
}

/** A stored screen, read. */
export interface ReadScreen {
  readonly screen: ScreenName;
  readonly history: History;
  /** Null in screens of version 1. */
  readonly journey: StoredScreen['journey'] | null;
  readonly openedViewId: string | null;
  readonly sql: StoredConsole | null;
}

/** Reads what a workspace keeps of the screen, or undefined. It may come from another person: nothing is taken unread. */
export function readScreen(stored: Readonly<Record<string, unknown>>): ReadScreen | undefined {
  if (stored['version'] === 1) return readFirstVersion(stored);
  const read = v.safeParse(screenSchema, stored);
  if (!read.success) return undefined;
  const history = unpackHistory(read.output.history, readState);
  return history ? { ...read.output, history: pruned(history) } : undefined;
}

function readState(state: unknown): ExploreState | undefined {
  const read = v.safeParse(exploreStateSchema, state);
  return read.success ? read.output : undefined;
}

const oldStepsSchema = v.pipe(
  v.array(v.strictObject({ label, state: exploreStateSchema })),
  v.maxLength(1_000),
);
const oldScreenSchema = v.strictObject({
  version: v.literal(1),
  screen: v.picklist(screenNames),
  explore: v.strictObject({ state: exploreStateSchema, past: oldStepsSchema, future: oldStepsSchema }),
  openedViewId: v.optional(v.nullable(v.string())),
  sql: v.optional(v.strictObject({ text: tabSchema.entries.text, openedId: v.nullable(v.string()) })),
});

/** Version 1 had lists of what can be undone and redone, no times, and one text in the console. */
function readFirstVersion(stored: Readonly<Record<string, unknown>>): ReadScreen | undefined {
  const read = v.safeParse(oldScreenSchema, stored);
  if (!read.success) return undefined;
  const { screen, explore, openedViewId, sql } = read.output;
  const { past, future, state } = explore;
  // A past entry's label tells what was done after it, a future one's what was done before it.
  const states = [...past.map((step) => step.state), state, ...future.map((step) => step.state)];
  const labels = ['Beginning', ...past.map((step) => step.label), ...future.map((step) => step.label)];
  const steps = states.map((one, at): HistoryStep => ({
    id: at,
    parentId: at === 0 ? null : at - 1,
    nextId: at === states.length - 1 ? null : at + 1,
    label: labels[at] ?? '',
    atMs: Date.now(),
    total: null,
    state: one,
  }));
  return {
    screen,
    history: pruned({ steps, currentId: past.length, nextId: states.length }),
    journey: null,
    openedViewId: openedViewId ?? null,
    sql: sql
      ? {
          tabs: [
            {
              name: null,
              text: sql.text,
              openedId: sql.openedId,
              limit: usualLimit,
              timeLimitMs: usualTimeLimitMs,
              arguments: [],
            },
          ],
          current: 0,
        }
      : null,
  };
}

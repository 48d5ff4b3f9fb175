import * as v from 'valibot';
import { usualTimeLimitMs } from '../../shared/sql/time-limit.ts';
import { pathTo, pruned, type HistoryStep } from './history.ts';
import { screenNames } from './screens.svelte.ts';
import { usualLimit } from './sql-tab.svelte.ts';
import { queryTextSchema } from './stored-console.ts';
import { exploreStateSchema, stepLabelSchema } from './stored-explore.ts';
import { packHistory } from './stored-history.ts';

const stepsSchema = v.pipe(
  v.array(v.strictObject({ label: stepLabelSchema, state: exploreStateSchema })),
  v.maxLength(1_000),
);
const screenSchema = v.strictObject({
  version: v.literal(1),
  screen: v.picklist(screenNames),
  explore: v.strictObject({ state: exploreStateSchema, past: stepsSchema, future: stepsSchema }),
  openedViewId: v.optional(v.nullable(v.string())),
  sql: v.optional(v.strictObject({ text: queryTextSchema, openedId: v.nullable(v.string()) })),
});
type FirstScreen = v.InferOutput<typeof screenSchema>;

/**
 * A stored screen of version 1 as version 2 stores it, or undefined when it cannot be read. Version 1 had lists of what can
 * be undone and redone, no times, no way through screens, and one text in the console.
 */
export function fromFirstVersion(
  stored: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
  const read = v.safeParse(screenSchema, stored);
  if (!read.success) return undefined;
  const { screen, explore, openedViewId, sql } = read.output;
  const history = historyOf(explore);
  const visits = pathTo(history, history.currentId).map(({ id }) => ({ screen, params: {}, stepId: id }));
  return {
    version: 2,
    screen,
    history: packHistory(history),
    journey: { visits, at: visits.length - 1 },
    openedViewId: openedViewId ?? null,
    sql: { tabs: sql ? [tabOf(sql)] : [], current: 0 },
  };
}

function historyOf({ past, state, future }: FirstScreen['explore']) {
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
  return pruned({ steps, currentId: past.length, nextId: states.length });
}

const tabOf = ({ text, openedId }: NonNullable<FirstScreen['sql']>) => ({
  name: null,
  text,
  openedId,
  limit: usualLimit,
  timeLimitMs: usualTimeLimitMs,
  samplePercent: null,
  arguments: [],
});

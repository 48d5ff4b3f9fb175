import type { ExploreState } from './explore-state.ts';

/** A place in the investigation: the screen of Explore after something was done. */
export interface HistoryStep {
  /** Counts up from 0, never used twice in a workspace. */
  readonly id: number;
  /** The step it was done from; null for the first one. */
  readonly parentId: number | null;
  /** The step that redo leads to; null at the end of a branch. */
  readonly nextId: number | null;
  /** What was done to get here. */
  readonly label: string;
  /** When, in milliseconds since 1970. */
  readonly atMs: number;
  /** How many events it shows, where that became known. */
  readonly total: number | null;
  /** The screen as it was left. */
  readonly state: ExploreState;
}

/** All steps that are remembered, oldest first, and where the person stands. Going back and narrowing anew branches. */
export interface History {
  readonly steps: readonly HistoryStep[];
  readonly currentId: number;
  readonly nextId: number;
}

/** The most steps that are remembered. */
export const maxSteps = 200;

/** The history of a workspace nothing was done in yet. */
export const startOf = (state: ExploreState, atMs: number): History => ({
  steps: [{ id: 0, parentId: null, nextId: null, label: 'Beginning', atMs, total: null, state }],
  currentId: 0,
  nextId: 1,
});

export const stepOf = (history: History, id: number | null): HistoryStep | undefined =>
  id === null ? undefined : history.steps.find((step) => step.id === id);

const changed = (
  steps: readonly HistoryStep[],
  id: number,
  change: Partial<HistoryStep>,
): readonly HistoryStep[] => steps.map((step) => (step.id === id ? { ...step, ...change } : step));

/** Keeps how the current step is left, and stands on a new one that follows from it. */
export function withStep(
  history: History,
  left: ExploreState,
  step: { readonly label: string; readonly atMs: number; readonly state: ExploreState },
): History {
  const { currentId, nextId: id } = history;
  const before = changed(history.steps, currentId, { state: left, nextId: id });
  const added = { ...step, id, parentId: currentId, nextId: null, total: null };
  return pruned({ steps: [...before, added], currentId: id, nextId: id + 1 });
}

/** Keeps how the current step is left, and stands on another; redo from above leads back to it. */
export function movedTo(history: History, left: ExploreState, id: number): History {
  if (!stepOf(history, id)) return history;
  let steps = changed(history.steps, history.currentId, { state: left });
  for (const step of pathTo({ ...history, steps }, id)) {
    if (step.parentId !== null) steps = changed(steps, step.parentId, { nextId: step.id });
  }
  return { ...history, steps, currentId: id };
}

/** Keeps how many events the current step shows. */
export const withTotal = (history: History, total: number): History => ({
  ...history,
  steps: changed(history.steps, history.currentId, { total }),
});

/** The steps from the first one to `id`, both included. */
export function pathTo(history: History, id: number): readonly HistoryStep[] {
  const path: HistoryStep[] = [];
  for (let step = stepOf(history, id); step; step = stepOf(history, step.parentId)) path.unshift(step);
  return path;
}

/** The steps that redo leads to, nearest first. */
export function ahead(history: History): readonly HistoryStep[] {
  const steps: HistoryStep[] = [];
  let step = stepOf(history, history.currentId);
  while ((step = stepOf(history, step?.nextId ?? null))) steps.push(step);
  return steps;
}

/** Without the oldest steps beyond `limit`: ends of branches first, then the beginning of the way to here. */
export function pruned(history: History, limit = maxSteps): History {
  let { steps } = history;
  while (steps.length > limit) {
    const onPath = new Set(pathTo({ ...history, steps }, history.currentId).map(({ id }) => id));
    const parents = new Set(steps.map(({ parentId }) => parentId));
    const gone = steps.find(({ id }) => !onPath.has(id) && !parents.has(id)) ?? steps[0];
    if (!gone) break;
    steps = steps
      .filter((step) => step !== gone)
      .map((step) => ({
        ...step,
        parentId: step.parentId === gone.id ? null : step.parentId,
        nextId: step.nextId === gone.id ? null : step.nextId,
      }));
  }
  return { ...history, steps };
}

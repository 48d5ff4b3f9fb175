import type { ExploreState } from './explore-state.ts';
import { pruned, type History, type HistoryStep } from './history.ts';

/** A history as plain JSON in which everything that steps have in common stands once, in `parts`. */
export interface StoredHistory {
  readonly parts: readonly unknown[];
  readonly steps: readonly StoredStep[];
  readonly currentId: number;
  readonly nextId: number;
}

/** A step whose state is packed: `{"$": 3}` stands for `parts[3]`. */
export interface StoredStep extends Omit<HistoryStep, 'state'> {
  readonly state: unknown;
}

const shortest = 40;
/** The most text a history may take in the workspace's state; older steps give way. */
const maxTextLength = 4_000_000;

/** Packs a history; when a search is so large that even that is too much, only the newest steps are kept. */
export function packHistory(history: History): StoredHistory {
  for (let limit = history.steps.length; ; limit = Math.floor(limit / 2)) {
    const stored = packed(pruned(history, Math.max(1, limit)));
    const length = stored.parts.reduce<number>((sum, part) => sum + JSON.stringify(part).length, 0);
    if (length <= maxTextLength || limit <= 1) return stored;
  }
}

function packed(history: History): StoredHistory {
  const parts: unknown[] = [];
  const byObject = new Map<object, unknown>();
  const byText = new Map<string, unknown>();
  const pack = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const known = byObject.get(value);
    if (known !== undefined) return known;
    const inner: unknown = Array.isArray(value)
      ? value.map(pack)
      : Object.fromEntries(Object.entries(value).map(([key, member]) => [key, pack(member)]));
    const text = JSON.stringify(inner);
    let short = byText.get(text) ?? inner;
    if (short === inner && text.length >= shortest) {
      short = { $: parts.length };
      parts.push(inner);
      byText.set(text, short);
    }
    byObject.set(value, short);
    return short;
  };
  const steps = history.steps.map((step) => ({ ...step, state: pack(step.state) }));
  return { parts, steps, currentId: history.currentId, nextId: history.nextId };
}

/**
 * The history that was packed. `readState` judges what was unpacked, which may come from another person; steps it refuses
 * are left out with what follows from them. Null when not even the current step can be read.
 */
export function unpackHistory(
  stored: StoredHistory,
  readState: (state: unknown) => ExploreState | undefined,
): History | null {
  const parts: unknown[] = [];
  const unpack = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(unpack);
    const reference = '$' in value ? value.$ : undefined;
    // Parts only speak of parts before them, so nothing can contain itself.
    if (typeof reference === 'number') return parts[reference];
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, unpack(member)]));
  };
  for (const part of stored.parts) parts.push(unpack(part));
  const known = new Set<number>();
  const steps: HistoryStep[] = [];
  for (const step of stored.steps) {
    const state = readState(unpack(step.state));
    if (!state || known.has(step.id) || step.id >= stored.nextId) continue;
    const parentId = step.parentId !== null && known.has(step.parentId) ? step.parentId : null;
    known.add(step.id);
    steps.push({ ...step, parentId, state });
  }
  if (!known.has(stored.currentId)) return null;
  const children = new Map(steps.map((step) => [step.id, step.parentId]));
  return {
    // What redo leads to has to be a step that follows.
    steps: steps.map((step) => ({
      ...step,
      nextId: step.nextId !== null && children.get(step.nextId) === step.id ? step.nextId : null,
    })),
    currentId: stored.currentId,
    nextId: stored.nextId,
  };
}

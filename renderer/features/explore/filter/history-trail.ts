import { formatDay, formatDuration } from '../../../kit/format.ts';
import { ahead, pathTo, stepOf, type History } from '../../../state/history.ts';

/** A step as the list shows it. */
export interface TrailLine {
  readonly id: number;
  readonly label: string;
  readonly atMs: number;
  readonly total: number | null;
  /** On the way to where the person is, after it, or left aside. */
  readonly place: 'behind' | 'here' | 'ahead' | 'branch';
  /** 0 on the way, 1 on a branch of it, 2 on a branch of that. */
  readonly depth: number;
  /** What a branch begins from, said at its first step only. */
  readonly from: string | null;
}

const deepest = 4;

/** All steps, newest first, each with its place towards where the person is. */
export function trailOf(history: History): readonly TrailLine[] {
  const behind = new Set(pathTo(history, history.currentId).map(({ id }) => id));
  const after = new Set(ahead(history).map(({ id }) => id));
  const isOnWay = (id: number): boolean => behind.has(id) || after.has(id);
  const depths = new Map<number, number>();
  return history.steps
    .map((step): TrailLine => {
      const parent = stepOf(history, step.parentId);
      const firstChild = history.steps.find(({ parentId }) => parentId === step.parentId);
      const startsBranch =
        parent !== undefined && !isOnWay(step.id) && (isOnWay(parent.id) || firstChild !== step);
      const above = parent === undefined ? 0 : (depths.get(parent.id) ?? 0);
      const depth = isOnWay(step.id) ? 0 : Math.min(deepest, startsBranch ? above + 1 : above);
      depths.set(step.id, depth);
      return {
        id: step.id,
        label: step.label,
        atMs: step.atMs,
        total: step.total,
        place:
          step.id === history.currentId
            ? 'here'
            : behind.has(step.id)
              ? 'behind'
              : after.has(step.id)
                ? 'ahead'
                : 'branch',
        depth,
        from: startsBranch ? parent.label : null,
      };
    })
    .reverse();
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** `now`, `12 min ago`, `3 h ago`; the day when it is longer ago. */
export function timeAgo(atMs: number, nowMs: number): string {
  const ago = nowMs - atMs;
  if (ago < minuteMs) return 'now';
  if (ago < dayMs) return `${formatDuration(Math.floor(ago / minuteMs) * minuteMs)} ago`;
  return formatDay(atMs * 1_000);
}

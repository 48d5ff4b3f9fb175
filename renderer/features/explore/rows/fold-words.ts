import type { Cell } from '../../../../shared/table/cell.ts';
import { formatCount, formatDuration } from '../../../kit/format.ts';

const microsPerMilli = 1_000;

/** What stands beside the mark of a folded line. */
export function foldLabel(size: number, kind: Cell | undefined, mayGrow: boolean): string {
  const count = `${formatCount(size)}${mayGrow ? '+' : ''}`;
  return kind === 'console' ? `${count} reads` : `${count}×`;
}

/** How far folding is, `share` from 0 to 1. */
export const foldingWords = (share: number): string => `folding … ${Math.floor(share * 100)} %`;

/** A folded line in words: what it holds and how long it took. */
export function foldTitle(
  size: number,
  kind: Cell | undefined,
  from: Cell | undefined,
  until: Cell | undefined,
  mayGrow: boolean,
): string {
  const events = formatCount(size);
  const reads = mayGrow ? `At least ${events}` : events;
  const what =
    kind === 'console'
      ? `${reads} reading calls of one console session`
      : `The same call ${mayGrow ? 'at least ' : ''}${events} times`;
  if (mayGrow) return `${what}; folding is not there yet`;
  if (typeof from !== 'number' || typeof until !== 'number') return what;
  const ms = Math.abs(until - from) / microsPerMilli;
  return `${what}, ${ms === 0 ? 'in one second' : `within ${formatDuration(ms)}`}`;
}

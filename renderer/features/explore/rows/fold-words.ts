import type { Cell } from '../../../../shared/table/cell.ts';
import { formatCount, formatDuration } from '../../../kit/format.ts';

const microsPerMilli = 1_000;

/** What stands beside the mark of a folded line. */
export const foldLabel = (size: number, kind: Cell | undefined): string =>
  kind === 'console' ? `${formatCount(size)} reads` : `${formatCount(size)}×`;

/** A folded line in words: what it holds and how long it took. */
export function foldTitle(
  size: number,
  kind: Cell | undefined,
  from: Cell | undefined,
  until: Cell | undefined,
): string {
  const what =
    kind === 'console'
      ? `${formatCount(size)} reading calls of one console session`
      : `The same call ${formatCount(size)} times`;
  if (typeof from !== 'number' || typeof until !== 'number') return what;
  const ms = Math.abs(until - from) / microsPerMilli;
  return `${what}, ${ms === 0 ? 'in one second' : `within ${formatDuration(ms)}`}`;
}

import { foldGapMicros } from '../../../shared/contract/grouping.ts';

/** A call as far as folding goes by it. */
export interface Call {
  readonly file: number;
  readonly ordinal: number;
  /** Seconds; null for an event without a time. */
  readonly second: number | null;
  readonly who: string;
  readonly what: string;
  /** The session of the console that read; null for everything else. */
  readonly session: string | null;
}

/** A line of a folded answer: its calls in the order shown. */
export type Line = readonly Call[];

const microsPerSecond = 1_000_000;

const inOrder = (a: Call, b: Call, isDescending: boolean): number => {
  if ((a.second === null) !== (b.second === null)) return a.second === null ? 1 : -1;
  const way = isDescending ? -1 : 1;
  return way * ((a.second ?? 0) - (b.second ?? 0) || a.file - b.file || a.ordinal - b.ordinal);
};

/** Folds calls one by one: each goes on with the last line of its caller, or begins a new one. */
export function plainFolds(calls: readonly Call[], isDescending: boolean): readonly Line[] {
  const lines: Call[][] = [];
  const latest = new Map<string, Call[]>();
  for (const call of [...calls].sort((a, b) => inOrder(a, b, isDescending))) {
    const caller = call.session ?? call.who;
    const line = latest.get(caller);
    const before = line?.at(-1);
    const continues =
      before &&
      before.second !== null &&
      call.second !== null &&
      (before.session === null) === (call.session === null) &&
      (call.session !== null || before.what === call.what) &&
      Math.abs(before.second - call.second) * microsPerSecond <= foldGapMicros;
    if (line && continues) line.push(call);
    else {
      const own = [call];
      lines.push(own);
      latest.set(caller, own);
    }
  }
  return lines;
}

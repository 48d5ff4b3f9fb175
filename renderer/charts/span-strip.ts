import type { Range } from '../../shared/contract/common.ts';

/** A mark on a strip, in shares of its width. */
export interface StripMark {
  readonly from: number;
  readonly width: number;
}

/** The least width of a mark that a person sees; marks nearer to each other than half of it would run into one. */
const leastShare = 0.012;

const within = (share: number): number => Math.min(1, Math.max(0, share));

/** Where stretches of time lie on a strip over a span, none thinner than a person can see, neighbours joined. */
export function stripMarks(spans: readonly Range[], over: Range): readonly StripMark[] {
  const length = Math.max(1, over.toMicros - over.fromMicros);
  const share = (micros: number): number => within((micros - over.fromMicros) / length);
  const marks: { from: number; to: number }[] = [];
  for (const { fromMicros, toMicros } of spans) {
    const from = Math.min(share(fromMicros), 1 - leastShare);
    const to = Math.max(share(toMicros), from + leastShare);
    const last = marks.at(-1);
    if (last && from <= last.to + leastShare / 2) last.to = Math.max(last.to, to);
    else marks.push({ from, to });
  }
  return marks.map(({ from, to }) => ({ from, width: to - from }));
}

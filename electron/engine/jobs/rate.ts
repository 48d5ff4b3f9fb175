/** How fast work goes lately, from a window of its own past. Times are milliseconds of one steady clock. */
export interface RateMeter {
  /** Notes how much is done in all by now. */
  note(done: number, atMs: number): void;
  /** Units a second over the window, at `atMs`; falls while nothing happens. */
  perSecond(atMs: number): number;
}

const windowMs = 5_000;
const stepMs = 100;

/** A meter over the last five seconds. */
export function createRateMeter(startMs: number): RateMeter {
  let samples: { atMs: number; done: number }[] = [{ atMs: startMs, done: 0 }];
  return {
    note: (done, atMs) => {
      const last = samples.at(-1);
      const before = samples.at(-2);
      if (last && before && last.atMs - before.atMs < stepMs) {
        last.atMs = atMs;
        last.done = done;
      } else {
        samples.push({ atMs, done });
      }
      const firstInside = samples.findIndex((sample) => sample.atMs >= atMs - windowMs);
      // The sample before the window's edge stays, so the window is always spanned.
      if (firstInside > 1) samples = samples.slice(firstInside - 1);
    },
    perSecond: (atMs) => {
      const from = samples.findLast((sample) => sample.atMs <= atMs - windowMs) ?? samples[0];
      const to = samples.at(-1);
      if (!from || !to || atMs <= from.atMs) return 0;
      return Math.max(0, ((to.done - from.done) / (atMs - from.atMs)) * 1_000);
    },
  };
}

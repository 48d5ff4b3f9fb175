import { readFileSync } from 'node:fs';
import type { ElectronApplication } from 'playwright-core';

/** One event of Chromium's trace; times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly name?: string };
}

/** What a page's thread did between two frames, and when frames were drawn. */
export interface TracedFrames {
  /** Script, style and layout before each frame, in milliseconds. */
  readonly workMs: readonly number[];
  /** From each drawn frame to the next, in milliseconds. */
  readonly drawnMs: readonly number[];
}

/** Script with its garbage collection, style, and layout, as Chromium names them; they lie inside each other. */
const counted = new Set([
  ...['EvaluateScript', 'FunctionCall', 'EventDispatch', 'FireAnimationFrame', 'FireIdleCallback'],
  ...['TimerFire', 'RunMicrotasks', 'MinorGC', 'MajorGC', 'HandlePostMessage'],
  ...['UpdateLayoutTree', 'RecalculateStyles', 'Layout'],
]);

/** Records the whole application while work is done in front of it. */
export async function traced(app: ElectronApplication, work: () => Promise<void>): Promise<TracedFrames> {
  await app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({
      included_categories: ['devtools.timeline', 'devtools.timeline.frame', 'v8'],
    }),
  );
  await work();
  const file = await app.evaluate(({ contentTracing }) => contentTracing.stopRecording());
  const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as { traceEvents: TraceEvent[] };
  return framesOf(traceEvents);
}

/** The frames of the page that did most. */
function framesOf(events: readonly TraceEvent[]): TracedFrames {
  const threads = events.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const pages = threads.map(({ pid, tid }) => ({
    own: events.filter((event) => event.pid === pid && event.tid === tid),
    process: events.filter((event) => event.pid === pid),
  }));
  const page = pages.sort((one, other) => other.own.length - one.own.length)[0];
  if (!page) throw new Error('The trace has no page');
  const begins = timesOf(page.process, 'AnimationFrame', 'b');
  const drawn = timesOf(page.process, 'AnimationFrame::Presentation', 'n');
  const work = merged(page.own.filter(({ ph, name }) => ph === 'X' && counted.has(name)));
  return {
    workMs: begins.slice(1).map((end, index) => within(work, begins[index] ?? 0, end) / 1_000),
    drawnMs: drawn.slice(1).map((at, index) => (at - (drawn[index] ?? 0)) / 1_000),
  };
}

const timesOf = (events: readonly TraceEvent[], wanted: string, phase: string): readonly number[] =>
  events
    .filter(({ name, ph }) => name === wanted && ph === phase)
    .map(({ ts }) => ts)
    .sort((one, other) => one - other);

type Interval = readonly [from: number, to: number];

function merged(events: readonly TraceEvent[]): readonly Interval[] {
  const intervals: [number, number][] = [];
  for (const { ts, dur = 0 } of [...events].sort((one, other) => one.ts - other.ts)) {
    const last = intervals.at(-1);
    if (last && ts <= last[1]) last[1] = Math.max(last[1], ts + dur);
    else intervals.push([ts, ts + dur]);
  }
  return intervals;
}

const within = (intervals: readonly Interval[], from: number, to: number): number =>
  intervals.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)), 0);

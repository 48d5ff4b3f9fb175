import { randomUUID } from 'node:crypto';
import { AppError, isCancelled, toWireError } from '../../../shared/bridge/errors.ts';
import { jobKinds, type Job, type JobKind } from '../../../shared/contract/jobs.ts';
import { isFinal, nextJobState, type JobEvent } from './job-state.ts';
import { createRateMeter, type RateMeter } from './rate.ts';

/** What running work may say about itself. Within a phase no number goes backwards. */
export interface JobContext {
  readonly signal: AbortSignal;
  /** Begins a phase: `done` is 0 again. `total` 0 means it is not known yet. */
  phase(name: string, size?: { readonly total?: number; readonly unit?: string }): void;
  /** More is done. */
  advance(by: number): void;
  /** Sets how much there is in the phase; never less than what is done. */
  setTotal(total: number): void;
  /** Counts to show beside the progress; a smaller number than before within the phase is not taken. */
  setCounts(counts: Readonly<Record<string, number>>): void;
}

/** Work to run as a job. What `run` answers becomes the job's `result`. */
export interface JobPlan {
  readonly kind: JobKind;
  /** By default that of the kind. */
  readonly title?: string;
  /** By default that of the kind. */
  readonly unit?: string;
  readonly run: (context: JobContext) => Promise<string | null | undefined>;
}

/** All jobs of the engine's life. */
export interface JobRegistry {
  /** Starts work and answers its id at once. */
  start(plan: JobPlan): string;
  /** Asks a job to stop; one that is over stays as it is. Errors: `not-found`. */
  cancel(id: string): void;
  /** Snapshots, newest first. */
  list(): readonly Job[];
  /** The job once it is over. Errors: `not-found`. */
  finished(id: string): Promise<Job>;
  /** Reports all jobs now and after changes, at most ten times a second, until `signal` aborts. The last state always comes. */
  watch(report: (jobs: Job[]) => void, signal: AbortSignal): Promise<void>;
  /** Stops everything and waits until it has stopped. */
  close(): Promise<void>;
}

/** Settings of a registry. */
export interface JobRegistryOptions {
  /** Told about failures that are not the person's doing, with their stack. */
  readonly onFailure?: (kind: JobKind, error: unknown) => void;
  /** Milliseconds of a steady clock. */
  readonly nowMs?: () => number;
}

interface Entry {
  job: Job;
  readonly controller: AbortController;
  settled: Promise<void>;
  phaseStartMs: number;
  meter: RateMeter;
}

const reportEveryMs = 100;
/** While something runs, rate and remaining time are told anew even when nothing moves. */
const heartbeatMs = 1_000;
const historyLimit = 200;
const honestAfterMs = 2_000;

/** Makes an empty registry. */
export function createJobRegistry(options: JobRegistryOptions = {}): JobRegistry {
  const nowMs = options.nowMs ?? (() => performance.now());
  const entries = new Map<string, Entry>();
  const listeners = new Set<() => void>();
  const world: World = {
    nowMs,
    changed: () => listeners.forEach((listener) => listener()),
    onFailure: options.onFailure ?? (() => undefined),
  };
  const list = (): Job[] => [...entries.values()].map((entry) => snapshot(entry, nowMs())).reverse();
  const entryOf = (id: string): Entry => {
    const entry = entries.get(id);
    if (!entry) throw new AppError('not-found', 'That job is not known. It may be from before a restart.');
    return entry;
  };

  return {
    start: (plan) => {
      const entry = newEntry(plan, nowMs());
      entries.set(entry.job.id, entry);
      entry.settled = perform(plan, entry, world);
      forgetOldest(entries);
      world.changed();
      return entry.job.id;
    },
    list,
    cancel: (id) => {
      stop(entryOf(id));
      world.changed();
    },
    finished: async (id) => {
      const entry = entryOf(id);
      await entry.settled;
      return snapshot(entry, nowMs());
    },
    watch: (report, signal) => watch({ list, listeners, report, signal }),
    close: async () => {
      for (const entry of entries.values()) stop(entry);
      world.changed();
      await Promise.all([...entries.values()].map((entry) => entry.settled));
    },
  };
}

/** What every job of a registry shares. */
interface World {
  readonly nowMs: () => number;
  readonly changed: () => void;
  readonly onFailure: (kind: JobKind, error: unknown) => void;
}

function stop(entry: Entry): void {
  entry.job = { ...entry.job, state: nextJobState(entry.job.state, 'cancel') };
  if (!isFinal(entry.job.state)) entry.controller.abort();
}

function forgetOldest(entries: Map<string, Entry>): void {
  for (const [id, entry] of entries) {
    if (entries.size <= historyLimit) return;
    if (isFinal(entry.job.state)) entries.delete(id);
  }
}

async function perform(plan: JobPlan, entry: Entry, world: World): Promise<void> {
  const end = (event: JobEvent, change: Partial<Job> = {}): void => {
    const ended = snapshot(entry, world.nowMs());
    const state = nextJobState(ended.state, event);
    entry.job = { ...ended, ...change, state, finishedAtMs: Date.now(), remainingMs: null };
    world.changed();
  };
  const context = contextOf(entry, world);
  // One turn later, so that the caller has the id before the first report.
  await Promise.resolve();
  try {
    const result = await plan.run(context);
    end('finish', { result: result ?? null });
  } catch (error) {
    if (isStop(error, context.signal)) {
      end('stop');
      return;
    }
    const { code, message } = toWireError(error);
    if (code === 'internal') world.onFailure(plan.kind, error);
    end('fail', { error: { code, message } });
  }
}

function contextOf(entry: Entry, { nowMs, changed }: World): JobContext {
  const update = (change: (job: Job) => Partial<Job>): void => {
    if (isFinal(entry.job.state)) return;
    entry.job = { ...entry.job, ...change(entry.job) };
    changed();
  };
  return {
    signal: entry.controller.signal,
    phase: (name, { total = 0, unit } = {}) => {
      entry.phaseStartMs = nowMs();
      entry.meter = createRateMeter(entry.phaseStartMs);
      update((job) => ({
        phase: name,
        done: 0,
        total: Math.max(0, total),
        unit: unit ?? job.unit,
        counts: {},
      }));
    },
    advance: (by) => {
      if (!(by > 0)) return;
      update(({ done, total }) => ({ done: done + by, total: total && Math.max(total, done + by) }));
      entry.meter.note(entry.job.done, nowMs());
    },
    setTotal: (total) => update((job) => ({ total: Math.max(total, job.done) })),
    setCounts: (counts) => update((job) => ({ counts: mergeCounts(job.counts, counts) })),
  };
}

const newEntry = (plan: JobPlan, nowMs: number): Entry => ({
  job: newJob(randomUUID(), plan),
  controller: new AbortController(),
  phaseStartMs: nowMs,
  meter: createRateMeter(nowMs),
  settled: Promise.resolve(),
});

const newJob = (id: string, plan: JobPlan): Job => ({
  id,
  kind: plan.kind,
  title: plan.title ?? jobKinds[plan.kind].title,
  state: 'running',
  phase: '',
  done: 0,
  total: 0,
  unit: plan.unit ?? jobKinds[plan.kind].unit,
  counts: {},
  ratePerSecond: 0,
  remainingMs: null,
  startedAtMs: Date.now(),
  finishedAtMs: null,
  result: null,
  error: null,
});

/** The job with rate and remaining time as of now; a job that is over keeps what it had. */
function snapshot(entry: Entry, nowMs: number): Job {
  const { job } = entry;
  if (isFinal(job.state)) return job;
  const ratePerSecond = entry.meter.perSecond(nowMs);
  const canTell = job.total > 0 && ratePerSecond > 0 && nowMs - entry.phaseStartMs >= honestAfterMs;
  const remainingMs = canTell ? Math.max(0, ((job.total - job.done) / ratePerSecond) * 1_000) : null;
  return { ...job, ratePerSecond, remainingMs };
}

function mergeCounts(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Record<string, number> {
  const merged: Record<string, number> = { ...before };
  for (const [name, count] of Object.entries(after)) merged[name] = Math.max(merged[name] ?? 0, count);
  return merged;
}

/** DuckDB words an interrupt as “INTERRUPT Error: Interrupted!”. */
const isStop = (error: unknown, signal: AbortSignal): boolean =>
  isCancelled(error) ||
  (signal.aborted &&
    (error === signal.reason || (error instanceof Error && /^INTERRUPT Error/.test(error.message))));

interface WatchOptions {
  readonly list: () => Job[];
  readonly listeners: Set<() => void>;
  readonly report: (jobs: Job[]) => void;
  readonly signal: AbortSignal;
}

function watch({ list, listeners, report, signal }: WatchOptions): Promise<void> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    let nextAtMs = 0;
    const send = (): void => {
      timer = undefined;
      nextAtMs = performance.now() + reportEveryMs;
      report(list());
    };
    const wake = (): void => {
      if (timer || signal.aborted) return;
      const waitMs = nextAtMs - performance.now();
      if (waitMs <= 0) send();
      else timer = setTimeout(send, waitMs);
    };
    const heartbeat = setInterval(() => {
      if (list().some((job) => !isFinal(job.state))) wake();
    }, heartbeatMs);
    const stop = (): void => {
      listeners.delete(wake);
      clearInterval(heartbeat);
      clearTimeout(timer);
      resolve();
    };
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    listeners.add(wake);
    send();
  });
}

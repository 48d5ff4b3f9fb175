import { totalmem } from 'node:os';
import { AppError } from '../../../shared/bridge/errors.ts';
import { limitInWords } from '../../../shared/sql/time-limit.ts';

/** Why the process must be started again: a statement keeps it and cannot be stopped. */
export interface Stuck {
  /** For the person, as a whole sentence. */
  readonly reason: string;
  /** Memory runs out: there is no time to wait for other work. */
  readonly isUrgent: boolean;
}

/** What statements of the person's own may take. */
export interface StatementLimits {
  /** Statements at the same time: each takes one of the threads that all calls of DuckDB share. */
  readonly atOnce: number;
  /** How long a stopped statement may take to let go. */
  readonly settleMs: number;
  /** How much the process may grow while statements run; at half as much again it is ended at once. */
  readonly growthBytes: number;
  readonly residentBytes: () => number;
}

const gibibyte = 2 ** 30;

/** Limits as people need them. DuckDB may keep 1 GiB of its own; texts and lists within a call it does not count. */
const usualLimits: StatementLimits = {
  atOnce: 4,
  settleMs: 4_000,
  growthBytes: Math.min(2.5 * gibibyte, gibibyte + Math.floor(totalmem() / 6)),
  residentBytes: () => process.memoryUsage.rss(),
};

const lookEveryMs = 100;

type Cause = 'cancelled' | 'time' | 'memory';

interface Running {
  readonly settled: Promise<unknown>;
  readonly stop: (cause: Cause) => void;
  readonly giveUp: () => void;
}

/**
 * Watches over statements of the person's own. DuckDB looks for an interrupt only between pieces of work: one call of a
 * function, or the folding of constants while preparing, cannot be stopped (tried with 1.5.5: `levenshtein`, `repeat` and
 * `range` of great size). A statement that was stopped and does not let go in time is given up: its caller hears so, and
 * `onStuck`, who is to end the process.
 */
export class StatementGuard {
  readonly #limits: StatementLimits;
  readonly #onStuck: (stuck: Stuck) => void;
  readonly #running = new Set<Running>();
  #looking: NodeJS.Timeout | undefined;
  #restingBytes = 0;
  #bigSinceMs: number | undefined;
  #isStuck = false;
  #isClosed = false;

  constructor(onStuck: (stuck: Stuck) => void, limits: Partial<StatementLimits> = {}) {
    this.#onStuck = onStuck;
    this.#limits = { ...usualLimits, ...limits };
  }

  /**
   * Runs a statement. `work` is to end soon after its signal aborts, as far as DuckDB lets it. Errors: those of `work`;
   * `busy` when too many run; `sql-stopped` when it ran longer than `timeoutMs`, took too much memory, or did not let go.
   */
  async run<Result>(
    { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number | null },
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    if (this.#isClosed) throw new AppError('cancelled', 'The workspace was closed.');
    if (this.#isStuck) throw restarting();
    if (this.#running.size >= this.#limits.atOnce) throw tooMany();
    const controller = new AbortController();
    let cause: Cause | undefined;
    let settling: NodeJS.Timeout | undefined;
    const why = (): string => reasonOf(cause ?? 'cancelled', timeoutMs, this.#limits);
    const [givenUp, reject] = rejectable();
    const stop = (next: Cause): void => {
      if (cause !== undefined) return;
      cause = next;
      controller.abort();
      settling = setTimeout(() => {
        running.giveUp();
        this.#tellStuck('A statement did not stop.', false);
      }, this.#limits.settleMs);
    };
    const cancel = (): void => stop('cancelled');
    const limit = timeoutMs === null ? undefined : setTimeout(() => stop('time'), timeoutMs);
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    const running: Running = {
      settled: work(controller.signal),
      stop,
      giveUp: () => reject(stopped(`${why()} It did not stop, so its process is ended.`)),
    };
    this.#add(running);
    try {
      return await (Promise.race([running.settled, givenUp]) as Promise<Result>);
    } catch (error) {
      const isOurs = cause === 'time' || cause === 'memory';
      throw isOurs && !isStopped(error) ? stopped(`${why()} It was stopped.`, error) : error;
    } finally {
      signal.removeEventListener('abort', cancel);
      clearTimeout(limit);
      clearTimeout(settling);
    }
  }

  /** Stops everything and waits until DuckDB has let go; where it never does, `onStuck` hears of it meanwhile. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const running = [...this.#running];
    for (const { stop } of running) stop('cancelled');
    await Promise.allSettled(running.map(({ settled }) => settled));
    clearInterval(this.#looking);
  }

  #add(running: Running): void {
    if (this.#looking === undefined) {
      this.#restingBytes = this.#limits.residentBytes();
      this.#looking = setInterval(() => this.#look(), lookEveryMs);
    }
    this.#running.add(running);
    const remove = (): void => void this.#running.delete(running);
    running.settled.then(remove, remove);
  }

  /** Goes on until the memory is as before, so that nothing stays behind of statements that ended. */
  #look(): void {
    const { growthBytes, residentBytes, settleMs } = this.#limits;
    const grown = residentBytes() - this.#restingBytes;
    if (grown <= growthBytes) {
      this.#bigSinceMs = undefined;
      if (this.#running.size > 0) return;
      clearInterval(this.#looking);
      this.#looking = undefined;
      return;
    }
    const now = performance.now();
    this.#bigSinceMs ??= now;
    for (const running of this.#running) running.stop('memory');
    if (grown > growthBytes * 1.5) {
      for (const running of this.#running) running.giveUp();
      this.#tellStuck('A statement took nearly all memory.', true);
    } else if (this.#running.size === 0 && now - this.#bigSinceMs > settleMs) {
      this.#tellStuck('A statement left more memory in use than may stay.', false);
    }
  }

  #tellStuck(reason: string, isUrgent: boolean): void {
    if (this.#isStuck) return;
    this.#isStuck = true;
    this.#onStuck({ reason, isUrgent });
  }
}

function rejectable(): readonly [Promise<never>, (error: AppError) => void] {
  let reject: (error: AppError) => void = () => undefined;
  const promise = new Promise<never>((_resolve, no) => (reject = no));
  promise.catch(() => undefined);
  return [promise, reject];
}

function reasonOf(cause: Cause, timeoutMs: number | null, { growthBytes }: StatementLimits): string {
  if (cause === 'time') return `The statement ran longer than its limit of ${limitInWords(timeoutMs)}.`;
  if (cause === 'cancelled') return 'The statement was cancelled.';
  return `The statement took more memory than the ${(growthBytes / gibibyte).toFixed(1)} GB that statements may take.`;
}

const stopped = (message: string, cause?: unknown): AppError =>
  new AppError('sql-stopped', message, { cause });

const isStopped = (error: unknown): boolean => error instanceof AppError && error.code === 'sql-stopped';

const restarting = (): AppError =>
  new AppError('busy', 'A statement did not stop, so the engine is started again. Run this one after that.');

const tooMany = (): AppError =>
  new AppError('busy', 'As many statements run as may run at once. Wait for one to end, or cancel it.');

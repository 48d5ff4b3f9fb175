import type { DuckDBInstance } from '@duckdb/node-api';
import { isCancelled } from '../../../shared/bridge/errors.ts';
import { cancelled } from '../db/pool.ts';
import type { BackgroundTables } from './background-tables.ts';

/** A piece begins when nothing was asked for so long, in milliseconds. */
const quietMs = 250;

interface Parts {
  readonly instance: DuckDBInstance;
  readonly tables: BackgroundTables;
  /** Told of a failure other than being stopped; the work rests then until it is started again. */
  readonly onFailure: (error: unknown) => void;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes the tables of the background of an open workspace, one piece after the other, each when nobody asks anything. It rests
 * while the evidence is worked on.
 */
export class BackgroundWork {
  readonly #parts: Parts;
  readonly #waiting = new Set<Waiting>();
  #running: Promise<void> = Promise.resolve();
  #stop: AbortController | undefined;
  #isEnded = false;
  #asking = 0;
  #lastAskedMs = -Infinity;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Begins, or goes on where it stopped. */
  start(): void {
    if (this.#stop || this.#isEnded) return;
    const stop = new AbortController();
    this.#stop = stop;
    this.#lastAskedMs = performance.now();
    this.#running = this.#run(stop.signal).then(
      () => {
        this.#stop = undefined;
        if (this.#parts.tables.areWhole) this.#tell(({ resolve }) => resolve());
      },
      (error: unknown) => {
        if (isCancelled(error)) return;
        this.#stop = undefined;
        this.#tell(({ reject }) => reject(error));
        this.#parts.onFailure(error);
      },
    );
  }

  /** Stops, and waits until nothing is written any more; what was not finished is made again. */
  async pause(): Promise<void> {
    this.#stop?.abort();
    this.#stop = undefined;
    await this.#running;
  }

  /** Stops for good; to be called before the database is closed. */
  async end(): Promise<void> {
    this.#isEnded = true;
    await this.pause();
    this.#tell(({ reject }) => reject(cancelled()));
  }

  /** Ends when every table goes over all events; it may rest meanwhile. Errors: those of the work, `cancelled` when it was ended. */
  whenCovered(): Promise<void> {
    if (this.#parts.tables.areWhole) return Promise.resolve();
    if (this.#isEnded) return Promise.reject(cancelled());
    return new Promise((resolve, reject) => this.#waiting.add({ resolve, reject }));
  }

  /** Answers something; no piece begins meanwhile. */
  async giveWayTo<Result>(answer: () => Promise<Result>): Promise<Result> {
    this.#asking += 1;
    try {
      return await answer();
    } finally {
      this.#asking -= 1;
      this.#lastAskedMs = performance.now();
    }
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { instance, tables } = this.#parts;
    if (tables.areNone) return;
    const connection = await instance.connect();
    try {
      await tables.readCovered(connection);
      do await this.#quiet(signal);
      while (await tables.makePiece(connection, signal));
    } finally {
      connection.closeSync();
    }
  }

  /** Waits until nothing has been asked for a while. Errors: `cancelled`. */
  async #quiet(signal: AbortSignal): Promise<void> {
    for (;;) {
      if (signal.aborted) throw cancelled();
      const restMs = this.#lastAskedMs + quietMs - performance.now();
      if (this.#asking === 0 && restMs <= 0) return;
      await passed(Math.max(restMs, quietMs / 5), signal);
    }
  }

  #tell(told: (waiting: Waiting) => void): void {
    for (const waiting of this.#waiting) told(waiting);
    this.#waiting.clear();
  }
}

const passed = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });

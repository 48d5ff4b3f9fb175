import type { Source } from '../../../shared/bridge/contract.ts';
import { throwIfAborted } from '../db/pool.ts';
import type { Versions } from './versions.ts';

/** Work that is done once for all who ask for it. */
export interface Work {
  /** Settles when the work is done, has failed or was ended. */
  readonly ready: Promise<unknown>;
  /** Ends the work. */
  readonly end: () => void;
  /** Gives back what the result takes up, once nobody uses it. */
  readonly drop?: () => Promise<void>;
}

/** How much is kept, and of what age. */
export interface KeptOptions {
  readonly versions: Versions;
  readonly most: number;
}

/**
 * Results that are made once and kept while every source they were made from stays as it is. Many may wait for one: an abort
 * lets only its own caller go, and the work ends with the last of them. Beyond `most`, the least recently used goes.
 */
export class Kept<Kind extends Work> {
  readonly #options: KeptOptions;
  readonly #entries = new Map<string, Keeping<Kind>>();
  /** Those of the map, and those on their way out. */
  readonly #live = new Set<Keeping<Kind>>();
  #isClosed = false;

  constructor(options: KeptOptions) {
    this.#options = options;
  }

  /** What is kept under a key, or what is begun now. `reads` is what it is made from, besides the events. */
  of(key: string, reads: readonly Source[], begin: () => Kind): Keeping<Kind> {
    const { versions } = this.#options;
    this.dropOutdated();
    const found = this.#entries.get(key);
    if (found) {
      this.#entries.delete(key);
      this.#entries.set(key, found);
      return found;
    }
    const all: readonly Source[] = ['events', ...reads];
    const isCurrent = (
      (version) => () =>
        versions.of(all) === version
    )(versions.of(all));
    const keeping: Keeping<Kind> = new Keeping(begin(), isCurrent, () => this.#remove(key, keeping));
    this.#entries.set(key, keeping);
    this.#live.add(keeping);
    keeping.work.ready.catch(() => this.#remove(key, keeping));
    this.#dropOldest();
    return keeping;
  }

  /** What is kept under a key and was made from the sources as they are; undefined when there is none. */
  find(key: string): Keeping<Kind> | undefined {
    const found = this.#entries.get(key);
    return found?.isCurrent() ? found : undefined;
  }

  /** Lets go of what some source has moved on from. */
  dropOutdated(): void {
    for (const [key, keeping] of this.#entries) if (!keeping.isCurrent()) this.#remove(key, keeping);
  }

  /** Ends all work and waits for its end; to be called before the database is closed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#entries.clear();
    const all = [...this.#live];
    for (const { work } of all) work.end();
    await Promise.allSettled(all.map(({ work }) => work.ready));
  }

  #dropOldest(): void {
    for (const [key, keeping] of this.#entries) {
      if (this.#entries.size <= this.#options.most) return;
      if (keeping.isDone && !keeping.isUsed) this.#remove(key, keeping);
    }
  }

  #remove(key: string, keeping: Keeping<Kind>): void {
    if (this.#entries.get(key) === keeping) this.#entries.delete(key);
    if (!this.#live.delete(keeping)) return;
    keeping.retire().catch((error: unknown) => {
      // What was made goes with the database.
      if (!this.#isClosed) throw error;
    });
  }
}

/** One kept result, or the work that makes it. */
export class Keeping<Kind extends Work> {
  readonly work: Kind;
  /** True while every source is as it was when the work began. */
  readonly isCurrent: () => boolean;
  readonly #onAbandoned: () => void;
  #waiting = 0;
  #users = 0;
  #isDone = false;
  #onUnused: (() => void) | undefined;

  constructor(work: Kind, isCurrent: () => boolean, onAbandoned: () => void) {
    this.work = work;
    this.isCurrent = isCurrent;
    this.#onAbandoned = onAbandoned;
    work.ready.then(
      () => (this.#isDone = true),
      () => undefined,
    );
  }

  /** The work has ended well. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** Somebody waits for it or uses it. */
  get isUsed(): boolean {
    return this.#waiting + this.#users > 0;
  }

  /** Waits for the end of the work. Errors: `cancelled`, those of the work. */
  async wait(signal: AbortSignal | undefined): Promise<Awaited<Kind['ready']>> {
    return this.whileWaiting(signal, async (): Promise<Awaited<Kind['ready']>> => {
      let leave = (): void => undefined;
      const left = new Promise<void>((resolve) => (leave = resolve));
      signal?.addEventListener('abort', leave, { once: true });
      try {
        throwIfAborted(signal);
        await Promise.race([this.work.ready, left]);
        throwIfAborted(signal);
        const result: unknown = await this.work.ready;
        return result as Awaited<Kind['ready']>;
      } finally {
        signal?.removeEventListener('abort', leave);
      }
    });
  }

  /** Counts as waiting for the work while something else is done, such as telling how far it is. */
  async whileWaiting<Result>(signal: AbortSignal | undefined, work: () => Promise<Result>): Promise<Result> {
    this.#waiting += 1;
    try {
      return await work();
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0 && signal?.aborted && !this.#isDone) {
        this.work.end();
        this.#onAbandoned();
      }
    }
  }

  /** Waits for the result and keeps it from being dropped until `use` has ended. */
  async use<Result>(
    signal: AbortSignal | undefined,
    use: (result: Awaited<Kind['ready']>) => Promise<Result>,
  ): Promise<Result> {
    const release = this.hold();
    try {
      return await use(await this.wait(signal));
    } finally {
      release();
    }
  }

  /** Keeps the result from being dropped until what it answers is called. */
  hold(): () => void {
    this.#users += 1;
    return () => {
      this.#users -= 1;
      if (this.#users === 0) this.#onUnused?.();
    };
  }

  /** Drops the result once nobody uses it. Work that somebody waits for still comes to its end. */
  async retire(): Promise<void> {
    if (this.#waiting === 0) this.work.end();
    await this.work.ready.catch(() => undefined);
    if (this.#users > 0) await new Promise<void>((resolve) => (this.#onUnused = resolve));
    await this.work.drop?.();
  }
}

import { discover, type FoundFile } from '../../../ingest/find/discover.ts';
import { folderEvents, type FolderEvents } from './folder-events.ts';

/** When a watcher looks. */
export interface WatchTiming {
  /** Nothing must have happened for this long before it looks, and two looks are at least so far apart. */
  readonly quietMs: number;
  /** It looks this often in any case. */
  readonly rescanMs: number;
}

/** What is used unless a test is in a hurry. */
export const usualTiming: WatchTiming = { quietMs: 2_000, rescanMs: 30_000 };

/** What a watcher works with. */
export interface WatcherOptions {
  readonly sources: () => readonly string[];
  /** `fileMark` of every file the workspace has, by path. */
  readonly known: () => Promise<ReadonlyMap<string, string>>;
  /** True while nothing may be imported. */
  readonly isBusy: () => Promise<boolean>;
  /** Begins to import the files with these paths; false when that cannot be now. */
  readonly startImport: (paths: ReadonlySet<string>) => boolean;
  readonly onFailure: (error: unknown) => void;
  readonly timing: WatchTiming;
  /** The system's word that something happened; a test may keep it silent. */
  readonly events?: (onEvent: () => void) => FolderEvents;
}

/** Walking a large archive again and again while it is being imported would only slow that down. */
const busyRounds = 10;

/** By what a file is known without reading it: its size in bytes and when it was last changed, in microseconds. */
export const fileMark = (sizeBytes: number, modifiedMicros: number): string =>
  `${sizeBytes}:${modifiedMicros}`;

const markOf = (file: FoundFile): string => fileMark(file.sizeBytes, Math.round(file.modifiedMs * 1_000));

/**
 * Follows a workspace's sources and imports what is new or changed in them. A file is taken once it looks the same at two
 * looks in a row, so that one that is still being written waits.
 */
export class SourceWatcher {
  readonly #options: WatcherOptions;
  readonly #controller = new AbortController();
  readonly #events: FolderEvents;
  readonly #rescan: NodeJS.Timeout;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #lookedAtMs = -Infinity;
  #seen: ReadonlyMap<string, string> = new Map();
  /** What was handed over already: its import may end without a ledger line of its own. */
  readonly #taken = new Map<string, string>();

  constructor(options: WatcherOptions) {
    this.#options = options;
    this.#events = (options.events ?? folderEvents)(() => this.#soon());
    this.#rescan = setInterval(() => this.#start(), options.timing.rescanMs);
    this.#start();
  }

  /** Ends the watch and waits for a look that is under way; an import goes on. */
  async stop(): Promise<void> {
    this.#controller.abort();
    clearInterval(this.#rescan);
    clearTimeout(this.#timer);
    this.#events.close();
    await this.#looking;
  }

  #soon(afterMs = this.#options.timing.quietMs): void {
    clearTimeout(this.#timer);
    if (!this.#controller.signal.aborted) this.#timer = setTimeout(() => this.#start(), afterMs);
  }

  #start(): void {
    const tooEarlyMs = this.#lookedAtMs + this.#options.timing.quietMs - performance.now();
    if (this.#looking || tooEarlyMs > 0) {
      this.#soon(this.#looking ? undefined : tooEarlyMs);
      return;
    }
    this.#looking = this.#look()
      .catch((error: unknown) => {
        if (!this.#controller.signal.aborted) this.#options.onFailure(error);
      })
      .finally(() => {
        this.#lookedAtMs = performance.now();
        this.#looking = undefined;
      });
  }

  async #look(): Promise<void> {
    const { sources, known, isBusy, startImport, timing } = this.#options;
    const { signal } = this.#controller;
    if (await isBusy()) {
      this.#soon(busyRounds * timing.quietMs);
      return;
    }
    const folders: string[] = [];
    const { files } = await discover(sources(), { signal, onFolder: (path) => folders.push(path) });
    // Between this look and the first watch of a folder something may have come.
    if (this.#events.follow(sources(), folders)) this.#soon();
    const have = await known();
    const changed = new Map(files.map((file) => [file.path, markOf(file)]));
    for (const [path, mark] of changed) {
      if (have.get(path) === mark || this.#taken.get(path) === mark) changed.delete(path);
    }
    const settled = [...changed].filter(([path, mark]) => this.#seen.get(path) === mark);
    this.#seen = changed;
    if (changed.size === 0) return;
    const isTaken =
      settled.length > 0 && !signal.aborted && startImport(new Set(settled.map(([path]) => path)));
    if (isTaken) for (const [path, mark] of settled) this.#taken.set(path, mark);
    if (!isTaken || settled.length < changed.size) this.#soon();
  }
}

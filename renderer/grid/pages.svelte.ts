import type { Cell } from '../../shared/table/cell.ts';
import { isCancelled } from '../../shared/bridge/errors.ts';
import type { Block, GridSource, Row } from './block.ts';

const pageRows = 500;
const pagesKept = 24;
/** While pages are being scrolled past faster than this, asking waits for the scrolling to settle. */
const rushMs = 60;

/** Rows that were fetched together. */
interface Page {
  readonly block: Block;
  /** How many rows were asked for. */
  readonly rows: number;
}

class Store {
  source: GridSource;
  readonly fields: readonly string[];
  readonly #fieldIndex: ReadonlyMap<string, number>;
  readonly pages = new Map<number, Page>();
  readonly underway = new Map<number, AbortController>();

  constructor(source: GridSource, fields: readonly string[]) {
    this.source = source;
    this.fields = fields;
    this.#fieldIndex = new Map(fields.map((field, index) => [field, index]));
  }

  row(index: number): Row | undefined {
    const page = this.pages.get(Math.floor(index / pageRows));
    const at = index % pageRows;
    if (!page || at >= page.rows) return undefined;
    const { block } = page;
    const together = (field: string): readonly Cell[] | undefined => {
      const column = this.#fieldIndex.get(field);
      return column === undefined ? undefined : block.columns[column];
    };
    const value = (field: string): Cell | undefined => together(field)?.[at];
    return { id: block.ids?.[at], line: this.source.line?.(index, value), value, together };
  }

  keep(page: number, fetched: Page): void {
    this.pages.set(page, fetched);
    for (const oldest of this.pages.keys()) {
      if (this.pages.size <= pagesKept) break;
      this.pages.delete(oldest);
    }
  }

  touch(page: number): boolean {
    const kept = this.pages.get(page);
    if (!kept) return false;
    this.pages.delete(page);
    this.pages.set(page, kept);
    return this.has(page);
  }

  /** A page that ended with the list is not all of it any more when the list has grown. */
  has(page: number): boolean {
    return (this.pages.get(page)?.rows ?? -1) >= this.rowsOf(page);
  }

  /** How many rows a page has now. */
  rowsOf(page: number): number {
    return Math.min(pageRows, this.source.total - page * pageRows);
  }

  abortAll(): void {
    for (const controller of this.underway.values()) controller.abort();
    this.underway.clear();
  }
}

/**
 * The rows a grid has at hand: pages of 500, the least recently seen dropped first. Pages scrolled past are aborted, the
 * neighbours of what is in view are fetched ahead. After a change of source the old rows stay until the new ones in view
 * are here.
 */
export class Pages {
  #shown = $state.raw<Store | undefined>();
  #version = $state(0);
  #problem = $state.raw<unknown>();
  #next: Store | undefined;
  #wanted = { from: 0, to: 0 };
  #lastAbortAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** True while the rows shown belong to the source before. */
  get isStale(): boolean {
    return this.#version >= 0 && this.#next !== undefined;
  }
  /** Total rows of what is shown. */
  get total(): number {
    return this.#version >= 0 ? (this.#shown?.source.total ?? 0) : 0;
  }
  /** The column ids of a block of the newest source, in its order. */
  get fields(): readonly string[] {
    return (this.#next ?? this.#shown)?.fields ?? [];
  }
  /** True when rows hold other rows. */
  get hasLines(): boolean {
    return this.#version >= 0 && this.#shown?.source.line !== undefined;
  }
  /** Why the last page in view could not be loaded. */
  get problem(): unknown {
    return this.#problem;
  }

  row(index: number): Row | undefined {
    return this.#version >= 0 ? this.#shown?.row(index) : undefined;
  }

  /** Takes up a source; a source with the same key has the same rows, and perhaps more after them. */
  use(source: GridSource, columnIds: readonly string[]): void {
    const newest = this.#next ?? this.#shown;
    if (newest?.source.key === source.key && newest.source.total <= source.total) {
      if (newest.source.total === source.total) return;
      newest.source = source;
      this.#version += 1;
      this.#ask();
      return;
    }
    this.#next?.abortAll();
    this.#shown?.abortAll();
    const store = new Store(source, source.fields ?? columnIds);
    this.#problem = undefined;
    if (this.#shown === undefined || source.total === 0) this.#show(store);
    else this.#next = store;
    this.#version += 1;
    this.#ask();
  }

  /** Says which rows are in view, `to` exclusive. */
  want(from: number, to: number): void {
    this.#wanted = { from, to };
    const store = this.#next ?? this.#shown;
    if (!store) return;
    const near = this.#pagesInView(store, 1);
    for (const [page, controller] of store.underway) {
      if (near.includes(page)) continue;
      controller.abort();
      store.underway.delete(page);
      this.#lastAbortAt = performance.now();
    }
    clearTimeout(this.#timer);
    const isRushing = performance.now() - this.#lastAbortAt < rushMs;
    if (isRushing) this.#timer = setTimeout(() => this.#ask(), rushMs);
    else this.#ask();
  }

  /** Tries again what failed. */
  retry(): void {
    this.#problem = undefined;
    this.#ask();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#next?.abortAll();
    this.#shown?.abortAll();
  }

  #pagesInView(store: Store, around: number): number[] {
    const last = Math.ceil(store.source.total / pageRows) - 1;
    if (last < 0) return [];
    const wantedFrom = Math.min(this.#wanted.from, Math.max(0, store.source.total - 1));
    const from = Math.max(0, Math.floor(wantedFrom / pageRows) - around);
    const to = Math.min(last, Math.floor(Math.max(wantedFrom, this.#wanted.to - 1) / pageRows) + around);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  }

  #ask(): void {
    const store = this.#next ?? this.#shown;
    if (!store) return;
    const inView = this.#pagesInView(store, 0);
    const missing = inView.filter((page) => !store.touch(page));
    const ahead = missing.length === 0 ? this.#pagesInView(store, 1) : [];
    for (const page of missing.length > 0 ? missing : ahead.filter((each) => !store.has(each))) {
      if (!store.underway.has(page)) void this.#fetch(store, page);
    }
  }

  async #fetch(store: Store, page: number): Promise<void> {
    const controller = new AbortController();
    store.underway.set(page, controller);
    const rows = store.rowsOf(page);
    try {
      const block = await store.source.load(page * pageRows, rows, controller.signal);
      if (controller.signal.aborted) return;
      store.underway.delete(page);
      store.keep(page, { block, rows });
      this.#problem = undefined;
      if (store === this.#next && this.#pagesInView(store, 0).every((each) => store.pages.has(each))) {
        this.#show(store);
      }
      this.#version += 1;
      this.#ask();
    } catch (error) {
      if (controller.signal.aborted || isCancelled(error)) return;
      store.underway.delete(page);
      if (this.#pagesInView(store, 0).includes(page)) this.#problem = error;
    }
  }

  #show(store: Store): void {
    this.#shown = store;
    this.#next = undefined;
  }
}

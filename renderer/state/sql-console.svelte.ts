import type { SqlArgument } from '../../shared/contract/console.ts';
import type { EngineClient } from '../../shared/contract/index.ts';
import type { SavedQuery } from '../../shared/contract/saved.ts';
import { usualTimeLimitMs } from '../../shared/sql/time-limit.ts';
import { SqlTab, usualLimit, type StoredTab } from './sql-tab.svelte.ts';

/** What the workspace keeps of the console: its tabs and which one is in front. */
export interface StoredConsole {
  readonly tabs: readonly StoredTab[];
  readonly current: number;
}

const firstText = 'select eventName, count(*) as calls\nfrom events\ngroup by all\norder by calls desc';
/** The most tabs at once. */
export const mostTabs = 50;
const mostClosed = 20;

const blank: StoredTab = {
  name: null,
  text: '',
  openedId: null,
  limit: usualLimit,
  timeLimitMs: usualTimeLimitMs,
  samplePercent: null,
  arguments: [],
};

/** The SQL console: queries in tabs, each with its own run and result. */
export class SqlConsole {
  readonly #engine: EngineClient;
  #tabs = $state.raw<readonly SqlTab[]>([]);
  #currentId = $state.raw(0);
  #closed = $state.raw<readonly { readonly stored: StoredTab; readonly at: number }[]>([]);
  #nextId = 1;
  #runs = $state.raw(0);

  constructor(engine: EngineClient) {
    this.#engine = engine;
    this.#tabs = [this.#make({ ...blank, text: firstText })];
    this.#currentId = this.current.id;
  }

  get tabs(): readonly SqlTab[] {
    return this.#tabs;
  }
  /** The tab in front; there always is one. */
  get current(): SqlTab {
    const tab = this.#tabs.find(({ id }) => id === this.#currentId) ?? this.#tabs[0];
    if (!tab) throw new Error('The console has no tab.');
    return tab;
  }
  /** The tab that was closed last and can be opened again; undefined when there is none. */
  get lastClosed(): StoredTab | undefined {
    return this.#closed.at(-1)?.stored;
  }
  /** Counts up with every run that ended, in whatever tab. */
  get runs(): number {
    return this.#runs;
  }
  get isFull(): boolean {
    return this.#tabs.length >= mostTabs;
  }

  select(id: number): void {
    this.#currentId = id;
  }

  /** Brings the next tab to the front, or the one before, around the end. */
  step(by: 1 | -1): void {
    const at = this.#tabs.indexOf(this.current);
    const next = this.#tabs[(at + by + this.#tabs.length) % this.#tabs.length];
    if (next) this.#currentId = next.id;
  }

  /** Makes a tab and brings it to the front; without a text an empty one. */
  add(stored: Partial<StoredTab> = {}, at = this.#tabs.length): SqlTab {
    if (this.isFull) return this.current;
    const tab = this.#make({ ...blank, ...stored });
    this.#tabs = this.#tabs.toSpliced(at, 0, tab);
    this.#currentId = tab.id;
    return tab;
  }

  /** Closes a tab, cancelling its run. It can be opened again; the last one gives way to an empty one. */
  close(id: number): void {
    const at = this.#tabs.findIndex((tab) => tab.id === id);
    const tab = this.#tabs[at];
    if (!tab) return;
    tab.cancel();
    if (tab.text.trim() !== '') {
      this.#closed = [...this.#closed, { stored: tab.snapshot(), at }].slice(-mostClosed);
    }
    const wasCurrent = tab === this.current;
    const left = this.#tabs.toSpliced(at, 1);
    this.#tabs = left.length > 0 ? left : [this.#make(blank)];
    if (wasCurrent) this.#currentId = (this.#tabs[Math.min(at, this.#tabs.length - 1)] ?? this.current).id;
  }

  /** Opens the tab again that was closed last. */
  reopen(): void {
    const last = this.#closed.at(-1);
    if (!last || this.isFull) return;
    this.#closed = this.#closed.slice(0, -1);
    this.add(last.stored, Math.min(last.at, this.#tabs.length));
  }

  /** Puts a query into a tab of its own; into the one in front when nothing was done there. */
  open(sql: string, given: readonly SqlArgument[] = []): void {
    const stored = { text: sql, arguments: given };
    const { current } = this;
    const isUntouched =
      current.openedId === null &&
      current.result === null &&
      current.failure === null &&
      !current.isRunning &&
      (current.text.trim() === '' || current.text === firstText);
    if (!isUntouched) {
      this.add(stored);
      return;
    }
    const at = this.#tabs.indexOf(current);
    const tab = this.#make({
      ...blank,
      name: current.name,
      limit: current.limit,
      timeLimitMs: current.timeLimitMs,
      samplePercent: current.samplePercent,
      ...stored,
    });
    this.#tabs = this.#tabs.with(at, tab);
    this.#currentId = tab.id;
  }

  /** Brings the tab of a saved query to the front, or puts the query into one. */
  openSaved(query: SavedQuery): void {
    const open = this.#tabs.find((tab) => tab.openedId === query.id);
    if (open) {
      this.#currentId = open.id;
      return;
    }
    this.open(
      query.sql,
      query.parameters.map(({ name, type, default: value }) => ({ name, type, value })),
    );
    this.current.belongTo(query.id);
  }

  snapshot(): StoredConsole {
    return {
      tabs: this.#tabs.map((tab) => tab.snapshot()),
      current: this.#tabs.indexOf(this.current),
    };
  }

  /** Takes up stored tabs, or begins anew: another workspace comes. */
  restore(stored: StoredConsole | null): void {
    for (const tab of this.#tabs) tab.cancel();
    const tabs = (stored?.tabs ?? []).slice(0, mostTabs).map((tab) => this.#make(tab));
    this.#tabs = tabs.length > 0 ? tabs : [this.#make({ ...blank, text: firstText })];
    this.#currentId = (this.#tabs[stored?.current ?? 0] ?? this.current).id;
    this.#closed = [];
  }

  #make(stored: StoredTab): SqlTab {
    const tab = new SqlTab(this.#nextId, this.#engine, stored, () => (this.#runs += 1));
    this.#nextId += 1;
    return tab;
  }
}

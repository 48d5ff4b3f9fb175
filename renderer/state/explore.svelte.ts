import { wholeScope, type Question, type Range, type Scope } from '../../shared/contract/common.ts';
import type { Sort } from '../../shared/contract/events.ts';
import { everything, type Filter } from '../../shared/filter/filter.ts';

/** A column of the grid. */
export interface Column {
  readonly field: string;
  readonly widthPx: number;
  readonly isPinned: boolean;
}

/** Everything that decides what Explore shows; plain JSON, so views, history and reopening are copies of it. */
export interface ExploreState {
  readonly scope: Scope;
  readonly filter: Filter;
  /** The span the histogram draws; null for all of the archive. The scope's range is the brush on it. */
  readonly view: Range | null;
  readonly split: string | null;
  readonly sort: Sort;
  readonly columns: readonly Column[];
  readonly selectedId: string | null;
}

const column = (field: string, widthPx: number): Column => ({ field, widthPx, isPinned: false });

/** The columns a new workspace starts with. */
export const defaultColumns: readonly Column[] = [
  column('eventTime', 162),
  column('eventName', 176),
  column('errorCode', 132),
  column('principal', 230),
  column('sourceIPAddress', 124),
  column('eventSource', 150),
  column('awsRegion', 116),
  column('recipientAccountId', 118),
];

/** The screen of a fresh workspace. */
export const freshState: ExploreState = {
  scope: wholeScope,
  filter: everything,
  view: null,
  split: 'outcome',
  sort: [{ field: 'eventTime', descending: true }],
  columns: defaultColumns,
  selectedId: null,
};

/** One step of narrowing that can be undone; `label` says what was done. */
export interface Step {
  readonly label: string;
  readonly state: ExploreState;
}

const historyLimit = 200;

/** Where the person is in Explore and how they got there. */
export class Explore {
  #state = $state.raw<ExploreState>(freshState);
  #past = $state.raw<readonly Step[]>([]);
  #future = $state.raw<readonly Step[]>([]);

  get state(): ExploreState {
    return this.#state;
  }
  get question(): Question {
    return { scope: this.#state.scope, filter: this.#state.filter };
  }
  get past(): readonly Step[] {
    return this.#past;
  }
  get future(): readonly Step[] {
    return this.#future;
  }

  /** A step of narrowing: undoable. */
  narrow(label: string, change: Partial<ExploreState>): void {
    const next = { ...this.#state, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return;
    this.#past = [...this.#past, { label, state: this.#state }].slice(-historyLimit);
    this.#future = [];
    this.#state = next;
  }

  /** A change of looks or selection: kept with the screen, not a step. */
  adjust(change: Partial<ExploreState>): void {
    this.#state = { ...this.#state, ...change };
  }

  narrowScope(label: string, change: Partial<Scope>): void {
    this.narrow(label, { scope: { ...this.#state.scope, ...change } });
  }

  undo(): void {
    const step = this.#past.at(-1);
    if (!step) return;
    this.#future = [{ label: step.label, state: this.#state }, ...this.#future];
    this.#past = this.#past.slice(0, -1);
    this.#state = this.#withLooksOfNow(step.state);
  }

  redo(): void {
    const [step, ...rest] = this.#future;
    if (!step) return;
    this.#past = [...this.#past, { label: step.label, state: this.#state }];
    this.#future = rest;
    this.#state = this.#withLooksOfNow(step.state);
  }

  /** What is stored in the workspace. */
  snapshot(): Record<string, unknown> {
    return { state: this.#state, past: this.#past, future: this.#future };
  }

  /** Takes up a stored screen, or a fresh one when there is none. */
  restore(stored: { state: ExploreState; past: readonly Step[]; future: readonly Step[] } | null): void {
    this.#state = stored?.state ?? freshState;
    this.#past = stored?.past ?? [];
    this.#future = stored?.future ?? [];
  }

  #withLooksOfNow(state: ExploreState): ExploreState {
    return { ...state, columns: this.#state.columns };
  }
}

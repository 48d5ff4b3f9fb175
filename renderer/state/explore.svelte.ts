import type { Question, Scope } from '../../shared/contract/common.ts';
import { freshState, type ExploreState } from './explore-state.ts';
import { ahead, movedTo, pathTo, startOf, stepOf, withStep, withTotal, type History } from './history.ts';

/** One step of narrowing that can be undone; `label` says what was done. */
export interface Step {
  readonly label: string;
  readonly state: ExploreState;
}

/** Where the person is in Explore and how they got there. */
export class Explore {
  #state = $state.raw<ExploreState>(freshState);
  #history = $state.raw<History>(startOf(freshState, Date.now()));
  readonly #past = $derived.by(() => {
    const path = pathTo(this.#history, this.#history.currentId);
    return path.slice(1).map(({ label }, at) => ({ label, state: path[at]?.state ?? freshState }));
  });
  readonly #future = $derived(ahead(this.#history).map(({ label, state }): Step => ({ label, state })));
  /** Called whenever the person stands on another step. */
  onmove: (() => void) | undefined;

  #selectedIds = $state.raw<readonly string[]>([]);
  #isComparing = $state(false);
  #outsideId = $state<string | null>(null);
  #clearings = $state(0);

  /** Events chosen for something that is done to several, in the order chosen; not kept with the screen. */
  get selectedIds(): readonly string[] {
    return this.#selectedIds;
  }
  /** True while the detail shows the chosen events beside each other. */
  get isComparing(): boolean {
    return this.#isComparing && this.#selectedIds.length > 1;
  }

  /** Chooses these events in place of the ones chosen before. */
  selectIds(ids: readonly string[]): void {
    this.#selectedIds = ids;
    if (ids.length < 2) this.#isComparing = false;
  }

  /** The event that the results were found not to hold, so that what shows it can say so; null where they may. */
  get outsideId(): string | null {
    return this.#outsideId;
  }

  /** Tells that the results do not hold an event; null that nothing of the kind is known. */
  tellOutside(id: string | null): void {
    this.#outsideId = id;
  }

  /** How often the selection was ended from beside the rows. */
  get clearings(): number {
    return this.#clearings;
  }

  /** Ends the selection, in the rows as well. */
  clearSelection(): void {
    this.selectIds([]);
    this.#clearings += 1;
  }

  /** Shows the chosen events beside each other, or ends it. */
  compare(isOn: boolean): void {
    this.#isComparing = isOn;
  }

  get state(): ExploreState {
    return this.#state;
  }
  get question(): Question {
    return { scope: this.#state.scope, filter: this.#state.filter };
  }
  /** What undo takes back, the last thing last; each with the screen before it. */
  get past(): readonly Step[] {
    return this.#past;
  }
  /** What redo does again, the next thing first; each with the screen after it. */
  get future(): readonly Step[] {
    return this.#future;
  }
  /** All steps, with the branches that going back and narrowing anew has left. */
  get history(): History {
    return this.#history;
  }

  /** A step of narrowing: undoable. */
  narrow(label: string, change: Partial<ExploreState>): void {
    const next = { ...this.#state, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return;
    this.#history = withStep(this.#history, this.#state, { label, atMs: Date.now(), state: next });
    this.#state = next;
    this.onmove?.();
  }

  /** A change of looks or selection: kept with the screen, not a step. */
  adjust(change: Partial<ExploreState>): void {
    this.#state = { ...this.#state, ...change };
  }

  narrowScope(label: string, change: Partial<Scope>): void {
    this.narrow(label, { scope: { ...this.#state.scope, ...change } });
  }

  undo(): void {
    const parent = stepOf(this.#history, this.#history.currentId)?.parentId;
    if (parent !== null && parent !== undefined) this.goTo(parent);
  }

  redo(): void {
    const next = stepOf(this.#history, this.#history.currentId)?.nextId;
    if (next !== null && next !== undefined) this.goTo(next);
  }

  /** Returns to a step; nothing happens when it is not remembered any more. */
  goTo(id: number): void {
    const step = stepOf(this.#history, id);
    if (!step || id === this.#history.currentId) return;
    this.#history = movedTo(this.#history, this.#state, id);
    this.#state = this.#withLooksOfNow(step.state);
    this.onmove?.();
  }

  /** Tells how many events answer a question; kept with the current step when it is its question. */
  noteTotal(question: Question, total: number): void {
    const step = stepOf(this.#history, this.#history.currentId);
    if (step?.total === total || JSON.stringify(question) !== JSON.stringify(this.question)) return;
    this.#history = withTotal(this.#history, total);
  }

  /** The history with the current step as it is now. */
  snapshot(): History {
    return movedTo(this.#history, this.#state, this.#history.currentId);
  }

  /** Takes up a stored history, or a fresh one when there is none. */
  restore(stored: History | null): void {
    this.#history = stored ?? startOf(freshState, Date.now());
    this.#state = stepOf(this.#history, this.#history.currentId)?.state ?? freshState;
  }

  #withLooksOfNow(state: ExploreState): ExploreState {
    const widths = new Map(this.#state.columns.map(({ field, widthPx }) => [field, widthPx]));
    return {
      ...state,
      columns: state.columns.map((column) => ({
        ...column,
        widthPx: widths.get(column.field) ?? column.widthPx,
      })),
      chart: this.#state.chart,
      isFolded: this.#state.isFolded,
    };
  }
}

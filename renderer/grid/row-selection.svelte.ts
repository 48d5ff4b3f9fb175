import { countRows, noRows, spanBetween, withRows, withRowToggled, type Spans } from './selection.ts';

/** The rows a person has chosen, and where Shift extends from. */
export class RowSelection {
  #spans = $state.raw<Spans>(noRows);
  #anchor = 0;
  readonly #onchange: (spans: Spans) => void;

  constructor(onchange: (spans: Spans) => void) {
    this.#onchange = onchange;
  }

  get spans(): Spans {
    return this.#spans;
  }
  get count(): number {
    return countRows(this.#spans);
  }

  set(next: Spans): void {
    if (next.length === 0 && this.#spans.length === 0) return;
    this.#spans = next;
    this.#onchange(next);
  }

  clear(): void {
    this.set(noRows);
  }

  /** Where Shift extends from, from now on. */
  startAt(row: number): void {
    this.#anchor = row;
  }

  toggle(row: number): void {
    this.startAt(row);
    this.set(withRowToggled(this.#spans, row));
  }

  /** Nothing but the rows from the anchor to this one. */
  extendTo(row: number): void {
    this.set(spanBetween(this.#anchor, row));
  }

  /** The rows from the anchor to this one, beside what is chosen. */
  addTo(row: number): void {
    this.set(withRows(this.#spans, spanBetween(this.#anchor, row)));
  }

  all(total: number): void {
    this.set(spanBetween(0, total - 1));
  }
}

import { scrollToShow, type GridColumn } from './columns.ts';
import {
  clampTop,
  isMapped,
  rowsAt,
  scrollFor,
  topAfterScroll,
  topToReveal,
  wheelPixels,
  type Geometry,
} from './viewport.ts';

const overscan = 6;

/** What decides the size of the list. */
interface Shape {
  readonly total: number;
  readonly rowHeight: number;
  readonly headerHeight: number;
}

/** The part of a long list that is in view: its true position, which the browser's scroll position only stands for. */
export class ScrollView {
  readonly #shape: () => Shape;
  #element = $state.raw<HTMLElement | undefined>();
  #heightPx = $state(0);
  #top = $state(0);
  #seenScroll = 0;

  readonly geometry = $derived.by<Geometry>(() => {
    const { total, rowHeight, headerHeight } = this.#shape();
    return { total, rowHeight, viewHeight: Math.max(0, this.#heightPx - headerHeight) };
  });
  /** The rows to draw, `to` exclusive. */
  readonly shown = $derived.by(() => rowsAt(clampTop(this.#top, this.geometry), this.geometry, overscan));
  /** How far the first drawn row is from the top of the view. */
  readonly shiftPx = $derived.by(
    () => this.shown.from * this.geometry.rowHeight - clampTop(this.#top, this.geometry),
  );

  constructor(shape: () => Shape) {
    this.#shape = shape;
  }

  /** True when a row can be shown at all. */
  get isReady(): boolean {
    return this.geometry.viewHeight >= this.geometry.rowHeight;
  }

  /** Takes up the element that scrolls; the answer lets it go. */
  attach(element: HTMLElement): () => void {
    this.#element = element;
    const measure = (): void => {
      this.onscroll();
      this.#heightPx = element.clientHeight;
    };
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }

  /** Moves to a true position, or stays within the list when it has become shorter. */
  setTop(next: number): void {
    this.#top = clampTop(next, this.geometry);
    if (!this.#element) return;
    this.#seenScroll = scrollFor(this.#top, this.geometry);
    if (Math.abs(this.#element.scrollTop - this.#seenScroll) >= 0.5)
      this.#element.scrollTop = this.#seenScroll;
  }

  settle(): void {
    this.setTop(this.#top);
  }

  /** Brings a row into view: by the shortest way when it is near, else to the upper third. */
  reveal(row: number): void {
    const next = topToReveal(row, this.#top, this.geometry);
    const isFar = Math.abs(next - this.#top) > this.geometry.viewHeight;
    this.setTop(isFar ? row * this.geometry.rowHeight - this.geometry.viewHeight / 3 : next);
  }

  revealColumn(columns: readonly GridColumn[], index: number): void {
    if (this.#element) this.#element.scrollLeft = scrollToShow(columns, index, this.#element);
  }

  onscroll(): void {
    const element = this.#element;
    if (!element || Math.abs(element.scrollTop - this.#seenScroll) < 1) return;
    const { scrollTop } = element;
    this.#top = topAfterScroll({ top: this.#top, scroll: this.#seenScroll }, scrollTop, this.geometry);
    this.#seenScroll = scrollTop;
  }

  /** A mapped list must not be left to the browser: one notch would pass over dozens of rows. */
  onwheel(event: WheelEvent): void {
    const element = this.#element;
    if (event.ctrlKey || !isMapped(this.geometry) || !element) return;
    event.preventDefault();
    if (event.shiftKey && event.deltaX === 0) element.scrollLeft += event.deltaY;
    else {
      element.scrollLeft += event.deltaX;
      this.setTop(this.#top + wheelPixels(event, this.geometry));
    }
  }
}

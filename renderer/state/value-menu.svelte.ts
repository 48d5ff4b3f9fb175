import type { Scalar } from '../../shared/filter/filter.ts';

/** A value somewhere on screen that the person points at. */
export interface PointedValue {
  readonly field: string;
  /** null: the record has no such field. */
  readonly value: Scalar | null;
  /** The event it was seen in, when it was seen in one. */
  readonly eventId?: string;
}

/** The one menu that every value on every screen opens (right click, Shift+F10, the menu key). */
export class ValueMenu {
  #open = $state.raw<{ readonly target: PointedValue; readonly x: number; readonly y: number } | null>(null);
  #origin: HTMLElement | null = null;

  get open(): { readonly target: PointedValue; readonly x: number; readonly y: number } | null {
    return this.#open;
  }

  /** Opens at the pointer for a mouse event, below the element for a keyboard one. */
  show(target: PointedValue, event: MouseEvent | KeyboardEvent): void {
    event.preventDefault();
    const element = event.target instanceof HTMLElement ? event.target : null;
    const box = element?.getBoundingClientRect();
    const isPointer = event instanceof MouseEvent && (event.clientX !== 0 || event.clientY !== 0);
    this.#origin = document.activeElement instanceof HTMLElement ? document.activeElement : element;
    this.#open = {
      target,
      x: isPointer ? event.clientX : (box?.left ?? 0) + 8,
      y: isPointer ? event.clientY : (box?.bottom ?? 0),
    };
  }

  close(): void {
    this.#open = null;
    this.#origin?.focus();
  }
}

/** True for the keys that open a context menu. */
export const isMenuKey = (event: KeyboardEvent): boolean =>
  event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);

import type { Scalar } from '../../shared/filter/filter.ts';

/** A value somewhere on screen that the person points at. */
export interface PointedValue {
  /** A catalogue name or a path; empty for a value that stands for no field, such as a cell of a computed column. */
  readonly field: string;
  /** null: the record has no such field. */
  readonly value: Scalar | null;
  /** The value is the JSON text of an object or array, which a search cannot compare as a whole. */
  readonly isElement?: boolean;
  /** The value is composed of the whole event, which a search knows by its parts alone. */
  readonly isComposed?: boolean;
  /** The event it was seen in, when it was seen in one. */
  readonly eventId?: string;
}

/** A menu where it stands; `isMore` once the person asked for the entries beyond the first ones. */
interface OpenMenu {
  readonly target: PointedValue;
  readonly x: number;
  readonly y: number;
  readonly isMore: boolean;
}

/** The one menu that every value on every screen opens (right click, Shift+F10, the menu key). */
export class ValueMenu {
  #open = $state.raw<OpenMenu | null>(null);
  #origin: HTMLElement | null = null;

  get open(): OpenMenu | null {
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
      isMore: false,
    };
  }

  /** Opens a menu again with its other entries. */
  turn(menu: OpenMenu): void {
    this.#open = { ...menu, isMore: !menu.isMore };
  }

  close(): void {
    this.#open = null;
    this.#origin?.focus();
  }
}

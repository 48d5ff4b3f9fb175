/** A point of the window in CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How near to the window's edge a box may come. */
const margin = 4;

/** Keeps a box of a known size inside the window, at the wanted corner where that is possible. */
export function placeInside(wanted: Point, size: Size, space: Size): Point {
  const fit = (at: number, length: number, room: number): number =>
    Math.max(margin, Math.min(at, room - length - margin));
  return { x: fit(wanted.x, size.width, space.width), y: fit(wanted.y, size.height, space.height) };
}

/** Places a box under its anchor, above it where only that fits, and else inside the window over it. */
export function placeBeside(
  anchor: Pick<DOMRect, 'left' | 'top' | 'bottom'>,
  size: Size,
  space: Size,
  gap = 4,
): Point {
  const below = anchor.bottom + gap;
  const above = anchor.top - gap - size.height;
  const isAbove = below + size.height + margin > space.height && above >= margin;
  return placeInside({ x: anchor.left, y: isAbove ? above : below }, size, space);
}

/** The window as the space for boxes. */
export const windowSpace = (): Size => ({ width: innerWidth, height: innerHeight });

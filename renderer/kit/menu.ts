/** One line of a menu. */
export interface MenuItem {
  readonly label: string;
  /** Its key, or a word about what it acts on. */
  readonly hint?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly separatorBefore?: boolean | undefined;
  readonly onselect: () => void;
}

/** True for the keys that open a context menu. */
export const isMenuKey = (event: Pick<KeyboardEvent, 'key' | 'shiftKey'>): boolean =>
  event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);

/** Keeps a box of a known size inside the window, at the wanted corner where that is possible. */
export function placeInside(
  wanted: { readonly x: number; readonly y: number },
  size: { readonly width: number; readonly height: number },
  space: { readonly width: number; readonly height: number },
): { readonly x: number; readonly y: number } {
  const margin = 4;
  const fit = (at: number, length: number, room: number): number =>
    Math.max(margin, Math.min(at, room - length - margin));
  return { x: fit(wanted.x, size.width, space.width), y: fit(wanted.y, size.height, space.height) };
}

/** The next line that starts with what was typed, from the one after `from`, around the end; -1 when there is none. */
export function typeAhead(labels: readonly string[], typed: string, from: number): number {
  const start = typed.length > 1 ? from : from + 1;
  for (let step = 0; step < labels.length; step += 1) {
    const at = (start + step + labels.length) % labels.length;
    if (labels[at]?.toLowerCase().startsWith(typed.toLowerCase())) return at;
  }
  return -1;
}

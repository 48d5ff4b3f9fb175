/**
 * Scroll arithmetic for any number of rows. Chromium clamps an element's height at 33,554,428 px (1.29 M rows of 26 px),
 * so a tall list gets a shorter stand-in to scroll; the true position (`top`, px from the first row) is kept beside it.
 */
export interface Geometry {
  readonly total: number;
  readonly rowHeight: number;
  /** Height of the part that shows rows, without the header. */
  readonly viewHeight: number;
}

const tallestStandInPx = 16_000_000;

const contentHeight = (geometry: Geometry): number => geometry.total * geometry.rowHeight;

export const standInHeight = (geometry: Geometry): number =>
  Math.min(contentHeight(geometry), tallestStandInPx);

/** True when the stand-in is shorter than the rows, so that scroll positions are not row positions. */
export const isMapped = (geometry: Geometry): boolean => contentHeight(geometry) > tallestStandInPx;

export const largestTop = (geometry: Geometry): number =>
  Math.max(0, contentHeight(geometry) - geometry.viewHeight);

const largestScroll = (geometry: Geometry): number =>
  Math.max(0, standInHeight(geometry) - geometry.viewHeight);

export const clampTop = (top: number, geometry: Geometry): number =>
  Math.min(Math.max(0, top), largestTop(geometry));

/** Where the stand-in must be scrolled to for this true position. */
export function scrollFor(top: number, geometry: Geometry): number {
  if (!isMapped(geometry)) return top;
  return (clampTop(top, geometry) / largestTop(geometry)) * largestScroll(geometry);
}

/**
 * The true position after the browser scrolled the stand-in. A long way is a drag of the thumb and means a share of all
 * rows; a short way is a touch or a click on the bar's arrow and means these pixels.
 */
export function topAfterScroll(
  from: { readonly top: number; readonly scroll: number },
  scroll: number,
  geometry: Geometry,
): number {
  if (!isMapped(geometry)) return clampTop(scroll, geometry);
  if (scroll <= 0) return 0;
  if (scroll >= largestScroll(geometry) - 0.5) return largestTop(geometry);
  const way = scroll - from.scroll;
  if (Math.abs(way) < geometry.viewHeight) return clampTop(from.top + way, geometry);
  return clampTop((scroll / largestScroll(geometry)) * largestTop(geometry), geometry);
}

/** The rows to draw, `to` exclusive. */
export function rowsAt(
  top: number,
  geometry: Geometry,
  overscan: number,
): { readonly from: number; readonly to: number } {
  const first = Math.floor(top / geometry.rowHeight);
  const last = Math.ceil((top + geometry.viewHeight) / geometry.rowHeight);
  return { from: Math.max(0, first - overscan), to: Math.min(geometry.total, last + overscan) };
}

/** How many rows fit wholly. */
export const rowsPerPage = (geometry: Geometry): number =>
  Math.max(1, Math.floor(geometry.viewHeight / geometry.rowHeight));

/** The nearest position at which the row is wholly in view. */
export function topToReveal(row: number, top: number, geometry: Geometry): number {
  const rowTop = row * geometry.rowHeight;
  if (rowTop < top) return clampTop(rowTop, geometry);
  const rowBottom = rowTop + geometry.rowHeight;
  if (rowBottom > top + geometry.viewHeight) return clampTop(rowBottom - geometry.viewHeight, geometry);
  return top;
}

/** A wheel step in pixels; `deltaMode` 1 counts lines, 2 pages. */
export function wheelPixels(
  event: { readonly deltaY: number; readonly deltaMode: number },
  geometry: Geometry,
): number {
  if (event.deltaMode === 1) return event.deltaY * geometry.rowHeight;
  if (event.deltaMode === 2) return event.deltaY * geometry.viewHeight;
  return event.deltaY;
}

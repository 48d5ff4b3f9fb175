import type { Range } from '../../shared/contract/common.ts';
import { barCount, instantInBars, placeInBars, spanOfBar, type Bars } from '../../shared/time/bars.ts';

/** What the brush is drawn on: bars of time over a width. */
export interface Axis extends Bars {
  readonly widthPx: number;
}

/** What a person points at. */
export interface Pointed {
  readonly xPx: number;
  readonly yPx: number;
  /** By keys, which step through bars and not through what lies under them. */
  readonly isByKey?: boolean;
}

/** What the pointer took hold of. */
export type Grip = 'plot' | 'inside' | 'start' | 'end';

/** The two ends of a range, as a person moves them by keyboard. */
export type Thumb = 'start' | 'end';

/** What the pointer is doing. `draft` is the range as it would be on release. */
export type Gesture =
  | { readonly kind: 'idle' }
  | { readonly kind: 'pressing'; readonly grip: Grip; readonly pressedPx: number }
  | { readonly kind: 'creating'; readonly anchorMicros: number; readonly draft: Range }
  | { readonly kind: 'moving'; readonly pressedPx: number; readonly original: Range; readonly draft: Range }
  | { readonly kind: 'resizing-start'; readonly fixedMicros: number; readonly draft: Range }
  | { readonly kind: 'resizing-end'; readonly fixedMicros: number; readonly draft: Range };

/** What a release means. */
export type Release =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'click'; readonly range: Range }
  | { readonly kind: 'drag'; readonly range: Range };

export const idle: Gesture = { kind: 'idle' };

const dragStartsAfterPx = 3;
const edgeReachPx = 5;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

const ordered = (one: number, other: number): Range => ({
  fromMicros: Math.min(one, other),
  toMicros: Math.max(one, other),
});

/** The instant under a pixel, within the axis. */
export function timeAt(axis: Axis, xPx: number): number {
  const share = clamp(xPx / axis.widthPx, 0, 1);
  return Math.round(axis.fromMicros + share * (axis.toMicros - axis.fromMicros));
}

/** The pixel of an instant; outside of the axis it lies outside of 0 … width. */
export function pixelOf(axis: Axis, micros: number): number {
  return ((micros - axis.fromMicros) / (axis.toMicros - axis.fromMicros)) * axis.widthPx;
}

/** The bin edge nearest to an instant. */
export function snap(axis: Axis, micros: number): number {
  const edge = instantInBars(axis, Math.round(placeInBars(axis, micros)));
  return clamp(edge, axis.fromMicros, axis.toMicros);
}

/** The span of the bar under a pixel. */
export function barAt(axis: Axis, xPx: number): Range {
  return spanOfBar(axis, barIndexAt(axis, xPx));
}

/** Which bar is under a pixel. */
export const barIndexAt = (axis: Axis, xPx: number): number =>
  clamp(Math.floor(placeInBars(axis, timeAt(axis, xPx))), 0, barCount(axis) - 1);

/** What a press at a pixel would take hold of. Edges reach a little to both sides, less so on a narrow brush. */
export function gripAt(axis: Axis, brush: Range | null, xPx: number): Grip {
  if (!brush) return 'plot';
  const start = pixelOf(axis, brush.fromMicros);
  const end = pixelOf(axis, brush.toMicros);
  const inwardPx = Math.min(edgeReachPx, (end - start) / 4);
  if (xPx >= start - edgeReachPx && xPx <= start + inwardPx) return 'start';
  if (xPx >= end - inwardPx && xPx <= end + edgeReachPx) return 'end';
  return xPx > start && xPx < end ? 'inside' : 'plot';
}

/** The pointer went down. */
export function press(axis: Axis, brush: Range | null, xPx: number): Gesture {
  return { kind: 'pressing', grip: gripAt(axis, brush, xPx), pressedPx: xPx };
}

/** The pointer moved. */
export function drag(axis: Axis, brush: Range | null, gesture: Gesture, xPx: number): Gesture {
  switch (gesture.kind) {
    case 'idle':
      return gesture;
    case 'pressing':
      if (Math.abs(xPx - gesture.pressedPx) < dragStartsAfterPx) return gesture;
      return follow(axis, begin(axis, brush, gesture.grip, gesture.pressedPx), xPx);
    default:
      return follow(axis, gesture, xPx);
  }
}

/** The pointer went up. A press without a drag means the bar under it; a drag of no width means nothing. */
export function release(axis: Axis, brush: Range | null, gesture: Gesture, xPx: number): Release {
  const last = drag(axis, brush, gesture, xPx);
  if (last.kind === 'idle') return { kind: 'nothing' };
  if (last.kind === 'pressing') return { kind: 'click', range: barAt(axis, xPx) };
  if (last.draft.toMicros <= last.draft.fromMicros) return { kind: 'nothing' };
  return { kind: 'drag', range: last.draft };
}

/** The range as it would be on release, while a drag is on. */
export const draftOf = (gesture: Gesture): Range | null =>
  gesture.kind === 'idle' || gesture.kind === 'pressing' ? null : gesture.draft;

type Dragging = Exclude<Gesture, { kind: 'idle' | 'pressing' }>;

function begin(axis: Axis, brush: Range | null, grip: Grip, pressedPx: number): Dragging {
  if (brush && grip === 'inside') return { kind: 'moving', pressedPx, original: brush, draft: brush };
  if (brush && grip === 'start') return { kind: 'resizing-start', fixedMicros: brush.toMicros, draft: brush };
  if (brush && grip === 'end') return { kind: 'resizing-end', fixedMicros: brush.fromMicros, draft: brush };
  const anchorMicros = snap(axis, timeAt(axis, pressedPx));
  return { kind: 'creating', anchorMicros, draft: ordered(anchorMicros, anchorMicros) };
}

function follow(axis: Axis, gesture: Dragging, xPx: number): Dragging {
  const here = snap(axis, timeAt(axis, xPx));
  switch (gesture.kind) {
    case 'creating':
      return { ...gesture, draft: ordered(gesture.anchorMicros, here) };
    case 'moving': {
      const microsPerPx = (axis.toMicros - axis.fromMicros) / axis.widthPx;
      return { ...gesture, draft: shift(axis, gesture.original, (xPx - gesture.pressedPx) * microsPerPx) };
    }
    case 'resizing-start':
    case 'resizing-end':
      return {
        kind: here < gesture.fixedMicros ? 'resizing-start' : 'resizing-end',
        fixedMicros: gesture.fixedMicros,
        draft: ordered(gesture.fixedMicros, here),
      };
  }
}

/** A range moved by a length of time, its start on a bin edge, its own length kept, within the axis. */
function shift(axis: Axis, range: Range, byMicros: number): Range {
  const length = range.toMicros - range.fromMicros;
  const latest = Math.max(axis.fromMicros, axis.toMicros - length);
  const fromMicros = clamp(snap(axis, range.fromMicros + byMicros), axis.fromMicros, latest);
  return { fromMicros, toMicros: fromMicros + length };
}

/** A range moved by its own length, −1 back or +1 on, within an extent. */
export function stepByOwnLength(extent: Range, range: Range, direction: -1 | 1): Range {
  const length = range.toMicros - range.fromMicros;
  const latest = Math.max(extent.fromMicros, extent.toMicros - length);
  const wanted = clamp(range.fromMicros + direction * length, extent.fromMicros, latest);
  // A range that reaches beyond the extent stays rather than going the other way.
  const fromMicros = direction * (wanted - range.fromMicros) > 0 ? wanted : range.fromMicros;
  return { fromMicros, toMicros: fromMicros + length };
}

/**
 * The range after a key on one of its thumbs, or undefined for a key that means nothing here: arrows move the thumb by a
 * bin, with Shift by ten, with Ctrl the whole range; PageUp and PageDown move the whole range by its own length; Home and
 * End as far as it goes.
 */
export function pressKey(
  axis: Axis,
  range: Range,
  thumb: Thumb,
  { key, shiftKey, ctrlKey }: { readonly key: string; readonly shiftKey: boolean; readonly ctrlKey: boolean },
): Range | undefined {
  const bars = shiftKey ? 10 : 1;
  const stepMicros = axis.binMicros * bars;
  if (ctrlKey) {
    if (key === 'ArrowLeft') return shift(axis, range, -stepMicros);
    return key === 'ArrowRight' ? shift(axis, range, stepMicros) : undefined;
  }
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return moveThumb(axis, range, thumb, -bars);
    case 'ArrowRight':
    case 'ArrowUp':
      return moveThumb(axis, range, thumb, bars);
    case 'PageUp':
      return stepByOwnLength(axis, range, 1);
    case 'PageDown':
      return stepByOwnLength(axis, range, -1);
    case 'Home':
      return moveThumb(axis, range, thumb, Number.NEGATIVE_INFINITY);
    case 'End':
      return moveThumb(axis, range, thumb, Number.POSITIVE_INFINITY);
    default:
      return undefined;
  }
}

function moveThumb(axis: Axis, range: Range, thumb: Thumb, byBars: number): Range {
  const oneBarFrom = (micros: number, bars: -1 | 1): number =>
    instantInBars(axis, placeInBars(axis, micros) + bars);
  if (thumb === 'start') {
    const latest = Math.max(axis.fromMicros, oneBarFrom(range.toMicros, -1));
    return { ...range, fromMicros: clamp(toward(axis, range.fromMicros, byBars), axis.fromMicros, latest) };
  }
  const earliest = Math.min(axis.toMicros, oneBarFrom(range.fromMicros, 1));
  return { ...range, toMicros: clamp(toward(axis, range.toMicros, byBars), earliest, axis.toMicros) };
}

/** The target of a key step. From between two bin edges the first step goes to the next edge in its direction. */
function toward(axis: Axis, micros: number, byBars: number): number {
  if (!Number.isFinite(byBars)) return byBars < 0 ? axis.fromMicros : axis.toMicros;
  const place = placeInBars(axis, micros);
  return instantInBars(axis, (byBars < 0 ? Math.ceil(place) : Math.floor(place)) + byBars);
}

const shortestViewMicros = 10_000_000;

/**
 * What to draw after zooming in (factor below 1) or out (above 1) around the selection, or around the middle. `extent` is
 * all there is; a view as wide as that is `null`.
 */
export function zoom(extent: Range, view: Range | null, brush: Range | null, factor: number): Range | null {
  const now = view ?? extent;
  const length = now.toMicros - now.fromMicros;
  const centre = brush ?? now;
  const middle = (centre.fromMicros + centre.toMicros) / 2;
  const least = Math.max(shortestViewMicros, brush ? brush.toMicros - brush.fromMicros : 0);
  const wanted = factor < 1 ? Math.min(length, Math.max(least, length * factor)) : length * factor;
  if (wanted >= extent.toMicros - extent.fromMicros) return null;
  return within(extent, middle - wanted / 2, wanted);
}

/** The bar after a key on the bar cursor, or undefined for a key that means nothing there. */
export function stepBar(bars: number, bar: number, key: string, isShifted: boolean): number | undefined {
  const step = isShifted ? 10 : 1;
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: bar - step,
    ArrowDown: bar - step,
    ArrowRight: bar + step,
    ArrowUp: bar + step,
    Home: 0,
    End: bars - 1,
  };
  const next = moves[key];
  return next === undefined ? undefined : clamp(next, 0, bars - 1);
}

/** What to draw after zooming around the instant at a share (0 … 1) of the view, which keeps its place. */
export function zoomAt(extent: Range, view: Range | null, share: number, factor: number): Range | null {
  const now = view ?? extent;
  const length = now.toMicros - now.fromMicros;
  const wanted = Math.max(Math.min(length, shortestViewMicros), length * factor);
  if (wanted >= extent.toMicros - extent.fromMicros) return null;
  const still = now.fromMicros + share * length;
  return within(extent, still - share * wanted, wanted);
}

/** What to draw after moving along by a share of the view; null stays null, all there is cannot move. */
export function pan(extent: Range, view: Range | null, share: number): Range | null {
  if (!view) return null;
  const length = view.toMicros - view.fromMicros;
  return within(extent, view.fromMicros + share * length, length);
}

function within(extent: Range, fromMicros: number, lengthMicros: number): Range {
  const latest = Math.max(extent.fromMicros, extent.toMicros - lengthMicros);
  const from = Math.round(clamp(fromMicros, extent.fromMicros, latest));
  return { fromMicros: from, toMicros: Math.round(from + lengthMicros) };
}

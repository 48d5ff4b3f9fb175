import type { Range } from '../../shared/contract/common.ts';
import type { Histogram } from '../../shared/contract/timeline.ts';
import { barCount, placeInBars, spanOfBar, type Bars } from '../../shared/time/bars.ts';
import { formatCount, plural } from '../kit/format.ts';
import { shownZone } from '../kit/zone.svelte.ts';
import { layersOf, sum, totalsOf, type Layer, type StyleOf } from './series.ts';
import { binInWords, spanText } from './time-axis.ts';

/** A histogram made ready for drawing, reading out and listing. */
export interface HistogramModel {
  readonly span: Range;
  readonly bars: Bars;
  readonly binMicros: number;
  readonly total: number;
  readonly layers: readonly Layer[];
  readonly totals: readonly number[];
  readonly largest: number;
  /** The failed events by bar, and how many there are and were refused; null where nobody counted. */
  readonly failures: Failures | null;
}

/** Failed events, and the refused ones among them. */
export interface Failures {
  readonly counts: readonly number[];
  readonly total: number;
  readonly refused: number;
}

export function modelOf(data: Histogram, styleOf: StyleOf): HistogramModel {
  const { fromMicros, toMicros, binMicros, edges, refused } = data;
  const layers = layersOf(data.series, styleOf);
  const totals = totalsOf(layers, barCount(data));
  const failed = totals.map((_, bin) => sum(layers.map((layer) => layer.failed?.[bin] ?? 0)));
  return {
    span: { fromMicros, toMicros },
    bars: { fromMicros, toMicros, binMicros, edges },
    binMicros,
    total: data.total,
    layers,
    totals,
    largest: totals.reduce((most, one) => Math.max(most, one), 0),
    failures: refused === undefined ? null : { counts: failed, total: sum(failed), refused },
  };
}

/** The span of a bin; the last one ends with the chart. */
export const binSpan = ({ bars }: HistogramModel, bin: number): Range => spanOfBar(bars, bin);

/** The bars that a range touches, the last one exclusive. */
export function barsWithin(
  model: HistogramModel,
  range: Range,
): { readonly from: number; readonly to: number } {
  const { bars, totals } = model;
  const inside = (bin: number): number => Math.min(totals.length, Math.max(0, bin));
  return {
    from: inside(Math.floor(placeInBars(bars, range.fromMicros))),
    to: inside(Math.ceil(placeInBars(bars, range.toMicros))),
  };
}

/** How many events a range holds, or null when it cuts through a bar that is not empty and only the engine could say. */
export function countWithin(model: HistogramModel, range: Range): number | null {
  let count = 0;
  for (const [bin, inBin] of model.totals.entries()) {
    if (inBin === 0) continue;
    const { fromMicros, toMicros } = binSpan(model, bin);
    if (toMicros <= range.fromMicros || fromMicros >= range.toMicros) continue;
    if (fromMicros < range.fromMicros || toMicros > range.toMicros) return null;
    count += inBin;
  }
  return count;
}

/** What a layer is called. */
export const layerName = (layer: Layer, valueLabel: (value: string | null) => string): string =>
  layer.style.name ?? (layer.value === undefined ? 'all others' : valueLabel(layer.value));

const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 });

/** The chart in sentences, for those who do not see it. */
export function summaryOf(
  model: HistogramModel,
  brush: Range | null,
  valueLabel: (value: string | null) => string,
): string {
  const bar = `One bar is ${binInWords(model.binMicros)}.`;
  const where = `${spanText(model.span)} ${shownZone.name}`;
  const chosen = brush ? ` Selected: ${spanText(brush)}.` : ' No range is selected.';
  if (model.total === 0) return `No events, ${where}. ${bar}${chosen}`;
  const peak = model.totals.indexOf(model.largest);
  const shares = model.layers.map(
    (layer) => `${layerName(layer, valueLabel)} ${percent.format(layer.total / sum(model.totals))}`,
  );
  return [
    `${plural(model.total, 'event')}, ${where}. ${bar}`,
    `The highest bar, ${spanText(binSpan(model, peak))}, has ${formatCount(model.largest)}.`,
    `${shares.length > 1 ? `${shares.join(', ')}.` : ''}${failuresSentence(model.failures)}${chosen}`,
  ].join(' ');
}

const failuresSentence = (failures: Failures | null): string =>
  failures && failures.total > 0
    ? ` ${formatCount(failures.total)} failed, ${formatCount(failures.refused)} of them refused.`
    : '';

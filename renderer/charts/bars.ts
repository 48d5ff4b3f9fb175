import type { Bars } from '../../shared/time/bars.ts';
import type { Layer } from './series.ts';

/** Where bars are drawn. */
export interface Plot {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Width of a bar with its gap; the last bar may be cut off by the plot's end. */
  readonly barPx: number;
  /** Where bars begin and the last one ends, where not all are equally wide. */
  readonly edgesPx?: readonly number[] | undefined;
}

/** Bars of time as they are drawn. */
export function plotOf(bars: Bars, widthPx: number, heightPx: number): Plot {
  const pxPerMicro = widthPx / (bars.toMicros - bars.fromMicros);
  return {
    widthPx,
    heightPx,
    barPx: bars.binMicros * pxPerMicro,
    edgesPx: bars.edges?.map((edge) => (edge - bars.fromMicros) * pxPerMicro),
  };
}

/** Where a bar begins, and so where the one before it ends. */
export const leftOfBar = ({ barPx, edgesPx }: Plot, bin: number): number => edgesPx?.[bin] ?? bin * barPx;

/** How high a count stands, in pixels. */
export type HeightOf = (count: number) => number;

/** A bar that stands for anything at all is never thinner than this, or a lone event would be invisible. */
const leastPx = 2;

/** Heights up to the plot's for the largest count: in proportion, or by magnitude so that small counts show beside large ones. */
export function heightScale(largest: number, fullPx: number, isLog: boolean): HeightOf {
  const top = Math.max(1, largest);
  return isLog
    ? (count) => (Math.log1p(count) / Math.log1p(top)) * fullPx
    : (count) => (count / top) * fullPx;
}

/** A layer as SVG paths: all of it, and what failed at the top of each of its parts. */
interface LayerPaths {
  readonly all: string;
  readonly failed: string;
}

/** Paths of each layer, stacked in their order. A bar's layers share its height as they share its count. */
export function stackedPaths(layers: readonly Layer[], heightOf: HeightOf, plot: Plot): LayerPaths[] {
  const bins = layers[0]?.counts.length ?? 0;
  const tops = new Array<number>(bins).fill(plot.heightPx);
  const totals = tops.map((_, bin) => layers.reduce((sum, layer) => sum + (layer.counts[bin] ?? 0), 0));
  return layers.map((layer) => {
    const failedParts: string[] = [];
    const parts = layer.counts.map((count, bin) => {
      if (count === 0) return '';
      const floor = tops[bin] ?? plot.heightPx;
      const total = totals[bin] ?? count;
      const height = Math.min(floor, Math.max(leastPx, (count / total) * heightOf(total)));
      const top = floor - height;
      tops[bin] = top;
      const failed = layer.failed?.[bin] ?? 0;
      if (failed > 0)
        failedParts.push(bar(bin, top, Math.min(height, Math.max(leastPx, (failed / count) * height)), plot));
      return bar(bin, top, height, plot);
    });
    return { all: parts.join(''), failed: failedParts.join('') };
  });
}

/** One SVG path for a row of small bars without layers. */
export function stripPath(counts: readonly number[], heightOf: HeightOf, plot: Plot): string {
  return counts
    .map((count, bin) => {
      if (count === 0) return '';
      const height = Math.min(plot.heightPx, Math.max(leastPx, heightOf(count)));
      return bar(bin, plot.heightPx - height, height, plot);
    })
    .join('');
}

/** The upper edge of bars `from` to `to` (exclusive) as one line, to lie over bars of another series. */
export function outlinePath(
  counts: readonly number[],
  bins: { readonly from: number; readonly to: number },
  heightOf: HeightOf,
  plot: Plot,
): string {
  const steps: string[] = [];
  for (let bin = bins.from; bin < bins.to; bin += 1) {
    const count = counts[bin] ?? 0;
    const height = count === 0 ? 0 : Math.max(leastPx, Math.min(plot.heightPx, heightOf(count)));
    const end = Math.min(plot.widthPx, leftOfBar(plot, bin + 1));
    steps.push(`V${round(plot.heightPx - height)}H${round(end)}`);
  }
  if (steps.length === 0) return '';
  return `M${round(leftOfBar(plot, bins.from))} ${round(plot.heightPx)}${steps.join('')}V${round(plot.heightPx)}`;
}

function bar(bin: number, top: number, height: number, plot: Plot): string {
  const left = leftOfBar(plot, bin);
  const gap = plot.barPx >= 4 ? 1 : plot.barPx >= 2 ? 0.5 : 0;
  const width = Math.min(leftOfBar(plot, bin + 1) - left - gap, plot.widthPx - left);
  return width <= 0 ? '' : `M${round(left)} ${round(top)}h${round(width)}v${round(height)}h${round(-width)}z`;
}

const round = (value: number): number => Math.round(value * 100) / 100;

import type { Layer } from './series.ts';

/** Where bars are drawn. */
export interface Plot {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Width of a bar with its gap; the last bar may be cut off by the plot's end. */
  readonly barPx: number;
}

/** A bar that stands for anything at all is never thinner than this, or a lone event would be invisible. */
const leastPx = 2;

/** One SVG path a layer, stacked in their order. */
export function stackedPaths(layers: readonly Layer[], largest: number, plot: Plot): string[] {
  const bins = layers[0]?.counts.length ?? 0;
  const tops = new Array<number>(bins).fill(plot.heightPx);
  return layers.map((layer) =>
    layer.counts
      .map((count, bin) => {
        if (count === 0) return '';
        const floor = tops[bin] ?? plot.heightPx;
        const height = Math.min(floor, Math.max(leastPx, (count / largest) * plot.heightPx));
        tops[bin] = floor - height;
        return bar(bin, floor - height, height, plot);
      })
      .join(''),
  );
}

/** One SVG path for a row of small bars without layers. */
export function stripPath(counts: readonly number[], largest: number, plot: Plot): string {
  return counts
    .map((count, bin) => {
      if (count === 0) return '';
      const height = Math.min(plot.heightPx, Math.max(leastPx, (count / largest) * plot.heightPx));
      return bar(bin, plot.heightPx - height, height, plot);
    })
    .join('');
}

function bar(bin: number, top: number, height: number, plot: Plot): string {
  const left = bin * plot.barPx;
  const gap = plot.barPx >= 4 ? 1 : plot.barPx >= 2 ? 0.5 : 0;
  const width = Math.min(plot.barPx - gap, plot.widthPx - left);
  return width <= 0 ? '' : `M${round(left)} ${round(top)}h${round(width)}v${round(height)}h${round(-width)}z`;
}

const round = (value: number): number => Math.round(value * 100) / 100;

import { otherValues } from '../../shared/contract/timeline.ts';
/** How one series is drawn. `color` names a token of the theme. */
interface SeriesStyle {
  readonly color: string;
  readonly isHatched: boolean;
}

/** The style of a series by its value and its place among the series. */
export type StyleOf = (value: string | null, index: number) => SeriesStyle;

/** One stacked layer of a chart over time. */
export interface Layer {
  /** undefined: the many small series that were folded into one. */
  readonly value: string | null | undefined;
  readonly counts: readonly number[];
  readonly total: number;
  readonly style: SeriesStyle;
}

interface Series {
  readonly value: string | null;
  readonly counts: readonly number[];
}

const mostLayers = 8;
const foldedStyle: SeriesStyle = { color: '--series-8', isHatched: false };

/** Errors in the error colour and hatched, everything else in the first series colour. */
export const outcomeStyle: StyleOf = (value) =>
  value === 'error' ? { color: '--error', isHatched: true } : { color: '--series-1', isHatched: false };

/** The series colours in their order. */
export const categoricalStyle: StyleOf = (_value, index) => ({
  color: `--series-${(index % mostLayers) + 1}`,
  isHatched: false,
});

/**
 * Series as layers, the one nearest to the axis first: errors (they must be comparable), then the largest. More than
 * eight are folded into seven and the rest.
 */
export function layersOf(series: readonly Series[], styleOf: StyleOf): Layer[] {
  const ranked = series
    .filter((entry) => entry.value !== otherValues)
    .map(({ value, counts }) => ({ value, counts, total: sum(counts) }))
    .sort((one, other) => other.total - one.total);
  const hasRest = ranked.length > mostLayers || ranked.length < series.length;
  const shown = hasRest ? ranked.slice(0, mostLayers - 1) : ranked;
  const folded = [...ranked.slice(shown.length), ...series.filter((entry) => entry.value === otherValues)];
  const layers: Layer[] = shown.map((entry, index) => ({ ...entry, style: styleOf(entry.value, index) }));
  layers.sort((one, other) => Number(other.style.isHatched) - Number(one.style.isHatched));
  if (folded.length === 0) return layers;
  const counts = (folded[0]?.counts ?? []).map((_, bin) =>
    sum(folded.map((entry) => entry.counts[bin] ?? 0)),
  );
  return [...layers, { value: undefined, counts, total: sum(counts), style: foldedStyle }];
}

/** The height of every bin over all layers. */
export function totalsOf(layers: readonly Layer[], bins: number): number[] {
  return Array.from({ length: bins }, (_, bin) => sum(layers.map((layer) => layer.counts[bin] ?? 0)));
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

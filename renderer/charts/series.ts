import type { Consequence } from '../../shared/cloudtrail/consequence.ts';
import { otherValues } from '../../shared/contract/timeline.ts';

/** How one series is drawn. `color` names a token of the theme. */
interface SeriesStyle {
  readonly color: string;
  readonly isHatched: boolean;
  /** Where it stands from the axis up; by default by its size. */
  readonly place?: number;
  /** What it is called, where its value says less. */
  readonly name?: string;
}

/** The style of a series by its value and its place among the series. */
export type StyleOf = (value: string | null, index: number) => SeriesStyle;

/** One stacked layer of a chart over time. */
export interface Layer {
  /** undefined: the many small series that were folded into one. */
  readonly value: string | null | undefined;
  readonly counts: readonly number[];
  /** The failed events among them; undefined where nobody counted. */
  readonly failed: readonly number[] | undefined;
  readonly total: number;
  readonly style: SeriesStyle;
}

interface Series {
  readonly value: string | null;
  readonly counts: readonly number[];
  readonly failed?: readonly number[] | undefined;
}

const mostLayers = 8;
const foldedStyle: SeriesStyle = { color: '--series-8', isHatched: false };

/** Errors in the error colour and hatched, everything else in the first series colour. */
export const outcomeStyle: StyleOf = (value) =>
  value === 'error' ? { color: '--error', isHatched: true } : { color: '--series-1', isHatched: false };

const classStyles: Readonly<Record<Consequence, SeriesStyle>> = {
  change: { color: '--class-change', isHatched: false, place: 0, name: 'changes' },
  secret: { color: '--class-secret', isHatched: false, place: 1, name: 'keys, secrets' },
  other: { color: '--class-other', isHatched: false, place: 2, name: 'other' },
};

/** Classes of consequence in three tones, changes nearest to the axis. */
export const classStyle: StyleOf = (value) =>
  Object.entries(classStyles).find(([name]) => name === value)?.[1] ?? foldedStyle;

/** The series colours in their order. */
export const categoricalStyle: StyleOf = (_value, index) => ({
  color: `--series-${(index % mostLayers) + 1}`,
  isHatched: false,
});

/**
 * Series as layers, the one nearest to the axis first: errors (they must be comparable), then by place, then the largest.
 * More than eight are folded into seven and the rest.
 */
export function layersOf(series: readonly Series[], styleOf: StyleOf): Layer[] {
  const ranked = series
    .filter((entry) => entry.value !== otherValues)
    .map(({ value, counts, failed }) => ({ value, counts, failed, total: sum(counts) }))
    .sort((one, other) => other.total - one.total);
  const hasRest = ranked.length > mostLayers || ranked.length < series.length;
  const shown = hasRest ? ranked.slice(0, mostLayers - 1) : ranked;
  const folded = [...ranked.slice(shown.length), ...series.filter((entry) => entry.value === otherValues)];
  const layers: Layer[] = shown.map((entry, index) => ({ ...entry, style: styleOf(entry.value, index) }));
  layers.sort(
    (one, other) =>
      Number(other.style.isHatched) - Number(one.style.isHatched) ||
      (one.style.place ?? 0) - (other.style.place ?? 0),
  );
  if (folded.length === 0) return layers;
  const together = (of: (entry: Series) => readonly number[] | undefined): number[] =>
    (folded[0]?.counts ?? []).map((_, bin) => sum(folded.map((entry) => of(entry)?.[bin] ?? 0)));
  const counts = together((entry) => entry.counts);
  const failed = folded.some((entry) => entry.failed) ? together((entry) => entry.failed) : undefined;
  return [...layers, { value: undefined, counts, failed, total: sum(counts), style: foldedStyle }];
}

/** The height of every bin over all layers. */
export function totalsOf(layers: readonly Layer[], bins: number): number[] {
  return Array.from({ length: bins }, (_, bin) => sum(layers.map((layer) => layer.counts[bin] ?? 0)));
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

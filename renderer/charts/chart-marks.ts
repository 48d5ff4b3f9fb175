import { formatCount } from '../kit/format.ts';
import { pixelOf, type Axis } from './brush-controller.ts';
import { shortTime, spanText } from './time-axis.ts';

/** What a mark is about. */
export type ChartMarkKind = 'less-logging' | 'more-logging' | 'changed-logging' | 'insight' | 'note';

/** Something that happened at an instant and is pointed out over the bars. `title` is safe to show. */
export interface ChartMark {
  readonly kind: ChartMarkKind;
  readonly id: string;
  readonly atMicros: number;
  readonly title: string;
  /** Why what it tells of was not done: for want of permission, or otherwise; undefined where it was done. */
  readonly failure?: 'refused' | 'failed' | undefined;
}

/** Marks too close to be told apart, under one sign. */
export interface MarkCluster {
  readonly xPx: number;
  /** The most telling among them gives the sign. */
  readonly first: ChartMark;
  readonly marks: readonly ChartMark[];
}

/** The most telling first. */
const byWeight: readonly ChartMarkKind[] = [
  'less-logging',
  'changed-logging',
  'more-logging',
  'insight',
  'note',
];

/** Changes of logging that were done stand before those that were not, and both before everything else. */
const weightOf = ({ kind, failure }: ChartMark): number => {
  const place = byWeight.indexOf(kind);
  const isChange = place < byWeight.indexOf('insight');
  return isChange && failure === undefined ? place - byWeight.length : place;
};
const byTime = (one: ChartMark, other: ChartMark): number => one.atMicros - other.atMicros;

/** The most telling marks, so many of them at most, in order of time. */
export const mostTelling = (marks: readonly ChartMark[], most: number): readonly ChartMark[] =>
  marks
    .toSorted((one, other) => weightOf(one) - weightOf(other))
    .slice(0, most)
    .toSorted(byTime);

/** What a mark is of, and whether it was done: `logging less, refused`. */
export const markWord = ({ kind, failure }: ChartMark): string =>
  `${markSigns[kind].word}${failure === undefined ? '' : `, ${failure}`}`;

/** How each kind is drawn: a shape of its own, and a token of the theme. `path` lies in a box of 10 × 10. */
export const markSigns: Readonly<
  Record<ChartMarkKind, { readonly color: string; readonly path: string; readonly word: string }>
> = {
  'less-logging': { color: '--error', path: 'M0.5 1.5h9L5 9z', word: 'logging less' },
  'more-logging': { color: '--ok', path: 'M0.5 8.5h9L5 1z', word: 'logging more' },
  'changed-logging': { color: '--warn', path: 'M5 0.5l4.5 4.5L5 9.5 0.5 5z', word: 'logging changed' },
  insight: { color: '--series-4', path: 'M1 1h8v8H1z', word: 'Insight' },
  note: {
    color: '--accent',
    path: 'M5 0.3l1.4 3.1 3.4.4-2.5 2.3.7 3.4L5 7.8 2 9.5l.7-3.4L.2 3.8l3.4-.4z',
    word: 'note',
  },
};

const clusterPx = 11;

/** The marks of the axis, those that would cover each other together. */
export function clustersOf(axis: Axis, marks: readonly ChartMark[]): MarkCluster[] {
  const inView = marks
    .filter(({ atMicros }) => atMicros >= axis.fromMicros && atMicros < axis.toMicros)
    .toSorted(byTime);
  const groups: { firstPx: number; marks: [ChartMark, ...ChartMark[]] }[] = [];
  for (const mark of inView) {
    const xPx = pixelOf(axis, mark.atMicros);
    const last = groups.at(-1);
    if (last && xPx - last.firstPx < clusterPx) last.marks.push(mark);
    else groups.push({ firstPx: xPx, marks: [mark] });
  }
  return groups.map((group) => ({
    xPx: group.firstPx,
    first: group.marks.reduce((first, mark) => (weightOf(mark) < weightOf(first) ? mark : first)),
    marks: group.marks,
  }));
}

/** `2021-07-28 15:28:06 StopLogging by …`. */
export const markLine = (mark: ChartMark): string => `${shortTime(mark.atMicros)} ${mark.title}`;

/** What a sign is called: its mark, or how many marks it stands for. */
export function clusterName({ marks }: MarkCluster): string {
  const [first] = marks;
  const last = marks.at(-1);
  if (!first || !last) return '';
  if (marks.length === 1) return markLine(first);
  const span = spanText({ fromMicros: first.atMicros, toMicros: last.atMicros });
  return `${formatCount(marks.length)} marks, ${span}`;
}

const mostInTooltip = 8;

/** All of a sign's marks, a line each. */
export function clusterTooltip({ marks }: MarkCluster): string {
  const lines = mostTelling(marks, mostInTooltip).map(markLine);
  const rest = marks.length - lines.length;
  return [...lines, ...(rest > 0 ? [`and ${formatCount(rest)} more`] : [])].join('\n');
}

import type { Cell } from '../../../shared/table/cell.ts';
import { plural } from '../../kit/format.ts';
import type { SqlResult } from '../../state/sql-tab.svelte.ts';

/** Which columns of a result make its chart, by their places. */
export interface ChartColumns {
  readonly x: number;
  readonly y: number;
  /** The column whose values have a line each; null for one line. */
  readonly split: number | null;
}

/** The columns that can be along and up. */
export interface ChartChoices {
  readonly along: readonly number[];
  readonly up: readonly number[];
}

/** One line over time. */
export interface ChartLine {
  readonly name: string;
  readonly points: readonly { readonly ms: number; readonly value: number }[];
}

/** What is drawn. Rows that have the same value along are added up; `left` counts what is not shown, `added` the rows that have no bar or point of their own. */
export type ResultChart =
  | {
      readonly kind: 'bars';
      readonly bars: readonly { readonly name: string | null; readonly value: number }[];
      readonly left: number;
      readonly added: number;
    }
  | {
      readonly kind: 'lines';
      readonly lines: readonly ChartLine[];
      readonly left: number;
      readonly added: number;
    };

const mostBars = 50;
const mostLines = 8;

const isNumber = (type: string): boolean =>
  /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|FLOAT|DOUBLE|DECIMAL|REAL)\b/i.test(type);
const isTime = (type: string): boolean => /^(?:TIMESTAMP|DATE$)/i.test(type);
const isPlain = (type: string): boolean => /^(?:VARCHAR|BOOLEAN|UUID|ENUM)/i.test(type);

/** What could be drawn of a result; undefined when it has no number or nothing to draw it over. */
export function chartChoices(result: SqlResult): ChartChoices | undefined {
  const places = (test: (type: string) => boolean): number[] =>
    result.columns.flatMap(({ type }, at) => (test(type) ? [at] : []));
  const along = [...places(isTime), ...places(isPlain)];
  const up = places(isNumber);
  return along.length > 0 && up.length > 0 ? { along, up } : undefined;
}

export const isOverTime = (result: SqlResult, column: number): boolean =>
  isTime(result.columns[column]?.type ?? '');

const valueOf = (cell: Cell | undefined): number | null => {
  const number = typeof cell === 'string' && cell.trim() !== '' ? Number(cell) : cell;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
};

/** `2024-03-01[ 10:00:00[.ffffff][+00]]`, as the console writes times and days, in UTC. */
function msOf(text: string | null): number {
  const found = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d(?:\.\d{1,3})?)\d*)?(?:\+00)?$/.exec(text ?? '');
  return found ? Date.parse(`${found[1] ?? ''}T${found[2] ?? '00:00:00'}Z`) : Number.NaN;
}

/** The chart of these columns. */
export function chartOf(result: SqlResult, { x, y, split }: ChartColumns): ResultChart {
  const sums = new Map<string, Map<string | null, number>>();
  let left = 0;
  let added = 0;
  const [along, up] = [result.cells[x] ?? [], result.cells[y] ?? []];
  const lanes = split === null ? undefined : result.cells[split];
  for (let row = 0; row < result.rows; row += 1) {
    const value = valueOf(up[row]);
    if (value === null) {
      left += 1;
      continue;
    }
    const lane = lanes ? nameOf(lanes[row]) : '';
    const of = sums.get(lane) ?? new Map<string | null, number>();
    const cell = along[row];
    const at = cell === null || cell === undefined ? null : String(cell);
    if (of.has(at)) added += 1;
    of.set(at, (of.get(at) ?? 0) + value);
    sums.set(lane, of);
  }
  const chart = isOverTime(result, x) ? linesOf(sums, left) : barsOf(sums.get('') ?? new Map(), left);
  return { ...chart, added };
}

const nameOf = (cell: Cell | undefined): string =>
  cell === null || cell === undefined ? 'null' : String(cell);

type Sums = ReadonlyMap<string | null, number>;
/** A chart without what was added up on the way to it. */
type Drawn = ResultChart extends infer Chart ? (Chart extends unknown ? Omit<Chart, 'added'> : never) : never;

function barsOf(sums: Sums, left: number): Drawn {
  const bars = [...sums].map(([name, value]) => ({ name, value }));
  return { kind: 'bars', bars: bars.slice(0, mostBars), left: left + Math.max(0, bars.length - mostBars) };
}

function linesOf(sums: ReadonlyMap<string, Sums>, unread: number): Drawn {
  let left = unread;
  const lines = [...sums].map(([name, of]): ChartLine => {
    const points = [...of]
      .map(([at, value]) => ({ ms: msOf(at), value }))
      .filter(({ ms }) => !Number.isNaN(ms))
      .sort((one, other) => one.ms - other.ms);
    left += of.size - points.length;
    return { name, points };
  });
  const total = ({ points }: ChartLine): number =>
    points.reduce((sum, { value }) => sum + Math.abs(value), 0);
  const ranked = lines.sort((one, other) => total(other) - total(one));
  for (const line of ranked.slice(mostLines)) left += line.points.length;
  return { kind: 'lines', lines: ranked.slice(0, mostLines), left };
}

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });
export const formatValue = (value: number): string => number.format(value);

/** The chart in a sentence, for people who cannot see it. */
export function chartInWords(chart: ResultChart, x: string, y: string): string {
  if (chart.kind === 'bars') {
    const [first] = chart.bars;
    if (!first) return `${y} by ${x}: nothing to draw.`;
    const top = chart.bars.reduce((most, bar) => (bar.value > most.value ? bar : most), first);
    return `${y} by ${x}: ${plural(chart.bars.length, 'bar')}, the largest ${top.name ?? 'null'} with ${formatValue(top.value)}.`;
  }
  const points = chart.lines.flatMap((line) => line.points);
  const [first] = points;
  if (!first) return `${y} over ${x}: nothing to draw.`;
  const top = points.reduce((most, point) => (point.value > most.value ? point : most), first);
  return `${y} over ${x}: ${plural(chart.lines.length, 'line')} of ${plural(points.length, 'point')}, the largest ${formatValue(top.value)} at ${isoOf(top.ms)}.`;
}

const isoOf = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').slice(0, 19);

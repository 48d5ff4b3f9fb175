import type { Range } from '../../../../shared/contract/common.ts';
import { mostBins } from '../../../../shared/contract/timeline.ts';
import { barCount, barsOver, spanOfBar, type Bars } from '../../../../shared/time/bars.ts';
import { spanWhere } from '../../ask/span.ts';
import type { Reader } from '../../db/pool.ts';
import { raw, sql, type Sql } from '../../db/sql.ts';

const second = 1_000_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Bar widths a person can say in words; all divide or are multiples of a day. */
const widths: readonly number[] = [1, 2, 5, 10, 15, 30]
  .map((n) => n * second)
  .concat([1, 2, 5, 10, 15, 30].map((n) => n * minute))
  .concat([1, 2, 3, 6, 12].map((n) => n * hour))
  .concat([1, 2, 7, 14, 28, 91, 182, 364, 1_820, 3_640].map((n) => n * day));

/** The bars of a chart: `bins` of them, `binMicros` wide where `edges` do not say otherwise, the first one from `fromMicros`. */
export interface Bins extends Pick<Bars, 'fromMicros' | 'binMicros' | 'edges'> {
  readonly bins: number;
}

/** How many bars are wanted at most, or how wide they should be; see the contract of `timeline`. */
export interface BinChoice {
  readonly maxBins: number;
  readonly binMicros?: number | null | undefined;
  readonly zone?: string | undefined;
}

const binsNeeded = (spanMicros: number, width: number): number => Math.ceil(spanMicros / width) + 1;

/** Bars as a chart has them, with what it needs to say of them. */
export const barsOf = ({ fromMicros, binMicros, bins, edges }: Bins): Bars => ({
  fromMicros,
  toMicros: edges?.at(-1) ?? fromMicros + bins * binMicros,
  binMicros,
  ...(edges ? { edges } : {}),
});

/** The bars over a span: of the chosen width where that can be drawn, else of the narrowest sayable one that fits. */
export function binsOver(span: Range, { maxBins, binMicros, zone = 'UTC' }: BinChoice): Bins {
  const spanMicros = span.toMicros - span.fromMicros;
  // A change of the clock may cut a bar in two.
  const over = (width: number, most: number): Bars | undefined => {
    const bars = binsNeeded(spanMicros, width) <= most ? barsOver(span, width, zone) : undefined;
    return bars && barCount(bars) <= most ? bars : undefined;
  };
  const chosen = binMicros ? over(binMicros, mostBins) : undefined;
  const fitting = (): Bars | undefined => {
    for (const width of widths) {
      const bars = over(width, maxBins);
      if (bars) return bars;
    }
    return undefined;
  };
  const bars = chosen ?? fitting() ?? barsOver(span, 36_400 * day, zone);
  return { fromMicros: bars.fromMicros, binMicros: bars.binMicros, bins: barCount(bars), edges: bars.edges };
}

/** Neighbouring bars that are equally wide. */
interface Run {
  readonly fromMicros: number;
  readonly firstBin: number;
  readonly widthMicros: number;
}

function runsOf(bins: Bins): readonly Run[] {
  const { fromMicros, binMicros } = bins;
  if (!bins.edges) return [{ fromMicros, firstBin: 0, widthMicros: binMicros }];
  const bars = barsOf(bins);
  const runs: Run[] = [];
  for (let bin = 0; bin < bins.bins; bin += 1) {
    const bar = spanOfBar(bars, bin);
    const widthMicros = bar.toMicros - bar.fromMicros;
    if (runs.at(-1)?.widthMicros !== widthMicros)
      runs.push({ fromMicros: bar.fromMicros, firstBin: bin, widthMicros });
  }
  return runs;
}

/** Halves the runs until one is left, so that many changes of the clock cost a few comparisons an event. */
function binInRuns(micros: Sql, runs: readonly Run[]): Sql {
  const middle = Math.floor(runs.length / 2);
  const [first] = runs;
  const right = runs[middle];
  if (first && (middle === 0 || !right))
    return sql`(${BigInt(first.firstBin)}::BIGINT + (${micros} - ${BigInt(first.fromMicros)}::BIGINT) // ${BigInt(first.widthMicros)}::BIGINT)`;
  return sql`(CASE WHEN ${micros} < ${BigInt(right?.fromMicros ?? 0)}::BIGINT THEN ${binInRuns(micros, runs.slice(0, middle))}
    ELSE ${binInRuns(micros, runs.slice(middle))} END)`;
}

/** The bar that an instant, in microseconds, lies in; instants before the first bar must be left out by the condition. */
export const binOf = (micros: Sql, bins: Bins): Sql => sql`${binInRuns(micros, runsOf(bins))}::INTEGER`;

/** What is drawn: the view, or the whole span of the archive; undefined without any timed event. */
export const viewOf = async (reader: Reader, view: Range | null): Promise<Range | undefined> =>
  view ?? spanWhere(reader, raw('true'));

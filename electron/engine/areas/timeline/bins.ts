import type { Range } from '../../../../shared/contract/common.ts';
import { mostBins } from '../../../../shared/contract/timeline.ts';
import { spanWhere } from '../../ask/span.ts';
import type { Reader } from '../../db/pool.ts';
import { raw, sql, type Sql } from '../../db/sql.ts';

const second = 1_000_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Bar widths a person can say in words; all divide or are multiples of a UTC day. */
const widths: readonly number[] = [1, 2, 5, 10, 15, 30]
  .map((n) => n * second)
  .concat([1, 2, 5, 10, 15, 30].map((n) => n * minute))
  .concat([1, 2, 3, 6, 12].map((n) => n * hour))
  .concat([1, 2, 7, 14, 28, 91, 182, 364, 1_820, 3_640].map((n) => n * day));

/** The bars of a chart: `bins` of them, `binMicros` wide, the first one from `fromMicros`. */
export interface Bins {
  readonly fromMicros: number;
  readonly binMicros: number;
  readonly bins: number;
}

/** How many bars are wanted at most, or how wide they should be; see the contract of `timeline`. */
export interface BinChoice {
  readonly maxBins: number;
  readonly binMicros?: number | null | undefined;
}

const binsNeeded = (spanMicros: number, width: number): number => Math.ceil(spanMicros / width) + 1;

/** The bars over a span: of the chosen width where that can be drawn, else of the narrowest sayable one that fits. */
export function binsOver(span: Range, choice: BinChoice): Bins {
  const spanMicros = span.toMicros - span.fromMicros;
  const chosen = choice.binMicros ?? 0;
  const binMicros =
    chosen > 0 && binsNeeded(spanMicros, chosen) <= mostBins
      ? chosen
      : (widths.find((width) => binsNeeded(spanMicros, width) <= choice.maxBins) ?? 36_400 * day);
  const fromMicros = Math.floor(span.fromMicros / binMicros) * binMicros;
  return { fromMicros, binMicros, bins: Math.max(1, Math.ceil((span.toMicros - fromMicros) / binMicros)) };
}

/** The bar that an instant, in microseconds, lies in; instants before the first bar must be left out by the condition. */
export const binOf = (micros: Sql, { fromMicros, binMicros }: Bins): Sql =>
  sql`((${micros} - ${BigInt(fromMicros)}::BIGINT) // ${BigInt(binMicros)}::BIGINT)::INTEGER`;

/** What is drawn: the view, or the whole span of the archive; undefined without any timed event. */
export const viewOf = async (reader: Reader, view: Range | null): Promise<Range | undefined> =>
  view ?? spanWhere(reader, raw('true'));

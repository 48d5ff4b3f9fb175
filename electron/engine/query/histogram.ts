import type { Question, Range } from '../../../shared/contract/common.ts';
import { otherValues, type Histogram } from '../../../shared/contract/events.ts';
import { textOrNull, type Pool } from '../db/pool.ts';
import { raw, sql, type Sql } from '../db/sql.ts';
import { fieldText } from './field-text.ts';
import { inRange, whereOf } from './question.ts';

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

/** The narrowest sayable width that needs no more bars than this. Microseconds. */
const binWidth = (spanMicros: number, maxBins: number): number =>
  widths.find((width) => Math.ceil(spanMicros / width) + 1 <= maxBins) ?? 36_400 * day;

/** Series beyond this many are counted together, so that a split by a field of many values stays readable. */
const maxSeries = 8;

/** First and last event time of the archive, the last one exclusive; undefined without any timed event. */
async function archiveSpan(pool: Pool, signal: AbortSignal): Promise<Range | undefined> {
  const [row] = await pool.rows(
    sql`SELECT epoch_us(min("eventTime"))::DOUBLE, epoch_us(max("eventTime"))::DOUBLE FROM event_columns`,
    'histogram',
    signal,
  );
  const [first, last] = row ?? [];
  return typeof first === 'number' && typeof last === 'number'
    ? { fromMicros: first, toMicros: last + second }
    : undefined;
}

interface HistogramRequest {
  readonly question: Question;
  readonly view: Range | null;
  readonly maxBins: number;
  readonly split: string | null;
}

/** Counts over time for a question without its range; null when the archive has no timed event. */
export async function histogram(
  pool: Pool,
  request: HistogramRequest,
  signal: AbortSignal,
): Promise<Histogram | null> {
  const view = request.view ?? (await archiveSpan(pool, signal));
  if (!view) return null;
  const question = { ...request.question, scope: { ...request.question.scope, range: null } };
  return histogramOver(pool, sql`${whereOf(question)} AND ${inRange(view)}`, view, request, signal);
}

/** The histogram of any condition over a span. */
export async function histogramOver(
  pool: Pool,
  where: Sql,
  span: Range,
  options: { readonly maxBins: number; readonly split: string | null },
  signal: AbortSignal,
): Promise<Histogram> {
  const binMicros = binWidth(span.toMicros - span.fromMicros, options.maxBins);
  const fromMicros = Math.floor(span.fromMicros / binMicros) * binMicros;
  const bins = Math.max(1, Math.ceil((span.toMicros - fromMicros) / binMicros));
  const split = options.split === null ? raw('NULL') : sql`${fieldText(options.split)}::VARCHAR`;
  const rows = await pool.rows(
    sql`SELECT ((epoch_us("eventTime") - ${BigInt(fromMicros)}::BIGINT) // ${BigInt(binMicros)}::BIGINT)::INTEGER AS bin,
          ${split} AS value, count(*)::DOUBLE
        FROM event_columns WHERE ${where} GROUP BY ALL`,
    'histogram',
    signal,
  );
  const totals = new Map<string | null, number>();
  for (const [, value, count] of rows) {
    const key = textOrNull(value);
    totals.set(key, (totals.get(key) ?? 0) + Number(count));
  }
  const ranked = [...totals].sort((a, b) => b[1] - a[1]).map(([value]) => value);
  const shown = ranked.length > maxSeries ? ranked.slice(0, maxSeries - 1) : ranked;
  const placeOf = new Map(shown.map((value, index) => [value, index]));
  const series = shown.map((value) => ({ value, counts: new Array<number>(bins).fill(0) }));
  const rest = { value: otherValues, counts: new Array<number>(bins).fill(0) };
  let total = 0;
  for (const [bin, value, count] of rows) {
    const place = placeOf.get(textOrNull(value));
    const counts = place === undefined ? rest.counts : series[place]?.counts;
    if (counts) counts[Number(bin)] = (counts[Number(bin)] ?? 0) + Number(count);
    total += Number(count);
  }
  const all = ranked.length > maxSeries ? [...series, rest] : series;
  return { fromMicros, toMicros: fromMicros + bins * binMicros, binMicros, total, series: all };
}

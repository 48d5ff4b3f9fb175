import type { ParamsOf } from '../../../../shared/bridge/contract.ts';
import type { Range } from '../../../../shared/contract/common.ts';
import {
  otherValues,
  type Histogram,
  type Lane,
  type timelineContract,
} from '../../../../shared/contract/timeline.ts';
import type { Local } from '../../ask/local.ts';
import type { CountedBy } from '../../ask/roll-ups/counted.ts';
import type { Sql } from '../../db/sql.ts';
import { barsOf, binsOver, viewOf, type BinChoice } from './bins.ts';
import { costlyParts } from '../../ask/compile/known-rows.ts';
import { inAllTime, whereOf, type Answered } from '../../ask/question.ts';
import { countsOver, splitCounts, together } from './split-counts.ts';

/** Series beyond this many are counted together, so that a split by a field of many values stays readable. */
const maxSeries = 8;

type Call = (typeof timelineContract)['timeline.histogram'];

/** Counts over time for a question without its range; null when the archive has no timed event. */
export async function histogram(local: Local, request: Answered<ParamsOf<Call>>): Promise<Histogram | null> {
  const view = await viewOf(local.reader, request.view);
  if (!view) return null;
  const question = inAllTime(request.question);
  const isCostly = costlyParts(question.filter, question.known).length > 0;
  return histogramOver(local, whereOf(question), view, { ...request, isCostly });
}

/** The histogram of the events of a span that a condition holds for. */
export async function histogramOver(
  local: CountedBy,
  where: Sql,
  span: Range,
  options: BinChoice & {
    readonly split: string | null;
    readonly withFailed?: boolean | undefined;
    readonly isCostly?: boolean;
  },
): Promise<Histogram> {
  const bins = binsOver(span, options);
  const bars = barsOf(bins);
  if (options.split === null) {
    const { events, counts } = await countsOver(local, { where, span, bins });
    const series = events === 0 ? [] : [{ value: null, counts }];
    return { ...bars, total: events, series };
  }
  const withFailed = options.withFailed ?? false;
  const { values, shown, others, refused } = await splitCounts(
    local,
    { where, span, bins },
    {
      field: options.split,
      offset: 0,
      limit: maxSeries,
      isCostly: options.isCostly ?? false,
      withFailed,
      withRefused: withFailed,
    },
  );
  const isMore = values > maxSeries;
  const last = shown.at(-1);
  const rest = isMore && last ? together(others, last) : others;
  const seriesOf = (value: string | null, { counts, failed }: Lane): Histogram['series'][number] => ({
    ...{ value, counts },
    ...(withFailed ? { failed: [...failed] } : {}),
  });
  const series = (isMore ? shown.slice(0, -1) : shown).map((lane) => seriesOf(lane.value, lane));
  return {
    ...bars,
    total: shown.reduce((sum, { events }) => sum + events, others.events),
    series: isMore ? [...series, seriesOf(otherValues, rest)] : series,
    ...(withFailed ? { refused } : {}),
  };
}

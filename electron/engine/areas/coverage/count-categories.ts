import type { Range } from '../../../../shared/contract/common.ts';
import { inRange } from '../../ask/question.ts';
import { isGivenUp, type CountedBy } from '../../ask/roll-ups/counted.ts';
import { hoursOf, inCutHours, inWholeHours, type Hours } from '../../ask/roll-ups/hours.ts';
import { count, number, text } from '../../db/rows.ts';
import { join, raw, sql, type Sql } from '../../db/sql.ts';
import { barsOf, binOf, type Bins } from '../timeline/bins.ts';
import { categoryHours, categorySql } from './category-hours.ts';

const fromEvents = (where: Sql): Sql =>
  sql`SELECT "eventTime", ${raw(categorySql)} AS category, 1 AS events FROM trail.main.event_columns WHERE ${where}`;

/** Sums of whole hours, with the events of the hours that something cuts through. */
function fromHours(where: Sql, view: Range, hours: Hours): Sql {
  const whole = inWholeHours(hours) ?? raw('true');
  return join(
    [
      sql`SELECT "eventTime", category, events FROM derived.main.category_hours WHERE ${where} AND ${whole}`,
      ...inCutHours(hours).map((inHours) => fromEvents(sql`${where} AND ${inHours} AND ${inRange(view)}`)),
    ],
    ' UNION ALL ',
  );
}

/** The cheapest rows that give the counts: those of the table by the hour, or the events where it cannot tell. */
async function rowsOf(local: CountedBy, where: Sql, view: Range, bins: Bins): Promise<Sql> {
  const { binMicros, ...bars } = barsOf(bins);
  const hours = hoursOf(view, { ...bars, widthMicros: binMicros });
  const isThere = local.derived.covered(categoryHours.name) === 'all';
  return hours && isThere && !(await isGivenUp(local.reader, categoryHours.name))
    ? fromHours(where, view, hours)
    : fromEvents(sql`${where} AND ${inRange(view)}`);
}

/** Events of a view that a condition on places holds for, by kind and bar. */
export async function countCategories(
  local: CountedBy,
  where: Sql,
  view: Range,
  bins: Bins,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = await local.reader.read(
    sql`SELECT category, ${binOf(raw(`epoch_us("eventTime")`), bins)} AS bin, sum(events)::DOUBLE AS events
        FROM (${await rowsOf(local, where, view, bins)}) GROUP BY ALL HAVING sum(events) > 0`,
    { category: text, bin: number, events: count },
  );
  const byCategory = new Map<string, number[]>();
  for (const { category, bin, events } of rows) {
    const counts = byCategory.get(category) ?? new Array<number>(bins.bins).fill(0);
    counts[bin] = events;
    byCategory.set(category, counts);
  }
  return byCategory;
}

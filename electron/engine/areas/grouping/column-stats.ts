import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { groupingContract } from '../../../../shared/contract/grouping.ts';
import type { Reader } from '../../db/pool.ts';
import { count, flag, numberOrNull, onlyRow, textOrNull } from '../../db/rows.ts';
import { identifier, join, sql } from '../../db/sql.ts';
import { fieldText } from '../../ask/local-sql.ts';
import { whereOf, type Answered } from '../../ask/question.ts';

type Calls = typeof groupingContract;

const topValues = 10;

/** What the values of a field are like among the events of a question, in one pass over its values. */
export async function columnStatistics(
  reader: Reader,
  { question, field }: Answered<ParamsOf<Calls['columns.statistics']>>,
): Promise<ResultOf<Calls['columns.statistics']>> {
  const rows = await reader.read(
    sql`WITH counted AS MATERIALIZED (
        SELECT value, count(*) AS events, min("eventTime") AS first, max("eventTime") AS last
        FROM (SELECT ${fieldText(field)}::VARCHAR AS value, "eventTime" FROM trail.main.event_columns WHERE ${whereOf(question)})
        GROUP BY value),
      present AS (SELECT *, TRY_CAST(value AS DOUBLE) AS number FROM counted WHERE value IS NOT NULL)
      (SELECT NULL AS value, coalesce(sum(events), 0)::DOUBLE AS events, count(*)::DOUBLE AS distinct_values,
        count(*) > 0 AND count(*) = count(number) AS is_numeric,
        CASE WHEN count(*) = count(number) THEN arg_min(value, number) ELSE min(value) END AS lowest,
        CASE WHEN count(*) = count(number) THEN arg_max(value, number) ELSE max(value) END AS highest,
        epoch_us(min(first))::DOUBLE AS first, epoch_us(max(last))::DOUBLE AS last,
        (SELECT coalesce(sum(events), 0)::DOUBLE FROM counted) AS all_events FROM present)
      UNION ALL
      (SELECT value, events::DOUBLE, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM present
        ORDER BY events DESC, value LIMIT ${topValues})`,
    {
      value: textOrNull,
      events: count,
      /** NULL in the rows of single values. */
      distinct_values: numberOrNull,
      is_numeric: flag,
      lowest: textOrNull,
      highest: textOrNull,
      first: numberOrNull,
      last: numberOrNull,
      all_events: count,
    },
  );
  const sum = onlyRow(rows.filter(({ distinct_values }) => distinct_values !== null));
  const top = rows.flatMap(({ value, events }) => (value === null ? [] : [{ value, count: events }]));
  return {
    events: sum.all_events,
    filled: sum.events,
    distinct: sum.distinct_values ?? 0,
    top: top.sort((a, b) => b.count - a.count),
    min: sum.lowest,
    max: sum.highest,
    isNumeric: sum.is_numeric,
    firstMicros: sum.first,
    lastMicros: sum.last,
  };
}

/** In how many events of the question each field has a value, in the order asked. */
export async function columnFill(
  reader: Reader,
  { question, fields }: Answered<ParamsOf<Calls['columns.fill']>>,
): Promise<ResultOf<Calls['columns.fill']>> {
  const names = fields.map((_, index) => `f${index}`);
  const counts = fields.map(
    (field, index) => sql`count(${fieldText(field)})::DOUBLE AS ${identifier(`f${index}`)}`,
  );
  const { events, ...filled } = await reader.one(
    sql`SELECT count(*)::DOUBLE AS events, ${join(counts, ', ')} FROM trail.main.event_columns WHERE ${whereOf(question)}`,
    { events: count, ...Object.fromEntries(names.map((name) => [name, count])) },
  );
  return { events, filled: Object.values<number>(filled) };
}

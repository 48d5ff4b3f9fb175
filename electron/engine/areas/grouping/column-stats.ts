import type { ColumnStatistics } from '../../../../shared/contract/grouping.ts';
import { textOrNull, type Reader } from '../../db/pool.ts';
import { join, sql } from '../../db/sql.ts';
import { fieldText } from '../../ask/local-sql.ts';
import { whereOf, type AnsweredQuestion } from '../../ask/question.ts';

const topValues = 10;

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** What the values of a field are like among the events of a question, in one pass over its values. */
export async function columnStatistics(
  reader: Reader,
  { question, field }: { readonly question: AnsweredQuestion; readonly field: string },
): Promise<ColumnStatistics> {
  const rows = await reader.rows(
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
  );
  const [sum, ...others] = [...rows].sort(
    (a, b) => Number(b[2] !== null) - Number(a[2] !== null) || Number(b[1]) - Number(a[1]),
  );
  return {
    events: Number(sum?.[8] ?? 0),
    filled: Number(sum?.[1] ?? 0),
    distinct: Number(sum?.[2] ?? 0),
    top: others.map(([value, events]) => ({ value: String(value), count: Number(events) })),
    min: textOrNull(sum?.[4]),
    max: textOrNull(sum?.[5]),
    isNumeric: sum?.[3] === true,
    firstMicros: numberOrNull(sum?.[6]),
    lastMicros: numberOrNull(sum?.[7]),
  };
}

/** In how many events of the question each field has a value, in the order asked. */
export async function columnFill(
  reader: Reader,
  { question, fields }: { readonly question: AnsweredQuestion; readonly fields: readonly string[] },
): Promise<{ events: number; filled: number[] }> {
  const counts = fields.map((field) => sql`count(${fieldText(field)})::DOUBLE`);
  const [row] = await reader.rows(
    sql`SELECT count(*)::DOUBLE, ${join(counts, ', ')} FROM trail.main.event_columns WHERE ${whereOf(question)}`,
  );
  const [events, ...filled] = (row ?? []).map(Number);
  return { events: events ?? 0, filled };
}

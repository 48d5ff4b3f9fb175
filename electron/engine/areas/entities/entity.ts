import { isFailed } from '../../../../shared/cloudtrail/rules.ts';
import { compileFilter, fieldText } from '../../ask/local-sql.ts';
import type { Profile, ProfileValue } from '../../../../shared/contract/entities.ts';
import type { Reader, Row } from '../../db/pool.ts';
import { identifier, join, raw, sql, type Sql } from '../../db/sql.ts';
import { histogramOver } from '../timeline/histogram.ts';
import { inRange, whereOf, type AnsweredQuestion } from '../../ask/question.ts';

/** What a profile is asked for. */
export interface ProfileRequest {
  readonly question: AnsweredQuestion;
  readonly fields: readonly string[];
  readonly limit: number;
  readonly maxBins: number;
}

const second = 1_000_000;
const measures = raw(
  `count(*) AS events, count(*) FILTER (WHERE failed) AS errors, min(micros) AS first_at, max(micros) AS last_at`,
);
const column = (index: number): Sql => identifier(`f${index}`);
const microsOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/**
 * Totals and top values of several fields over the events of one question, in one GROUPING SETS pass that reads and
 * filters the table once. The row of facet -1 holds the totals, rows without a value the number of distinct values.
 */
function summaryQuery({ question, fields, limit }: ProfileRequest): Sql {
  const keys = fields.map((_, index) => column(index));
  const selected = fields.map((field, index) => sql`${fieldText(field)}::VARCHAR AS ${column(index)}`);
  const sets = join([raw('()'), ...keys.map((key) => sql`(${key})`)], ', ');
  const facetOf = keys.map((key, index) => sql`WHEN grouping(${key}) = 0 THEN ${raw(String(index))}`);
  const facet = keys.length === 0 ? raw('-1') : sql`CASE ${join(facetOf, ' ')} ELSE -1 END`;
  const value = keys.length === 0 ? raw('NULL::VARCHAR') : sql`coalesce(${join(keys, ', ')})`;
  const line = raw('facet, value, events::DOUBLE, errors::DOUBLE, first_at::DOUBLE, last_at::DOUBLE');
  const tops = keys.map(
    (_, index) =>
      sql`(SELECT ${line}, NULL::DOUBLE FROM counted WHERE facet = ${raw(String(index))} AND value IS NOT NULL
           ORDER BY events DESC, value LIMIT ${limit})`,
  );
  const sums = [
    sql`SELECT ${line}, NULL::DOUBLE FROM counted WHERE facet = -1`,
    sql`SELECT facet, NULL, NULL, NULL, NULL, NULL, count(value)::DOUBLE FROM counted WHERE facet >= 0 GROUP BY facet`,
  ];
  return sql`WITH counted AS MATERIALIZED (
      SELECT ${facet} AS facet, ${value} AS value, ${measures} FROM (
        SELECT ${join([...selected, sql`coalesce(${compileFilter(isFailed)}, false) AS failed`, raw(`epoch_us("eventTime") AS micros`)], ', ')}
        FROM trail.main.event_columns WHERE ${whereOf(question)})
      GROUP BY GROUPING SETS (${sets}))
    ${join([...tops, ...sums], ' UNION ALL ')}`;
}

const valueOf = ([, value, events, errors, first, last]: Row): ProfileValue => ({
  value: String(value),
  events: Number(events),
  errors: Number(errors),
  firstMicros: microsOrNull(first),
  lastMicros: microsOrNull(last),
});

/** The page of a value: totals, activity split by outcome, and the top values of the fields, most frequent first. */
export async function readProfile(reader: Reader, request: ProfileRequest): Promise<Profile> {
  const rows = await reader.rows(summaryQuery(request));
  const total = rows.find(([facet]) => Number(facet) === -1);
  const [, , events, errors, first, last] = total ?? [];
  const [firstMicros, lastMicros] = [microsOrNull(first), microsOrNull(last)];
  const span =
    request.question.scope.range ??
    (firstMicros === null || lastMicros === null
      ? null
      : { fromMicros: firstMicros, toMicros: lastMicros + second });
  const where = span && sql`${whereOf(request.question)} AND ${inRange(span)}`;
  return {
    events: Number(events ?? 0),
    errors: Number(errors ?? 0),
    firstMicros,
    lastMicros,
    timeline:
      span && where && firstMicros !== null
        ? await histogramOver(reader, where, span, { maxBins: request.maxBins, split: 'outcome' })
        : null,
    groups: request.fields.map((field, index) => {
      const own = rows.filter(([facet]) => Number(facet) === index);
      const values = own.filter(([, value]) => value !== null).map(valueOf);
      values.sort((a, b) => b.events - a.events || (a.value < b.value ? -1 : 1));
      return { field, distinct: Number(own.find((row) => row[6] !== null)?.[6] ?? 0), values };
    }),
  };
}

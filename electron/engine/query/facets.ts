import type { Question } from '../../../shared/contract/common.ts';
import { conjuncts, fromConjuncts, ownField } from '../../../shared/filter/conjuncts.ts';
import { textOrNull, type Pool } from '../db/pool.ts';
import { identifier, join, sql, type Sql } from '../db/sql.ts';
import { fieldText } from './field-text.ts';
import { whereOf } from './question.ts';

/** What is asked of one facet. */
export interface FacetRequest {
  readonly field: string;
  readonly limit: number;
  readonly order: 'most' | 'rarest';
  readonly search: string;
}

/** The values of one facet. `distinct` counts all values, before `search` and `limit`. */
export interface Facet {
  field: string;
  distinct: number;
  values: { value: string | null; count: number }[];
}

/** The question as a facet sees it: without the filter and the scope on its own field. */
function withoutOwn(question: Question, field: string): Question {
  const kept = conjuncts(question.filter).filter((one) => ownField(one) !== field);
  return {
    filter: fromConjuncts(kept),
    scope: {
      ...question.scope,
      accounts: field === 'recipientAccountId' ? null : question.scope.accounts,
      regions: field === 'awsRegion' ? null : question.scope.regions,
    },
  };
}

/**
 * Top or rarest values of several fields. Fields that see the same question are counted in one GROUPING SETS pass, which
 * reads and filters the table once (measured: up to eight times faster than a query a field under a costly filter).
 */
export async function listFacets(
  pool: Pool,
  question: Question,
  requests: readonly FacetRequest[],
  signal: AbortSignal,
): Promise<Facet[]> {
  const groups = new Map<string, { question: Question; requests: FacetRequest[] }>();
  for (const request of requests) {
    const own = withoutOwn(question, request.field);
    const key = JSON.stringify(own);
    const group = groups.get(key) ?? { question: own, requests: [] };
    group.requests.push(request);
    groups.set(key, group);
  }
  const facets = new Map<FacetRequest, Facet>();
  for (const group of groups.values()) {
    const counted = await countGroup(pool, group.question, group.requests, signal);
    group.requests.forEach((request, index) => {
      const facet = counted[index];
      if (facet) facets.set(request, facet);
    });
  }
  return requests.flatMap((request) => facets.get(request) ?? []);
}

const column = (index: number): Sql => identifier(`f${index}`);

async function countGroup(
  pool: Pool,
  question: Question,
  requests: readonly FacetRequest[],
  signal: AbortSignal,
): Promise<readonly Facet[]> {
  const keys = requests.map((_, index) => column(index));
  const selected = requests.map(
    (request, index) => sql`${fieldText(request.field)}::VARCHAR AS ${column(index)}`,
  );
  const sets = join(
    keys.map((key) => sql`(${key})`),
    ', ',
  );
  const facetOf = join(
    requests.map((_, index) => sql`WHEN grouping(${column(index)}) = 0 THEN ${index}`),
    ' ',
  );
  const counted = sql`SELECT CASE ${facetOf} END AS facet, coalesce(${join(keys, ', ')}) AS value, count(*) AS events
    FROM (SELECT ${join(selected, ', ')} FROM event_columns WHERE ${whereOf(question)})
    GROUP BY GROUPING SETS (${sets})`;
  const rankings = requests.map((request, index) => {
    const direction = request.order === 'most' ? sql`events DESC, value` : sql`events, value`;
    const found = request.search === '' ? sql`` : sql` AND contains(lower(value), lower(${request.search}))`;
    return sql`(SELECT facet, value, events::DOUBLE, NULL::DOUBLE AS distinct_values
      FROM counted WHERE facet = ${index}${found} ORDER BY ${direction} LIMIT ${request.limit})`;
  });
  const sums = sql`SELECT facet, NULL, NULL, count(*)::DOUBLE FROM counted GROUP BY facet`;
  const rows = await pool.rows(
    sql`WITH counted AS MATERIALIZED (${counted}) ${join([...rankings, sums], ' UNION ALL ')}`,
    'facet',
    signal,
  );
  return requests.map((request, index) => {
    const own = rows.filter(([facet]) => Number(facet) === index);
    const sum = own.find((row) => row[3] !== null);
    const values = own
      .filter((row) => row !== sum)
      .map(([, value, events]) => ({
        value: textOrNull(value),
        count: Number(events),
      }));
    const sign = request.order === 'most' ? -1 : 1;
    values.sort((a, b) => sign * (a.count - b.count) || compareText(a.value, b.value));
    return { field: request.field, distinct: Number(sum?.[3] ?? 0), values };
  });
}

const compareText = (a: string | null, b: string | null): number => {
  const [left, right] = [a ?? '', b ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** Values of a field by what was typed: those that start with it first, then those that contain it, most frequent first. */
export async function suggestValues(
  pool: Pool,
  request: { readonly field: string; readonly typed: string; readonly limit: number },
  signal: AbortSignal,
): Promise<{ value: string; count: number }[]> {
  const { field, typed, limit } = request;
  const rows = await pool.rows(
    sql`SELECT value, count(*)::DOUBLE AS events FROM (SELECT ${fieldText(field)}::VARCHAR AS value FROM event_columns)
        WHERE value IS NOT NULL AND contains(lower(value), lower(${typed}))
        GROUP BY value ORDER BY starts_with(lower(value), lower(${typed})) DESC, events DESC, value LIMIT ${limit}`,
    'facet',
    signal,
  );
  return rows.map(([value, count]) => ({ value: String(value), count: Number(count) }));
}

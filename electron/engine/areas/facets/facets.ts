import type { Question } from '../../../../shared/contract/common.ts';
import { isNoteField } from '../../../../shared/fields/catalogue.ts';
import { conjuncts, fromConjuncts, ownField } from '../../../../shared/filter/conjuncts.ts';
import { textOrNull, type Pool } from '../../db/pool.ts';
import { identifier, join, sql, type Sql } from '../../db/sql.ts';
import { isSingle, noteValues } from '../annotations/fields.ts';
import { fieldText } from '../../ask/compile/field-text.ts';
import { columnsOf, sourceOf } from '../../ask/compile/filter-source.ts';
import { whereOf } from '../../ask/question.ts';

/** What is asked of one facet. */
export interface FacetRequest {
  readonly field: string;
  readonly limit: number;
  /** How many values of the order to leave out before the first. */
  readonly offset?: number | undefined;
  readonly order: 'most' | 'rarest';
  readonly search: string;
}

/** The values of one facet. `distinct` counts all values, before `search`; `found` those that the search leaves. */
export interface Facet {
  field: string;
  distinct: number;
  found: number;
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

const hasManyNotes = (field: string): boolean => isNoteField(field) && !isSingle(field);

/** A path with `[*]` and a field of notes can have several values in one event, which then counts once for each of them. */
const hasManyValues = (field: string): boolean => {
  if (hasManyNotes(field)) return true;
  const source = sourceOf(field, columnsOf(undefined));
  return source.kind === 'path' && source.isMany;
};

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
    const key = JSON.stringify([own, hasManyValues(request.field) ? request : null]);
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

/** Number of the facet, value and events, for each value of each of the fields. */
function countedValues(question: Question, requests: readonly FacetRequest[]): Sql {
  const where = whereOf(question);
  const [only] = requests;
  if (only && hasManyNotes(only.field)) {
    return sql`SELECT 0 AS facet, value, count(*) AS events FROM (
      SELECT noted.value FROM trail.main.event_columns LEFT JOIN ${noteValues(only.field)} noted
        ON noted.event_file_id = file_id AND noted.event_ordinal = ordinal
      WHERE ${where}) GROUP BY value`;
  }
  if (only && hasManyValues(only.field)) {
    const { text } = sourceOf(only.field, columnsOf(undefined));
    return sql`SELECT 0 AS facet, value, count(*) AS events FROM (
      SELECT unnest(CASE WHEN len(list_distinct(${text})) > 0 THEN list_distinct(${text}) ELSE [NULL] END) AS value
      FROM trail.main.event_columns WHERE ${where}) GROUP BY value`;
  }
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
  return sql`SELECT CASE ${facetOf} END AS facet, coalesce(${join(keys, ', ')}) AS value, count(*) AS events
    FROM (SELECT ${join(selected, ', ')} FROM trail.main.event_columns WHERE ${where})
    GROUP BY GROUPING SETS (${sets})`;
}

async function countGroup(
  pool: Pool,
  question: Question,
  requests: readonly FacetRequest[],
  signal: AbortSignal,
): Promise<readonly Facet[]> {
  const wanted = ({ search }: FacetRequest): Sql =>
    search === '' ? sql`true` : sql`contains(lower(value), lower(${search}))`;
  const rankings = requests.map((request, index) => {
    const direction = request.order === 'most' ? sql`events DESC, value` : sql`events, value`;
    return sql`(SELECT facet, value, events::DOUBLE, NULL::DOUBLE, NULL::DOUBLE
      FROM counted WHERE facet = ${index} AND ${wanted(request)}
      ORDER BY ${direction} LIMIT ${request.limit} OFFSET ${request.offset ?? 0})`;
  });
  const sums = requests.map(
    (
      request,
      index,
    ) => sql`SELECT ${index}, NULL, NULL, count(*)::DOUBLE, (count(*) FILTER (WHERE ${wanted(request)}))::DOUBLE
      FROM counted WHERE facet = ${index}`,
  );
  const rows = await pool.rows(
    sql`WITH counted AS MATERIALIZED (${countedValues(question, requests)})
        ${join([...rankings, ...sums], ' UNION ALL ')}`,
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
    return { field: request.field, distinct: Number(sum?.[3] ?? 0), found: Number(sum?.[4] ?? 0), values };
  });
}

const compareText = (a: string | null, b: string | null): number => {
  const [left, right] = [a ?? '', b ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
};

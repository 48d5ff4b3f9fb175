import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { countsContract } from '../../../../shared/contract/events.ts';
import { conjuncts, fromConjuncts, ownField } from '../../../../shared/filter/conjuncts.ts';
import { isEverything, normalise } from '../../../../shared/filter/normalise.ts';
import type { Reader } from '../../db/pool.ts';
import { count, number, numberOrNull, textOrNull } from '../../db/rows.ts';
import { join, sql, sqlKey, type Sql } from '../../db/sql.ts';
import { besideOf } from '../../ask/beside-fields.ts';
import { fieldText, keptValuesOf, sourceOf } from '../../ask/local-sql.ts';
import type { Local } from '../../ask/local.ts';
import { counted, type Counted } from '../../ask/roll-ups/counted.ts';
import { inAllTime, scopeParts, whereOf, type AnsweredQuestion } from '../../ask/question.ts';
import { valuesOf } from '../../ask/values-of.ts';

type Call = (typeof countsContract)['facets.list'];
type FacetRequest = ParamsOf<Call>['facets'][number];
/** The values of one facet. */
type Facet = ResultOf<Call>[number];

/** The question as a facet sees it: without the filter and the scope on its own field. */
function withoutOwn(question: AnsweredQuestion, field: string): AnsweredQuestion {
  const kept = conjuncts(question.filter).filter((one) => ownField(one) !== field);
  return {
    ...question,
    filter: fromConjuncts(kept),
    scope: {
      ...question.scope,
      accounts: field === 'recipientAccountId' ? null : question.scope.accounts,
      regions: field === 'awsRegion' ? null : question.scope.regions,
    },
  };
}

/** A path with `[*]` and a field beside the events can have several values in one event, which then counts once for each of them. */
function hasManyValues(field: string): boolean {
  const many = besideOf(field)?.many(field);
  return many ? !many.isOne : sourceOf(field).isMany;
}

/** The values of a field that stand in rows of their own beside the events. */
const valuesBeside = (field: string, { covered }: AnsweredQuestion): Sql | undefined =>
  besideOf(field)?.many(field)?.values ?? keptValuesOf(field, covered);

/**
 * Top or rarest values of several fields. Fields that see the same question are counted in one GROUPING SETS pass, which
 * reads and filters the table once (measured: up to eight times faster than a query a field under a costly filter).
 */
export async function listFacets(
  local: Local,
  question: AnsweredQuestion,
  requests: readonly FacetRequest[],
): Promise<Facet[]> {
  const groups = new Map<string, Group>();
  for (const request of requests) {
    const own = withoutOwn(question, request.field);
    const events = await counted(local, {
      where: whereOf(inAllTime(own)),
      range: own.scope.range,
      columns: [fieldText(request.field)],
    });
    const isAlone = hasManyValues(request.field) || valuesBeside(request.field, own) !== undefined;
    const key = JSON.stringify([sqlKey(events.from), isAlone ? request : null]);
    const group = groups.get(key) ?? { question: own, events, requests: [] };
    group.requests.push(request);
    groups.set(key, group);
  }
  const facets = new Map<FacetRequest, Facet>();
  for (const group of groups.values()) {
    const counted = await countGroup(local.reader, group);
    group.requests.forEach((request, index) => {
      const facet = counted[index];
      if (facet) facets.set(request, facet);
    });
  }
  return requests.flatMap((request) => facets.get(request) ?? []);
}

/** Facets that are counted from the same rows. */
interface Group {
  readonly question: AnsweredQuestion;
  readonly events: Counted;
  readonly requests: FacetRequest[];
}

const isAboutAll = ({ scope, filter }: AnsweredQuestion): boolean =>
  isEverything(normalise(filter)) && Object.values(scopeParts(scope)).every((part) => part === undefined);

/**
 * The values beside all events, counted without looking at these: an event that has been merged away since is a duplicate, and
 * those without a value are the rest.
 */
const countedOfAll = (beside: Sql): Sql => sql`SELECT 0 AS facet, value, events FROM (
    WITH present AS MATERIALIZED (SELECT value, count(*) AS events FROM ${beside} beside
      WHERE (event_file_id, event_ordinal) NOT IN (SELECT (file_id, ordinal) FROM trail.main.duplicate_records) GROUP BY value)
    SELECT value, events FROM present UNION ALL
    SELECT NULL, (SELECT count(*) FROM trail.main.event_columns) - (SELECT coalesce(sum(events), 0) FROM present))
  WHERE events > 0`;

/** Number of the facet, value and events, for each value of each of the fields. */
function countedValues({ question, events: { from, beside, events, having }, requests }: Group): Sql {
  const [only] = requests;
  const values = only && valuesBeside(only.field, question);
  if (values && isAboutAll(question) && !hasManyValues(only.field)) return countedOfAll(values);
  if (values) {
    return sql`SELECT 0 AS facet, value, count(*) AS events FROM (
      SELECT beside.value FROM (SELECT file_id, ordinal FROM ${from}) LEFT JOIN ${values} beside
        ON beside.event_file_id = file_id AND beside.event_ordinal = ordinal) GROUP BY value`;
  }
  if (only && hasManyValues(only.field)) {
    const { text } = sourceOf(only.field);
    return sql`SELECT 0 AS facet, value, count(*) AS events FROM (
      SELECT unnest(CASE WHEN len(list_distinct(${text})) > 0 THEN list_distinct(${text}) ELSE [NULL] END) AS value
      FROM ${from}) GROUP BY value`;
  }
  return valuesOf(
    requests.map(({ field }) => fieldText(field)),
    { from, measures: sql`${events} AS events`, handedOn: beside, having },
  );
}

async function countGroup(reader: Reader, group: Group): Promise<readonly Facet[]> {
  const { requests } = group;
  const wanted = ({ search }: FacetRequest): Sql =>
    search === '' ? sql`true` : sql`contains(lower(value), lower(${search}))`;
  const rankings = requests.map((request, index) => {
    const direction = request.order === 'most' ? sql`events DESC, value` : sql`events, value`;
    return sql`(SELECT facet, value, events::DOUBLE AS events, NULL::DOUBLE AS "distinct", NULL::DOUBLE AS found
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
  const rows = await reader.read(
    sql`WITH counted AS MATERIALIZED (${countedValues(group)})
        ${join([...rankings, ...sums], ' UNION ALL ')}`,
    { facet: number, value: textOrNull, events: count, distinct: numberOrNull, found: count },
  );
  return requests.map((request, index) => {
    const own = rows.filter(({ facet }) => facet === index);
    const sum = own.find(({ distinct }) => distinct !== null);
    const values = own.filter((row) => row !== sum).map(({ value, events }) => ({ value, count: events }));
    const sign = request.order === 'most' ? -1 : 1;
    values.sort((a, b) => sign * (a.count - b.count) || compareText(a.value, b.value));
    return { field: request.field, distinct: sum?.distinct ?? 0, found: sum?.found ?? 0, values };
  });
}

const compareText = (a: string | null, b: string | null): number => {
  const [left, right] = [a ?? '', b ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
};

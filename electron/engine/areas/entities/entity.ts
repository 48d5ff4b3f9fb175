import { isFailed, isRead, isWrite } from '../../../../shared/cloudtrail/rules.ts';
import type { Range } from '../../../../shared/contract/common.ts';
import type { CountedList, EntityList, EntityProfile, ListOf } from '../../../../shared/contract/entities.ts';
import type { Histogram } from '../../../../shared/contract/timeline.ts';
import { compileFilter, fieldText } from '../../ask/local-sql.ts';
import type { Local } from '../../ask/local.ts';
import { inAllTime, whereOf, type AnsweredQuestion } from '../../ask/question.ts';
import { spanBetween, spanWhere } from '../../ask/span.ts';
import { valuesOf } from '../../ask/values-of.ts';
import { count, number, numberOrNull, textOrNull, type RowOf } from '../../db/rows.ts';
import { join, raw, sql, type Sql } from '../../db/sql.ts';
import { histogramOver } from '../timeline/histogram.ts';

/** What the page of a value is asked for. */
export interface ProfileRequest {
  readonly question: AnsweredQuestion;
  readonly lists: readonly EntityList[];
  readonly limit: number;
  readonly maxBins: number;
  readonly zone?: string | undefined;
}

const writes = compileFilter(isWrite);
const reads = compileFilter(isRead);

const conditions: Readonly<Record<ListOf, Sql | undefined>> = {
  events: undefined,
  writes,
  reads,
  unstated: raw('"readOnly" IS NULL'),
};

/** The text that a list counts: that of its field, NULL in events that do not belong to the list. */
function textOf({ field, of }: EntityList): Sql {
  const condition = conditions[of];
  return condition ? sql`CASE WHEN ${condition} THEN ${fieldText(field)} END` : fieldText(field);
}

const marks = [
  sql`coalesce(${compileFilter(isFailed)}, false) AS failed`,
  sql`${writes} AS writes`,
  sql`${reads} AS reads`,
  raw(`"globalService" AS global`),
  raw(`epoch_us("eventTime") AS micros`),
];
const measures = raw(`count(*) AS events, count(*) FILTER (WHERE failed) AS failed,
  count(*) FILTER (WHERE writes AND NOT failed) AS writes, count(*) FILTER (WHERE reads AND NOT failed) AS reads,
  count(*) FILTER (WHERE global) AS global, min(micros) AS first_at, max(micros) AS last_at`);

const line = {
  facet: number,
  value: textOrNull,
  events: count,
  writes: count,
  reads: count,
  failed: count,
  global: count,
  first_at: numberOrNull,
  last_at: numberOrNull,
  /** How many values the list has; NULL in the lines of single values. */
  values_in_all: numberOrNull,
};
type Line = RowOf<typeof line>;

/** The lines of the top values of every list, one line a list with the number of its values, and the line of facet -1 for all events. */
function summaryQuery({ question, lists, limit }: ProfileRequest): Sql {
  const counts = raw(
    `facet, value, events::DOUBLE AS events, writes::DOUBLE AS writes, reads::DOUBLE AS reads, failed::DOUBLE AS failed,
     global::DOUBLE AS global, first_at::DOUBLE AS first_at, last_at::DOUBLE AS last_at, NULL::DOUBLE AS values_in_all`,
  );
  const parts = [
    sql`SELECT ${counts} FROM counted WHERE facet = -1`,
    sql`SELECT facet, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, count(value)::DOUBLE
        FROM counted WHERE facet >= 0 GROUP BY facet`,
    ...lists.map(
      (
        _,
        index,
      ) => sql`(SELECT ${counts} FROM counted WHERE facet = ${raw(String(index))} AND value IS NOT NULL
        ORDER BY events DESC, value LIMIT ${limit})`,
    ),
  ];
  const counted = valuesOf(lists.map(textOf), {
    from: sql`trail.main.event_columns WHERE ${whereOf(question)}`,
    beside: marks,
    measures,
    withAll: true,
  });
  return sql`WITH counted AS MATERIALIZED (${counted}) ${join(parts, ' UNION ALL ')}`;
}

const countsOf = ({ events, writes, failed, first_at, last_at }: Line) => ({
  events,
  writes,
  failed,
  firstMicros: first_at,
  lastMicros: last_at,
});

function valuesOfList(lines: readonly Line[], list: EntityList): CountedList {
  const values = lines.flatMap((each) =>
    each.value === null ? [] : [{ value: each.value, ...countsOf(each) }],
  );
  values.sort((a, b) => b.events - a.events || (a.value < b.value ? -1 : 1));
  const distinct = lines.find(({ values_in_all }) => values_in_all !== null)?.values_in_all ?? 0;
  return { ...list, distinct, values };
}

/** All events of the question at any time over their own span and the whole range of the scope. */
async function activity(
  local: Local,
  { question, maxBins, zone }: ProfileRequest,
  inScope: Range | undefined,
): Promise<Histogram | null> {
  const { range } = question.scope;
  const where = whereOf(inAllTime(question));
  const own = range ? await spanWhere(local.reader, where) : inScope;
  if (!own) return null;
  const span = {
    fromMicros: Math.min(own.fromMicros, range?.fromMicros ?? own.fromMicros),
    toMicros: Math.max(own.toMicros, range?.toMicros ?? own.toMicros),
  };
  return histogramOver(local, where, span, { maxBins, zone, split: 'outcome' });
}

/** The page of a value: totals, activity split by outcome, and the top values of the lists, most frequent first. */
export async function readProfile(local: Local, request: ProfileRequest): Promise<EntityProfile> {
  const lines = await local.reader.read(summaryQuery(request), line);
  const all = lines.find(({ facet }) => facet === -1);
  if (!all) throw new Error('The events of a page came without their sum');
  const { events, writes, reads, failed } = all;
  return {
    ...countsOf(all),
    reads,
    unstated: events - writes - reads - failed,
    globalEvents: all.global,
    timeline: await activity(local, request, spanBetween(all.first_at, all.last_at)),
    lists: request.lists.map((list, index) =>
      valuesOfList(
        lines.filter(({ facet }) => facet === index),
        list,
      ),
    ),
  };
}

import { isFailed, isInsight, isLoggingChange, isRefused } from '../../../../shared/cloudtrail/rules.ts';
import { compileFilter } from '../../ask/local-sql.ts';
import { actionOf } from '../../../../shared/cloudtrail/actions.ts';
import { results } from '../../../../shared/cloudtrail/result.ts';
import { insightFields } from '../../../../shared/cloudtrail/insight-fields.ts';
import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { Mark, timelineContract } from '../../../../shared/contract/timeline.ts';
import type { Reader } from '../../db/pool.ts';
import { count, flag, number, text, textOrNull, type RowOf } from '../../db/rows.ts';
import { join, sql, type Sql } from '../../db/sql.ts';
import { viewOf } from './bins.ts';
import { eventId } from '../../ask/event-rows.ts';
import { allOf, inRange, scopeParts, type Answered } from '../../ask/question.ts';

type Call = (typeof timelineContract)['timeline.marks'];

/** A view with more marks than asked for is cut into this many parts, and some of each are given. */
const parts = 200;

const isLoggingChangeSql = compileFilter(isLoggingChange);
const isInsightSql = compileFilter(isInsight);

/** Insights whose record is read for what they are about; any further ones are called an Insight and no more. */
const mostRead = 60;

function changeOf(eventSource: string | null, eventName: string | null): Mark['kind'] {
  const { logging } = actionOf(eventSource ?? '', eventName ?? '');
  return logging === 'less' || logging === 'more' ? `${logging}-logging` : 'changed-logging';
}

const markShape = {
  id: text,
  atMicros: number,
  insight: flag,
  eventName: textOrNull,
  account: textOrNull,
  region: textOrNull,
  principal: textOrNull,
  errorCode: textOrNull,
  result: textOrNull,
  eventSource: textOrNull,
};

const markOf = (row: RowOf<typeof markShape>): Mark => {
  const { id, atMicros, insight, eventName, account, region, principal, errorCode, result, eventSource } =
    row;
  return {
    kind: insight ? 'insight' : changeOf(eventSource, eventName),
    name: insight ? 'Insight' : (eventName ?? ''),
    result: results.find((known) => known === result) ?? 'failed',
    ...{ id, atMicros, account, region, principal, errorCode },
  };
};

/**
 * What Insights are about, by id. Insights keep it in an element that has no column; naming the few records spares DuckDB
 * from unpacking the text of all (measured at 1 M: 33 ms of CPU time against 550 ms by any wider condition).
 */
async function insightNames(reader: Reader, marks: readonly Mark[]): Promise<ReadonlyMap<string, string>> {
  const read = marks.filter(({ kind }) => kind === 'insight').slice(0, mostRead);
  if (read.length === 0) return new Map();
  const places = read.map(({ id }) => {
    const [fileId = 0, ordinal = 0] = id.split('.').map(Number);
    return sql`(file_id = ${fileId} AND ordinal = ${ordinal})`;
  });
  const part = (key: keyof typeof insightFields): Sql => {
    const texts = insightFields[key].map((path) => sql`TRY(json_extract_string(raw, ${`$.${path}`}))`);
    return sql`coalesce(${join(texts, ', ')})`;
  };
  const rows = await reader.read(
    sql`SELECT ${eventId} AS id, concat_ws(' ', coalesce(${part('insightType')}, 'Insight'), ${part('eventName')}, ${part('state')}) AS name
        FROM trail.main.event_columns WHERE ${join(places, ' OR ')}`,
    { id: text, name: text },
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Changes of logging and Insights of a view, in the order of time, whatever the filter says. */
export async function timelineMarks(
  reader: Reader,
  request: Answered<ParamsOf<Call>>,
): Promise<ResultOf<Call>> {
  const view = await viewOf(reader, request.view);
  if (!view) return { total: 0, changes: { total: 0, failed: 0, refused: 0 }, marks: [] };
  const { accounts, regions } = scopeParts(request.question.scope);
  const partMicros = Math.max(1, Math.ceil((view.toMicros - view.fromMicros) / parts));
  const rows = await reader.read(
    sql`WITH found AS MATERIALIZED (
          SELECT file_id, ordinal, epoch_us("eventTime") AS micros, coalesce(${isInsightSql}, false) AS insight,
            "eventName", "recipientAccountId", "awsRegion", principal, "errorCode", outcome, result, "eventSource"
          FROM trail.main.event_columns WHERE ${allOf([inRange(view), accounts, regions])} AND (${isLoggingChangeSql} OR ${isInsightSql})),
        placed AS (
          SELECT *, row_number() OVER (PARTITION BY (micros - ${BigInt(view.fromMicros)}::BIGINT) // ${BigInt(partMicros)}::BIGINT
            ORDER BY micros, file_id, ordinal) AS place FROM found),
        chosen AS (SELECT * FROM placed ORDER BY place, micros LIMIT ${request.limit}),
        totals AS (
          SELECT count(*)::DOUBLE AS total, (count(*) FILTER (WHERE NOT insight))::DOUBLE AS changes,
            (count(*) FILTER (WHERE NOT insight AND ${compileFilter(isFailed)}))::DOUBLE AS failed,
            (count(*) FILTER (WHERE NOT insight AND ${compileFilter(isRefused)}))::DOUBLE AS refused
          FROM found)
        SELECT ${eventId} AS id, micros::DOUBLE AS "atMicros", insight, "eventName",
          "recipientAccountId" AS account, "awsRegion" AS region, principal, "errorCode", result, "eventSource", totals.*
        FROM chosen, totals ORDER BY micros, file_id, ordinal`,
    { ...markShape, total: count, changes: count, failed: count, refused: count },
  );
  const marks = rows.map(markOf);
  const names = await insightNames(reader, marks);
  return {
    total: rows[0]?.total ?? 0,
    changes: {
      total: rows[0]?.changes ?? 0,
      failed: rows[0]?.failed ?? 0,
      refused: rows[0]?.refused ?? 0,
    },
    marks: marks.map((mark) => ({ ...mark, name: names.get(mark.id) ?? mark.name })),
  };
}

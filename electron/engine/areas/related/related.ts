import type { NearEvent } from '../../../../shared/contract/related.ts';
import { textOrNull, type Reader, type Row } from '../../db/pool.ts';
import { identifier, join, raw, sql, type Sql } from '../../db/sql.ts';
import { eventIdParts } from '../../ask/event-rows.ts';
import { noSuchEvent } from '../events/detail.ts';
import { whereOf, type AnsweredQuestion } from '../../ask/question.ts';

const shownFields = [
  'eventName',
  'eventSource',
  'errorCode',
  'outcome',
  'principal',
  'sourceIPAddress',
  'awsRegion',
  'recipientAccountId',
] as const;
const place = raw(`"eventTime", file_id, ordinal`);
const items = join(
  [raw(`file_id || '.' || ordinal`), raw(`epoch_us("eventTime")::DOUBLE`), ...shownFields.map(identifier)],
  ', ',
);

/** One side of an event in the order of time, nearest first. `limit + 1` rows tell whether there are more. */
const side = (where: Sql, isEarlier: boolean, limit: number): Sql => {
  const direction = raw(isEarlier ? 'DESC' : 'ASC');
  return sql`SELECT ${items} FROM trail.main.event_columns WHERE ${where}
    ORDER BY "eventTime" ${direction}, file_id ${direction}, ordinal ${direction} LIMIT ${limit + 1}`;
};

function lineOf([id, micros, ...texts]: Row): NearEvent {
  const [eventName, eventSource, errorCode, outcome, principal, sourceIPAddress, awsRegion, account] =
    texts.map(textOrNull);
  return {
    id: String(id),
    micros: typeof micros === 'number' ? micros : null,
    eventName: eventName ?? null,
    eventSource: eventSource ?? null,
    hasFailed: outcome === 'error',
    errorCode: errorCode ?? null,
    principal: principal ?? null,
    sourceIPAddress: sourceIPAddress ?? null,
    awsRegion: awsRegion ?? null,
    recipientAccountId: account ?? null,
  };
}

/**
 * The events of a question nearest in time to one event, oldest first, ties by place in the evidence. An event without a
 * time has no neighbours but itself. Errors: `not-found` when the event is gone.
 */
export async function eventsNear(
  reader: Reader,
  request: { readonly question: AnsweredQuestion; readonly id: string; readonly limit: number },
): Promise<{ events: NearEvent[]; hasEarlier: boolean; hasLater: boolean }> {
  const [fileId, ordinal] = eventIdParts(request.id);
  const { limit } = request;
  const own = sql`file_id = ${fileId} AND ordinal = ${ordinal}`;
  const [found] = await reader.rows(
    sql`SELECT epoch_us("eventTime") FROM trail.main.event_columns WHERE ${own}`,
  );
  if (!found) throw noSuchEvent();
  const matching = whereOf(request.question);
  const [micros] = found;
  if (typeof micros !== 'bigint') {
    const rows = await reader.rows(
      sql`SELECT ${items} FROM trail.main.event_columns WHERE ${own} AND ${matching}`,
    );
    return { events: rows.map(lineOf), hasEarlier: false, hasLater: false };
  }
  const time = sql`make_timestamp(${micros}::BIGINT)`;
  const here = sql`(${time}, ${fileId}::INTEGER, ${ordinal}::INTEGER)`;
  // The plain comparison with the time lets DuckDB skip what lies elsewhere; the row comparison settles equal times.
  const [earlier, later] = await Promise.all([
    reader.rows(side(sql`${matching} AND "eventTime" <= ${time} AND (${place}) <= ${here}`, true, limit)),
    reader.rows(side(sql`${matching} AND "eventTime" >= ${time} AND (${place}) > ${here}`, false, limit)),
  ]);
  return {
    events: [...earlier.slice(0, limit).reverse(), ...later.slice(0, limit)].map(lineOf),
    hasEarlier: earlier.length > limit,
    hasLater: later.length > limit,
  };
}

import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { NearEvent, relatedContract } from '../../../../shared/contract/related.ts';
import type { Reader } from '../../db/pool.ts';
import { bigintOrNull, numberOrNull, text, textOrNull, type RowOf } from '../../db/rows.ts';
import { identifier, join, raw, sql, type Sql } from '../../db/sql.ts';
import { eventId, eventIdParts } from '../../ask/event-rows.ts';
import { noSuchEvent } from '../events/detail.ts';
import { whereOf, type Answered } from '../../ask/question.ts';

type Call = (typeof relatedContract)['related.near'];

const texts = {
  eventName: textOrNull,
  eventSource: textOrNull,
  errorCode: textOrNull,
  outcome: textOrNull,
  principal: textOrNull,
  sourceIPAddress: textOrNull,
  awsRegion: textOrNull,
  recipientAccountId: textOrNull,
};
const lineShape = { id: text, micros: numberOrNull, ...texts };
const items = join(
  [
    sql`${eventId} AS id`,
    raw(`epoch_us("eventTime")::DOUBLE AS micros`),
    ...Object.keys(texts).map(identifier),
  ],
  ', ',
);
const place = raw(`"eventTime", file_id, ordinal`);

/** One side of an event in the order of time, nearest first. `limit + 1` rows tell whether there are more. */
const side = (where: Sql, isEarlier: boolean, limit: number): Sql => {
  const direction = raw(isEarlier ? 'DESC' : 'ASC');
  return sql`SELECT ${items} FROM trail.main.event_columns WHERE ${where}
    ORDER BY "eventTime" ${direction}, file_id ${direction}, ordinal ${direction} LIMIT ${limit + 1}`;
};

const lineOf = ({ outcome, ...line }: RowOf<typeof lineShape>): NearEvent => ({
  ...line,
  hasFailed: outcome === 'error',
});

/**
 * The events of a question nearest in time to one event, oldest first, ties by place in the evidence. An event without a
 * time has no neighbours but itself. Errors: `not-found` when the event is gone.
 */
export async function eventsNear(reader: Reader, request: Answered<ParamsOf<Call>>): Promise<ResultOf<Call>> {
  const [fileId, ordinal] = eventIdParts(request.id);
  const { limit } = request;
  const own = sql`file_id = ${fileId} AND ordinal = ${ordinal}`;
  const [found] = await reader.read(
    sql`SELECT epoch_us("eventTime") AS micros FROM trail.main.event_columns WHERE ${own}`,
    { micros: bigintOrNull },
  );
  if (!found) throw noSuchEvent();
  const matching = whereOf(request.question);
  const { micros } = found;
  if (micros === null) {
    const rows = await reader.read(
      sql`SELECT ${items} FROM trail.main.event_columns WHERE ${own} AND ${matching}`,
      lineShape,
    );
    return { events: rows.map(lineOf), hasEarlier: false, hasLater: false };
  }
  const time = sql`make_timestamp(${micros}::BIGINT)`;
  const here = sql`(${time}, ${fileId}::INTEGER, ${ordinal}::INTEGER)`;
  // The plain comparison with the time lets DuckDB skip what lies elsewhere; the row comparison settles equal times.
  const [earlier, later] = await Promise.all([
    reader.read(
      side(sql`${matching} AND "eventTime" <= ${time} AND (${place}) <= ${here}`, true, limit),
      lineShape,
    ),
    reader.read(
      side(sql`${matching} AND "eventTime" >= ${time} AND (${place}) > ${here}`, false, limit),
      lineShape,
    ),
  ]);
  return {
    events: [...earlier.slice(0, limit).reverse(), ...later.slice(0, limit)].map(lineOf),
    hasEarlier: earlier.length > limit,
    hasLater: later.length > limit,
  };
}

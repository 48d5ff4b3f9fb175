import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { timelineContract } from '../../../../shared/contract/timeline.ts';
import type { Reader } from '../../db/pool.ts';
import { count, flag, numberOrNull } from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import { binOf } from './bins.ts';
import { inAllTime, inRange, whereOf, type Answered } from '../../ask/question.ts';

type Call = (typeof timelineContract)['timeline.compare'];

/** Counts a span and the equally long one before it, the latter in the bars its events would lie in a span later. */
export async function compareWithBefore(
  reader: Reader,
  request: Answered<ParamsOf<Call>>,
): Promise<ResultOf<Call>> {
  const { span, bins } = request;
  const lengthMicros = span.toMicros - span.fromMicros;
  const before = { fromMicros: span.fromMicros - lengthMicros, toMicros: span.fromMicros };
  const where = whereOf(inAllTime(request.question));
  const later = sql`(epoch_us("eventTime") + ${BigInt(lengthMicros)}::BIGINT)`;
  const rows = await reader.read(
    sql`SELECT CASE WHEN ${later} >= ${BigInt(request.fromMicros)}::BIGINT THEN ${binOf(later, request)} END AS bin,
          count(*)::DOUBLE AS events, true AS "isBefore" FROM trail.main.event_columns WHERE ${where} AND ${inRange(before)} GROUP BY bin
        UNION ALL SELECT NULL, count(*)::DOUBLE, false FROM trail.main.event_columns WHERE ${where} AND ${inRange(span)}`,
    { bin: numberOrNull, events: count, isBefore: flag },
  );
  const counts = new Array<number>(bins).fill(0);
  let eventsBefore = 0;
  let eventsNow = 0;
  for (const { bin, events, isBefore } of rows) {
    if (!isBefore) eventsNow = events;
    else {
      eventsBefore += events;
      if (bin !== null && bin >= 0 && bin < bins) counts[bin] = (counts[bin] ?? 0) + events;
    }
  }
  return { before, eventsBefore, eventsNow, counts };
}

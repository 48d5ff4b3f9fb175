import type { Range } from '../../../../shared/contract/common.ts';
import type { Comparison } from '../../../../shared/contract/timeline.ts';
import type { Reader } from '../../db/pool.ts';
import { sql } from '../../db/sql.ts';
import { binOf, type Bins } from './bins.ts';
import { inAllTime, inRange, whereOf, type AnsweredQuestion } from '../../ask/question.ts';

/** Counts a span and the equally long one before it, the latter in the bars its events would lie in a span later. */
export async function compareWithBefore(
  reader: Reader,
  request: Bins & { readonly question: AnsweredQuestion; readonly span: Range },
): Promise<Comparison> {
  const { span, bins } = request;
  const lengthMicros = span.toMicros - span.fromMicros;
  const before = { fromMicros: span.fromMicros - lengthMicros, toMicros: span.fromMicros };
  const where = whereOf(inAllTime(request.question));
  const later = sql`(epoch_us("eventTime") + ${BigInt(lengthMicros)}::BIGINT)`;
  const rows = await reader.rows(
    sql`SELECT CASE WHEN ${later} >= ${BigInt(request.fromMicros)}::BIGINT THEN ${binOf(later, request)} END AS bin,
          count(*)::DOUBLE, true FROM trail.main.event_columns WHERE ${where} AND ${inRange(before)} GROUP BY bin
        UNION ALL SELECT NULL, count(*)::DOUBLE, false FROM trail.main.event_columns WHERE ${where} AND ${inRange(span)}`,
  );
  const counts = new Array<number>(bins).fill(0);
  let eventsBefore = 0;
  let eventsNow = 0;
  for (const [bin, events, isBefore] of rows) {
    if (isBefore !== true) eventsNow = Number(events);
    else {
      eventsBefore += Number(events);
      const at = bin === null ? -1 : Number(bin);
      if (at >= 0 && at < bins) counts[at] = (counts[at] ?? 0) + Number(events);
    }
  }
  return { before, eventsBefore, eventsNow, counts };
}

import type { ResultOf } from '../../../../shared/bridge/contract.ts';
import type { searchContract } from '../../../../shared/contract/search.ts';
import type { Reader } from '../../db/pool.ts';
import { numberOrNull } from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import { before, from, whereOf, type AnsweredQuestion } from '../../ask/question.ts';

/** The last event before the question's range and the first after it, in microseconds; null where there is none. */
export async function nearestEvents(
  reader: Reader,
  question: AnsweredQuestion,
): Promise<ResultOf<(typeof searchContract)['search.nearest']>> {
  const { range } = question.scope;
  if (!range) return { beforeMicros: null, afterMicros: null };
  const where = whereOf({ ...question, scope: { ...question.scope, range: null } });
  return reader.one(
    sql`SELECT epoch_us(max("eventTime") FILTER (WHERE ${before(range.fromMicros)}))::DOUBLE AS "beforeMicros",
          epoch_us(min("eventTime") FILTER (WHERE ${from(range.toMicros)}))::DOUBLE AS "afterMicros"
        FROM trail.main.event_columns WHERE ${where}`,
    { beforeMicros: numberOrNull, afterMicros: numberOrNull },
  );
}

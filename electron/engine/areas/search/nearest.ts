import type { ResultOf } from '../../../../shared/bridge/contract.ts';
import type { searchContract } from '../../../../shared/contract/search.ts';
import type { Reader } from '../../db/pool.ts';
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
  const [row] = await reader.rows(
    sql`SELECT epoch_us(max("eventTime") FILTER (WHERE ${before(range.fromMicros)}))::DOUBLE,
          epoch_us(min("eventTime") FILTER (WHERE ${from(range.toMicros)}))::DOUBLE
        FROM trail.main.event_columns WHERE ${where}`,
  );
  const [last, first] = row ?? [];
  return {
    beforeMicros: typeof last === 'number' ? last : null,
    afterMicros: typeof first === 'number' ? first : null,
  };
}

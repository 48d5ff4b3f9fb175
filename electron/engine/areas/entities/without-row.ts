import { hasRow } from '../../../../shared/cloudtrail/actions.ts';
import type { ActionsWithoutRow } from '../../../../shared/contract/entities.ts';
import { whereOf, type AnsweredQuestion } from '../../ask/question.ts';
import type { Reader } from '../../db/pool.ts';
import { count, text } from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';

/** The actions of a question's events that the tables of services say nothing of, the most frequent first. */
export async function actionsWithoutRow(
  reader: Reader,
  question: AnsweredQuestion,
  limit: number,
): Promise<ActionsWithoutRow> {
  const rows = await reader.read(
    sql`SELECT coalesce("eventSource", '') AS "eventSource", "eventName", count(*)::DOUBLE AS events
      FROM trail.main.event_columns WHERE ${whereOf(question)} AND "eventName" IS NOT NULL
      GROUP BY ALL ORDER BY events DESC, "eventSource", "eventName"`,
    { eventSource: text, eventName: text, events: count },
  );
  const without = rows.filter(({ eventSource, eventName }) => !hasRow(eventSource, eventName));
  return {
    actions: without.slice(0, limit),
    distinct: without.length,
    events: without.reduce((sum, { events }) => sum + events, 0),
  };
}

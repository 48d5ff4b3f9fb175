import type { EntityChain } from '../../../../shared/contract/entity-sections.ts';
import type { Local } from '../../ask/local.ts';
import { whereOf, type AnsweredQuestion } from '../../ask/question.ts';
import { count, text, textOrNull } from '../../db/rows.ts';
import { sql, type Sql } from '../../db/sql.ts';

const query = (where: Sql): Sql => sql`
  WITH own AS (SELECT file_id, ordinal FROM trail.main.event_columns WHERE (${where}) AND consequence IN ('secret', 'change')),
  handed AS MATERIALIZED (SELECT action, coalesce(role_arn, issued_user, issued_arn) AS receiver, issued_key
    FROM derived.main.mints SEMI JOIN own USING (file_id, ordinal) WHERE issued_key IS NOT NULL),
  uses AS (SELECT "userIdentity.accessKeyId" AS issued_key, count(*) AS events FROM trail.main.event_columns
    WHERE "userIdentity.accessKeyId" IN (SELECT issued_key FROM handed) GROUP BY issued_key),
  further AS (SELECT by_key AS issued_key, count(*) AS mints FROM derived.main.mints
    WHERE by_key IN (SELECT issued_key FROM handed) GROUP BY by_key)
  SELECT action, count(DISTINCT receiver)::DOUBLE AS receivers, min(receiver) AS receiver, count(*)::DOUBLE AS handed_out,
    count(uses.events)::DOUBLE AS used, sum(uses.events)::DOUBLE AS events, sum(further.mints)::DOUBLE AS further
  FROM handed LEFT JOIN uses USING (issued_key) LEFT JOIN further USING (issued_key)
  GROUP BY action ORDER BY events DESC NULLS LAST, action`;

const row = {
  action: text,
  receivers: count,
  receiver: textOrNull,
  handed_out: count,
  used: count,
  events: count,
  further: count,
};

/** What credentials the events of a question handed out, by action, and what was done with them. Links by key alone: recorded. */
export async function readChain(
  { reader }: Pick<Local, 'reader'>,
  question: AnsweredQuestion,
): Promise<EntityChain> {
  const rows = await reader.read(query(whereOf(question)), row);
  return {
    steps: rows.map(({ handed_out, ...step }) => ({ ...step, handedOut: handed_out })),
  };
}

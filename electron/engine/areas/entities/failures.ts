import { isNotFound } from '../../../../shared/cloudtrail/not-found.ts';
import type {
  EntityFailures,
  FailureClass,
  FailureLine,
} from '../../../../shared/contract/entity-sections.ts';
import { count, flag, number, numberOrNull, oneOf, text, textOrNull, type RowOf } from '../../db/rows.ts';
import type { Local } from '../../ask/local.ts';
import { whereOf, type AnsweredQuestion } from '../../ask/question.ts';
import { raw, sql } from '../../db/sql.ts';
import { failuresQuery } from './failures-sql.ts';

const row = {
  of: oneOf(['line', 'change']),
  n: number,
  in_all: count,
  source: textOrNull,
  name: text,
  code: textOrNull,
  result: textOrNull,
  events: count,
  targets: count,
  target: textOrNull,
  first_at: numberOrNull,
  last_at: numberOrNull,
  later_done: count,
  least: numberOrNull,
  most: numberOrNull,
  is_named: flag,
  event: textOrNull,
  principal: textOrNull,
};
type Row = RowOf<typeof row>;

function classOf({ result, code }: Row): FailureClass {
  if (result === 'refused' || result === 'throttled') return result;
  return isNotFound(code) ? 'not-found' : 'failed';
}

function lineOf(line: Row, changes: readonly Row[]): FailureLine {
  const { source, name, code, events, targets, target, first_at, last_at, later_done, least, most } = line;
  return {
    eventSource: source ?? '',
    eventName: name,
    errorCode: code,
    class: classOf(line),
    ...{ events, targets, target },
    firstMicros: first_at,
    lastMicros: last_at,
    laterDone: later_done,
    gap: least === null || most === null ? null : { leastMicros: least, mostMicros: most },
    grade: later_done === 0 ? null : line.is_named ? 'recorded' : 'inferred',
    between: changes.map((change) => ({
      event: change.event ?? '',
      atMicros: change.first_at ?? 0,
      eventName: change.name,
      principal: change.principal,
      target: change.target,
    })),
    betweenInAll: changes[0]?.in_all ?? 0,
  };
}

const totals = sql`SELECT result, "errorCode" AS code, count(*)::DOUBLE AS events`;

/** What failed of a question's events by action and error, with what of it was done later and the changes between. */
export async function readFailures(
  { reader }: Pick<Local, 'reader'>,
  { question, limit }: { readonly question: AnsweredQuestion; readonly limit: number },
): Promise<EntityFailures> {
  const where = whereOf(question);
  const [rows, ends] = await Promise.all([
    reader.read(failuresQuery(where, limit), row),
    reader.read(
      sql`${totals} FROM trail.main.event_columns WHERE ${where} AND ${raw(`result <> 'done'`)} GROUP BY ALL`,
      { result: text, code: textOrNull, events: number },
    ),
  ]);
  const sumOf = (holds: (end: (typeof ends)[number]) => boolean): number =>
    ends.filter(holds).reduce((sum, { events }) => sum + events, 0);
  const lines = rows.filter(({ of }) => of === 'line').toSorted((a, b) => a.n - b.n);
  const changes = rows.filter(({ of }) => of === 'change');
  const isMissing = ({ result, code }: { result: string; code: string | null }): boolean =>
    result === 'failed' && isNotFound(code);
  return {
    refused: sumOf(({ result }) => result === 'refused'),
    throttled: sumOf(({ result }) => result === 'throttled'),
    notFound: sumOf(isMissing),
    failed: sumOf((end) => end.result === 'failed' && !isMissing(end)),
    lines: lines.map((line) =>
      lineOf(
        line,
        changes.filter(({ n }) => n === line.n).toSorted((a, b) => (a.first_at ?? 0) - (b.first_at ?? 0)),
      ),
    ),
    more: Math.max(0, (lines[0]?.in_all ?? 0) - lines.length),
  };
}

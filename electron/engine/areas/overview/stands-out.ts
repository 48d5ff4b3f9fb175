import { evidenceOf } from '../../../../shared/cloudtrail/evidence-of.ts';
import { expectedEvents } from '../../../../shared/cloudtrail/expected.ts';
import { wholeScope } from '../../../../shared/contract/common.ts';
import type {
  ArchiveAtAGlance,
  ExpectedActor,
  OverviewLine,
  StandsOut,
} from '../../../../shared/contract/overview.ts';
import { severities, type Sentence, type Statement } from '../../../../shared/contract/statement.ts';
import { compileFilter } from '../../ask/local-sql.ts';
import { whereOf, type AnsweredQuestion } from '../../ask/question.ts';
import type { StatementsFrom, StatementSource } from '../../ask/statement-sources.ts';
import type { Reader } from '../../db/pool.ts';
import { flag } from '../../db/rows.ts';
import { identifier, join, sql } from '../../db/sql.ts';

/** More lines than a person reads; the rest is counted. */
const mostLines = 500;

const firstMicros = ({ spans }: Statement): number => spans[0]?.fromMicros ?? Infinity;

/** The gravest first, then by time, then by ID: the same however the sources are ordered. */
const byGravity = (a: Statement, b: Statement): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
  Math.sign(firstMicros(a) - firstMicros(b)) ||
  (a.id < b.id ? -1 : 1);

/** What all sources say, in order; of several under one ID the gravest. */
export async function allStatements(
  sources: readonly StatementSource[],
  local: StatementsFrom,
  signal: AbortSignal,
): Promise<readonly Statement[]> {
  const said = await Promise.all(sources.map(({ statements }) => statements(local, signal)));
  const ids = new Set<string>();
  return said
    .flat()
    .sort(byGravity)
    .filter(({ id }) => !ids.has(id) && ids.add(id));
}

/** By the ID of a statement: the expected actors that all of its events are of. */
export type Marks = ReadonlyMap<string, readonly string[]>;

/** Looks a filter's costly parts up before it is asked. */
export type Answering = <Result>(
  filter: Statement['evidence'],
  work: (question: AnsweredQuestion) => Promise<Result>,
) => Promise<Result>;

/** Which of the actors all events of a statement are of. */
async function actorsOf(
  reader: Reader,
  actors: readonly ExpectedActor[],
  question: AnsweredQuestion,
): Promise<readonly string[]> {
  const tests = actors.map(
    (actor, at) =>
      sql`bool_and(coalesce(${compileFilter(expectedEvents(actor), question)}, false)) AS ${identifier(String(at))}`,
  );
  const row = await reader.one(
    sql`SELECT ${join(tests, ', ')} FROM trail.main.event_columns WHERE ${whereOf(question)}`,
    Object.fromEntries(actors.map((_, at) => [String(at), flag])),
  );
  return actors.flatMap(({ id }, at) => (row[String(at)] === true ? [id] : []));
}

/** Compares statements with the expected actors. Errors: `cancelled`. */
export async function marksOf(
  reader: Reader,
  statements: readonly Statement[],
  actors: readonly ExpectedActor[],
  answering: Answering,
): Promise<Marks> {
  if (actors.length === 0) return new Map();
  const marks = new Map<string, readonly string[]>();
  for (const { id, evidence } of statements.slice(0, mostLines))
    marks.set(id, await answering(evidence, (question) => actorsOf(reader, actors, question)));
  return marks;
}

/** The question for the events of a statement. */
export const questionOf = (evidence: Statement['evidence']) => ({
  scope: wholeScope,
  filter: evidenceOf({ evidence }),
});

/** What the lines that nobody put aside come to, by the first source that sums up. Errors: `cancelled`, those of the sources. */
export async function verdictOf(
  sources: readonly StatementSource[],
  local: StatementsFrom,
  lines: readonly OverviewLine[],
  archive: ArchiveAtAGlance,
): Promise<Sentence | null> {
  const standing = lines.filter(({ dismissed }) => dismissed === null);
  for (const { verdict } of sources) {
    const said = await verdict?.(local, standing, archive);
    if (said) return said;
  }
  return null;
}

/** Puts together what the sources said and what people decided. Errors: `cancelled`, those of the sources. */
export async function standsOut(
  sources: readonly StatementSource[],
  {
    statements,
    dismissed,
    marks,
    archive,
    isPartial,
    verdictOn,
  }: {
    readonly statements: readonly Statement[];
    readonly dismissed: ReadonlyMap<string, OverviewLine['dismissed']>;
    readonly marks: Marks;
    readonly archive: ArchiveAtAGlance;
    readonly isPartial: boolean;
    readonly verdictOn: (lines: readonly OverviewLine[]) => Promise<Sentence | null>;
  },
): Promise<StandsOut> {
  const lines = statements.slice(0, mostLines).map((statement): OverviewLine => ({
    statement,
    dismissed: dismissed.get(statement.id) ?? null,
    expected: [...(marks.get(statement.id) ?? [])],
  }));
  return {
    verdict: await verdictOn(lines),
    lines,
    more: statements.length - lines.length,
    sources: sources.map(({ name }) => name),
    learned: archive.span,
    isPartial,
  };
}

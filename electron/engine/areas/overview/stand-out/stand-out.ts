import { severities, type Sentence, type Statement } from '../../../../../shared/contract/statement.ts';
import { actorName } from './words.ts';
import { ruleOf } from '../../../../../shared/cloudtrail/stand-out/all-rules.ts';
import type { Local } from '../../../ask/local.ts';
import type { StatementSource } from '../../../ask/statement-sources.ts';
import type { Reader } from '../../../db/pool.ts';
import { actionLines, type ActionFacts } from './action-lines.ts';
import { archiveLines } from './archive-lines.ts';
import { withCommonTogether } from './common-lines.ts';
import { credentialLines } from './credential-lines.ts';
import { dataLines, manyByPerson, manyBytes } from './data-lines.ts';
import { deedLines } from './deed-lines.ts';
import { firstSeenLines } from './first-seen-lines.ts';
import { groupedBy } from './grouped.ts';
import { readBusiest, readKeyUses, readUses } from './key-uses.ts';
import { pathLines } from './path-lines.ts';
import { readActions, readChanges, readTaken, type Changes } from './read-actions.ts';
import { readDeeds } from './read-deeds.ts';
import { signInLines } from './sign-in-lines.ts';
import { factsOf, toldOf, type Told } from './told.ts';
import { verdictOf } from './verdict.ts';

/** What stands behind the lines about actions: who made what, and whose rights were changed when. */
function actionFactsOf(told: readonly Told[], deeds: Awaited<ReturnType<typeof readDeeds>>): ActionFacts {
  const made = new Map<string, Set<string>>();
  for (const deed of deeds.filter(({ rules, result }) => rules.includes('made') && result === 'done')) {
    const name = ruleOf('made')?.object(deed);
    if (name !== undefined) made.set(deed.principal, (made.get(deed.principal) ?? new Set()).add(name));
  }
  const granting = groupedBy(
    told.filter(
      ({ rule, deed }) =>
        rule.line === 'identity' && rule.subject === 'Privilege escalation' && deed.result === 'done',
    ),
    ({ object }) => object,
  );
  return {
    madeBy: (principal) => made.get(principal) ?? new Set(),
    changed: (principal, from, to) => {
      const found = granting
        .get(actorName(principal))
        ?.find(({ deed: { micros } }) => micros !== null && micros >= from && micros <= to);
      return found && `${found.deed.action} by ${actorName(found.deed.principal)}`;
    },
  };
}

const begunOf = (callers: readonly Changes[]): ReadonlyMap<string, number> =>
  new Map(callers.map(({ value, first }) => [value, first]));

/** The access keys that were made. */
const madeKeys = (deeds: Awaited<ReturnType<typeof readDeeds>>): readonly string[] =>
  deeds.flatMap(({ record }) => record.text('responseElements.accessKey.accessKeyId') ?? []);

const beginOf = ({ spans }: Statement): number => spans[0]?.fromMicros ?? 0;

/** The gravest first, then by time. */
const inOrder = (statements: readonly Statement[]): readonly Statement[] =>
  [...statements].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      beginOf(a) - beginOf(b) ||
      (a.id < b.id ? -1 : 1),
  );

async function readAll(reader: Reader) {
  const [deeds, uses, busiest, actions, taken, callers, regions] = await Promise.all([
    readDeeds(reader),
    readUses(reader),
    readBusiest(reader),
    readActions(reader),
    readTaken(reader, manyByPerson, manyBytes),
    readChanges(reader, 'principal'),
    readChanges(reader, 'awsRegion'),
  ]);
  return {
    deeds,
    uses,
    busiest,
    actions,
    taken,
    callers,
    regions,
    keyUses: await readKeyUses(reader, madeKeys(deeds)),
  };
}

function linesOf(read: Awaited<ReturnType<typeof readAll>>): readonly Statement[] {
  const { deeds, uses, busiest, actions, taken, callers, regions, keyUses } = read;
  const told = toldOf(deeds);
  return [
    ...deedLines(told, { facts: factsOf(deeds), keyUses }),
    ...signInLines(deeds),
    ...credentialLines(uses),
    ...actionLines(actions, actionFactsOf(told, deeds)),
    ...dataLines(actions, taken),
    ...pathLines(actions, begunOf(callers)),
    ...firstSeenLines(callers, regions),
    ...archiveLines(uses, busiest),
  ];
}

/** Everything that stands out in an archive by its records, the gravest first. Errors: `cancelled`, those of reading. */
export const whatStandsOut = async ({ reader }: Pick<Local, 'reader'>): Promise<readonly Statement[]> =>
  inOrder(withCommonTogether(linesOf(await readAll(reader))));

/**
 * What it all comes to, in a sentence or two, after the statements that are shown; null where there are none. Errors: as
 * `whatStandsOut`.
 */
export async function verdictFor(
  { reader }: Pick<Local, 'reader'>,
  statements: readonly Statement[],
): Promise<Sentence | null> {
  const [uses, busiest, callers] = await Promise.all([
    readUses(reader),
    readBusiest(reader),
    readChanges(reader, 'principal'),
  ]);
  const changes = callers.reduce((sum, { events }) => sum + events, 0);
  return verdictOf({ statements, uses, busiest, changes });
}

/** What stands out by the records, as the overview asks for it. */
export const standOutSource: StatementSource = {
  name: 'what stands out by the records',
  statements: (local) => whatStandsOut(local),
  verdict: (local, lines) =>
    verdictFor(
      local,
      lines.map(({ statement }) => statement),
    ),
};

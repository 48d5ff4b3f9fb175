import { severities, type Statement } from '../../../../../shared/contract/statement.ts';
import { actorName } from './words.ts';
import { ruleOf } from '../../../../../shared/cloudtrail/stand-out/all-rules.ts';
import type { Local } from '../../../ask/local.ts';
import { actionLines, type ActionFacts } from './action-lines.ts';
import { archiveLines } from './archive-lines.ts';
import { credentialLines } from './credential-lines.ts';
import { deedLines } from './deed-lines.ts';
import { firstSeenLines } from './first-seen-lines.ts';
import { keyUsesOf, readUses } from './key-uses.ts';
import { pathLines } from './path-lines.ts';
import { readActions } from './read-actions.ts';
import { readDeeds } from './read-deeds.ts';
import { signInLines } from './sign-in-lines.ts';
import type { StatementSource } from './source.ts';
import { factsOf, toldOf, type Told } from './told.ts';

/** What stands behind the lines about actions: who made what, and whose rights were changed when. */
function actionFactsOf(told: readonly Told[], deeds: Awaited<ReturnType<typeof readDeeds>>): ActionFacts {
  const made = new Map<string, Set<string>>();
  for (const deed of deeds.filter(({ rules, result }) => rules.includes('made') && result === 'done')) {
    const name = ruleOf('made')?.object(deed);
    if (name !== undefined) made.set(deed.principal, (made.get(deed.principal) ?? new Set()).add(name));
  }
  const granting = told.filter(
    ({ rule, deed }) =>
      rule.line === 'identity' && rule.subject === 'Privilege escalation' && deed.result === 'done',
  );
  return {
    madeBy: (principal) => made.get(principal) ?? new Set(),
    changed: (principal, from, to) => {
      const found = granting.find(
        ({ deed: { micros }, object }) =>
          object === actorName(principal) && micros !== null && micros >= from && micros <= to,
      );
      return found && `${found.deed.action} by ${actorName(found.deed.principal)}`;
    },
  };
}

/** When each caller was first seen; uses are in order of time. */
const begunOf = (uses: Awaited<ReturnType<typeof readUses>>): ReadonlyMap<string, number> =>
  new Map([...uses].reverse().map(({ principal, first }) => [principal, first]));

const beginOf = ({ spans }: Statement): number => spans[0]?.fromMicros ?? 0;

/** The gravest first, then by time. */
export const inOrder = (statements: readonly Statement[]): readonly Statement[] =>
  [...statements].sort(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      beginOf(a) - beginOf(b) ||
      (a.id < b.id ? -1 : 1),
  );

/** Everything that stands out in an archive by its records, the gravest first. Errors: `cancelled`, those of reading. */
export async function whatStandsOut({ reader }: Pick<Local, 'reader'>): Promise<readonly Statement[]> {
  const [deeds, uses, actions] = await Promise.all([
    readDeeds(reader),
    readUses(reader),
    readActions(reader),
  ]);
  const told = toldOf(deeds);
  return inOrder([
    ...deedLines(told, { facts: factsOf(deeds), keyUses: keyUsesOf(uses) }),
    ...signInLines(deeds),
    ...credentialLines(uses),
    ...actionLines(actions, actionFactsOf(told, deeds)),
    ...pathLines(actions, begunOf(uses)),
    ...firstSeenLines(actions),
    ...archiveLines(uses),
  ]);
}

/** What stands out by the records, as the overview asks for it. */
export const standOutSource: StatementSource = {
  name: 'stand-out',
  statements: (local) => whatStandsOut(local),
};

import type { Deed } from '../../../../../shared/cloudtrail/stand-out/deed.ts';
import { actorName, counted, lasting, listed, says, value } from './words.ts';
import type { Statement } from '../../../../../shared/contract/statement.ts';
import { networkOf } from './credential-lines.ts';
import { groupedBy } from './grouped.ts';
import { byEventIds, spansOf, statementOf } from './statement-of.ts';

const hour = 3600 * 1_000_000;

/** The name that somebody gave at the door: failed ones have no ARN. */
const nameOf = (deed: Deed): string => actorName(deed.callerArn ?? deed.principal);

const distinct = (texts: readonly (string | null)[]): readonly string[] => [
  ...new Set(texts.filter((one) => one !== null)),
];

/** Fewer failures are a slip of the hand. */
const manyFailures = 3;

function guessedLine(name: string, deeds: readonly Deed[]): Statement | undefined {
  const failed = deeds.filter(({ rules }) => rules.includes('sign-in-failed'));
  const success = deeds.find(
    (deed) =>
      deed.rules.includes('signed-in') &&
      failed.filter(
        ({ micros }) => (micros ?? 0) <= (deed.micros ?? 0) && (micros ?? 0) >= (deed.micros ?? 0) - hour,
      ).length >= manyFailures,
  );
  if (failed.length < manyFailures) return undefined;
  const told = success ? [...failed, success] : failed;
  const filter = byEventIds(told);
  if (!filter) return undefined;
  const isManyFailures = failed.length >= 2 * manyFailures;
  return statementOf({
    rule: 'sign-in-guessed',
    about: [name],
    severity: success ? (isManyFailures ? 'H' : 'M') : isManyFailures ? 'M' : 'L',
    outcome: success ? 'mixed' : 'failed',
    subject: 'Sign-in',
    says: [
      value(name),
      says(` failed to sign in ${counted(failed.length, 'time')}${success ? ', and then did' : ''}, from `),
      ...listed(distinct(told.map(({ address }) => address)), 'sourceIPAddress'),
    ],
    theirs: ['T1110', 'CIS 4.6'],
    grade: success ? 'inferred' : 'recorded',
    otherExplanation: success ? 'Somebody who had to remember the password.' : null,
    count: told.length,
    filter,
    spans: spansOf(told.map(({ micros }) => micros)),
  });
}

function twoPlaces(name: string, deeds: readonly Deed[]): Statement | undefined {
  const good = deeds.filter(({ rules, micros }) => rules.includes('signed-in') && micros !== null);
  const at = good.findIndex((deed, index) => {
    const before = good[index - 1];
    return (
      before !== undefined &&
      (deed.micros ?? 0) - (before.micros ?? 0) <= hour &&
      networkOf(before.address ?? '') !== networkOf(deed.address ?? '')
    );
  });
  const [before, after] = [good[at - 1], good[at]];
  const filter = before && after ? byEventIds([before, after]) : undefined;
  if (!before || !after || !filter) return undefined;
  return statementOf({
    rule: 'sign-in-from-two-places',
    about: [name],
    severity: 'M',
    subject: 'Sign-in',
    says: [
      value(name),
      says(' signed in from '),
      ...listed(distinct([before.address, after.address]), 'sourceIPAddress'),
      says(` within ${lasting((after.micros ?? 0) - (before.micros ?? 0))}`),
    ],
    theirs: ['T1078.004', 'UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B'],
    grade: 'inferred',
    otherExplanation: 'One person with two ways out, such as a VPN.',
    count: 2,
    filter,
    spans: spansOf([before.micros, after.micros]),
  });
}

/** Lines about who came to the door of the console, and how often in vain. */
export function signInLines(deeds: readonly Deed[]): readonly Statement[] {
  const atDoor = deeds.filter(({ action }) => action === 'ConsoleLogin');
  return [...groupedBy(atDoor, nameOf)].flatMap(([name, own]) =>
    [guessedLine(name, own), twoPlaces(name, own)].filter((line) => line !== undefined),
  );
}

import { all, is } from '../../../shared/cloudtrail/conditions.ts';
import type {
  CredentialKind,
  CredentialLane,
  EntityCredentials,
} from '../../../shared/contract/entity-sections.ts';
import type { Filter } from '../../../shared/filter/filter.ts';
import { timeText } from '../../../shared/words/time-text.ts';
import { formatTime, visibleText } from '../../kit/format.ts';

const kindWords: Readonly<Record<CredentialKind, string>> = {
  key: 'access key',
  temporary: 'temporary key',
  console: 'console session',
  aws: 'AWS on behalf',
  'sign-in': 'sign-ins',
  none: 'no credential recorded',
};

/** The time of a day in the zone on screen: `12:13:16`. */
export const clockOf = (micros: number): string => formatTime(micros).slice(11);

/** What a credential is called: its key, or `console session of 12:13:16`. */
export function laneName({ kind, key, createdMicros }: CredentialLane): string {
  if (key !== null) return visibleText(key);
  return createdMicros === null ? kindWords[kind] : `${kindWords[kind]} of ${clockOf(createdMicros)}`;
}

/** A word for how well a statement stands. */
export const gradeWord = (grade: CredentialLane['obtained']['grade']): string => grade.replace('-', ' ');

/** How a credential was obtained, without the grade: `ConsoleLogin 12:27:45, with MFA`. */
export function obtainedWords({ obtained }: CredentialLane): string {
  const { action, atMicros, says } = obtained;
  if (action === null || atMicros === null) return visibleText(says);
  return visibleText(`${action} ${clockOf(atMicros)}${says.slice(action.length)}`);
}

/** The events of a credential as far as records name it; undefined where none does. */
export function laneFilter({ kind, key, principalId, createdMicros }: CredentialLane): Filter | undefined {
  if (key !== null) return is('userIdentity.accessKeyId', key);
  if (kind !== 'console' || principalId === null || createdMicros === null) return undefined;
  return all(
    is('userIdentity.principalId', principalId),
    is('userIdentity.sessionContext.attributes.creationDate', timeText(createdMicros)),
  );
}

/** The pieces of a headline, values made safe to show. */
export const headlineParts = ({
  headline,
}: EntityCredentials): readonly { readonly text: string; readonly isValue: boolean }[] =>
  headline.says.map((part) =>
    'text' in part ? { text: part.text, isValue: false } : { text: visibleText(part.value), isValue: true },
  );

import type { Range, Scope } from '../../../../shared/contract/common.ts';
import type { EventDetail } from '../../../../shared/contract/events.ts';
import { fromConjuncts } from '../../../../shared/filter/conjuncts.ts';
import { onlyThis } from '../../../../shared/filter/facet-selection.ts';
import { everything, type Filter } from '../../../../shared/filter/filter.ts';
import { subjectFilter } from '../../../services/values/subject.ts';
import { around, microsOf, minutesMicros, reachWords } from '../../../services/values/times.ts';

type Fields = EventDetail['fields'];

/** Something an event shares with others. */
export interface Relation {
  readonly id: string;
  readonly label: string;
  /** What is shared, as text. */
  readonly value: string;
  readonly filter: Filter;
  /** Counting it takes a search in all records, so it waits until the others are there. */
  readonly isCostly?: true;
}

const is = (field: string, value: string): Filter => onlyThis(everything, field, value);

const textOf = (fields: Fields, name: string): string | undefined => {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/**
 * The session: whose it is and when its credentials were issued. The key is part of it, but not in the console, which
 * asks for a new one for every service. Without a session the principal ID names the user, whom “same identity” covers.
 */
function sessionFilter(fields: Fields): Filter | undefined {
  const principalId = textOf(fields, 'userIdentity.principalId');
  const created = textOf(fields, 'userIdentity.sessionContext.attributes.creationDate');
  const key = textOf(fields, 'userIdentity.accessKeyId');
  const isConsole = String(fields['sessionCredentialFromConsole']) === 'true';
  if (!principalId || (!created && !principalId.includes(':'))) return undefined;
  return fromConjuncts([
    is('userIdentity.principalId', principalId),
    ...(created ? [is('userIdentity.sessionContext.attributes.creationDate', created)] : []),
    ...(key && !isConsole ? [is('userIdentity.accessKeyId', key)] : []),
  ]);
}

/** ARNs of what the event touched, from `resources`; never more than three. */
function resourcesOf(fields: Fields): readonly string[] {
  try {
    const list: unknown = JSON.parse(String(fields['resources'] ?? '[]'));
    if (!Array.isArray(list)) return [];
    const arns = list.flatMap((entry: unknown) => {
      const arn = (entry as { ARN?: unknown } | null)?.ARN;
      return typeof arn === 'string' && arn !== '' ? [arn] : [];
    });
    return [...new Set(arns)].slice(0, 3);
  } catch {
    return [];
  }
}

/** What an event shares with others: request, session, key, address, identity, resources. */
export function relationsOf({ fields }: Pick<EventDetail, 'fields'>): readonly Relation[] {
  const shared = (id: string, field: string, label: string): readonly Relation[] => {
    const value = textOf(fields, field);
    return value === undefined ? [] : [{ id, label, value, filter: is(field, value) }];
  };
  const session = sessionFilter(fields);
  return [
    ...shared('request', 'requestID', 'Same request'),
    ...shared('shared', 'sharedEventID', 'Same action in other accounts'),
    ...(session
      ? [
          {
            id: 'session',
            label: 'Same session',
            value: textOf(fields, 'userIdentity.arn') ?? textOf(fields, 'userIdentity.principalId') ?? '',
            filter: session,
          },
        ]
      : []),
    ...shared('key', 'userIdentity.accessKeyId', 'Same access key'),
    ...shared('address', 'sourceIPAddress', 'Same source IP'),
    ...shared('principal', 'principal', 'Same identity'),
    ...resourcesOf(fields).map((arn): Relation => ({
      id: `resource ${arn}`,
      label: 'Same resource',
      value: arn,
      filter: subjectFilter({ kind: 'resource', value: arn }),
      isCostly: true,
    })),
  ];
}

/** Everything that happened close to an event. */
export interface Surroundings {
  readonly minutes: number;
  readonly label: string;
  readonly range: Range;
}

/** The spans around the event, narrowest first; none for an event without a time. */
export function surroundingsOf({ fields }: Pick<EventDetail, 'fields'>): readonly Surroundings[] {
  const micros = microsOf(fields['eventTime']);
  if (micros === undefined) return [];
  return [1, 5, 15, 60].map((minutes) => ({
    minutes,
    label: `± ${reachWords(minutes)}`,
    range: around(micros, minutesMicros(minutes)),
  }));
}

/** The scope with its range replaced. */
export const within = (scope: Scope, range: Range | null): Scope => ({ ...scope, range });

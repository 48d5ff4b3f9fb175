import type { Profile } from '../../../shared/contract/entities.ts';
import { plural } from '../../kit/format.ts';
import type { SubjectKind } from '../../services/values/subject.ts';

/** A list of a page: the values of one field. */
export interface ProfileGroup {
  readonly field: string;
  readonly title: string;
}

const group = (field: string, title: string): ProfileGroup => ({ field, title });

const services = group('eventSource', 'Services');
const actions = group('eventName', 'Actions');
const errors = group('errorCode', 'Failures by error');
const principals = group('principal', 'Identities');
const callers = group('userIdentity.arn', 'Callers with session');
const keys = group('userIdentity.accessKeyId', 'Access keys');
const sessions = group('userIdentity.principalId', 'Principal IDs with session');
const addresses = group('sourceIPAddress', 'Source IPs');
const agents = group('userAgent', 'User agents');
const accounts = group('recipientAccountId', 'Accounts');
const regions = group('awsRegion', 'Regions');
const types = group('userIdentity.type', 'Identity types');
const mfa = group('userIdentity.sessionContext.attributes.mfaAuthenticated', 'With MFA');
const web = group('userIdentity.identityProvider', 'Identity providers');

const byKind: Readonly<Record<SubjectKind, readonly ProfileGroup[]>> = {
  principal: [services, actions, errors, addresses, agents, keys, sessions, accounts, regions, types, mfa],
  identity: [services, actions, errors, addresses, agents, keys, accounts, regions, principals, types, mfa],
  key: [principals, sessions, services, actions, errors, addresses, agents, accounts, regions, types, mfa],
  address: [principals, keys, sessions, services, actions, errors, agents, accounts, regions, types],
  agent: [principals, addresses, services, actions, errors, keys, accounts, regions, types],
  resource: [actions, principals, errors, addresses, agents, services, callers, accounts, regions, types],
};

/** The lists of a page, most telling first. */
export const groupsOf = (kind: SubjectKind): readonly ProfileGroup[] =>
  kind === 'address' || kind === 'identity' ? [...byKind[kind], web] : byKind[kind];

const nouns: readonly (readonly [field: string, one: string, many: string])[] = [
  [principals.field, 'identity', 'identities'],
  [keys.field, 'access key', 'access keys'],
  [addresses.field, 'source IP', 'source IPs'],
  [agents.field, 'user agent', 'user agents'],
  [services.field, 'service', 'services'],
  [actions.field, 'action', 'actions'],
  [accounts.field, 'account', 'accounts'],
  [regions.field, 'Region', 'Regions'],
];

/** How far it reaches, in one line: `IAMUser · 1 access key · 3 source IPs · 16 services · 51 actions · 1 account`. */
export function extentInWords({ groups }: Pick<Profile, 'groups'>): string {
  const of = (field: string): Profile['groups'][number] | undefined =>
    groups.find((each) => each.field === field);
  const kinds = of(types.field)?.values.slice(0, 3) ?? [];
  const counts = nouns.flatMap(([field, one, many]) => {
    const distinct = of(field)?.distinct ?? 0;
    return distinct === 0 ? [] : [plural(distinct, one, many)];
  });
  return [...kinds.map(({ value }) => value), ...counts].join(' · ');
}

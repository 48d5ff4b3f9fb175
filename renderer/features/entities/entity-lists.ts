import { isRead, isWrite } from '../../../shared/cloudtrail/rules.ts';
import type { EntityList, ListOf } from '../../../shared/contract/entities.ts';
import type { Filter } from '../../../shared/filter/filter.ts';
import type { SubjectKind } from '../../services/values/subject.ts';

/** A list of a page: the values of one field, in all its events or in some of them. */
export interface TitledList extends EntityList {
  readonly title: string;
}

const list = (field: string, title: string, of: ListOf = 'events'): TitledList => ({ field, title, of });

const writes = list('eventName', 'Actions that write', 'writes');
const reads = list('eventName', 'Actions that read', 'reads');
const actions = [writes, reads, list('eventName', 'Actions that say neither', 'unstated')];
const services = list('eventSource', 'Services');
const failures = list('errorCode', 'Failures by error');
const principals = list('principal', 'Identities');
const callers = list('userIdentity.arn', 'Callers with session');
const keys = list('userIdentity.accessKeyId', 'Access keys');
const sessions = list('userIdentity.principalId', 'Principal IDs with session');
const addresses = list('sourceIPAddress', 'Source IPs');
const agents = list('userAgent', 'User agents');
const accounts = list('recipientAccountId', 'Accounts');
const regions = list('awsRegion', 'Regions');
export const types = list('userIdentity.type', 'Identity types');
const mfa = list('userIdentity.sessionContext.attributes.mfaAuthenticated', 'With MFA');
const web = list('userIdentity.identityProvider', 'Identity providers');

const what = [...actions, services, failures];
const byKind: Readonly<Record<SubjectKind, readonly TitledList[]>> = {
  principal: [...what, addresses, agents, keys, sessions, accounts, regions, types, mfa],
  identity: [...what, addresses, agents, keys, accounts, regions, principals, types, mfa, web],
  key: [
    ...actions,
    principals,
    sessions,
    services,
    failures,
    addresses,
    agents,
    accounts,
    regions,
    types,
    mfa,
  ],
  address: [
    ...actions,
    principals,
    keys,
    sessions,
    services,
    failures,
    agents,
    accounts,
    regions,
    types,
    web,
  ],
  agent: [...actions, principals, addresses, services, failures, keys, accounts, regions, types],
  resource: [
    ...actions,
    principals,
    failures,
    addresses,
    agents,
    services,
    callers,
    accounts,
    regions,
    types,
  ],
  account: [...actions, principals, services, failures, addresses, agents, keys, regions, types],
  region: [...actions, principals, services, failures, addresses, agents, keys, accounts, types],
};

/** What the lists of a page are counted in, as one thing and as many. */
export const listNouns: readonly (readonly [list: TitledList, one: string, many: string])[] = [
  [principals, 'identity', 'identities'],
  [keys, 'access key', 'access keys'],
  [addresses, 'source IP', 'source IPs'],
  [agents, 'user agent', 'user agents'],
  [services, 'service', 'services'],
  [writes, 'action that writes', 'actions that write'],
  [reads, 'action that reads', 'actions that read'],
  [accounts, 'account', 'accounts'],
  [regions, 'Region', 'Regions'],
];

/** The lists of a page, writes first, then what tells most. */
export const listsOf = (kind: SubjectKind): readonly TitledList[] => byKind[kind];

const conditions: Readonly<Record<ListOf, Filter | undefined>> = {
  events: undefined,
  writes: isWrite,
  reads: isRead,
  unstated: { kind: 'not', of: { kind: 'field', field: 'readOnly', test: { op: 'exists' } } },
};

/** Which events a list counts, as a filter; undefined for all. */
export const conditionOf = ({ of }: EntityList): Filter | undefined => conditions[of];

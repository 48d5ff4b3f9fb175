import { request } from '../services/row.ts';
import { outsider, ownAccount } from './outsiders.ts';
import { everything, keyed, made, pair, the, type Reading, type ServiceStates } from './state.ts';

/** CloudTrail, as far as it is about things made; what is recorded less stands in `../recording`. */
export const cloudtrail: ServiceStates = {
  ...made('Trail Channel'),
  store: {
    group: 'made',
    begins: { CreateEventDataStore: the(''), RestoreEventDataStore: the('') },
    ends: { DeleteEventDataStore: the('') },
  },
  delegate: pair(
    'given',
    'RegisterOrganizationDelegatedAdmin',
    'DeregisterOrganizationDelegatedAdmin',
    the('administration of CloudTrail to'),
  ),
};

/** Config. */
export const config: ServiceStates = {
  rule: pair('made', 'PutConfigRule', 'DeleteConfigRule', the('')),
  aggregator: pair('made', 'PutConfigurationAggregator', 'DeleteConfigurationAggregator', the('')),
};

const filter = keyed(['name', 'filterName'], (name) => ({ before: `filter ${name} on`, after: '' }));

/** GuardDuty. */
export const guardduty: ServiceStates = {
  ...made('Detector'),
  filter: pair('other', 'CreateFilter', 'DeleteFilter', filter),
};

const targets: Reading = (r) => {
  const ids = [...r.texts('requestParameters.targets[].id'), ...r.texts('requestParameters.ids[]')];
  return ids.map((id) => ({ key: id, before: `target ${id} of rule`, after: '' }));
};

const permission: Reading = (r) => {
  const id = request(r, 'statementId');
  const who = request(r, 'principal');
  const other = who === undefined ? undefined : outsider(who, ownAccount(r));
  return id === undefined
    ? []
    : [{ key: id, before: 'event bus', after: other ? `to ${other.words}` : `by ${id}` }];
};

/** Rules and buses of events. */
export const events: ServiceStates = {
  ...made('EventBus ApiDestination Connection Archive'),
  rule: pair('made', 'PutRule', 'DeleteRule', the('')),
  target: pair('other', 'PutTargets', 'RemoveTargets', targets),
  disabled: {
    group: 'other',
    begins: { DisableRule: the('disabled rule') },
    ends: { EnableRule: everything },
  },
  permission: pair('opened', 'PutPermission', 'RemovePermission', permission),
};

/** Logs of CloudWatch. */
export const logs: ServiceStates = {
  ...made('LogGroup'),
  subscription: pair(
    'other',
    'PutSubscriptionFilter',
    'DeleteSubscriptionFilter',
    keyed(['filterName'], (name) => ({ before: `subscription ${name} of`, after: '' })),
  ),
};

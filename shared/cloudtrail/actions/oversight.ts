import { nameInArn } from '../caller.ts';
import type { RecordReader } from '../record-reader.ts';
import { arnName, listed, named, request, type Actions } from './phrase.ts';

const trail = (r: RecordReader): string =>
  named('trail', nameInArn(request(r, 'name', 'trailName', 'trailARN')));

/** Actions of CloudTrail. */
export const cloudtrail: Actions = {
  CreateTrail: ['create', trail],
  UpdateTrail: ['change', trail],
  DeleteTrail: ['delete', trail],
  StartLogging: ['start', (r) => `logging of ${trail(r)}`],
  StopLogging: ['stop', (r) => `logging of ${trail(r)}`],
  PutEventSelectors: ['change', (r) => `what ${trail(r)} records`],
  PutInsightSelectors: ['change', (r) => `the Insights of ${trail(r)}`],
  LookupEvents: ['look', () => 'up events in the event history'],
  DescribeTrails: ['list', () => 'trails'],
  GetTrailStatus: ['ask', (r) => `for the status of ${trail(r)}`],
  DeleteEventDataStore: ['delete', (r) => named('event data store', arnName(r, 'eventDataStore'))],
};

/** Actions of Security Hub. */
export const securityhub: Actions = {
  DisableSecurityHub: ['disable', () => 'Security Hub'],
};

/** Actions of EventBridge. */
export const rules: Actions = {
  PutRule: ['put', (r) => named('rule', request(r, 'name'))],
  PutTargets: ['set', (r) => `the targets of ${named('rule', request(r, 'rule'))}`],
  DisableRule: ['disable', (r) => named('rule', request(r, 'name'))],
  DeleteRule: ['delete', (r) => named('rule', request(r, 'name'))],
};

/** Actions of CloudWatch. */
export const alarms: Actions = {
  DeleteAlarms: ['delete', (r) => named('alarm', listed(r.texts('requestParameters.alarmNames[]')))],
};

/** Actions of Organizations. */
export const organizations: Actions = {
  LeaveOrganization: ['take', () => 'the account out of its organization'],
  CreateAccount: ['create', (r) => named('member account', request(r, 'accountName'))],
  InviteAccountToOrganization: ['invite', (r) => named('account', request(r, 'target.id'))],
  MoveAccount: [
    'move',
    (r) =>
      `${named('account', request(r, 'accountId'))} to ${request(r, 'destinationParentId') ?? 'another unit'}`,
  ],
  RegisterDelegatedAdministrator: [
    'make',
    (r) =>
      `${named('account', request(r, 'accountId'))} the administrator of ${request(r, 'servicePrincipal') ?? 'a service'}`,
  ],
  ListAccounts: ['list', () => 'the accounts of the organization'],
  RemoveAccountFromOrganization: ['remove', (r) => named('account', request(r, 'accountId'))],
  AttachPolicy: [
    'attach',
    (r) => `${named('policy', request(r, 'policyId'))} to ${request(r, 'targetId') ?? 'a target'}`,
  ],
  DetachPolicy: [
    'detach',
    (r) => `${named('policy', request(r, 'policyId'))} from ${request(r, 'targetId') ?? 'a target'}`,
  ],
};

/** Actions of GuardDuty. */
export const guardduty: Actions = {
  DeleteDetector: ['delete', (r) => named('threat detector', request(r, 'detectorId'))],
  UpdateDetector: ['change', (r) => named('threat detector', request(r, 'detectorId'))],
  CreateFilter: [
    'create',
    (r) =>
      `${named('a filter of findings', request(r, 'name'))}${request(r, 'action') ? ` with action ${request(r, 'action') ?? ''}` : ''}`,
  ],
  UpdateIPSet: ['change', (r) => named('list of trusted addresses', request(r, 'name', 'ipSetId'))],
  ArchiveFindings: ['archive', () => 'findings'],
  StopMonitoringMembers: ['stop', () => 'the monitoring of member accounts'],
  CreateIPSet: [
    'add',
    (r) => `a list of trusted addresses to ${named('detector', request(r, 'detectorId'))}`,
  ],
};

/** Actions of AWS Config. */
export const config: Actions = {
  StopConfigurationRecorder: ['stop', (r) => named('recorder', request(r, 'configurationRecorderName'))],
  DeleteConfigurationRecorder: ['delete', (r) => named('recorder', request(r, 'configurationRecorderName'))],
  DeleteConfigRule: ['delete', (r) => named('rule', request(r, 'configRuleName'))],
  DeleteDeliveryChannel: ['delete', (r) => named('delivery channel', request(r, 'deliveryChannelName'))],
};

/** Actions of CloudWatch Logs. */
export const logs: Actions = {
  DeleteLogGroup: ['delete', (r) => named('log group', request(r, 'logGroupName'))],
  DeleteLogStream: ['delete', (r) => named('log stream', request(r, 'logStreamName'))],
  PutSubscriptionFilter: [
    'send',
    (r) =>
      `${named('log group', request(r, 'logGroupName'))} on to ${request(r, 'destinationArn') ?? 'another place'}`,
  ],
  PutRetentionPolicy: [
    'change',
    (r) => `how long ${named('log group', request(r, 'logGroupName'))} keeps logs`,
  ],
};

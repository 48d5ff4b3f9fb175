import { nameInArn } from '../caller.ts';
import type { RecordReader } from '../record-reader.ts';
import { arnName, named, request, type Actions } from './phrase.ts';

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
  DeleteEventDataStore: ['delete', (r) => named('event data store', arnName(r, 'eventDataStore'))],
};

/** Actions of Organizations. */
export const organizations: Actions = {
  LeaveOrganization: ['take', () => 'the account out of its organization'],
  CreateAccount: ['create', (r) => named('member account', request(r, 'accountName'))],
  InviteAccountToOrganization: ['invite', (r) => named('account', request(r, 'target.id'))],
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
  CreateIPSet: [
    'add',
    (r) => `a list of trusted addresses to ${named('detector', request(r, 'detectorId'))}`,
  ],
};

/** Actions of AWS Config. */
export const config: Actions = {
  StopConfigurationRecorder: ['stop', (r) => named('recorder', request(r, 'configurationRecorderName'))],
  DeleteConfigurationRecorder: ['delete', (r) => named('recorder', request(r, 'configurationRecorderName'))],
  DeleteDeliveryChannel: ['delete', (r) => named('delivery channel', request(r, 'deliveryChannelName'))],
};

/** Actions of CloudWatch Logs. */
export const logs: Actions = {
  DeleteLogGroup: ['delete', (r) => named('log group', request(r, 'logGroupName'))],
  DeleteLogStream: ['delete', (r) => named('log stream', request(r, 'logStreamName'))],
  PutRetentionPolicy: [
    'change',
    (r) => `how long ${named('log group', request(r, 'logGroupName'))} keeps logs`,
  ],
};

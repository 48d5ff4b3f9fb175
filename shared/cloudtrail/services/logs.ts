import { named, request, type ServiceActions } from './row.ts';

/** Actions of CloudWatch Logs. Source of the facts: CloudWatch Logs API Reference. */
export const logs: ServiceActions = {
  DeleteLogGroup: {
    verb: 'delete',
    about: (r) => named('log group', request(r, 'logGroupName')),
    does: 'Deletes a log group with all its events.',
    matters: 'Logs of applications, functions or flow logs are gone for good.',
    next: 'What the group held: its name usually says so.',
    effects: ['hides-traces', 'deletes-data'],
  },
  DeleteLogStream: {
    verb: 'delete',
    about: (r) => named('log stream', request(r, 'logStreamName')),
    does: 'Deletes one stream of a log group with its events.',
    matters: 'A targeted removal of traces.',
    next: 'The stream’s name: it often names the instance or function.',
    effects: ['hides-traces', 'deletes-data'],
  },
  PutSubscriptionFilter: {
    verb: 'send',
    about: (r) =>
      `${named('log group', request(r, 'logGroupName'))} on to ${request(r, 'destinationArn') ?? 'another place'}`,
    does: 'Sends a log group’s events on to another place.',
    matters: 'Logs can be copied to a foreign account.',
    next: 'destinationArn in the request.',
    effects: ['shares-outside'],
  },
  PutRetentionPolicy: {
    verb: 'change',
    about: (r) => `how long ${named('log group', request(r, 'logGroupName'))} keeps logs`,
    does: 'Sets how many days a log group keeps its events.',
    matters: 'A short time makes evidence expire by itself.',
    next: 'retentionInDays in the request.',
    effects: ['hides-traces'],
  },
  CreateLogGroup: {
    verb: 'create',
    about: (r) => named('log group', request(r, 'logGroupName')),
    effects: [],
  },
  DeleteSubscriptionFilter: {
    verb: 'delete',
    about: (r) => named('the subscription of log group', request(r, 'logGroupName')),
    effects: ['weakens-logging'],
  },
  DeleteRetentionPolicy: {
    verb: 'keep',
    about: (r) => named('for good the events of log group', request(r, 'logGroupName')),
    effects: [],
  },
};

import { serviceName } from '../service-name.ts';
import { plainEventName } from '../event-name.ts';
import { member, text } from './json.ts';
import type { RecordingChange } from './judgement.ts';
import {
  always,
  detector,
  insights,
  isStart,
  ofLogBucket,
  ofRequest,
  retention,
  selectors,
  settings,
  store,
  unknownBucket,
  type Judge,
  type Known,
} from './judges.ts';
import { accessLogFindings, lifecycleFindings, policyFindings, recorderFindings } from './log-bucket.ts';

/** By service and action. Sources: the API References of the services, and CloudTrail User Guide, “Amazon S3 bucket policy for CloudTrail”. */
const judges: Readonly<Record<string, Readonly<Record<string, Judge>>>> = {
  cloudtrail: {
    CreateTrail: always('logging', 'widens', 'There is a trail more; it records after StartLogging.'),
    UpdateTrail: settings,
    DeleteTrail: always(
      'logging',
      'narrows',
      'The trail records nothing more; its files stay in the bucket.',
      'trail',
      'deleted',
    ),
    StartLogging: isStart('The trail records from here on.'),
    StopLogging: always('logging', 'narrows', 'The trail records nothing from here on.', 'logging off on'),
    PutEventSelectors: selectors,
    PutInsightSelectors: insights,
    CreateEventDataStore: isStart('There is a store of events more.'),
    UpdateEventDataStore: store,
    DeleteEventDataStore: always(
      'logging',
      'narrows',
      'The store takes nothing more and is gone after seven days.',
      'event data store',
      'deleted',
    ),
    RestoreEventDataStore: isStart('The store is taken back.'),
    StartEventDataStoreIngestion: isStart('The store takes events from here on.'),
    StopEventDataStoreIngestion: always(
      'logging',
      'narrows',
      'The store takes nothing from here on.',
      'recording off into',
    ),
  },
  config: {
    StartConfigurationRecorder: isStart('Changes of resources are recorded from here on.'),
    StopConfigurationRecorder: always(
      'logging',
      'narrows',
      'Changes of resources are not recorded from here on.',
      'Config recorder',
      'stopped',
    ),
    DeleteConfigurationRecorder: always(
      'logging',
      'narrows',
      'Changes of resources are not recorded any more.',
      'Config recorder',
      'deleted',
    ),
    PutConfigurationRecorder: ofRequest('settings', recorderFindings),
    DeleteDeliveryChannel: always(
      'delivery',
      'narrows',
      'The history of Config is delivered nowhere.',
      'delivery channel',
      'deleted',
    ),
    PutDeliveryChannel: always(
      'delivery',
      'cannot be told',
      'The request names where the history goes; where it went before is not in this record.',
    ),
  },
  ec2: {
    CreateFlowLogs: isStart('Traffic is recorded that was not, or in another place.'),
    DeleteFlowLogs: always(
      'logging',
      'narrows',
      'Traffic of a network is not recorded any more.',
      'flow log',
      'deleted',
    ),
  },
  route53: {
    CreateQueryLoggingConfig: isStart('Queries of a zone are recorded.'),
    DeleteQueryLoggingConfig: always(
      'logging',
      'narrows',
      'Queries of a zone are not recorded any more.',
      'query log',
      'deleted',
    ),
  },
  route53resolver: {
    CreateResolverQueryLogConfig: isStart('Queries of networks can be recorded.'),
    AssociateResolverQueryLogConfig: isStart('Queries of a network are recorded.'),
    DeleteResolverQueryLogConfig: always(
      'logging',
      'narrows',
      'Queries of networks are not recorded any more.',
      'DNS query log',
      'deleted',
    ),
    DisassociateResolverQueryLogConfig: always(
      'logging',
      'narrows',
      'Queries of a network are not recorded any more.',
      'DNS query log',
      'taken from a network',
    ),
  },
  logs: {
    DeleteLogGroup: always(
      'logs',
      'narrows',
      'What the log group held is gone, and nothing more goes into it.',
      'log group',
      'deleted',
    ),
    DeleteLogStream: always('logs', 'narrows', 'What the stream held is gone.', 'a log stream of', 'deleted'),
    CreateLogGroup: always('logs', 'widens', 'There is a log group more.'),
    PutRetentionPolicy: retention,
    DeleteRetentionPolicy: always('retention', 'widens', 'Events are kept for good.'),
    DeleteSubscriptionFilter: always(
      'subscription',
      'narrows',
      'Events are no longer handed on.',
      'subscription off on',
    ),
    PutSubscriptionFilter: always('subscription', 'widens', 'Events are handed on.'),
  },
  s3: {
    PutBucketLogging: ofRequest('access log', accessLogFindings),
    PutBucketLifecycle: ofLogBucket(ofRequest('lifecycle', lifecycleFindings), unknownBucket),
    PutBucketLifecycleConfiguration: ofLogBucket(ofRequest('lifecycle', lifecycleFindings), unknownBucket),
    DeleteBucketLifecycle: ofLogBucket(
      always('lifecycle', 'widens', 'No rule makes log files expire any more.'),
      unknownBucket,
    ),
    PutBucketPolicy: ofLogBucket(ofRequest('policy', policyFindings), unknownBucket),
    DeleteBucketPolicy: ofLogBucket(
      always('policy', 'narrows', 'Without a policy the delivery of logs fails.', 'no delivery allowed to'),
      unknownBucket,
    ),
    DeleteBucket: ofLogBucket(
      always('bucket', 'narrows', 'The bucket that takes the logs is gone.', 'log bucket', 'deleted'),
      unknownBucket,
    ),
  },
  bedrock: {
    PutModelInvocationLoggingConfiguration: always(
      'model log',
      'widens',
      'What models are asked is recorded.',
    ),
    DeleteModelInvocationLoggingConfiguration: always(
      'model log',
      'narrows',
      'What models are asked is not recorded any more.',
      'the log of what models are asked off in',
    ),
  },
  guardduty: {
    CreateDetector: always('detection', 'widens', 'There is a detector more.'),
    UpdateDetector: detector,
    DeleteDetector: always(
      'detection',
      'narrows',
      'Detection ends, and its findings are gone.',
      'threat detector',
      'deleted',
    ),
  },
  securityhub: {
    EnableSecurityHub: always('detection', 'widens', 'Security Hub is switched on.'),
    DisableSecurityHub: always(
      'detection',
      'narrows',
      'Security Hub is switched off.',
      'Security Hub off in',
    ),
  },
};

const judgeOf = (service: string, action: string): Judge | undefined => {
  const actions = Object.hasOwn(judges, service) ? judges[service] : undefined;
  return actions && Object.hasOwn(actions, action) ? actions[action] : undefined;
};

/** The actions that are about recording, each as its service's short name and its event name. */
export const recordingActions: readonly (readonly [service: string, action: string])[] = Object.entries(
  judges,
).flatMap(([service, actions]) => Object.keys(actions).map((action) => [service, action] as const));

/** True for a call that is about recording, by its service's short name and its event name without a date. */
export const isOfRecording = (service: string, action: string): boolean =>
  judgeOf(service, action) !== undefined;

/**
 * Whether a call makes AWS record, keep or notice less or more, from its record and what is known of the time before; undefined
 * for a call about something else. It says what the call asks for: of one that failed nothing happened. Takes any JSON value and
 * never throws. Sources: AWS CloudTrail API Reference (UpdateTrail, PutEventSelectors, PutInsightSelectors), AWS Config, Amazon
 * S3 and VPC flow logs API References.
 */
export function recordingChange(record: unknown, known: Known = {}): RecordingChange | undefined {
  const service = serviceName(text(member(record, 'eventSource')) ?? '');
  const action = plainEventName(text(member(record, 'eventName')) ?? '');
  return judgeOf(service, action)?.(record, known);
}

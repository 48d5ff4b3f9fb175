import type { Other } from '../record/found.ts';
import { isObject, type JsonObject } from './container.ts';
import { lookAlike } from '../record/look-alikes.ts';
import { at } from './record-values.ts';

interface Neighbour extends Other {
  readonly matches: (value: JsonObject) => boolean;
}

const has =
  (...keys: readonly string[]) =>
  (value: JsonObject): boolean =>
    keys.every((key) => key in value);

const firstOf = (value: unknown): unknown =>
  Array.isArray(value) ? (value as readonly unknown[])[0] : undefined;

/** A list whose first element is of that shape; an empty list has none. */
const listOf =
  (key: string, ...keys: readonly string[]) =>
  (value: JsonObject): boolean => {
    const first = firstOf(value[key]);
    return isObject(first) && keys.every((one) => one in first);
  };

const any =
  (...tests: readonly ((value: JsonObject) => boolean)[]) =>
  (value: JsonObject): boolean =>
    tests.some((test) => test(value));

const companion = (command: string, holds: string, matches: Neighbour['matches']): Neighbour => ({
  kind: 'companion',
  reason: `The output of “${command}”: ${holds}, no events.`,
  matches,
});

const otherLog = (what: string, matches: Neighbour['matches']): Neighbour => ({
  kind: 'other-log',
  reason: `${what}, not CloudTrail events.`,
  matches,
});

/**
 * AWS commands whose output people keep beside an archive. Source: AWS CLI command reference, the output of each command.
 */
const companions: readonly Neighbour[] = [
  companion('aws cloudtrail describe-trails', 'which trails there are and where they deliver', (value) =>
    Array.isArray(value['trailList']),
  ),
  companion(
    'aws cloudtrail list-trails',
    'which trails there are',
    listOf('Trails', 'TrailARN', 'HomeRegion'),
  ),
  companion('aws cloudtrail get-trail', 'a trail’s settings', (value) =>
    has('TrailARN')(asObject(value['Trail'])),
  ),
  companion(
    'aws cloudtrail get-trail-status',
    'whether a trail was logging and when it last delivered',
    (value) => typeof value['IsLogging'] === 'boolean',
  ),
  companion(
    'aws cloudtrail get-event-selectors',
    'what a trail records',
    any(has('TrailARN', 'EventSelectors'), has('TrailARN', 'AdvancedEventSelectors')),
  ),
  companion(
    'aws cloudtrail get-insight-selectors',
    'which Insights a trail computes',
    has('InsightSelectors'),
  ),
  companion(
    'aws cloudtrail list-insights-metric-data',
    'the numbers behind Insights events',
    has('InsightType', 'Timestamps', 'Values'),
  ),
  companion(
    'aws s3api head-object',
    'an object’s size, dates and metadata, such as a digest’s signature',
    any(has('ETag', 'ContentLength', 'LastModified'), has('ETag', 'Metadata', 'ContentLength')),
  ),
  companion(
    'aws s3api list-objects-v2',
    'names, sizes and dates of objects',
    any(listOf('Contents', 'Key', 'LastModified'), listOf('Versions', 'Key', 'VersionId')),
  ),
  companion('aws organizations list-accounts', 'names of accounts', listOf('Accounts', 'Id', 'Arn')),
  companion('aws organizations describe-account', 'an account’s name', (value) =>
    has('Id', 'JoinedMethod')(asObject(value['Account'])),
  ),
  companion(
    'aws organizations describe-organization',
    'the organization and its management account',
    (value) => any(has('MasterAccountId'), has('MasterAccountArn'))(asObject(value['Organization'])),
  ),
  companion(
    'aws iam get-account-authorization-details',
    'users, roles, groups and policies',
    any(has('UserDetailList'), has('RoleDetailList'), has('GroupDetailList')),
  ),
  companion(
    'aws sts get-caller-identity',
    'who ran the commands',
    (value) => has('UserId', 'Account', 'Arn')(value) && Object.keys(value).length === 3,
  ),
];

const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

const keyFiles: readonly Neighbour[] = [
  {
    kind: 'digest',
    reason: 'CloudTrail digest file, not CloudTrail events.',
    matches: has('digestS3Object', 'logFiles'),
  },
  {
    kind: 'lake-sign-file',
    reason: 'CloudTrail Lake sign file, not CloudTrail events.',
    matches: has('hashSignature', 'files'),
  },
  {
    kind: 'public-keys',
    reason: 'CloudTrail public key list, not CloudTrail events.',
    matches: any(has('PublicKeyList'), has('publicKeyList')),
  },
];

/**
 * Logs and findings that lie beside CloudTrail's in a log bucket or an export. Sources: the user guides of GuardDuty,
 * Security Hub, Config, VPC, WAF, Route 53; Microsoft and Google Cloud references of their audit logs.
 */
const otherLogs: readonly Neighbour[] = [
  otherLog(
    'GuardDuty findings',
    any(
      (value) => at(value, 'service.serviceName') === 'guardduty',
      (value) => at(value, 'Service.ServiceName') === 'guardduty',
      (value) => at(firstOf(value['Findings']), 'Service.ServiceName') === 'guardduty',
    ),
  ),
  otherLog(
    'Security Hub findings',
    any(
      has('SchemaVersion', 'ProductArn', 'AwsAccountId'),
      listOf('Findings', 'SchemaVersion', 'ProductArn'),
    ),
  ),
  otherLog(
    'Config snapshots or histories',
    any(has('configSnapshotId'), has('fileVersion', 'configurationItems')),
  ),
  otherLog(
    'Config configuration items',
    any(
      has('configurationItemCaptureTime', 'resourceType'),
      has('configurationItem'),
      has('invokingEvent', 'configRuleArn'),
      listOf('configurationItems', 'configurationItemCaptureTime'),
    ),
  ),
  otherLog('VPC flow logs', any(has('srcaddr', 'dstaddr'), has('srcAddr', 'dstAddr', 'interfaceId'))),
  otherLog('WAF logs', has('webaclId', 'httpRequest')),
  otherLog('Route 53 Resolver query logs', has('query_name', 'query_type', 'vpc_id')),
  otherLog(
    'Azure activity logs',
    any(
      has('operationName', 'resourceId'),
      has('operationName', 'subscriptionId'),
      listOf('records', 'operationName', 'resourceId'),
      listOf('value', 'operationName', 'resourceId'),
    ),
  ),
  otherLog('Microsoft 365 or Entra audit logs', has('Operation', 'Workload', 'CreationTime')),
  otherLog(
    'Entra sign-in logs',
    any(has('userPrincipalName', 'appId'), listOf('value', 'userPrincipalName', 'appId')),
  ),
  otherLog(
    'Google Cloud audit logs',
    any(has('protoPayload'), has('logName', 'insertId'), has('logName', 'resource', 'timestamp')),
  ),
  otherLog('Okta system logs', has('eventType', 'published', 'actor')),
  otherLog('Kubernetes audit logs', has('auditID', 'requestURI', 'verb')),
];

const answerKeys =
  /^(?:__type|message|code|errors?|error_?code|error_?message|error_description|status|status_?code|request_?id)$/i;
const errorKeys = /^(?:__type|code|errors?|error_?code)$/i;

/** What APIs answer instead of a file: nothing but an error's words, code and request. */
const errorAnswer: Neighbour = {
  kind: 'error-answer',
  reason: 'An error answer of a service, not CloudTrail events.',
  matches: (value) => {
    const keys = Object.keys(value);
    const isError =
      keys.some((key) => errorKeys.test(key)) || (keys.length === 1 && /^message$/i.test(keys[0] ?? ''));
    return isError && keys.every((key) => answerKeys.test(key));
  },
};

const all: readonly Neighbour[] = [errorAnswer, ...keyFiles, ...companions, ...otherLogs];

/** What a JSON object is that holds no CloudTrail records and is known all the same; undefined for the unknown. */
export function neighbour(value: JsonObject): Other | undefined {
  const known = all.find(({ matches }) => matches(value));
  return known ? { kind: known.kind, reason: known.reason } : lookAlike(value);
}

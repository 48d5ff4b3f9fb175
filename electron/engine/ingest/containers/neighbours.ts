import {
  companionInWords,
  companionOf,
  type CompanionKind,
} from '../../../../shared/cloudtrail/companions.ts';
import type { Other } from '../record/found.ts';
import type { Kind } from '../record/kinds.ts';
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

const otherLog = (what: string, matches: Neighbour['matches']): Neighbour => ({
  kind: 'other-log',
  reason: `${what}, not CloudTrail events.`,
  matches,
});

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

/** Kinds of the ledger that are older than the table of companions. */
const ledgerKinds: Partial<Record<CompanionKind, Kind>> = {
  'list-public-keys': 'public-keys',
  'config-history': 'other-log',
};

/** A companion as the ledger names it. */
const companion = (kind: CompanionKind): Other => ({
  kind: ledgerKinds[kind] ?? 'companion',
  reason: companionInWords(kind),
  companion: kind,
});

const known = (all: readonly Neighbour[], value: JsonObject): Other | undefined => {
  const found = all.find(({ matches }) => matches(value));
  return found && { kind: found.kind, reason: found.reason };
};

/** What a JSON object is that holds no CloudTrail records and is known all the same; undefined for the unknown. */
export function neighbour(value: JsonObject): Other | undefined {
  const first = known([errorAnswer, ...keyFiles], value);
  if (first) return first;
  const kind = companionOf(value);
  return kind ? companion(kind) : (known(otherLogs, value) ?? lookAlike(value));
}

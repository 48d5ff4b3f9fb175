import { SERVICES, type Service } from './catalogue.ts';
import type { Failure } from './failures.ts';
import { isoSeconds } from './layout.ts';
import { tlsDetails } from './network.ts';
import type { Prng } from './prng.ts';
import type { CallBody, JsonObject, TrailRecord } from './types.ts';

/** Everything that decides one record, independent of who invents it. `timeMs` is in milliseconds since 1970. */
export interface RecordParts {
  readonly timeMs: number;
  readonly region: string;
  readonly recipientAccountId: string;
  readonly identity: JsonObject;
  readonly sourceAddress: string;
  readonly userAgent: string;
  /** Short service name of the catalogue. */
  readonly service: string;
  readonly name: string;
  readonly readOnly: boolean;
  readonly isData?: boolean;
  readonly body: CallBody;
  readonly failure?: Failure | undefined;
  readonly sharedEventId?: string;
  readonly vpcEndpointId?: string | undefined;
  /** Made through the management console: no TLS details, marked session. */
  readonly fromConsole?: boolean;
  /** Made by AWS on someone's behalf: no TLS details. */
  readonly byService?: boolean;
}

const VERSIONS = ['1.11', '1.11', '1.11', '1.10', '1.10', '1.09', '1.08'] as const;

const REQUEST_ID_LENGTH: Readonly<Record<string, number>> = { s3: 16, dynamodb: 52, route53: 52, sqs: 52 };

function requestId(service: string, rng: Prng): string {
  const length = REQUEST_ID_LENGTH[service];
  return length === undefined ? rng.uuid() : rng.alnum(length).toUpperCase();
}

function serviceOf(key: string): Service {
  const service = SERVICES.get(key);
  if (!service) throw new RangeError(`No service "${key}" in the catalogue.`);
  return service;
}

function hostOf(service: Service, region: string): string {
  return service.isGlobal ? `${service.host}.amazonaws.com` : `${service.host}.${region}.amazonaws.com`;
}

type Outcome = Pick<
  TrailRecord,
  'errorCode' | 'errorMessage' | 'requestParameters' | 'responseElements' | 'additionalEventData'
>;

function outcomeOf(parts: RecordParts, service: Service): Outcome {
  const { failure, body } = parts;
  return {
    ...(failure ? { errorCode: failure.code, errorMessage: failure.message } : {}),
    requestParameters: body.request,
    responseElements: failure ? null : (body.response ?? null),
    ...(body.extra
      ? { additionalEventData: withStsDetails(body.extra, parts, service) }
      : stsOnly(parts, service)),
  };
}

function stsOnly(parts: RecordParts, service: Service): Pick<TrailRecord, 'additionalEventData'> {
  return service.key === 'sts' ? { additionalEventData: withStsDetails({}, parts, service) } : {};
}

function withStsDetails(extra: JsonObject, parts: RecordParts, service: Service): JsonObject {
  if (service.key !== 'sts') return extra;
  const endpointType = parts.region === 'us-east-1' ? 'global' : 'regional';
  return { ...extra, RequestDetails: { endpointType, awsServingRegion: parts.region } };
}

/** Puts a record together in the key order CloudTrail uses. The event identifier comes from `rng`. */
export function assemble(parts: RecordParts, rng: Prng): TrailRecord {
  const service = serviceOf(parts.service);
  const isData = parts.isData ?? false;
  const withTls = !parts.fromConsole && !parts.byService && rng.chance(0.96);
  return {
    eventVersion: rng.pick(VERSIONS),
    userIdentity: parts.identity,
    eventTime: isoSeconds(parts.timeMs),
    eventSource: service.source,
    eventName: parts.name,
    awsRegion: parts.region,
    sourceIPAddress: parts.sourceAddress,
    userAgent: parts.userAgent,
    ...outcomeOf(parts, service),
    requestID: requestId(service.key, rng),
    eventID: rng.uuid(),
    readOnly: parts.readOnly,
    ...(parts.body.resources ? { resources: parts.body.resources } : {}),
    eventType: 'AwsApiCall',
    ...(rng.chance(0.5) ? { apiVersion: service.apiVersion } : {}),
    managementEvent: !isData,
    recipientAccountId: parts.recipientAccountId,
    ...(parts.sharedEventId === undefined ? {} : { sharedEventID: parts.sharedEventId }),
    ...(parts.vpcEndpointId === undefined
      ? {}
      : { vpcEndpointId: parts.vpcEndpointId, vpcEndpointAccountId: parts.recipientAccountId }),
    eventCategory: isData ? 'Data' : 'Management',
    ...(withTls ? { tlsDetails: tlsDetails(hostOf(service, parts.region), rng) } : {}),
    ...(parts.fromConsole ? { sessionCredentialFromConsole: 'true' as const } : {}),
  };
}

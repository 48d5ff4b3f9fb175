import type { Classes } from './classes.ts';
import { all, any, is, isAmong, isThere, not } from './conditions.ts';
import { isInsight, isRead } from './rules.ts';

/**
 * What a trail can be told to record, each by a selector of its own. Source: AWS CloudTrail User Guide, “Logging management
 * events”, “Logging data events”, “Logging network activity events”, “Working with CloudTrail Insights”.
 */
export const recordedCategories = [
  'management-writes',
  'management-reads',
  's3-objects',
  'lambda-invocations',
  'other-data',
  'network-activity',
  'insights',
] as const;
/** One of the kinds of events that a trail can be told to record. */
export type RecordedCategory = (typeof recordedCategories)[number];

/** The kinds as people call them, in the middle of a sentence. */
export const recordedNames: Readonly<Record<RecordedCategory, string>> = {
  'management-writes': 'management writes',
  'management-reads': 'management reads',
  's3-objects': 'S3 objects',
  'lambda-invocations': 'Lambda calls',
  'other-data': 'other data events',
  'network-activity': 'network activity',
  insights: 'Insights',
};

/** The kind of each event; `unstated` is what a copy has lost. */
export type RecordedClass = RecordedCategory | 'unstated';

const hasNoCategory = not(isThere('eventCategory'));
const isManagement = any(
  is('eventCategory', 'Management'),
  all(hasNoCategory, is('managementEvent', 'true')),
);
const isData = any(is('eventCategory', 'Data'), all(hasNoCategory, is('managementEvent', 'false')));
const isOfS3 = is('eventSource', 's3.amazonaws.com');
const isOfLambda = is('eventSource', 'lambda.amazonaws.com');
const isNetworkActivity = any(
  is('eventCategory', 'NetworkActivity'),
  isAmong('eventType', ['AwsVpceEvent', 'AwsVpceEvents']),
);

/**
 * Records from before 1.06 had neither `managementEvent` nor, until 1.07, `eventCategory`. Data events were those of S3 objects
 * and Lambda functions then, which their calls tell. Sources: CloudTrail User Guide, “CloudTrail record contents”; Amazon S3
 * User Guide, “Amazon S3 CloudTrail events”, object-level actions.
 */
const isOld = all(
  hasNoCategory,
  not(isThere('managementEvent')),
  isAmong('eventVersion', ['1.0', '1.01', '1.02', '1.03', '1.04', '1.05']),
);
const objectCalls = [
  'AbortMultipartUpload',
  'CompleteMultipartUpload',
  'CopyObject',
  'CreateMultipartUpload',
  'DeleteObject',
  'DeleteObjectTagging',
  'DeleteObjects',
  'GetObject',
  'GetObjectAcl',
  'GetObjectLegalHold',
  'GetObjectRetention',
  'GetObjectTagging',
  'GetObjectTorrent',
  'HeadObject',
  'InitiateMultipartUpload',
  'ListObjectVersions',
  'ListObjects',
  'ListObjectsV2',
  'ListParts',
  'PostObject',
  'PutObject',
  'PutObjectAcl',
  'PutObjectLegalHold',
  'PutObjectRetention',
  'PutObjectTagging',
  'RestoreObject',
  'SelectObjectContent',
  'UploadPart',
  'UploadPartCopy',
];
const invocations = ['Invoke', 'InvokeAsync', 'InvokeExecution'];

/**
 * The kind of each event, after what its record says. A management event that does not say that it only reads (service events
 * and some sign-ins say nothing) stands with the writes. Aggregated events are counters and no events.
 */
export const recordedClasses: Classes<RecordedClass> = {
  rules: [
    ['insights', isInsight],
    ['network-activity', isNetworkActivity],
    ['s3-objects', all(isOfS3, any(isData, all(isOld, isAmong('eventName', objectCalls))))],
    ['lambda-invocations', all(isOfLambda, any(isData, all(isOld, isAmong('eventName', invocations))))],
    ['other-data', isData],
    ['management-reads', all(any(isManagement, isOld), isRead)],
    ['management-writes', any(isManagement, isOld)],
  ],
  otherwise: 'unstated',
};

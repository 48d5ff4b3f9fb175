import { byte, skipSpace } from './json-spans.ts';
import type { StartOf } from './scan-records.ts';

/** Keys one of which CloudTrail puts first in a record. */
const recordKeys: readonly string[] = [
  'additionalEventData',
  'apiVersion',
  'awsRegion',
  'eventID',
  'eventName',
  'eventSource',
  'eventTime',
  'eventVersion',
  'requestID',
  'userIdentity',
];

/** First keys of the elements that wrap one record in the outputs of the AWS CLI and of search tools. */
const wrapperKeys: readonly string[] = [
  ...[
    'AccessKeyId',
    'CloudTrailEvent',
    'EventId',
    'EventName',
    'EventSource',
    'EventTime',
    'ReadOnly',
    'Username',
  ],
  ...[
    '_id',
    '_index',
    '_raw',
    '_source',
    'detail',
    'detail-type',
    'id',
    'ingestionTime',
    'logStreamName',
    'message',
  ],
  ...['preview', 'result', 'timestamp', 'version'],
];

const documentKeys: readonly string[] = [
  'Events',
  'Records',
  'awslogs',
  'events',
  'logEvents',
  'messageType',
];

const firstKeys: Record<StartOf, ReadonlySet<string>> = {
  record: new Set(recordKeys),
  wrapper: new Set([...recordKeys, ...wrapperKeys]),
  document: new Set([...recordKeys, ...wrapperKeys, ...documentKeys]),
};

/** Space before the first key and the key itself; more than any writer of JSON needs. */
const windowBytes = 512;
const keyBytes = 32;

/** Where a search stopped: at a start, or where it has to go on when there is more content. */
export interface StartFound {
  readonly at: number;
  readonly isFound: boolean;
}

/**
 * Looks for the next object that begins like a record, a wrapped one or a document. The answer is the same in however
 * many pieces the content comes, as long as everything from `at` on comes again.
 */
export function findRecordStart(bytes: Buffer, from: number, start: StartOf, isLast: boolean): StartFound {
  for (let at = bytes.indexOf(byte.openBrace, from); at >= 0; at = bytes.indexOf(byte.openBrace, at + 1)) {
    if (start === 'document' && at > from && bytes[at - 1] === 0x0a) return { at, isFound: true };
    if (beginsWith(bytes, at, firstKeys[start])) return { at, isFound: true };
    if (!isLast && at + windowBytes > bytes.length) return { at: Math.max(from, at - 1), isFound: false };
  }
  return { at: isLast ? bytes.length : Math.max(from, bytes.length - 1), isFound: false };
}

function beginsWith(bytes: Buffer, at: number, keys: ReadonlySet<string>): boolean {
  const keyAt = skipSpace(bytes.subarray(at, at + windowBytes), 1) + at;
  if (bytes[keyAt] !== byte.quote) return false;
  const end = bytes.subarray(keyAt + 1, Math.min(keyAt + keyBytes, at + windowBytes)).indexOf(byte.quote);
  return end > 0 && keys.has(bytes.toString('latin1', keyAt + 1, keyAt + 1 + end));
}

import { other, type JsonContainer } from './container.ts';
import { isObject } from './container.ts';
import { base64Gzip } from './base64-gzip.ts';
import { memberText } from '../scan/json-spans.ts';

const anotherLog = other(
  'cloudwatch-events',
  'CloudWatch Logs events of another log, not CloudTrail events.',
);

const messageItems: JsonContainer['items'] = ({ message }, _text, within) => {
  const items = within(String(message), 'The log message');
  return items.every((item) => 'other' in item && ['text', 'json'].includes(item.other.kind))
    ? [anotherLog]
    : items;
};

/**
 * What a CloudWatch Logs subscription delivers: `logEvents` whose `message` is the record. Control messages only test the
 * destination. Source: CloudWatch Logs User Guide, "Real-time processing of log data with subscriptions".
 */
export const cloudWatchPayload: JsonContainer = {
  kind: 'cloudwatch-payload',
  matches: (value, place) => place === 'logEvents' && typeof value['message'] === 'string',
  items: (value, text, within) =>
    String(value['message']).startsWith('CWL CONTROL MESSAGE')
      ? [
          other(
            'cloudwatch-payload',
            'CloudWatch Logs control messages, which test a destination and hold no events.',
          ),
        ]
      : messageItems(value, text, within),
};

/** The Lambda form of the payload: `awslogs.data` is base64 of gzip. Source: Lambda Developer Guide, "CloudWatch Logs". */
export const lambdaPayload: JsonContainer = {
  kind: 'cloudwatch-payload',
  matches: ({ awslogs }) => isObject(awslogs) && typeof awslogs['data'] === 'string',
  items: ({ awslogs }, _text, within) =>
    within(isObject(awslogs) ? String(awslogs['data']) : '', 'awslogs.data'),
};

/** Base64 data of a Kinesis or Firehose record, packed or not. Source: Firehose Developer Guide, "Data transformation". */
export const streamData: JsonContainer = {
  kind: 'cloudwatch-payload',
  matches: (value) => typeof value['data'] === 'string' && ('recordId' in value || 'partitionKey' in value),
  items: ({ data }, _text, within) => within(fromBase64(String(data)), 'The stream record'),
};

/** Packed base64 stays, for `within` unpacks it under its limits. */
export const fromBase64 = (text: string): string =>
  base64Gzip.test(text) ? text : Buffer.from(text, 'base64').toString('utf8');

/**
 * `aws logs filter-log-events` and `get-log-events`: `events` whose `message` is the record.
 * Source: CloudWatch Logs API reference, FilterLogEvents and GetLogEvents.
 */
export const cloudWatchEvents: JsonContainer = {
  kind: 'cloudwatch-events',
  matches: (value, place) =>
    typeof value['message'] === 'string' &&
    typeof value['timestamp'] === 'number' &&
    (place === 'events' || 'ingestionTime' in value),
  items: messageItems,
};

/** A document whose list of log events is not at its top, as with `{"data": {"records": […]}}`. */
export const streamRecords: JsonContainer = {
  kind: 'cloudwatch-payload',
  matches: ({ records }) =>
    Array.isArray(records) && isObject(records[0]) && typeof records[0]['data'] === 'string',
  items: (_value, text, within) => within(memberText(text, 'records') ?? '', 'The stream records'),
};

import { fromBase64 } from './cloudwatch.ts';
import { isObject, other, type JsonContainer, type JsonObject, type Within } from './container.ts';
import type { Item } from '../record/found.ts';

const plain = other('bucket-notification', 'S3, SNS or SQS notifications, not CloudTrail records.');
const delivery = other(
  'bucket-notification',
  'CloudTrail delivery notifications: they name log files in S3 and hold no events. Fetch the files they name from the bucket.',
);

/** The text a message carries, by the service that delivered it. Source: Lambda Developer Guide, events of SQS, SNS, Kinesis. */
function carried(value: JsonObject): string | undefined {
  const { body, Body, Sns, Message, kinesis } = value;
  if (isObject(Sns) && typeof Sns['Message'] === 'string') return Sns['Message'];
  if (isObject(kinesis) && typeof kinesis['data'] === 'string') return fromBase64(kinesis['data']);
  return [body, Body, Message].find((text) => typeof text === 'string');
}

/** True for what S3, SNS, SQS or Kinesis wrap around something. */
export const isEnvelope = (value: JsonObject): boolean => {
  const source = value['eventSource'] ?? value['EventSource'];
  return (
    (typeof source === 'string' && source.startsWith('aws:')) ||
    (value['Type'] === 'Notification' && typeof value['Message'] === 'string') ||
    (typeof value['Body'] === 'string' && 'ReceiptHandle' in value)
  );
};

const isDelivery = (value: JsonObject): boolean =>
  typeof value['s3Bucket'] === 'string' && value['s3ObjectKey'] !== undefined;

/**
 * Notifications of S3, SNS, SQS and Kinesis. Most only name objects; some carry a record, as when EventBridge sends to a
 * queue. Source: S3 User Guide, "Event message structure"; CloudTrail User Guide, "Configuring SNS notifications".
 */
export const notification: JsonContainer = {
  kind: 'bucket-notification',
  matches: (value) => isEnvelope(value) || isDelivery(value),
  items: (value, _text, within) => {
    if (isDelivery(value)) return [delivery];
    const text = carried(value);
    return text === undefined ? [plain] : ofMessage(text, within);
  },
};

function ofMessage(text: string, within: Within): readonly Item[] {
  const items = within(text, 'The message');
  const isForeign = items.every((item) => 'other' in item && ['text', 'json'].includes(item.other.kind));
  return isForeign ? [plain] : items;
}

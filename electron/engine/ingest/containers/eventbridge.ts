import { complete, isObject, isRecord, other, unreadable, type JsonContainer } from './container.ts';
import { memberText } from '../scan/json-spans.ts';

/** EventBridge envelopes: the record is `detail`. Source: EventBridge User Guide, "AWS service events via CloudTrail". */
export const eventBridge: JsonContainer = {
  kind: 'eventbridge',
  matches: (value) => typeof value['detail-type'] === 'string' && isObject(value['detail']),
  items: (value, text) => {
    const detail = memberText(text, 'detail');
    if (detail !== undefined && isRecord(value['detail'])) return [complete(detail)];
    const type = String(value['detail-type']).slice(0, 80);
    return type.includes('via CloudTrail')
      ? [unreadable(`The detail of an EventBridge event (${type}) is not a CloudTrail record.`, text)]
      : [other('eventbridge', `An EventBridge event of another kind (${type}), not from CloudTrail.`)];
  },
};

import { memberText } from '../scan/json-spans.ts';
import { isObject, other, partial, type JsonContainer, type JsonObject } from './container.ts';
import { recordOfRow } from './row-record.ts';

const note =
  'Put together from fields Splunk extracted; _raw was not exported, so the rest of these records is missing.';

/**
 * Splunk's JSON export: `_raw` is the event, in `result` or at the top; Splunk may have cut it off. Exports without `_raw`
 * have only the extracted fields. Source: Splunk documentation, "Export data using the REST API".
 */
export const splunk: JsonContainer = {
  kind: 'splunk',
  matches: (value) =>
    typeof value['_raw'] === 'string' ||
    (isObject(value['result']) && ('preview' in value || '_raw' in value['result'])),
  items: (value, text, within) => {
    const result = isObject(value['result']) && typeof value['_raw'] !== 'string' ? value['result'] : value;
    const raw = result['_raw'];
    if (typeof raw === 'string') {
      const items = within(raw, '_raw');
      const isForeign = items.every((item) => 'other' in item && item.other.kind === 'text');
      return isForeign ? [other('splunk', 'Splunk events of another source, not CloudTrail events.')] : items;
    }
    return fieldItems(result, memberText(text, 'result') ?? text);
  },
};

function fieldItems(result: JsonObject, text: string): ReturnType<JsonContainer['items']> {
  const json = recordOfRow(result);
  return json === undefined
    ? [other('splunk', 'Splunk results that are no CloudTrail events, such as counts.')]
    : [partial(json, text, note)];
}

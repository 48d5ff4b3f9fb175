import { pathOfColumn } from '../tables/field-names.ts';
import { jsonOf, type Draft } from '../tables/record-draft.ts';
import { other, partial, type JsonContainer, type JsonObject } from './container.ts';
import { putValue, saysEvent } from './record-values.ts';

const note =
  'Put together from the fields a Logs Insights query selected; what it did not select is missing from these records.';

/**
 * `aws logs get-query-results`: rows of fields. `@message` is the whole record; without it only the selected fields are
 * there. Rows of counts are no events. Source: CloudWatch Logs API reference, GetQueryResults.
 */
export const logsInsights: JsonContainer = {
  kind: 'insights-results',
  matches: (_value, place) => place === 'results',
  items: (row, text, within) => {
    const message = row['@message'];
    const whole = typeof message === 'string' ? within(message, '@message') : [];
    if (whole.some((item) => !('other' in item))) return whole;
    const json = recordOfFields(row);
    return json === undefined
      ? [other('insights-results', 'Logs Insights results that are no CloudTrail events, such as counts.')]
      : [partial(json, text, note)];
  },
};

/**
 * A record from dotted fields as Logs Insights and Splunk name them; undefined when they do not say one event. Its time may
 * come from `@timestamp`.
 */
export function recordOfFields(row: JsonObject): string | undefined {
  const draft: Draft = new Map();
  for (const [field, value] of Object.entries(row)) {
    const path = pathOfColumn(field.replaceAll('`', ''));
    if (path) putValue(draft, path, value);
  }
  putValue(draft, ['eventTime'], row['@timestamp']);
  return saysEvent(draft) ? jsonOf(draft) : undefined;
}

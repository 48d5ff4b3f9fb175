import { other, partial, type JsonContainer } from './container.ts';
import { recordOfRow } from './row-record.ts';

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
    const json = recordOfRow(row);
    return json === undefined
      ? [other('insights-results', 'Logs Insights results that are no CloudTrail events, such as counts.')]
      : [partial(json, text, note)];
  },
};

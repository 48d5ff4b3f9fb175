import { other, partial, type JsonContainer, type JsonObject } from './container.ts';
import { recordOfRow } from './row-record.ts';

const note =
  'Put together from the columns a CloudTrail Lake query selected; what it did not select is missing from these records.';

/** What event data stores hold besides CloudTrail events. Source: CloudTrail User Guide, "Event data stores". */
const otherCategories: ReadonlyMap<string, string> = new Map([
  ['ActivityAuditLog', 'activity from outside AWS'],
  ['ConfigurationItem', 'Config configuration items'],
  ['Evidence', 'Audit Manager evidence'],
]);

/**
 * `aws cloudtrail get-query-results`: rows of text cells, named by the query's columns.
 * Source: CloudTrail API reference, GetQueryResults.
 */
export const lakeResults: JsonContainer = {
  kind: 'lake',
  matches: (_value, place) => place === 'QueryResultRows',
  items: (row, text) => {
    const foreign = otherLakeRows(row);
    if (foreign !== undefined) return [other('lake', foreign)];
    const json = recordOfRow(row);
    return json === undefined
      ? [other('lake', 'CloudTrail Lake results that are no CloudTrail events, such as counts.')]
      : [partial(json, text, note)];
  },
};

/** What a row of a CloudTrail Lake query is when it is no CloudTrail event. */
export function otherLakeRows(row: JsonObject): string | undefined {
  const category = otherCategories.get(String(row['eventCategory'] ?? row['eventcategory']));
  return category === undefined ? undefined : `CloudTrail Lake rows of ${category}, not CloudTrail events.`;
}

import { pathOfColumn } from '../tables/field-names.ts';
import { jsonOf, put, type Draft } from '../tables/record-draft.ts';
import { StructReader } from '../tables/sql-struct.ts';
import { other, partial, type JsonContainer, type JsonObject } from './container.ts';
import { isNested, putValue, saysEvent } from './record-values.ts';

const note =
  'Put together from the columns a CloudTrail Lake query selected; what it did not select is missing from these records.';

/** What event data stores hold besides CloudTrail events. Source: CloudTrail User Guide, "Event data stores". */
const otherCategories: ReadonlyMap<string, string> = new Map([
  ['ActivityAuditLog', 'activity from outside AWS'],
  ['ConfigurationItem', 'Config configuration items'],
  ['Evidence', 'Audit Manager evidence'],
]);

/** Insights columns are flat in an event data store. Source: CloudTrail User Guide, "Record contents for Insights events". */
const insightPaths: ReadonlyMap<string, readonly string[]> = new Map([
  ['insightstate', ['insightDetails', 'state']],
  ['insighteventsource', ['insightDetails', 'eventSource']],
  ['insighteventname', ['insightDetails', 'eventName']],
  ['insighterrorcode', ['insightDetails', 'errorCode']],
  ['insighttype', ['insightDetails', 'insightType']],
  ['insightcontext', ['insightDetails', 'insightContext']],
]);

/**
 * `aws cloudtrail get-query-results`: rows of text cells, named by the query's columns. Columns that are no field of a
 * record stay under `otherColumns`, for `arn` alone does not say whose; so do structures whose text could mean two things.
 * Source: CloudTrail API reference, GetQueryResults.
 */
export const lakeResults: JsonContainer = {
  kind: 'lake',
  matches: (_value, place) => place === 'QueryResultRows',
  items: (row, text) => {
    const foreign = otherLakeRows(row);
    if (foreign !== undefined) return [other('lake', foreign)];
    const json = recordOfColumns(row);
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

/**
 * A record from the columns of a query over CloudTrail events; undefined when they do not say one event. `structs` is shared
 * by the rows of one result.
 */
export function recordOfColumns(row: JsonObject, structs = new StructReader()): string | undefined {
  const draft: Draft = new Map();
  const others: Draft = new Map();
  for (const [column, value] of Object.entries(row)) {
    if (typeof value !== 'string' || value === '' || value === 'null') continue;
    const path = insightPaths.get(column.toLowerCase()) ?? pathOfColumn(column);
    const [field = ''] = path ?? [];
    const isText = path?.length !== 1 || isNested(value) || !/^[[{]/.test(value);
    const struct = isText ? undefined : structs.read(field, value);
    if (path && struct !== undefined) put(draft, path, struct);
    else if (!path || !putValue(draft, path, value)) put(others, [column], JSON.stringify(value));
  }
  const isInsight = row['eventCategory'] === 'Insight' || row['eventcategory'] === 'Insight';
  if (!saysEvent(draft) && !isInsight) return undefined;
  if (others.size > 0) draft.set('otherColumns', others);
  return jsonOf(draft);
}

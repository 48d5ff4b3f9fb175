import { isAbsent } from '../tables/cell-values.ts';
import { columnPaths, type ColumnPaths } from '../tables/column-paths.ts';
import { freeFields, objectFields, respelled } from '../tables/field-names.ts';
import { jsonOf, put, type Draft } from '../tables/record-draft.ts';
import { StructReader } from '../tables/sql-struct.ts';
import type { JsonObject } from './container.ts';
import { lookAlike } from '../record/look-alikes.ts';
import { eventTimeOf, isNested, putValue, saysEvent } from './record-values.ts';

/** The kinds of events there are. Source: AWS CloudTrail User Guide, "CloudTrail record contents", eventCategory. */
const categories: ReadonlySet<string> = new Set([
  'Management',
  'Data',
  'NetworkActivity',
  'Insight',
  'Aggregated',
]);

/** The value when it is a category CloudTrail has: other programs have samples and names of their own in that place. */
export const categoryOf = (value: unknown): string | undefined =>
  typeof value === 'string' && categories.has(value) ? value : undefined;

/** Services of AWS as eventSource names them, in all its partitions. */
const awsService = /(?:^|\.)(?:amazonaws\.|aws\.|api\.aws$|aws$|c2s\.|sc2s\.)/i;

const pathsOf = ((): ((row: JsonObject) => ColumnPaths) => {
  let last: { readonly key: string; readonly paths: ColumnPaths } | undefined;
  return (row) => {
    const names = Object.keys(row);
    const key = names.join('\0');
    if (last?.key !== key) last = { key, paths: columnPaths(names) };
    return last.paths;
  };
})();

/**
 * A record from a row with one column for each field, named in whatever way; undefined when it does not say one event of AWS.
 * Columns that are no field of a record stay under `otherColumns`, for `arn` alone does not say whose; so do structures whose
 * text could mean two things. `structs` is shared by the rows of one result.
 */
export function recordOfRow(row: JsonObject, structs = new StructReader()): string | undefined {
  if (lookAlike(row)) return undefined;
  const { of, isOwnSpelling, timeColumn } = pathsOf(row);
  const draft: Draft = new Map();
  const others: Draft = new Map();
  for (const [column, value] of Object.entries(row)) {
    if (value === undefined || value === null || (typeof value === 'string' && isAbsent(value))) continue;
    const path = of(column);
    if (!path || !putCell(draft, path, value, structs)) put(others, [column], JSON.stringify(value));
  }
  if (timeColumn !== undefined && !draft.has('eventTime'))
    putValue(draft, ['eventTime'], eventTimeOf(row[timeColumn]));
  if (!isEventOfAws(draft, isOwnSpelling)) return undefined;
  if (others.size > 0) draft.set('otherColumns', others);
  return jsonOf(draft);
}

/** False when the value stays what it is in the table: a structure that is unclear, a category CloudTrail does not have. */
function putCell(draft: Draft, path: readonly string[], value: unknown, structs: StructReader): boolean {
  const [field = ''] = path;
  if (field === 'eventCategory' && categoryOf(value) === undefined) return false;
  if (typeof value !== 'string') return putValue(draft, path, respelled(value, field));
  if (path.length > 1 || !/^[[{]/.test(value)) return putValue(draft, path, value);
  if (isNested(value)) return putValue(draft, path, respelledText(value, field));
  const struct = structs.read(field, value);
  if (struct === undefined) return putValue(draft, path, value);
  put(draft, path, struct);
  return true;
}

/** Text of JSON stays as it is, to the last digit, unless names inside it are spelled otherwise. */
function respelledText(text: string, field: string): string {
  if (freeFields.has(field) || !objectFields.has(field)) return text;
  const value: unknown = JSON.parse(text);
  const json = JSON.stringify(respelled(value, field));
  return json === JSON.stringify(value) ? text : json;
}

function isEventOfAws(draft: Draft, isOwnSpelling: boolean): boolean {
  if (draft.get('eventCategory') === '"Insight"' || draft.has('insightDetails')) return true;
  if (!saysEvent(draft)) return false;
  const source = draft.get('eventSource');
  if (isOwnSpelling) return true;
  return typeof source === 'string'
    ? awsService.test(source.slice(1, -1))
    : jsonOf(draft).includes('"arn:aws');
}

import type { Cell } from '../../../../../shared/table/cell.ts';
import { eventHistoryColumns } from '../../../../../shared/table/event-history.ts';
import { timeText } from '../../../../../shared/words/time-text.ts';
import { raw, type Sql } from '../../../db/sql.ts';
import { mendedJson } from '../mend-json.ts';
import type { TextColumn } from './csv.ts';

/** The sixteen columns of the console's Event history. */
export const historyColumns: readonly TextColumn[] = eventHistoryColumns.map((name) => ({
  name,
  isNumber: false,
}));

/**
 * The user name as the console shows it: the user's own, “root”, or the name of the role's session, which stands behind
 * the colon of the principal ID.
 */
const userName = `coalesce("userIdentity.userName", CASE
  WHEN "userIdentity.type" = 'Root' THEN 'root'
  WHEN "userIdentity.principalId" LIKE '%:%' THEN split_part("userIdentity.principalId", ':', 2)
END)`;

/** What is read for a line of the Event history, in the order of its columns. */
export const historyItems: Sql = raw(
  [
    userName,
    '"userIdentity.accessKeyId"',
    'epoch_us("eventTime")::DOUBLE',
    '"eventSource"',
    '"eventName"',
    '"awsRegion"',
    '"sourceIPAddress"',
    '"userAgent"',
    '"errorCode"',
    '"resources"',
    '"requestID"',
    '"eventID"',
    '"readOnly"',
    '"eventType"',
    '"recipientAccountId"',
    '"eventCategory"',
  ].join(', '),
);

const timeAt = 2;
const resourcesAt = 9;

/** A line of the Event history from what was read for it. */
export const historyRow = (row: readonly Cell[]): Cell[] =>
  row.map((cell, at) => {
    if (at === timeAt && typeof cell === 'number') return timeText(cell);
    return at === resourcesAt && typeof cell === 'string' ? resourcesText(cell) : cell;
  });

/** The record's own resources as `[{"resourceType":…,"resourceName":…}]`; the console also knows some from the request. */
function resourcesText(json: string): string {
  let list: unknown;
  try {
    list = JSON.parse(mendedJson(json).text);
  } catch {
    return '';
  }
  if (!Array.isArray(list)) return '';
  const resources = list.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null) return [];
    const { type, resourceType, ARN, resourceName, ARNPrefix } = one as Readonly<Record<string, unknown>>;
    return [{ resourceType: type ?? resourceType, resourceName: ARN ?? resourceName ?? ARNPrefix }];
  });
  return resources.length === 0 ? '' : JSON.stringify(resources);
}

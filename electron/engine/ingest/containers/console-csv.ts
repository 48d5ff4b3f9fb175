import { accountOf, booleanOf, dayOrderOf, timeOf } from '../tables/cell-values.ts';
import type { Row } from '../tables/csv-rows.ts';
import { columnsOf } from '../tables/header.ts';
import { isEvent, jsonOf, put, putText, type Draft } from '../tables/record-draft.ts';
import { cellAt, cellsIn, isOfEvents, rowText, tableContainer } from '../tables/table-container.ts';
import type { Item } from '../found.ts';
import { isObject, partial, unreadable } from './container.ts';

const note =
  'The console’s table has few of a record’s fields: no caller type or ARN, no request, no response, no error message.';
const timeLost =
  'Times are written with day and month as numbers, and the table does not tell which comes first; they were left out.';
const timeBroken = 'Some times cannot be read; they were left out.';
const resourcesLost = 'Some lists of resources are not whole JSON; they were left out.';

/** Columns that go into a record as they are. */
const texts: readonly (readonly [string, readonly string[]])[] = [
  ['username', ['userIdentity', 'userName']],
  ['awsaccesskey', ['userIdentity', 'accessKeyId']],
  ['eventsource', ['eventSource']],
  ['eventname', ['eventName']],
  ['awsregion', ['awsRegion']],
  ['sourceipaddress', ['sourceIPAddress']],
  ['useragent', ['userAgent']],
  ['errorcode', ['errorCode']],
  ['requestid', ['requestID']],
  ['eventid', ['eventID']],
  ['eventtype', ['eventType']],
  ['eventcategory', ['eventCategory']],
];

/** Names only the console writes with a space in them. */
const consoleNames = /^(?:user name|aws access key|event (?:time|source|name|id|type))$/;

/**
 * The console's Event history, “Download events as CSV”, also after a spreadsheet rewrote it. The user name of an assumed
 * role is its session's name. Source: CloudTrail User Guide, “Downloading events”.
 */
export const consoleCsv = tableContainer({
  kind: 'console-csv',
  matches: (header) =>
    header.cells.filter((cell) => consoleNames.test(cell.toLowerCase())).length >= 2 &&
    isOfEvents(header) &&
    ['eventname', 'eventsource'].some((name) => columnsOf(header).has(name)),
  open: (header, firstRows, remark) => {
    const columns = columnsOf(header);
    const order = dayOrderOf(cellsIn(firstRows, [columns.get('eventtime')]));
    return (row) => {
      const draft: Draft = new Map();
      for (const [column, path] of texts) putText(draft, path, textIn(row, columns.get(column)));
      const time = cellAt(row, columns.get('eventtime'));
      const readTime = timeOf(time, order);
      if (time !== '' && readTime === undefined)
        remark(/^\d+[/.-]\d+[/.-]/.test(time) ? timeLost : timeBroken);
      putText(draft, ['eventTime'], readTime);
      put(draft, ['readOnly'], booleanOf(cellAt(row, columns.get('readonly'))));
      putAccount(draft, row, columns, remark);
      putResources(draft, textIn(row, columns.get('resources')), remark);
      return recordOf(draft, row);
    };
  },
});

function recordOf(draft: Draft, row: Row): readonly Item[] {
  return isEvent(draft)
    ? [partial(jsonOf(draft), rowText(row), note)]
    : [unreadable('This row has neither an event name nor an event source.', rowText(row))];
}

function textIn(row: Row, index: number | undefined): string | undefined {
  const cell = cellAt(row, index);
  return cell === '' || cell === '-' ? undefined : cell;
}

function putAccount(
  draft: Draft,
  row: Row,
  columns: ReadonlyMap<string, number>,
  remark: (reason: string) => void,
): void {
  const cell = textIn(row, columns.get('recipientaccountid') ?? columns.get('accountid'));
  if (cell === undefined) return;
  const { account, note: told } = accountOf(cell, cellAt(row, columns.get('resources')));
  putText(draft, ['recipientAccountId'], account);
  if (told !== undefined) remark(told);
}

/** `[{"resourceType":…,"resourceName":…}]`; names that are ARNs go where CloudTrail has ARNs. */
function putResources(draft: Draft, cell: string | undefined, remark: (reason: string) => void): void {
  if (cell === undefined) return;
  let list: unknown;
  try {
    list = JSON.parse(cell);
  } catch {
    list = undefined;
  }
  if (!Array.isArray(list)) {
    remark(resourcesLost);
    return;
  }
  const resources = list.filter(isObject).map(({ resourceType, resourceName }) => ({
    ...(typeof resourceName === 'string' && resourceName.startsWith('arn:')
      ? { ARN: resourceName }
      : { resourceName }),
    type: resourceType,
  }));
  if (resources.length > 0) put(draft, ['resources'], JSON.stringify(resources));
}

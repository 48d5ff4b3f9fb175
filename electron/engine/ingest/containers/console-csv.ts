import { accountOf, booleanOf, dayOrderOf, timeOf } from '../tables/cell-values.ts';
import { columnPaths } from '../tables/column-paths.ts';
import type { Row } from '../tables/csv-rows.ts';
import { columnsOf, type Header } from '../record/header.ts';
import { isEvent, jsonOf, put, putText, type Draft } from '../tables/record-draft.ts';
import { cellAt, cellsIn, objectOf, rowText, tableContainer } from './table-container.ts';
import type { Item } from '../record/found.ts';
import { isObject, other, partial, unreadable } from './container.ts';
import { lookAlike } from '../record/look-alikes.ts';

const note =
  'The console’s table has few of a record’s fields: no caller type or ARN, no request, no response, no error message.';
const notOfAws = 'Events whose source is no service of AWS, not CloudTrail events.';
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

/** Columns that are read in ways of their own. */
const others = ['eventtime', 'readonly', 'resources', 'recipientaccountid', 'accountid'];
const known: ReadonlySet<string> = new Set([...texts.map(([column]) => column), ...others]);

/** The console writes both, each with a space in it; other programs' tables of events have one or the other at most. */
const consoleNames = [/^event time$/i, /^event source$/i];
const ofAws = /(?:^|\.)amazonaws\.|\baws\b/i;

/**
 * The console's Event history, “Download events as CSV”, also after a spreadsheet rewrote it. The user name of an assumed
 * role is its session's name. Columns the console does not write now stay under `otherColumns`, such as those for resources
 * in its early tables. Source: CloudTrail User Guide, “Downloading events”.
 */
export const consoleCsv = tableContainer({
  kind: 'console-csv',
  matches: (header) =>
    consoleNames.every((name) => header.cells.some((cell) => name.test(cell))) && !hasMore(header),
  open: (header, firstRows, remark) => {
    const columns = columnsOf(header);
    const order = dayOrderOf(cellsIn(firstRows, [columns.get('eventtime')]));
    const unknown = [...columns].filter(([name]) => !known.has(name));
    const told = [note, ...besideRecord(unknown.map(([, index]) => header.cells[index] ?? ''))].join(' ');
    return (row) => {
      const draft: Draft = new Map();
      for (const [column, path] of texts) putText(draft, path, cellAt(row, columns.get(column)));
      const time = cellAt(row, columns.get('eventtime'));
      putText(draft, ['eventTime'], timeOf(time, order) ?? time);
      const readOnly = cellAt(row, columns.get('readonly'));
      put(draft, ['readOnly'], booleanOf(readOnly));
      putText(draft, ['readOnly'], readOnly);
      putAccount(draft, row, columns, remark);
      putResources(draft, cellAt(row, columns.get('resources')), remark);
      for (const [, index] of unknown)
        putText(draft, ['otherColumns', header.cells[index] ?? ''], cellAt(row, index));
      return recordOf(draft, header, row, told);
    };
  },
});

/** Fields of a record that the console's table never has, such as a request: another program named them so. */
function hasMore(header: Header): boolean {
  const { of } = columnPaths(header.cells);
  return [...columnsOf(header)].some(
    ([name, index]) => !known.has(name) && of(header.cells[index] ?? '') !== undefined,
  );
}

function besideRecord(columns: readonly string[]): readonly string[] {
  if (columns.length === 0) return [];
  const named = columns.slice(0, 8).map((column) => `“${column.slice(0, 40)}”`);
  const list = `${named.join(', ')}${columns.length > named.length ? ' …' : ''}`;
  return [`Columns that are no field of a record stay beside it, as otherColumns: ${list}.`];
}

function recordOf(draft: Draft, header: Header, row: Row, told: string): readonly Item[] {
  if (!isEvent(draft))
    return [unreadable('This row has neither an event name nor an event source.', rowText(row))];
  const source = draft.get('eventSource');
  if (typeof source === 'string' && !ofAws.test(source))
    return [other('table', lookAlike(objectOf(header, row))?.reason ?? notOfAws)];
  return [partial(jsonOf(draft), rowText(row), told)];
}

function putAccount(
  draft: Draft,
  row: Row,
  columns: ReadonlyMap<string, number>,
  remark: (reason: string) => void,
): void {
  const cell = cellAt(row, columns.get('recipientaccountid') ?? columns.get('accountid'));
  if (cell === '') return;
  const { account, note: told } = accountOf(cell, cellAt(row, columns.get('resources')));
  putText(draft, ['recipientAccountId'], account);
  if (told !== undefined) remark(told);
}

/** `[{"resourceType":…,"resourceName":…}]`; names that are ARNs go where CloudTrail has ARNs. */
function putResources(draft: Draft, cell: string, remark: (reason: string) => void): void {
  if (cell === '') return;
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

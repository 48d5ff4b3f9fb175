import { dayOrderOf, timeOf } from '../tables/cell-values.ts';
import { columnsOf } from '../record/header.ts';
import { cellsIn, objectOf, rowText, tableContainer } from './table-container.ts';
import type { Kind } from '../record/kinds.ts';
import type { Item } from '../record/found.ts';
import { unwrap } from './unwrap.ts';

/** Columns in which log stores write an event's time. */
const timeColumns = ['@timestamp', '_time'] as const;
const kibanaTime = / @ /;

/** What a row holds, read as the same store's JSON. */
type ReadObject = (row: Readonly<Record<string, string>>, text: string) => readonly Item[];

const shippedTable = (
  kind: Kind,
  read: ReadObject,
  matches: (columns: ReadonlyMap<string, number>) => boolean,
) =>
  tableContainer({
    kind,
    matches: (header) => matches(columnsOf(header)),
    open: (header, firstRows, remark) => {
      const columns = columnsOf(header);
      const order = dayOrderOf(
        cellsIn(
          firstRows,
          timeColumns.map((name) => columns.get(name)),
        ),
      );
      return (row) => {
        const object = objectOf(header, row);
        for (const name of timeColumns) withTime(object, name, order, remark);
        return read(object, rowText(row));
      };
    },
  });

function withTime(
  object: Record<string, string>,
  name: string,
  order: ReturnType<typeof dayOrderOf>,
  remark: (reason: string) => void,
): void {
  const cell = object[name];
  if (cell === undefined) return;
  const time = timeOf(cell, order);
  if (time === undefined) return;
  if (kibanaTime.test(cell))
    remark('Times have no zone; they were read as UTC. Kibana may have written local time.');
  object[name] = time;
}

/**
 * Logs Insights results as CSV: `@message` is the whole record; without it only the selected fields are there. Source:
 * CloudWatch Logs User Guide, “Analyzing log data with CloudWatch Logs Insights”.
 */
export const insightsCsv = shippedTable(
  'insights-csv',
  (row, text) =>
    unwrap(
      Object.entries(row).map(([field, value]) => ({ field, value })),
      text,
      'results',
    ),
  (columns) =>
    !columns.has('_raw') &&
    (columns.has('@message') ||
      (columns.has('@timestamp') && (columns.has('eventname') || columns.has('eventsource')))),
);

/**
 * Splunk's CSV export: `_raw` is the event, which Splunk may have cut off; without it only extracted fields are there.
 * Source: Splunk documentation, “Export search results”.
 */
export const splunkCsv = shippedTable(
  'splunk-csv',
  (row, text) => unwrap({ preview: false, result: row }, text, 'value'),
  (columns) => columns.has('_raw') || (columns.has('_time') && columns.has('eventname')),
);

/** A report with none of the integration's own columns is CloudTrail's by the service that is named. */
const asCloudTrail = (row: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  row['event.dataset'] === undefined && /\.amazonaws\.com$/.test(row['event.provider'] ?? '')
    ? { ...row, 'event.dataset': 'aws.cloudtrail' }
    : row;

/**
 * Kibana's CSV report: `event.original` is the record; without it the mapped fields are all there is. Source: Elastic,
 * “AWS CloudTrail integration”, exported fields.
 */
export const kibanaCsv = shippedTable(
  'kibana-csv',
  (row, text) => unwrap(asCloudTrail(row), text, 'value'),
  (columns) =>
    [...columns.keys()].some((name) => name.startsWith('aws.cloudtrail.')) ||
    columns.has('event.original') ||
    (columns.has('event.action') && columns.has('event.provider')),
);

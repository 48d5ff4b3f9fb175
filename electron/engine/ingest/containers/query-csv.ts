import { accountOf, booleanOf, dayOrderOf, timeOf } from '../tables/cell-values.ts';
import type { Row } from '../tables/csv-rows.ts';
import { pathOfColumn } from '../tables/field-names.ts';
import { columnsOf, type Header } from '../tables/header.ts';
import { StructReader } from '../tables/sql-struct.ts';
import { cellsIn, isOfEvents, objectOf, rowText, tableContainer } from '../tables/table-container.ts';
import type { Item } from '../found.ts';
import type { Kind } from '../kinds.ts';
import { other, partial, unreadable } from './container.ts';
import { otherLakeRows, recordOfColumns } from './lake-results.ts';

const timeLost = 'Some times cannot be read; they were left out.';

/** Names of fields in CloudTrail's spelling, which Lake keeps and Athena does not. */
const camelNames = /^(?:event(?:Name|Source|ID|Time|Version)|userIdentity|awsRegion|requestID)$/;
const isCamel = ({ cells }: Header): boolean => cells.some((cell) => camelNames.test(cell));

const isQueryResult = (header: Header): boolean => {
  const columns = columnsOf(header);
  return (
    (columns.has('eventname') || columns.has('eventsource')) && !columns.has('_raw') && isOfEvents(header)
  );
};

/** Values a spreadsheet may have rewritten, back in CloudTrail's own form. */
function restored(
  header: Header,
  firstRows: readonly Row[],
  remark: (reason: string) => void,
): (row: Row) => Record<string, string> {
  const paths = new Map(header.cells.map((cell) => [cell, pathOfColumn(cell)?.join('.')]));
  const timeColumns = header.cells.flatMap((cell, index) => (paths.get(cell) === 'eventTime' ? [index] : []));
  const order = dayOrderOf(cellsIn(firstRows, timeColumns));
  return (row) => {
    const object = objectOf(header, row);
    const beside = `${object['resources'] ?? ''} ${object['useridentity'] ?? object['userIdentity'] ?? ''}`;
    for (const [column, cell] of Object.entries(object)) {
      const path = paths.get(column);
      if (path === 'eventTime') {
        const time = timeOf(cell, order);
        if (time === undefined) remark(timeLost);
        object[column] = time ?? '';
      } else if (path === 'readOnly' || path === 'managementEvent') {
        object[column] = booleanOf(cell) ?? '';
      } else if (path === 'recipientAccountId') {
        const { account, note } = accountOf(cell, beside);
        if (note !== undefined) remark(note);
        object[column] = account ?? '';
      }
    }
    return object;
  };
}

const queryTable = (kind: Kind, matches: (header: Header) => boolean, note: string) =>
  tableContainer({
    kind,
    matches: (header) => isQueryResult(header) && matches(header),
    open: (header, firstRows, remark) => {
      const read = restored(header, firstRows, remark);
      const structs = new StructReader();
      return (row): readonly Item[] => {
        const object = read(row);
        const foreign = otherLakeRows(object);
        if (foreign !== undefined) return [other(kind, foreign)];
        const json = recordOfColumns(object, structs);
        return json === undefined
          ? [unreadable('This row does not say one event: what happened, and its time or id.', rowText(row))]
          : [partial(json, rowText(row), note)];
      };
    },
  });

/**
 * Athena's result file: lower-case columns, structs as `{type=IAMUser, …}` without quotes. Structs that could mean more than
 * one thing stay text. Source: Athena User Guide, “Query CloudTrail logs”, “Work with query results”.
 */
export const athenaCsv = queryTable(
  'athena-csv',
  (header) => !isCamel(header),
  'Put together from the columns an Athena query selected; what it did not select is missing from these records.',
);

/**
 * CloudTrail Lake's result file, `result_1.csv.gz`; columns as the query names them. Source: CloudTrail User Guide, “Download
 * saved CloudTrail Lake query results”.
 */
export const lakeCsv = queryTable(
  'lake-csv',
  isCamel,
  'Put together from the columns a CloudTrail Lake query selected; what it did not select is missing from these records.',
);

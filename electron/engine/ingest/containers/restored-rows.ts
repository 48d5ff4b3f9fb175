import { accountOf, booleanOf, dayOrderOf, timeOf } from '../tables/cell-values.ts';
import { columnPaths } from '../tables/column-paths.ts';
import type { Row } from '../tables/csv-rows.ts';
import type { Header } from '../tables/header.ts';
import { cellsIn, objectOf } from '../tables/table-container.ts';

const timeLost = 'Some times cannot be read; they were left out.';
const timeUnclear =
  'Times are written with day and month as numbers, and the table does not tell which comes first; they were left out.';
const booleanLost = (field: string): string =>
  `Some values of ${field} are neither true nor false; they were left out.`;

/**
 * Reads rows as objects of their columns, values that a spreadsheet may have rewritten back in CloudTrail's own form. What
 * cannot be read is left out, and `remark` tells it.
 */
export function restoredRows(
  header: Header,
  firstRows: readonly Row[],
  remark: (reason: string) => void,
): (row: Row) => Record<string, string> {
  const { of, timeColumn } = columnPaths(header.cells);
  const pathOf = (column: string): string | undefined =>
    column === timeColumn ? 'eventTime' : of(column)?.join('.');
  const times = header.cells.flatMap((cell, index) => (pathOf(cell) === 'eventTime' ? [index] : []));
  const order = dayOrderOf(cellsIn(firstRows, times));
  const readers: Readonly<Record<string, (cell: string, row: Record<string, string>) => string>> = {
    eventTime: (cell) => {
      const time = timeOf(cell, order);
      if (time === undefined) remark(/^\d+[/.-]\d+[/.-]/.test(cell) ? timeUnclear : timeLost);
      return time ?? '';
    },
    recipientAccountId: (cell, row) => {
      const { account, note } = accountOf(cell, besideAccount(row));
      if (note !== undefined) remark(note);
      return account ?? '';
    },
    ...Object.fromEntries(
      ['readOnly', 'managementEvent'].map((field) => [
        field,
        (cell: string) => {
          const value = booleanOf(cell);
          if (value === undefined) remark(booleanLost(field));
          return value ?? '';
        },
      ]),
    ),
  };
  const besideAccount = (row: Record<string, string>): string =>
    header.cells
      .filter((column) => /^(?:resources|userIdentity)/.test(pathOf(column) ?? ''))
      .map((column) => row[column] ?? '')
      .join(' ');
  return (row) => {
    const object = objectOf(header, row);
    const whole = { ...object };
    for (const [column, cell] of Object.entries(object)) {
      const read = readers[pathOf(column) ?? ''];
      if (read) object[column] = read(cell, whole);
    }
    return object;
  };
}

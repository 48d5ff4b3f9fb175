import { accountOf, booleanOf, dayOrderOf, timeOf } from '../tables/cell-values.ts';
import { columnPaths } from '../tables/column-paths.ts';
import type { Row } from '../tables/csv-rows.ts';
import type { Header } from '../record/header.ts';
import { cellsIn, objectOf } from './table-container.ts';

/**
 * Reads rows as objects of their columns, values that a spreadsheet may have rewritten back in CloudTrail's own form. What
 * cannot be read stays as it is, for the reading of every record's columns to tell.
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
    eventTime: (cell) => timeOf(cell, order) ?? cell,
    recipientAccountId: (cell, row) => {
      const { account, note } = accountOf(cell, besideAccount(row));
      if (note !== undefined) remark(note);
      return account ?? '';
    },
    readOnly: (cell) => booleanOf(cell) ?? cell,
    managementEvent: (cell) => booleanOf(cell) ?? cell,
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

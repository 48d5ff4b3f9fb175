import { plural } from '../../../shared/table/counted.ts';

/** What writing a file counted; formats add to it as they write. */
export interface Tally {
  /** Rows in the file, headers not counted. */
  rows: number;
  /** Cells that got an apostrophe so that no spreadsheet runs them. */
  guardedCells: number;
  /** Records whose line breaks became spaces, so that each is one line. */
  joinedRecords: number;
  /** Cells longer than the format allows, cut with a note of their length. */
  cutCells: number;
  /** Sheets of a workbook. */
  sheets: number;
}

/** Nothing counted yet. */
export const newTally = (): Tally => ({
  rows: 0,
  guardedCells: 0,
  joinedRecords: 0,
  cutCells: 0,
  sheets: 0,
});

/** What differs between the file and the data, in sentences; empty when nothing does. */
export function remarksOf(tally: Tally): string[] {
  const { guardedCells, joinedRecords, cutCells, sheets } = tally;
  return [
    ...(guardedCells > 0
      ? [
          `${plural(guardedCells, 'cell')} that a spreadsheet would run as a formula ${guardedCells === 1 ? 'begins' : 'begin'} with an apostrophe.`,
        ]
      : []),
    ...(joinedRecords > 0
      ? [
          `${plural(joinedRecords, 'record')} had line breaks between ${joinedRecords === 1 ? 'its' : 'their'} parts; each became one space.`,
        ]
      : []),
    ...(cutCells > 0
      ? [
          `${plural(cutCells, 'cell')} longer than the 32,767 characters of XLSX ${cutCells === 1 ? 'is' : 'are'} cut and ${cutCells === 1 ? 'ends' : 'end'} with a note of the length.`,
        ]
      : []),
    ...(sheets > 1 ? [`The rows stand on ${sheets} sheets, because one holds 1,048,576 lines at most.`] : []),
  ];
}

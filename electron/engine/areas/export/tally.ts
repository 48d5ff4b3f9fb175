import { plural } from '../../../../shared/words/counted.ts';

/** What writing a file counted; formats add to it as they write. */
export interface Tally {
  /** Rows in the file, headers not counted. */
  rows: number;
  /** Cells that got an apostrophe so that no spreadsheet runs them. */
  guardedCells: number;
  /** Records whose line breaks became spaces, so that each is one line. */
  joinedRecords: number;
  /** Records whose text in the evidence is no strict JSON in UTF-8; written mended. */
  mendedRecords: number;
  /** Records that stand in the evidence in another form or cut off; written as the CloudTrail records read from it. */
  convertedRecords: number;
  /** Cells longer than the format allows, cut with a note of their length. */
  cutCells: number;
  /** Events left out because they have no time and the question asks for a span of it. */
  withoutTime: number;
  /** Sheets of a workbook. */
  sheets: number;
}

/** Nothing counted yet. */
export const newTally = (): Tally => ({
  rows: 0,
  guardedCells: 0,
  joinedRecords: 0,
  mendedRecords: 0,
  convertedRecords: 0,
  cutCells: 0,
  withoutTime: 0,
  sheets: 0,
});

/** What differs between the file and the data, in sentences; empty when nothing does. */
export function remarksOf(tally: Tally): string[] {
  const { guardedCells, joinedRecords, mendedRecords, convertedRecords, cutCells, withoutTime, sheets } =
    tally;
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
    ...(mendedRecords > 0
      ? [
          `${plural(mendedRecords, 'record')} ${mendedRecords === 1 ? 'is' : 'are'} not valid JSON in UTF-8 in the evidence; ${mendedRecords === 1 ? 'it is' : 'they are'} mended in the file, and the workspace keeps the exact text.`,
        ]
      : []),
    ...(convertedRecords > 0
      ? [
          `${plural(convertedRecords, 'record')} ${convertedRecords === 1 ? 'stands' : 'stand'} in the evidence in another form or cut off; the file has what was read from ${convertedRecords === 1 ? 'it' : 'them'} as CloudTrail writes it.`,
        ]
      : []),
    ...(cutCells > 0
      ? [
          `${plural(cutCells, 'cell')} longer than the 32,767 characters of XLSX ${cutCells === 1 ? 'is' : 'are'} cut and ${cutCells === 1 ? 'ends' : 'end'} with a note of the length.`,
        ]
      : []),
    ...(withoutTime > 0
      ? [
          `${plural(withoutTime, 'event')} of the search ${withoutTime === 1 ? 'has no time and is' : 'have no time and are'} left out; absent(eventTime) finds ${withoutTime === 1 ? 'it' : 'them'}.`,
        ]
      : []),
    ...(sheets > 1 ? [`The rows stand on ${sheets} sheets, because one holds 1,048,576 lines at most.`] : []),
  ];
}

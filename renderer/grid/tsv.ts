import type { Cell } from '../../shared/table/cell.ts';

/** Spreadsheets run text that begins so as a formula; log text is written by strangers. */
const startsFormula = /^[=+\-@\t\r]/;
const isPlainNumber = /^-?\d+(\.\d+)?$/;

const tsvField = (value: Cell): string => {
  if (value === null) return '';
  const text = String(value).replace(/[\t\r\n]+/g, ' ');
  return startsFormula.test(String(value)) && !isPlainNumber.test(text) ? `'${text}` : text;
};

/** Rows as tab-separated text with a header line; formula starts are guarded with an apostrophe. */
export const toTsv = (titles: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [titles, ...rows].map((row) => row.map(tsvField).join('\t')).join('\n');

import type { Cell } from '../contract/common.ts';

/** Spreadsheets take cells that begin so for formulas (OWASP, “CSV Injection”); an apostrophe makes them text. */
export const csvText = (text: string): string => csvQuoted(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** A cell of a CSV line; text in a column of numbers is never taken for a formula. */
export function csvCell(cell: Cell, isNumber = false): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  return isNumber ? csvQuoted(cell) : csvText(cell);
}

/** RFC 4180. */
const csvQuoted = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

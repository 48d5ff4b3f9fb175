import type { Cell } from '../contract/common.ts';

/**
 * True for text that a spreadsheet would run as a formula, its full-width forms and what it skips before one included.
 * Source: OWASP, “CSV Injection”.
 */
export const looksLikeFormula = (text: string): boolean => /^[=+\-@\t\r\n＝＋－＠]/.test(text);

/** A cell of text; an apostrophe makes text of what a spreadsheet would run as a formula. */
export const csvText = (text: string): string => csvQuoted(looksLikeFormula(text) ? `'${text}` : text);

/** A cell of a CSV line; text in a column of numbers is never taken for a formula. */
export function csvCell(cell: Cell, isNumber = false): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  return isNumber ? csvQuoted(cell) : csvText(cell);
}

/** RFC 4180. */
const csvQuoted = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

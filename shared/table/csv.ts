import type { Cell } from './cell.ts';

/**
 * Where a spreadsheet would begin a formula: at the start, and behind a semicolon or tab, because it takes these for the
 * separator where the comma is a decimal sign. Full-width forms and what is skipped before a formula are included.
 * Source: OWASP, “CSV Injection”.
 */
const formulaStart = /(?<=^|[;\t]"*)(?=[=+\-@\t\r\n＝＋－＠])/g;

/** True for text that a spreadsheet would run as a formula, all of it or a part behind a separator of its own. */
export const looksLikeFormula = (text: string): boolean => text.search(formulaStart) >= 0;

/** A cell of text; an apostrophe makes text of what a spreadsheet would run as a formula. */
export const csvText = (text: string): string => csvQuoted(text.replace(formulaStart, "'"));

/** A cell of a CSV line; text in a column of numbers is never taken for a formula. */
export function csvCell(cell: Cell, isNumber = false): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  return isNumber ? csvQuoted(cell) : csvText(cell);
}

/** RFC 4180. */
const csvQuoted = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

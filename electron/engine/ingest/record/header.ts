import { cellsOfLine, type Dialect } from '../tables/csv-rows.ts';

/** The first row of a table: the names of its columns. */
export interface Header {
  /** As in the evidence, without surrounding white space; numbers from 1 where the table has no such row. */
  readonly cells: readonly string[];
  readonly dialect: Dialect;
  /** The table begins with its first row of values: its columns have no names. */
  readonly isMissing?: true;
}

const delimiters = [',', ';', '\t', '|'] as const;
const columnLimit = 2_000;
/** A line Excel writes before the header, `sep=;`. */
const separatorLine = /^"?sep=(.)"?$/i;

/** What Markdown, psql and MySQL draw between the header and the rows, and around them. */
const ruler = /^[\s|+:=-]+$/;
/** What psql and MySQL write below the rows. */
const rowCount = /^\(?\d+ rows?(?: in set)?\b.*$/;

/** True for a line that comes before the header or between rows and is none of them. */
export const isAsideLine = (line: string): boolean =>
  line.trim() === '' || separatorLine.test(line.trim()) || isRuler(line) || rowCount.test(line);

/** True for a drawn line. */
export const isRuler = (line: string): boolean => line.includes('--') && ruler.test(line);

/** The header of a table, from its first kilobytes; undefined when it has fewer than two columns. */
export function headerOf(head: string): Header | undefined {
  const header = anyHeaderOf(head);
  return header && (header.cells.length > 1 || knownAlone.test(header.cells[0] ?? '')) ? header : undefined;
}

/** A table of one column is known by these names alone: Splunk's raw events, messages of CloudWatch Logs. */
const knownAlone = /^(?:_raw|@message|event\.original)$/;

/** The header of a table of any width, by the delimiter that makes most of its line. */
export function anyHeaderOf(head: string): Header | undefined {
  const line = head
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/, 20)
    .find((one) => !isAsideLine(one));
  if (line === undefined) return undefined;
  const escape = escapedByBackslash.test(head) ? '\\' : '"';
  const [best] = delimiters
    .map((delimiter) => ({ delimiter, cells: cellsOfLine(line, { delimiter, escape }) ?? [] }))
    .sort((a, b) => b.cells.length - a.cells.length);
  if (!best || best.cells.length === 0 || best.cells.length > columnLimit) return undefined;
  const cells = best.cells.map((cell) => cell.trim());
  const dialect = { delimiter: best.delimiter, escape } as const;
  return cells.some((cell) => notName.test(cell))
    ? { cells: cells.map((_, index) => String(index + 1)), dialect, isMissing: true }
    : { cells, dialect };
}

/** Some databases put a backslash before quotation marks in cells, as JSON does, instead of doubling them. */
const escapedByBackslash = /(?:^|[,;\t|])"\s*[[{]\s*\\"/m;
/** JSON in the first row: what stands there are values already. */
const notName = /^[{[]\s*["\\]/;

/** A column name for comparing: letters, digits and dots, lower case. */
const plainName = (cell: string): string => cell.toLowerCase().replaceAll(/[^\p{L}\p{N}.@_]/gu, '');

/** The columns by `plainName`; the first of equal names counts. */
export function columnsOf({ cells }: Header): ReadonlyMap<string, number> {
  const columns = new Map<string, number>();
  cells.forEach((cell, index) => {
    const name = plainName(cell);
    if (name !== '' && !columns.has(name)) columns.set(name, index);
  });
  return columns;
}

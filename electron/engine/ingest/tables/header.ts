import { cellsOfLine } from './csv-rows.ts';

/** The first row of a table: the names of its columns. */
export interface Header {
  /** As in the evidence, without surrounding white space. */
  readonly cells: readonly string[];
  readonly delimiter: string;
}

const delimiters = [',', ';', '\t', '|'] as const;
const columnLimit = 2_000;
/** A line Excel writes before the header, `sep=;`. */
const separatorLine = /^"?sep=(.)"?$/i;

/** True for a line that comes before the header. */
export const isBeforeHeader = (line: string): boolean =>
  line.trim() === '' || separatorLine.test(line.trim());

/** The header in a line, by the delimiter that makes most of it; undefined when it has fewer than two columns. */
export function headerOfLine(line: string): Header | undefined {
  const text = line.replace(/^\uFEFF/, '');
  const [best] = delimiters
    .map((delimiter) => ({ delimiter, cells: cellsOfLine(text, delimiter) ?? [] }))
    .sort((a, b) => b.cells.length - a.cells.length);
  if (!best || best.cells.length > columnLimit) return undefined;
  const cells = best.cells.map((cell) => cell.trim());
  if (cells.length < 2) return splunkAlone(cells);
  return { cells, delimiter: best.delimiter };
}

/** A table of one column is known by these names alone: Splunk's raw events, messages of CloudWatch Logs. */
const splunkAlone = (cells: readonly string[]): Header | undefined =>
  /^(?:_raw|@message|event\.original)$/.test(cells[0] ?? '') ? { cells, delimiter: ',' } : undefined;

/** The header of a table, from its first kilobytes. */
export function headerOf(head: string): Header | undefined {
  const line = head
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/, 20)
    .find((one) => !isBeforeHeader(one));
  return line === undefined ? undefined : headerOfLine(line);
}

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

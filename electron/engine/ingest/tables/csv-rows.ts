import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { limits } from '../bytes/limits.ts';
import { withoutLineEnd, type Line } from './lines.ts';

/** A row of a table. */
export interface Row {
  readonly cells: readonly string[];
  /** The row as in the evidence, without its line end. */
  readonly bytes: Buffer;
  readonly position: number;
  /** What was wrong with a row that could be read all the same. */
  readonly problem?: string;
}

/** Where a row should stand and cannot be read. */
export interface BadRow {
  readonly reason: string;
  readonly bytes: Buffer;
  readonly position: number;
}

/** How a table writes its rows: what stands between cells, and before a quotation mark inside a quoted one. */
export interface Dialect {
  readonly delimiter: string;
  readonly escape: '"' | '\\';
}

const quote = 0x22;
const batchRows = 512;
const batchBytes = 2 * 1_048_576;
const groupLines = 10_000;

const cutReason = 'The content ends inside this row; its last cell was left out.';
const quotesReason = 'Quotation marks in this row do not pair up; they were read as plain characters.';

/** The bytes as text. Spreadsheets on Windows save tables in Windows-1252. */
export const textOfCells = (bytes: Buffer): string =>
  isUtf8(bytes) ? bytes.toString('utf8') : new TextDecoder('windows-1252').decode(bytes);

function hasOddQuotes(bytes: Buffer): boolean {
  let isOdd = false;
  for (let at = bytes.indexOf(quote); at >= 0; at = bytes.indexOf(quote, at + 1)) isOdd = !isOdd;
  return isOdd;
}

/** The cells of rows that are well formed; undefined when any of them is not. Rows must not be empty. */
function strictCells(texts: readonly string[], dialect: Dialect): readonly string[][] | undefined {
  try {
    const rows = parse(texts.join('\n'), {
      ...dialect,
      record_delimiter: '\n',
      relax_column_count: true,
      bom: false,
    });
    return rows.length === texts.length ? rows : undefined;
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

/** The cells of one row as they stand, by the delimiter alone or with stray quotation marks as plain characters. */
function lenientCells(text: string, dialect: Dialect, isQuoted: boolean): readonly string[] | undefined {
  if (!isQuoted) {
    return text
      .split(dialect.delimiter)
      .map((cell) => (/^".*"$/s.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell));
  }
  try {
    const [cells, ...others] = parse(text, {
      ...dialect,
      record_delimiter: '\n',
      relax_quotes: true,
      relax_column_count: true,
      bom: false,
    });
    return others.length === 0 ? cells : undefined;
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

/** The cells of a header line, or undefined when it is not well formed. */
export const cellsOfLine = (text: string, dialect: Dialect): readonly string[] | undefined =>
  text === '' ? undefined : strictCells([text], dialect)?.[0];

/**
 * Puts rows together from lines and splits them into cells. Lines are the unit because csv-parse alone loses everything
 * after a quotation mark that never closes: a line with an odd number of marks begins a row that goes on to the next such
 * line, and when that does not give a well-formed row of the table's width, reading resumes at the line after the first.
 */
export class RowReader {
  readonly #dialect: Dialect;
  readonly #columns: number;
  #open: Line[] = [];
  #openBytes = 0;
  #ready: Line[] = [];
  #readyBytes = 0;
  #rows: (Row | BadRow)[] = [];

  constructor(dialect: Dialect, columns: number) {
    this.#dialect = dialect;
    this.#columns = columns;
  }

  /** Takes lines and answers the rows that are complete by now, in order. */
  push(lines: readonly Line[]): readonly (Row | BadRow)[] {
    for (const line of lines) this.#place(line);
    this.#parseReady();
    return this.#taken();
  }

  /** The content is over. */
  finish(): readonly (Row | BadRow)[] {
    while (this.#open.length > 0) this.#reread();
    this.#parseReady();
    return this.#taken();
  }

  #taken(): readonly (Row | BadRow)[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  #place(line: Line): void {
    if (line.isTooLong) {
      while (this.#open.length > 0) this.#reread();
      this.#parseReady();
      const reason = `One row is longer than ${limits.lineBytes / 1_048_576} MB.`;
      this.#rows.push({ reason, bytes: line.bytes, position: line.position });
      return;
    }
    const isOdd = hasOddQuotes(line.bytes);
    if (this.#open.length === 0 && !isOdd) {
      this.#addReady(line);
      return;
    }
    const isClosing = this.#open.length > 0 && isOdd;
    this.#open.push(line);
    this.#openBytes += line.bytes.length;
    if (isClosing) this.#close();
    else if (this.#openBytes > limits.lineBytes || this.#open.length > groupLines) this.#reread();
  }

  #addReady(line: Line): void {
    this.#ready.push(line);
    this.#readyBytes += line.bytes.length;
    if (this.#ready.length >= batchRows || this.#readyBytes >= batchBytes) this.#parseReady();
  }

  #close(): void {
    const bytes = joined(this.#open);
    const cells = strictCells([textOfCells(bytes)], this.#dialect)?.[0];
    const [first] = this.#open;
    if (!first || cells?.length !== this.#columns) {
      this.#reread();
      return;
    }
    this.#parseReady();
    this.#rows.push({ cells, bytes, position: first.position });
    this.#open = [];
    this.#openBytes = 0;
  }

  /** The lines held do not make a row together: the first stands alone, the others are placed again. */
  #reread(): void {
    const [first, ...others] = this.#open;
    this.#open = [];
    this.#openBytes = 0;
    if (!first) return;
    this.#parseReady();
    this.#rows.push(this.#alone(first));
    for (const line of others) this.#place(line);
  }

  #parseReady(): void {
    const lines = this.#ready.filter((line) => withoutLineEnd(line).length > 0);
    this.#ready = [];
    this.#readyBytes = 0;
    this.#parse(lines);
  }

  #parse(lines: readonly Line[]): void {
    if (lines.length === 0) return;
    const texts = lines.map((line) => textOfCells(withoutLineEnd(line)));
    const cells = strictCells(texts, this.#dialect);
    if (cells) {
      for (const [index, line] of lines.entries()) this.#rows.push(this.#whole(line, cells[index] ?? []));
      return;
    }
    const [only] = lines;
    if (only && lines.length === 1) {
      this.#rows.push(this.#alone(only));
      return;
    }
    const half = lines.length >> 1;
    this.#parse(lines.slice(0, half));
    this.#parse(lines.slice(half));
  }

  #whole(line: Line, cells: readonly string[]): Row {
    const row = { cells, bytes: withoutLineEnd(line), position: line.position };
    return line.isEnded || (!line.isCut && cells.length >= this.#columns)
      ? row
      : { ...row, cells: cells.slice(0, -1), problem: cutReason };
  }

  #alone(line: Line): Row | BadRow {
    const bytes = withoutLineEnd(line);
    const text = textOfCells(bytes);
    const { position } = line;
    if (!line.isEnded && hasOddQuotes(bytes)) {
      const cells = strictCells([`${text}"`], this.#dialect)?.[0];
      if (cells && cells.length <= this.#columns) {
        return { cells: cells.slice(0, -1), bytes, position, problem: cutReason };
      }
    }
    const relaxed = lenientCells(text, this.#dialect, true);
    if (relaxed?.length === this.#columns) return { cells: relaxed, bytes, position };
    const plain = lenientCells(text, this.#dialect, false);
    if (plain?.length === this.#columns) return { cells: plain, bytes, position, problem: quotesReason };
    return {
      reason: 'The quotation marks of this row do not pair up, so its cells are unclear.',
      bytes,
      position,
    };
  }
}

const joined = (lines: readonly Line[]): Buffer => {
  const last = lines.at(-1);
  return Buffer.concat([
    ...lines.slice(0, -1).map(({ bytes }) => bytes),
    ...(last ? [withoutLineEnd(last)] : []),
  ]);
};

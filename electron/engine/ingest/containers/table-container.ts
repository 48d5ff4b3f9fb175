import { isUtf8 } from 'node:buffer';
import { recordsInCells } from './records-in.ts';
import type { TextContainer } from './text-container.ts';
import type { Item } from '../record/found.ts';
import type { Kind } from '../record/kinds.ts';
import type { RecordSink } from '../record/record-sink.ts';
import { RowReader, textOfCells, type BadRow, type Row } from '../tables/csv-rows.ts';
import { isAbsent } from '../tables/cell-values.ts';
import { anyHeaderOf, headerOf, isAsideLine, isRuler, type Header } from '../record/header.ts';
import { linesOf, type Line } from '../tables/lines.ts';

/** A table an investigator may get CloudTrail records in. */
export interface Table {
  readonly kind: Kind;
  /** `rows` reads the first rows, for tables that only their values tell. */
  readonly matches: (header: Header, rows: () => readonly Row[]) => boolean;
  /** Columns without names, or only one, are enough. */
  readonly isOfAnyWidth?: true;
  /**
   * Reads rows below a header that hold no record in a cell. `firstRows` show how the table writes its values; `remark` tells
   * what happened to a value of the row that is read: each is told once, with a count.
   */
  readonly open: (
    header: Header,
    firstRows: readonly Row[],
    remark: (reason: string) => void,
  ) => (row: Row) => readonly Item[];
}

const isRow = (row: Row | BadRow): row is Row => 'cells' in row;

/** The cell of a column; an empty text where the table has no value. */
export function cellAt(row: Row, index: number | undefined): string {
  const cell = index === undefined ? '' : (row.cells[index] ?? '').trim();
  return isAbsent(cell) ? '' : cell;
}

/** All cells of some columns, for looking at how a table writes values. */
export const cellsIn = (rows: readonly Row[], indexes: readonly (number | undefined)[]): readonly string[] =>
  rows.flatMap((row) => indexes.map((index) => cellAt(row, index))).filter((cell) => cell !== '');

/** The row as an object of its columns, empty cells left out. */
export function objectOf({ cells }: Header, row: Row): Record<string, string> {
  const entries = cells.map((cell, index): [string, string] => [cell, cellAt(row, index)]);
  return Object.fromEntries(entries.filter(([name, value]) => name !== '' && value !== ''));
}

/** The row as in the evidence, as text. */
export const rowText = ({ bytes }: Row): string => textOfCells(bytes);

/** Reads a table of rows of text: header, rows, several tables one after the other. */
export const tableContainer = (table: Table): TextContainer => ({
  kind: table.kind,
  matches: (head) => {
    const header = headerFor(table, head);
    return header !== undefined && table.matches(header, () => rowsOf(head, header));
  },
  read: async (chunks, sink, contentOffset) => {
    let reading: Reading | undefined;
    try {
      for await (const lines of linesOf(chunks, contentOffset)) {
        reading ??= begin(table, sink, lines);
        reading?.push(lines);
      }
    } finally {
      reading?.finish();
    }
    return reading?.isWithoutRows === true;
  },
});

const headerFor = (table: Table, head: string): Header | undefined =>
  table.isOfAnyWidth ? anyHeaderOf(head) : headerOf(head);

/** The rows that are whole in a table's first kilobytes. */
function rowsOf(head: string, { cells, dialect, isMissing }: Header): readonly Row[] {
  const reader = new RowReader(dialect, cells.length);
  const rows = reader.push(
    head
      .split(/(?<=\n)/)
      .filter((line) => line.endsWith('\n') && !isAsideLine(line.replace(/^\uFEFF/, '')))
      .map((line) => ({ ...wholeLine, bytes: Buffer.from(line) })),
  );
  return rows.filter(isRow).slice(isMissing ? 0 : 1);
}

const wholeLine = { position: 0, isEnded: true, isCut: false, isTooLong: false } as const;

function begin(table: Table, sink: RecordSink, lines: readonly Line[]): Reading | undefined {
  const head = lines.slice(0, 20).map((line) => textOfCells(line.bytes));
  const header = headerFor(table, head.join(''));
  return header && new Reading(table, sink, header);
}

class Reading {
  isWithoutRows = true;
  #at: Row | undefined;
  readonly #table: Table;
  readonly #sink: RecordSink;
  readonly #reader: RowReader;
  #header: Header;
  #names: ReadonlySet<string>;
  #read: ((row: Row) => readonly Item[]) | undefined;
  #held: ReturnType<typeof recordsInCells>;

  constructor(table: Table, sink: RecordSink, header: Header) {
    this.#table = table;
    this.#sink = sink;
    this.#header = header;
    this.#names = new Set(header.cells);
    this.#held = recordsInCells(header.cells);
    this.#reader = new RowReader(header.dialect, header.cells.length);
  }

  push(lines: readonly Line[]): void {
    this.#take(this.#reader.push(lines));
  }

  finish(): void {
    this.#take(this.#reader.finish());
  }

  #take(rows: readonly (Row | BadRow)[]): void {
    if (rows.length === 0) return;
    for (const row of rows) {
      if (!isRow(row)) {
        this.isWithoutRows = false;
        this.#sink.refuse(row.position, row.reason, row.bytes);
      } else if (!this.#isAside(row)) {
        this.isWithoutRows = false;
        this.#read ??= this.#table.open(this.#header, rows.filter(isRow), (reason) => this.#remark(reason));
        this.#takeRow(row, this.#read);
      }
    }
  }

  /** Headers, also of tables that were put one after the other, and what Excel writes before them. */
  #isAside(row: Row): boolean {
    const [first = ''] = row.cells;
    const name = first.replace(/^\uFEFF/, '').trim();
    if (row.cells.length <= 2 && isAsideLine(textOfCells(row.bytes))) return true;
    if (/^[:=+-]*$/.test(name)) {
      if (row.cells.every((cell) => cell.trim() === '') || isRuler(textOfCells(row.bytes))) return true;
    }
    if (this.#header.isMissing || !this.#names.has(name)) return false;
    const cells = row.cells.map((cell, index) => (index === 0 ? name : cell.trim()));
    const header = { cells, dialect: this.#header.dialect };
    if (!this.#table.matches(header, () => [])) return cells.join('\0') === this.#header.cells.join('\0');
    if (cells.join('\0') !== this.#header.cells.join('\0')) {
      this.#header = header;
      this.#names = new Set(cells);
      this.#held = recordsInCells(cells);
      this.#read = undefined;
    }
    return true;
  }

  #takeRow(row: Row, read: (row: Row) => readonly Item[]): void {
    const { position, bytes } = row;
    const width = this.#header.cells.length;
    this.#at = row;
    const held = this.#held(row.cells);
    const isHeld = held.some((item) => 'found' in item);
    if (!isHeld && row.cells.slice(width).some((cell) => cell.trim() !== '')) {
      const reason = `This row has ${row.cells.length} cells under ${width} columns, so its values are unclear.`;
      this.#sink.refuse(position, reason, bytes);
      return;
    }
    if (row.problem !== undefined) this.#sink.remark(position, row.problem, bytes);
    else if (row.cells.length < width) {
      const reason = `This row has only ${row.cells.length} of ${width} cells.`;
      this.#sink.remark(position, reason, bytes);
    }
    const items = isHeld ? held : mostTelling(read(row), held);
    this.#sink.take(
      items.map((item) => asItemOf(row, item, this.#table.kind)),
      position,
    );
  }

  #remark(reason: string): void {
    if (this.#at) this.#sink.remarkEach(this.#at.position, reason, this.#at.bytes);
  }
}

/** What the row gave by its columns; where that is nothing, what its cells are known to be. */
const mostTelling = (read: readonly Item[], held: readonly Item[]): readonly Item[] =>
  held.length === 0 || read.some((item) => 'found' in item) ? read : held;

/** What a row gave counts as the table's; the evidence's own bytes stay with it where they are not UTF-8. */
function asItemOf({ bytes }: Row, item: Item, kind: Kind): Item {
  if ('other' in item) return item;
  if ('unreadable' in item || isUtf8(bytes)) return { ...item, kind };
  return { found: { ...item.found, exact: Uint8Array.from(bytes) }, kind };
}

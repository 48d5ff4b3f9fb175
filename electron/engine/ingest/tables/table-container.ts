import { isUtf8 } from 'node:buffer';
import type { TextContainer } from '../containers/text-container.ts';
import type { Item } from '../found.ts';
import type { Kind } from '../kinds.ts';
import type { RecordSink } from '../record-sink.ts';
import { RowReader, textOfCells, type BadRow, type Row } from './csv-rows.ts';
import { columnsOf, headerOf, headerOfLine, isBeforeHeader, type Header } from './header.ts';
import { linesOf, withoutLineEnd, type Line } from './lines.ts';

/** A table an investigator may get CloudTrail records in. */
export interface Table {
  readonly kind: Kind;
  readonly matches: (header: Header) => boolean;
  /**
   * Reads rows below a header. `firstRows` show how the table writes its values; `remark` tells what happened to values,
   * once for the whole table.
   */
  readonly open: (
    header: Header,
    firstRows: readonly Row[],
    remark: (reason: string) => void,
  ) => (row: Row) => readonly Item[];
}

const isRow = (row: Row | BadRow): row is Row => 'cells' in row;

/** The cell of a column, or an empty text. */
export const cellAt = (row: Row, index: number | undefined): string =>
  index === undefined ? '' : (row.cells[index] ?? '').trim();

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

/**
 * True when rows are events and not counts of events or a catalogue of them: they carry an event's id, a request's id,
 * or its time without sums beside it.
 */
export function isOfEvents(header: Header): boolean {
  const columns = columnsOf(header);
  const has = (...names: readonly string[]): boolean => names.some((name) => columns.has(name));
  if (has('ruletitle', 'ruleid', 'rulefile', 'rulelevel', 'sigma')) return false;
  if (has('eventid', 'requestid')) return true;
  const isSummed = [...columns.keys()].some((name) =>
    /^(?:_col\d+|count|cnt|n$|total|sum|min|max|avg)/.test(name),
  );
  return has('eventtime') && !isSummed;
}

/** Reads a table of rows of text: header, rows, several tables one after the other. */
export const tableContainer = (table: Table): TextContainer => ({
  kind: table.kind,
  matches: (head) => {
    const header = headerOf(head);
    return header !== undefined && table.matches(header);
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

function begin(table: Table, sink: RecordSink, lines: readonly Line[]): Reading | undefined {
  const texts = lines.slice(0, 20).map((line) => textOfCells(withoutLineEnd(line)));
  const text = texts.find((one) => !isBeforeHeader(one.replace(/^\uFEFF/, '')));
  const header = text === undefined ? undefined : headerOfLine(text);
  return header && new Reading(table, sink, header);
}

class Reading {
  isWithoutRows = true;
  #at: Row | undefined;
  readonly #remarks = new Set<string>();
  readonly #table: Table;
  readonly #sink: RecordSink;
  readonly #reader: RowReader;
  #header: Header;
  #names: ReadonlySet<string>;
  #read: ((row: Row) => readonly Item[]) | undefined;

  constructor(table: Table, sink: RecordSink, header: Header) {
    this.#table = table;
    this.#sink = sink;
    this.#header = header;
    this.#names = new Set(header.cells);
    this.#reader = new RowReader(header.delimiter, header.cells.length);
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
    if (row.cells.length <= 2 && isBeforeHeader(textOfCells(row.bytes))) return true;
    if (name === '') return row.cells.every((cell) => cell.trim() === '');
    if (!this.#names.has(name)) return false;
    const cells = row.cells.map((cell, index) => (index === 0 ? name : cell.trim()));
    const header = { cells, delimiter: this.#header.delimiter };
    if (!this.#table.matches(header)) return cells.join('\0') === this.#header.cells.join('\0');
    if (cells.join('\0') !== this.#header.cells.join('\0')) {
      this.#header = header;
      this.#names = new Set(cells);
      this.#read = undefined;
    }
    return true;
  }

  #takeRow(row: Row, read: (row: Row) => readonly Item[]): void {
    const { position, bytes } = row;
    const width = this.#header.cells.length;
    if (row.cells.slice(width).some((cell) => cell.trim() !== '')) {
      const reason = `This row has ${row.cells.length} cells under ${width} columns, so its values are unclear.`;
      this.#sink.refuse(position, reason, bytes);
      return;
    }
    if (row.problem !== undefined) this.#sink.remark(position, row.problem, bytes);
    else if (row.cells.length < width) {
      const reason = `This row has only ${row.cells.length} of ${width} cells.`;
      this.#sink.remark(position, reason, bytes);
    }
    this.#at = row;
    this.#sink.take(
      read(row).map((item) => asItemOf(row, item, this.#table.kind)),
      position,
    );
  }

  #remark(reason: string): void {
    if (!this.#at || this.#remarks.has(reason)) return;
    this.#remarks.add(reason);
    this.#sink.remark(this.#at.position, reason, this.#at.bytes);
  }
}

/** What a row gave counts as the table's; the evidence's own bytes stay with it where they are not UTF-8. */
function asItemOf({ bytes }: Row, item: Item, kind: Kind): Item {
  if ('other' in item) return item;
  if ('unreadable' in item || isUtf8(bytes)) return { ...item, kind };
  return { found: { ...item.found, exact: Uint8Array.from(bytes) }, kind };
}

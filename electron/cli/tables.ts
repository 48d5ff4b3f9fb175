import type { Cell } from '../../shared/table/cell.ts';
import { csvCell, csvText } from '../../shared/table/csv.ts';
import { columnsOf, cutTo, safeJson, visible } from './visible-text.ts';

/** How rows are written. */
export type Format = 'table' | 'json' | 'csv';

/** A column of an answer; `isNumber` columns stand to the right and are never taken for a formula. */
export interface Column {
  readonly name: string;
  readonly isNumber?: boolean;
}

/** Writes rows in one format; `end` must be called once after the last row. */
export interface RowWriter {
  rows(rows: readonly (readonly Cell[])[]): void;
  end(): void;
}

/** Where text goes; whole lines. */
export type Write = (text: string) => void;

const widestCell = 120;

/** A writer for a format. Tables wait for all rows to align them; the others write at once. */
export function rowWriter(format: Format, columns: readonly Column[], write: Write): RowWriter {
  if (format === 'json') return jsonWriter(columns, write);
  if (format === 'csv') return csvWriter(columns, write);
  return tableWriter(columns, write);
}

function jsonWriter(columns: readonly Column[], write: Write): RowWriter {
  const keys = uniqueNames(columns.map(({ name }) => name)).map((name) => safeJson(name));
  return {
    rows: (rows) => {
      const lines = rows.map(
        (row) => `{${keys.map((key, index) => `${key}:${safeJson(row[index] ?? null)}`).join(',')}}\n`,
      );
      write(lines.join(''));
    },
    end: () => undefined,
  };
}

/** A statement may name two columns alike; an object cannot. */
function uniqueNames(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let number = 2; seen.has(unique); number++) unique = `${name}_${number}`;
    seen.add(unique);
    return unique;
  });
}

function csvWriter(columns: readonly Column[], write: Write): RowWriter {
  write(`${columns.map(({ name }) => csvText(name)).join(',')}\r\n`);
  return {
    rows: (rows) => {
      const lines = rows.map(
        (row) =>
          `${columns.map(({ isNumber }, index) => csvCell(row[index] ?? null, isNumber)).join(',')}\r\n`,
      );
      write(lines.join(''));
    },
    end: () => undefined,
  };
}

function tableWriter(columns: readonly Column[], write: Write): RowWriter {
  const lines: string[][] = [columns.map(({ name }) => shown(name))];
  return {
    rows: (rows) => {
      for (const row of rows) lines.push(columns.map((_column, index) => shown(row[index] ?? null)));
    },
    end: () => {
      if (columns.length === 0) return;
      const widths = columns.map((_column, index) =>
        lines.reduce((widest, line) => Math.max(widest, columnsOf(line[index] ?? '')), 0),
      );
      const rule = widths.map((width) => '─'.repeat(width));
      const all = [lines[0] ?? [], rule, ...lines.slice(1)];
      write(all.map((line) => `${aligned(line, widths, columns).trimEnd()}\n`).join(''));
    },
  };
}

const shown = (cell: Cell): string => (cell === null ? '' : cutTo(visible(String(cell)), widestCell));

const aligned = (line: readonly string[], widths: readonly number[], columns: readonly Column[]): string =>
  widths
    .map((width, index) => {
      const text = line[index] ?? '';
      const space = ' '.repeat(Math.max(0, width - columnsOf(text)));
      return columns[index]?.isNumber ? space + text : text + space;
    })
    .join('  ');

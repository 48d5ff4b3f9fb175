import type { Cell } from '../../shared/table/cell.ts';
import { isCancelled } from '../../shared/bridge/errors.ts';
import { plural } from '../kit/format.ts';
import type { GridColumn } from './columns.ts';
import type { GridSource } from './block.ts';
import { rowsAsText, type RowFormat } from './row-text.ts';
import { countRows, type Spans } from './selection.ts';

/** More rows than a clipboard is for. */
export interface CopyProblem {
  readonly rows: number;
  readonly limit: number;
}

/** The most rows the clipboard gets; more are for an export. */
export const copyLimit = 10_000;
const sliceRows = 1_000;

/** What a cell is copied as, such as a time as ISO text. */
export type CellText = (column: GridColumn, value: Cell) => Cell;

/** What is copied: rows of a source, its columns in the order of the screen. */
export interface CopyRequest {
  readonly format: RowFormat;
  readonly source: GridSource;
  readonly spans: Spans;
  readonly columns: readonly GridColumn[];
  /** The order of a block's columns. */
  readonly fields: readonly string[];
  readonly cellText: CellText;
}

/** One row as JSON, a key a column. */
export const rowAsJson = (columns: readonly GridColumn[], value: (column: GridColumn) => Cell): string =>
  JSON.stringify(Object.fromEntries(columns.map((column) => [column.id, value(column)])), null, 2);

const inWords = (rows: number, format: RowFormat): string =>
  `${plural(rows, 'row')}${format === 'tsv' ? '' : ` as ${format === 'json' ? 'JSON' : 'Markdown'}`}`;

/** Rows on their way to the clipboard, read in slices, one copying at a time. */
export class Copying {
  #progress = $state.raw<{ readonly done: number; readonly total: number } | null>(null);
  #stop: AbortController | undefined;

  /** How far it is; null while nothing is being copied. */
  get progress(): { readonly done: number; readonly total: number } | null {
    return this.#progress;
  }

  cancel(): void {
    this.#stop?.abort();
  }

  /** The rows as text; undefined when it was cancelled. */
  async run(
    request: CopyRequest,
  ): Promise<{ readonly text: string; readonly what: string } | CopyProblem | undefined> {
    const total = countRows(request.spans);
    if (total > copyLimit) return { rows: total, limit: copyLimit };
    this.cancel();
    const stop = new AbortController();
    this.#stop = stop;
    this.#progress = { done: 0, total };
    try {
      const rows: Cell[][] = [];
      for (const slice of slices(request.spans)) {
        rows.push(...(await readSlice(request, slice, stop.signal)));
        if (stop.signal.aborted) return undefined;
        this.#progress = { done: rows.length, total };
      }
      const names = request.columns.map((column) => column.id);
      return { text: rowsAsText(request.format, names, rows), what: inWords(rows.length, request.format) };
    } catch (error) {
      if (stop.signal.aborted || isCancelled(error)) return undefined;
      throw error;
    } finally {
      if (this.#stop === stop) this.#progress = null;
    }
  }
}

interface Slice {
  readonly offset: number;
  readonly limit: number;
}

const slices = (spans: Spans): readonly Slice[] =>
  spans.flatMap(({ from, to }) =>
    Array.from({ length: Math.ceil((to - from) / sliceRows) }, (_, index) => {
      const offset = from + index * sliceRows;
      return { offset, limit: Math.min(sliceRows, to - offset) };
    }),
  );

async function readSlice(
  { source, columns, fields, cellText }: CopyRequest,
  { offset, limit }: Slice,
  signal: AbortSignal,
): Promise<Cell[][]> {
  const block = await source.load(offset, limit, signal);
  return Array.from({ length: limit }, (_, at) =>
    columns.map((column) => cellText(column, block.columns[fields.indexOf(column.id)]?.[at] ?? null)),
  );
}

import type { Cell } from '../../shared/table/cell.ts';

/** Rows as columns, in the order of the source's `fields`. */
export interface Block {
  readonly ids?: readonly string[];
  readonly columns: readonly (readonly Cell[])[];
}

/** What a row is when rows hold other rows. */
export interface Line {
  readonly level: 1 | 2 | 3;
  /** Whether the rows it holds are shown; undefined when it holds none. */
  readonly isOpen?: boolean;
  /** Short, beside the mark that opens it: `12×`. */
  readonly label?: string;
  /** The same in words. */
  readonly title?: string;
  /** One cell as wide as the grid, drawn by the grid's `wide`. */
  readonly isWide?: boolean;
  readonly toggle?: () => void;
  /** The row of the line that holds this one. */
  readonly parent?: number;
}

/** Where a grid's rows come from. */
export interface GridSource {
  readonly total: number;
  /** Changes when the rows are other rows; the grid then loads anew and shows the old ones until the new are here. */
  readonly key: string;
  /** The column ids of a block, in its order; when left out, the grid's own columns as they are when the key appears. */
  readonly fields?: readonly string[];
  load(offset: number, limit: number, signal: AbortSignal): Promise<Block>;
  /** What is being done while more rows are on their way, which come after these, and how far that is, from 0 to 1. */
  readonly growing?: { readonly doing: string; readonly share: number } | undefined;
  /** What a row is, for a source whose rows hold other rows; `value` reads the row. */
  readonly line?: (row: number, value: (field: string) => Cell | undefined) => Line | undefined;
}

/** One row as the grid reads it. */
export interface Row {
  readonly id: string | undefined;
  readonly line: Line | undefined;
  value(field: string): Cell | undefined;
  /** The field's values in all rows that were fetched with this one; the same list as long as they are the same rows. */
  together(field: string): readonly Cell[] | undefined;
}

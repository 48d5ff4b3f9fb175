import type { Snippet } from 'svelte';
import type { Sort } from '../../shared/contract/events.ts';
import type { MenuItem } from '../kit/menu.ts';
import type { GridCell, GridColumn, WideRow } from './columns.ts';
import type { CellText, CopyProblem } from './copy.svelte.ts';
import type { GridSource } from './block.ts';
import type { Spans } from './selection.ts';

/** What a grid is given and whom it tells. */
export interface GridProps {
  label: string;
  columns: readonly GridColumn[];
  source: GridSource;
  sort?: Sort;
  /** The row the person is on, -1 for none. */
  selectedIndex: number;
  rowHeight?: number;
  /** Room in the first column for the marks of rows that hold other rows. */
  markPx?: number;
  /** The column behind whose text these marks stand instead, while it is shown. */
  markColumn?: string;
  /** Text takes up to three lines of a row. */
  isWrapped?: boolean;
  /** A change scrolls to the first row, or to the selected one. */
  homeKey?: string;
  /** Escape does what is first in the order of the owner, which ends the selection in its turn. */
  leavesEscape?: boolean;
  /** Dims the rows: newer ones are on their way. */
  isDimmed?: boolean;
  /** The row's name is undefined while the row is on its way. */
  onselect: (index: number, id: string | undefined) => void;
  onopen: (index: number) => void;
  onsort?: (sort: Sort) => void;
  oncolumns?: (columns: GridColumn[]) => void;
  onreset?: () => void;
  oncellmenu?: (cell: GridCell, event: MouseEvent) => void;
  /** `i` and `x` on a cell. */
  oninclude?: (cell: GridCell) => void;
  onexclude?: (cell: GridCell) => void;
  /** Keys of the owner's own, before the grid's; true when it took the key. */
  onkey?: (event: KeyboardEvent, cell: GridCell | undefined, spans: Spans) => boolean;
  /** Puts text on the clipboard and says so. */
  oncopy?: (text: string, what: string) => void;
  oncopyproblem?: (problem: CopyProblem) => void;
  /** What a value is copied as; by default itself. */
  cellText?: CellText;
  /** The rows that chosen ones stand for when they are copied; by default themselves. */
  rowsToCopy?: (spans: Spans) => Promise<{ readonly source: GridSource; readonly spans: Spans }>;
  /** What Shift+C copies; by default the row's columns as JSON. */
  recordText?: (row: number, id: string | undefined) => Promise<string>;
  onselection?: (spans: Spans) => void;
  /** More lines for the menu of several chosen rows. */
  rowItems?: (spans: Spans) => readonly MenuItem[];
  /** More lines for a column's menu; `header` is the column's cell, for what opens beside it. */
  headerItems?: (column: GridColumn, header: HTMLElement | null) => readonly MenuItem[];
  cell: Snippet<[GridCell]>;
  /** Draws rows that are one cell wide; see `Line`. */
  wide?: Snippet<[WideRow]>;
}

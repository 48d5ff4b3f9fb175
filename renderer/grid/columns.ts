import type { Component, Snippet } from 'svelte';
import type { Cell } from '../../shared/table/cell.ts';
import type { Sort } from '../../shared/contract/events.ts';

/** What a cell is drawn from. `value` is undefined while the row is on its way. */
export interface GridCell {
  readonly row: number;
  readonly column: GridColumn;
  readonly value: Cell | undefined;
  /** The row's own name, when the source gives names. */
  readonly id: string | undefined;
  /** The same column's value in the row above, if that is here. */
  readonly above: Cell | undefined;
  /** Another field of the row, if the source gives it. */
  readonly of: (field: string) => Cell | undefined;
  /** The column's values in the rows around this one, itself among them: what they have in common says little. */
  readonly together: readonly Cell[] | undefined;
}

/** What a row that is one cell wide is drawn from. */
export interface WideRow {
  readonly row: number;
  readonly id: string | undefined;
  value(field: string): Cell;
}

/** A column as the grid shows it. */
export interface GridColumn {
  readonly id: string;
  readonly title: string;
  readonly widthPx: number;
  readonly isPinned?: boolean;
  readonly align?: 'start' | 'end';
  readonly isSortable?: boolean;
  /** Stands in the header in place of the title. */
  readonly icon?: Component<{ size?: number }> | undefined;
  readonly render?: Snippet<[GridCell]>;
}

const narrowestPx = 48;
const widestPx = 1_200;

const fitting = (widthPx: number): number => Math.round(Math.min(Math.max(widthPx, narrowestPx), widestPx));

/** Pinned columns stand first, whatever their place in the list. */
export const inOrder = (columns: readonly GridColumn[]): readonly GridColumn[] => [
  ...columns.filter((column) => column.isPinned),
  ...columns.filter((column) => !column.isPinned),
];

/** What leaves the grid begins with words: columns with a sign for a title, such as the star, come last. */
export const wordsFirst = (columns: readonly GridColumn[]): readonly GridColumn[] => [
  ...columns.filter(({ icon }) => !icon),
  ...columns.filter(({ icon }) => icon),
];

/** For each column in order: its distance from the left edge when pinned, else undefined. */
export function pinOffsets(columns: readonly GridColumn[]): readonly (number | undefined)[] {
  let left = 0;
  return columns.map((column) => {
    if (!column.isPinned) return undefined;
    const offset = left;
    left += column.widthPx;
    return offset;
  });
}

/** How much of the left edge pinned columns cover. */
const pinnedWidth = (columns: readonly GridColumn[]): number =>
  columns.reduce((sum, column) => sum + (column.isPinned ? column.widthPx : 0), 0);

/** The sideways scroll position at which a column is wholly in view, beside the pinned ones. */
export function scrollToShow(
  columns: readonly GridColumn[],
  index: number,
  view: { readonly scrollLeft: number; readonly clientWidth: number },
): number {
  const column = columns[index];
  if (!column || column.isPinned) return view.scrollLeft;
  const left = columns.slice(0, index).reduce((sum, each) => sum + each.widthPx, 0);
  const right = left + column.widthPx;
  const covered = pinnedWidth(columns);
  if (left - covered < view.scrollLeft) return left - covered;
  return Math.max(view.scrollLeft, right - view.clientWidth);
}

export const withWidth = (columns: readonly GridColumn[], id: string, widthPx: number): GridColumn[] =>
  columns.map((column) => (column.id === id ? { ...column, widthPx: fitting(widthPx) } : column));

export const withPin = (columns: readonly GridColumn[], id: string, isPinned: boolean): GridColumn[] =>
  columns.map((column) => (column.id === id ? { ...column, isPinned } : column));

export const without = (columns: readonly GridColumn[], id: string): GridColumn[] =>
  columns.filter((column) => column.id !== id);

/** Moves a column so that it stands at `to` among the columns in order; it takes the pin state of its new neighbours. */
export function movedTo(columns: readonly GridColumn[], id: string, to: number): GridColumn[] {
  const ordered = inOrder(columns);
  const from = ordered.findIndex((column) => column.id === id);
  const moving = ordered[from];
  if (!moving) return [...columns];
  const rest = ordered.filter((column) => column.id !== id);
  const at = Math.min(Math.max(0, to), rest.length);
  const pinned = rest.filter((column) => column.isPinned).length;
  const isPinned = at < pinned || (at === pinned && moving.isPinned === true);
  return [...rest.slice(0, at), { ...moving, isPinned }, ...rest.slice(at)];
}

/** Moves a column by one place within its own group (pinned or not). */
export function movedBy(columns: readonly GridColumn[], id: string, by: 1 | -1): GridColumn[] {
  const ordered = [...inOrder(columns)];
  const from = ordered.findIndex((column) => column.id === id);
  const moving = ordered[from];
  const other = ordered[from + by];
  if (!moving || !other || (moving.isPinned ?? false) !== (other.isPinned ?? false)) return ordered;
  ordered[from] = other;
  ordered[from + by] = moving;
  return ordered;
}

/** The sort after a click on a header: a plain click sorts by it alone, an adding one by it after the others. */
export function sortAfterClick(sort: Sort, field: string, adds: boolean): Sort {
  const own = sort.find((key) => key.field === field);
  const next = { field, descending: own ? !own.descending : false };
  if (!adds) return [next];
  return own ? sort.map((key) => (key.field === field ? next : key)) : [...sort, next].slice(-8);
}

/** The sort in words, for screen readers and titles. */
export function sortInWords(sort: Sort, columns: readonly GridColumn[]): string {
  if (sort.length === 0) return 'Not sorted';
  const title = (field: string): string => columns.find((column) => column.id === field)?.title ?? field;
  const keys = sort.map((key) => `${title(key.field)} ${key.descending ? 'descending' : 'ascending'}`);
  return `Sorted by ${keys.join(', then ')}`;
}

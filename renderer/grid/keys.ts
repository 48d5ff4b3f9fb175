import { isMenuKey } from '../kit/menu.ts';
import type { RowFormat } from './row-text.ts';
import { rowsPerPage, type Geometry } from './viewport.ts';

/** What a key asks of the grid's body. */
export type BodyCommand =
  | { readonly kind: 'move'; readonly rows: number; readonly columns: number; readonly extends: boolean }
  | { readonly kind: 'page'; readonly pages: 1 | -1; readonly extends: boolean }
  | {
      readonly kind: 'edge';
      readonly edge: 'row-start' | 'row-end' | 'first' | 'last';
      readonly extends: boolean;
    }
  | { readonly kind: 'open' | 'toggle' | 'extend' | 'select-all' | 'clear' }
  | { readonly kind: 'copy-cell' | 'copy-row' }
  | { readonly kind: 'copy-rows'; readonly format: RowFormat }
  | { readonly kind: 'unfold' | 'fold' }
  | { readonly kind: 'include' | 'exclude' | 'menu' | 'header-menu' };

/** What a key asks of a column header. */
export type HeaderCommand =
  | { readonly kind: 'focus'; readonly columns: number }
  | { readonly kind: 'focus-edge'; readonly edge: 'first' | 'last' }
  | { readonly kind: 'move'; readonly columns: 1 | -1 }
  | { readonly kind: 'resize'; readonly byPx: number }
  | { readonly kind: 'sort'; readonly adds: boolean }
  | { readonly kind: 'menu' | 'body' | 'fit' | 'pin' | 'hide' };

/** The part of a keyboard event that decides. */
export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly code?: string;
}

const arrows: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const plain: Readonly<Record<string, BodyCommand>> = {
  Enter: { kind: 'open' },
  ' ': { kind: 'toggle' },
  c: { kind: 'copy-cell' },
  i: { kind: 'include' },
  x: { kind: 'exclude' },
  j: { kind: 'move', rows: 1, columns: 0, extends: false },
  k: { kind: 'move', rows: -1, columns: 0, extends: false },
  ContextMenu: { kind: 'menu' },
  Escape: { kind: 'clear' },
};

const shifted: Readonly<Record<string, BodyCommand>> = {
  ' ': { kind: 'extend' },
  C: { kind: 'copy-row' },
  F10: { kind: 'menu' },
};

const withControl: Readonly<Record<string, BodyCommand>> = {
  c: { kind: 'copy-rows', format: 'tsv' },
  a: { kind: 'select-all' },
  ArrowRight: { kind: 'unfold' },
  ArrowLeft: { kind: 'fold' },
};

/** By the key's place: Alt changes what some keyboards call it. */
const isC = (key: Key): boolean => key.code === 'KeyC' || key.key.toLowerCase() === 'c';

function copyWithModifiers(key: Key): BodyCommand | undefined {
  if (!(key.ctrlKey || key.metaKey) || !isC(key) || key.altKey === key.shiftKey) return undefined;
  return { kind: 'copy-rows', format: key.altKey ? 'markdown' : 'json' };
}

/** The body's answer to a key, or undefined when the key is not the grid's. */
export function bodyCommand(key: Key): BodyCommand | undefined {
  const hasControl = key.ctrlKey || key.metaKey;
  const copy = copyWithModifiers(key);
  if (copy) return copy;
  if (key.altKey) return key.key === 'ArrowDown' && !hasControl ? { kind: 'header-menu' } : undefined;
  const arrow = arrows[key.key];
  if (arrow && !hasControl) {
    return { kind: 'move', rows: arrow[0], columns: arrow[1], extends: key.shiftKey && arrow[0] !== 0 };
  }
  if (key.key === 'PageDown' || key.key === 'PageUp') {
    return { kind: 'page', pages: key.key === 'PageDown' ? 1 : -1, extends: key.shiftKey };
  }
  if (key.key === 'Home' || key.key === 'End') {
    const isHome = key.key === 'Home';
    const edge = hasControl ? (isHome ? 'first' : 'last') : isHome ? 'row-start' : 'row-end';
    return { kind: 'edge', edge, extends: key.shiftKey && hasControl };
  }
  if (hasControl) {
    if (key.shiftKey) return undefined;
    return withControl[key.key.length === 1 ? key.key.toLowerCase() : key.key];
  }
  return (key.shiftKey ? shifted : plain)[key.key];
}

/** How far Shift and an arrow widen or narrow a column. */
const resizeStepPx = 16;

const headerLetters: Readonly<Record<string, HeaderCommand>> = {
  f: { kind: 'fit' },
  p: { kind: 'pin' },
  Delete: { kind: 'hide' },
};

/** A header's answer to a key. */
export function headerCommand(key: Key): HeaderCommand | undefined {
  const hasControl = key.ctrlKey || key.metaKey;
  const sideways = key.key === 'ArrowRight' ? 1 : key.key === 'ArrowLeft' ? -1 : undefined;
  if (sideways === undefined && hasControl) return undefined;
  if (sideways !== undefined) {
    if (key.altKey || hasControl) return { kind: 'move', columns: sideways };
    if (key.shiftKey) return { kind: 'resize', byPx: sideways * resizeStepPx };
    return { kind: 'focus', columns: sideways };
  }
  if (isMenuKey(key)) return { kind: 'menu' };
  if (key.key === 'ArrowDown') return key.altKey ? { kind: 'menu' } : { kind: 'body' };
  if (key.altKey) return undefined;
  const own = headerLetters[key.key];
  if (own) return own;
  if (key.key === 'Enter' || key.key === ' ') return { kind: 'sort', adds: key.shiftKey };
  if (key.key === 'Home' || key.key === 'End') {
    return { kind: 'focus-edge', edge: key.key === 'Home' ? 'first' : 'last' };
  }
  return undefined;
}

/** The cell the keyboard is on. */
export interface ActiveCell {
  readonly row: number;
  readonly column: number;
}

const clamp = (value: number, last: number): number => Math.min(Math.max(0, value), Math.max(0, last));

/** Where a moving command leads, kept inside the grid. */
export function cellAfter(
  from: ActiveCell,
  command: Extract<BodyCommand, { readonly kind: 'move' | 'page' | 'edge' }>,
  grid: { readonly geometry: Geometry; readonly columns: number },
): ActiveCell {
  const lastRow = grid.geometry.total - 1;
  const lastColumn = grid.columns - 1;
  if (command.kind === 'move') {
    return {
      row: clamp(from.row + command.rows, lastRow),
      column: clamp(from.column + command.columns, lastColumn),
    };
  }
  if (command.kind === 'page') {
    return {
      row: clamp(from.row + command.pages * rowsPerPage(grid.geometry), lastRow),
      column: from.column,
    };
  }
  if (command.edge === 'row-start') return { row: from.row, column: 0 };
  if (command.edge === 'row-end') return { row: from.row, column: clamp(lastColumn, lastColumn) };
  return command.edge === 'first'
    ? { row: 0, column: 0 }
    : { row: clamp(lastRow, lastRow), column: clamp(lastColumn, lastColumn) };
}

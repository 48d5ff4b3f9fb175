import type { ResultOf } from '../../../shared/bridge/contract.ts';
import type { EngineContract } from '../../../shared/contract/index.ts';

export type MatrixAnswer = ResultOf<EngineContract['places.matrix']>;
export type MatrixCell = MatrixAnswer['cells'][number];
type PlaceCount = MatrixAnswer['accounts'][number];

/** A row or a column. */
export interface Line extends PlaceCount {
  readonly globalEvents: number;
}

/** The matrix as it is drawn: rows are accounts, columns are Regions, both with the most events first. */
export interface Matrix {
  readonly rows: readonly Line[];
  readonly columns: readonly Line[];
  readonly events: number;
  readonly globalEvents: number;
  /** The largest count of a cell. */
  readonly largest: number;
  cellAt(row: number, column: number): MatrixCell | undefined;
}

const keyOf = (account: string | null, region: string | null): string => JSON.stringify([account, region]);
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** `unitOf` names the organisation unit of an account: those of one stand together, the unit with the most events first. */
export function matrixOf(
  answer: MatrixAnswer,
  unitOf: (account: string | null) => string | null = () => null,
): Matrix {
  const cells = new Map(answer.cells.map((cell) => [keyOf(cell.account, cell.region), cell]));
  const lines = (places: readonly PlaceCount[], own: (cell: MatrixCell) => string | null): Line[] =>
    places
      .map((place) => {
        const ofPlace = answer.cells.filter((cell) => own(cell) === place.value);
        return { ...place, globalEvents: sum(ofPlace.map((cell) => cell.globalEvents)) };
      })
      .sort(
        (one, other) => other.events - one.events || (one.value ?? '').localeCompare(other.value ?? '', 'en'),
      );
  const rows = byUnit(
    lines(answer.accounts, (cell) => cell.account),
    unitOf,
  );
  const columns = lines(answer.regions, (cell) => cell.region);
  return {
    rows,
    columns,
    events: sum(answer.cells.map((cell) => cell.events)),
    globalEvents: sum(answer.cells.map((cell) => cell.globalEvents)),
    largest: answer.cells.reduce((most, cell) => Math.max(most, cell.events), 0),
    cellAt: (row, column) => {
      const [account, region] = [rows[row], columns[column]];
      return account && region && cells.get(keyOf(account.value, region.value));
    },
  };
}

function byUnit(rows: readonly Line[], unitOf: (account: string | null) => string | null): readonly Line[] {
  const units = new Map<string | null, Line[]>();
  for (const row of rows) {
    const unit = unitOf(row.value);
    units.set(unit, [...(units.get(unit) ?? []), row]);
  }
  const events = (lines: readonly Line[]): number => sum(lines.map((line) => line.events));
  return [...units.values()].sort((one, other) => events(other) - events(one)).flat();
}

/**
 * What a cell means: events; `silent`, files were delivered but none of their events is in the question; `unknown`, no
 * file names the place, so nothing can be said about it.
 */
export function meaningOf(cell: MatrixCell | undefined): 'events' | 'silent' | 'unknown' {
  if (cell && cell.events > 0) return 'events';
  return cell && cell.files > 0 ? 'silent' : 'unknown';
}

/** How strongly a cell is tinted, 0 to 1: counts span orders of magnitude, so by their logarithm. */
export const heatOf = (events: number, largest: number): number =>
  events === 0 ? 0 : Math.log1p(events) / Math.log1p(Math.max(1, largest));

/** A place in the grid; −1 is the heading row or column. */
export interface Position {
  readonly row: number;
  readonly column: number;
}

interface Size {
  readonly rows: number;
  readonly columns: number;
}

const pageRows = 10;

/** Where a key leads to in a grid of this size, or undefined for a key that moves nothing. */
export function moveBy(key: string, isFar: boolean, at: Position, size: Size): Position | undefined {
  const to = target(key, isFar, at, size);
  if (!to) return undefined;
  const row = Math.min(size.rows - 1, Math.max(-1, to.row));
  const column = Math.min(size.columns - 1, Math.max(-1, to.column));
  // The corner is a heading of nothing.
  return row === -1 && column === -1 ? at : { row, column };
}

function target(key: string, isFar: boolean, { row, column }: Position, size: Size): Position | undefined {
  switch (key) {
    case 'ArrowUp':
      return { row: isFar ? 0 : row - 1, column };
    case 'ArrowDown':
      return { row: isFar ? size.rows - 1 : row + 1, column };
    case 'ArrowLeft':
      return { row, column: isFar ? 0 : column - 1 };
    case 'ArrowRight':
      return { row, column: isFar ? size.columns - 1 : column + 1 };
    case 'Home':
      return isFar ? { row: 0, column: 0 } : { row, column: row === -1 ? 0 : -1 };
    case 'End':
      return isFar ? { row: size.rows - 1, column: size.columns - 1 } : { row, column: size.columns - 1 };
    case 'PageUp':
      return { row: Math.max(0, row - pageRows), column };
    case 'PageDown':
      return { row: row + pageRows, column };
    default:
      return undefined;
  }
}

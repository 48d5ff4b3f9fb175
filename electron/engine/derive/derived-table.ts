import type { DuckDBConnection } from '@duckdb/node-api';
import type { DerivedShape } from '../db/derived-shape.ts';

/** A column in words for people who ask the table. */
export interface DerivedColumn {
  readonly name: string;
  /** DuckDB's. */
  readonly type: string;
  readonly help: string;
}

/** Files by their numbers, both ends included. */
export interface FileRange {
  readonly from: number;
  readonly to: number;
}

/** Where the rows of a derived table go, within a transaction. */
export interface Building {
  readonly connection: DuckDBConnection;
  /** The catalogue that holds the table; its schema is `main`. */
  readonly catalogue: string;
  /** The table as SQL names it. */
  readonly into: string;
  /** Work outside SQL ends with it; statements are interrupted by themselves. */
  readonly signal?: AbortSignal;
}

interface Described {
  readonly name: string;
  /** What a row is, for people. */
  readonly help: string;
  readonly columns: readonly DerivedColumn[];
  /** To be raised when the same evidence gives other rows; columns may change without. */
  readonly version: number;
  /** The derived tables that are made before it. */
  readonly from: readonly string[];
}

/** A table that is as the events are, whenever somebody may ask it. */
export interface TableWithEvents extends Described {
  readonly when: 'with-events';
  /** Adds the rows of all events to the empty table; with `files`, of a table that can grow, those of these files' events. */
  readonly build: (building: Building, files?: FileRange) => Promise<void>;
  /** Given for a table that can grow file by file: takes out the rows that no event stands behind any more. */
  readonly trim?: (building: Building) => Promise<void>;
}

/**
 * A table that is made piece by piece while a workspace is open and nothing else is done, the files with the lowest numbers
 * first. `DerivedTables.covered` says how far it is; it is asked for these files, and the events for the rest.
 */
export interface TableInBackground extends Described {
  readonly when: 'in-background';
  /** What its rows follow from: the exact texts of records alone, or columns too, which change with rules and with accounts. */
  readonly follows: 'texts' | 'columns';
  /** About so many events a piece; by default fewer, for a table that costs much for each. */
  readonly pieceEvents?: number;
  /** Adds the rows of these files' events. */
  readonly build: (building: Building, files: FileRange) => Promise<void>;
  /**
   * Given for a table that is asked by its name as if it were made: a SELECT of the rows of the events for which a condition on
   * `file_id` holds. They stand in for those of files that it does not go to yet.
   */
  readonly rows?: (isOfFile: string) => string;
  /** Statements that make, in memory, what `rows` reads besides the events. */
  readonly needs?: readonly string[];
  /** Takes out the rows that no event stands behind any more. A table without it begins anew where events have left. */
  readonly trim?: (building: Building) => Promise<void>;
  /**
   * Given for a table of sums, in place of `trim`: takes off what events of covered files stand for that are about to leave.
   * `leaving` is the table with their `file_id` and `ordinal`, `covered` the last file that the table goes to.
   */
  readonly subtract?: (building: Building, leaving: string, covered: number) => Promise<void>;
}

/**
 * A table that follows from the evidence and from other derived tables. It is made from what the database holds and never by
 * importing again, and everybody asks it as `derived.main.<name>`. Losing one loses nothing.
 */
export type DerivedTable = TableWithEvents | TableInBackground;

/** True for a table that is made in the background. */
export const isInBackground = (table: DerivedTable): table is TableInBackground =>
  table.when === 'in-background';

/** A derived table as the database sees it. */
export const shapeOf = ({ name, columns }: DerivedTable): DerivedShape => ({
  name,
  columns: columns.map((column) => `"${column.name}" ${column.type}`).join(', '),
});

/**
 * The tables so that each stands behind those it is made from. Errors: a plain one for a circle, an unknown name, or a table
 * that is to be as the events are and is made from one that is not.
 */
export function inOrder(tables: readonly DerivedTable[]): readonly DerivedTable[] {
  const ordered: DerivedTable[] = [];
  let waiting = tables;
  while (waiting.length > 0) {
    const isReady = ({ from, when }: DerivedTable): boolean =>
      from.every((name) =>
        ordered.some((table) => table.name === name && (isInBackground(table) ? when === table.when : true)),
      );
    const ready = waiting.filter(isReady);
    if (ready.length === 0)
      throw new Error(`Derived tables wait for each other: ${waiting.map(({ name }) => name).join(', ')}`);
    ordered.push(...ready);
    waiting = waiting.filter((table) => !ready.includes(table));
  }
  return ordered;
}

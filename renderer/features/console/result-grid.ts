import type { Cell } from '../../../shared/table/cell.ts';
import type { GridColumn } from '../../grid/columns.ts';
import type { GridSource } from '../../grid/block.ts';
import { toTsv } from '../../grid/tsv.ts';
import { visibleText } from '../../kit/format.ts';
import type { SqlResult } from '../../state/sql-tab.svelte.ts';

const numeric = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|FLOAT|DOUBLE|DECIMAL|REAL)\b/i;
const sampled = 200;
const charPx = 7.3;
const paddingPx = 26;

/** Names of the columns with numbers added where SQL gave one name twice. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let count = 2; taken.has(unique); count += 1) unique = `${name} (${count})`;
    taken.add(unique);
    return unique;
  });
}

const textLength = (value: Cell | undefined): number =>
  Array.from(visibleText(String(value ?? 'null'))).length;

function fittingPx(title: string, cells: readonly Cell[]): number {
  const longest = Math.max(title.length + 2, ...cells.slice(0, sampled).map(textLength));
  return Math.round(Math.min(420, Math.max(72, longest * charPx + paddingPx)));
}

/** Columns for the grid, as wide as their first rows. */
export function gridColumns({ columns, cells }: SqlResult): readonly GridColumn[] {
  const names = uniqueNames(columns.map((column) => column.name));
  return columns.map((column, index) => {
    const id = names[index] ?? column.name;
    return {
      id,
      title: id,
      widthPx: fittingPx(id, cells[index] ?? []),
      align: numeric.test(column.type) ? ('end' as const) : ('start' as const),
    };
  });
}

/** The rows as a grid reads them; `version` tells the grid when they are others. */
export const gridSource = (result: SqlResult, version: number): GridSource => ({
  total: result.rows,
  key: `sql-${version}`,
  fields: uniqueNames(result.columns.map((column) => column.name)),
  load: (offset, limit) =>
    Promise.resolve({ columns: result.cells.map((column) => column.slice(offset, offset + limit)) }),
});

const rowsOf = (result: SqlResult): Cell[][] =>
  Array.from({ length: result.rows }, (_, row) => result.cells.map((column) => column[row] ?? null));

/** All rows as tab-separated text with a header line. */
export const resultAsTsv = (result: SqlResult): string =>
  toTsv(uniqueNames(result.columns.map((column) => column.name)), rowsOf(result));

/** All rows as a JSON array of objects. */
export function resultAsJson(result: SqlResult): string {
  const names = uniqueNames(result.columns.map((column) => column.name));
  const rows = rowsOf(result).map((row) =>
    Object.fromEntries(names.map((name, at) => [name, row[at] ?? null])),
  );
  return JSON.stringify(rows, null, 2);
}

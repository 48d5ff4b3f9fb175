import type { Block } from './block.ts';

/** A line that is open, with as many rows after it as it holds, and what its rows are read by. */
export interface OpenLine<Data> {
  readonly line: number;
  readonly rows: number;
  readonly data: Data;
}

/** Open lines in ascending order. Few are open at a time, however many lines there are. */
export type OpenLines<Data> = readonly OpenLine<Data>[];

/** Where a row stands: a line itself, or the n-th row in an open one. */
export interface Spot<Data> {
  readonly line: number;
  readonly child: number | undefined;
  readonly opened: OpenLine<Data> | undefined;
}

export const rowsIn = <Data>(lines: number, open: OpenLines<Data>): number =>
  open.reduce((sum, one) => sum + one.rows, lines);

/** What stands in a row of the list. */
export function spotOf<Data>(row: number, open: OpenLines<Data>): Spot<Data> {
  let before = 0;
  for (const opened of open) {
    const own = opened.line + before;
    if (row < own) break;
    if (row === own) return { line: opened.line, child: undefined, opened };
    if (row <= own + opened.rows) return { line: opened.line, child: row - own - 1, opened };
    before += opened.rows;
  }
  return { line: row - before, child: undefined, opened: undefined };
}

/** The row of a line, or of the n-th row in it; of the line when it is closed. */
export function rowOf<Data>(
  spot: { readonly line: number; readonly child: number | undefined },
  open: OpenLines<Data>,
): number {
  let row = spot.line;
  for (const opened of open) {
    if (opened.line < spot.line) row += opened.rows;
    if (opened.line === spot.line && spot.child !== undefined) row += 1 + spot.child;
  }
  return row;
}

/** Opens a line, or closes it. */
export function withToggled<Data>(open: OpenLines<Data>, change: OpenLine<Data>): OpenLines<Data> {
  const rest = open.filter((one) => one.line !== change.line);
  return rest.length < open.length ? rest : [...rest, change].sort((a, b) => a.line - b.line);
}

/** Where the rows of a list of lines come from. */
export interface LineLoaders<Data> {
  readonly lines: (offset: number, limit: number) => Promise<Block>;
  readonly children: (opened: OpenLine<Data>, offset: number, limit: number) => Promise<Block>;
}

/** A stretch of rows that are all lines, or all rows of one open line. */
interface Stretch<Data> {
  readonly opened: OpenLine<Data> | undefined;
  readonly offset: number;
  limit: number;
}

function stretchesIn<Data>(offset: number, limit: number, open: OpenLines<Data>): readonly Stretch<Data>[] {
  const result: Stretch<Data>[] = [];
  for (let row = offset; row < offset + limit;) {
    const { line, child, opened } = spotOf(row, open);
    const inside = child === undefined ? undefined : opened;
    const nextOpen = open.find((one) => one.line >= line);
    const length =
      inside && child !== undefined ? inside.rows - child : nextOpen ? nextOpen.line - line + 1 : Infinity;
    const taken = Math.min(length, offset + limit - row);
    result.push({ opened: inside, offset: child ?? line, limit: taken });
    row += taken;
  }
  return result;
}

/** A block of rows put together from lines and from what open lines hold; all blocks have the same columns. */
export async function loadLines<Data>(
  offset: number,
  limit: number,
  open: OpenLines<Data>,
  { lines, children }: LineLoaders<Data>,
): Promise<Block> {
  const blocks = await Promise.all(
    stretchesIn(offset, limit, open).map((stretch) =>
      stretch.opened
        ? children(stretch.opened, stretch.offset, stretch.limit)
        : lines(stretch.offset, stretch.limit),
    ),
  );
  const width = Math.max(0, ...blocks.map((block) => block.columns.length));
  return {
    ids: blocks.flatMap((block) => block.ids ?? (block.columns[0] ?? []).map(() => '')),
    columns: Array.from({ length: width }, (_, column) =>
      blocks.flatMap((block) => block.columns[column] ?? []),
    ),
  };
}

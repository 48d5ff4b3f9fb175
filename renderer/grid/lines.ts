import type { Block } from './block.ts';

/** A line that is open, with as many rows after it as it holds, and what its rows are read by. */
export interface OpenLine<Data> {
  readonly line: number;
  /** With all that stands in those of them that are open. */
  readonly rows: number;
  readonly data: Data;
  /** Which of its rows are open, where they are lines themselves. */
  readonly inside?: OpenLines<Data>;
}

/** Where a row stands: the line, then its place within that line, and so on as deep as it is. */
export type Path = readonly number[];

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

/** Where a row stands in lines that hold lines. */
export function pathOf<Data>(row: number, open: OpenLines<Data>): Path {
  const { line, child, opened } = spotOf(row, open);
  return child === undefined ? [line] : [line, ...pathOf(child, opened?.inside ?? [])];
}

/** The row of what stands somewhere; of the innermost line around it that can be seen. */
export function rowAt<Data>([line = 0, ...rest]: Path, open: OpenLines<Data>): number {
  const opened = open.find((one) => one.line === line);
  const child = opened && rest.length > 0 ? rowAt(rest, opened.inside ?? []) : undefined;
  return rowOf({ line, child }, open);
}

/** The open line that stands somewhere, if it is open. */
export function openAt<Data>([line, ...rest]: Path, open: OpenLines<Data>): OpenLine<Data> | undefined {
  const opened = open.find((one) => one.line === line);
  return rest.length === 0 ? opened : openAt(rest, opened?.inside ?? []);
}

/** Opens a line, or closes it, within the lines around it, which hold its rows from then on. */
export function withToggledIn<Data>(
  open: OpenLines<Data>,
  [outer, ...rest]: Path,
  change: OpenLine<Data>,
): OpenLines<Data> {
  if (outer === undefined) return withToggled(open, change);
  return open.map((one) => {
    if (one.line !== outer) return one;
    const before = one.inside ?? [];
    const inside = withToggledIn(before, rest, change);
    return { ...one, inside, rows: rowsIn(one.rows, inside) - rowsIn(0, before) };
  });
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

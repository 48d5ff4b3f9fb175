import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block } from '../../../renderer/grid/block.ts';
import {
  loadLines,
  openAt,
  pathOf,
  rowAt,
  rowOf,
  rowsIn,
  spotOf,
  withToggled,
  withToggledIn,
  type OpenLines,
  type Path,
} from '../../../renderer/grid/lines.ts';

const open: OpenLines<string> = [
  { line: 2, rows: 3, data: 'two' },
  { line: 5, rows: 1, data: 'five' },
];
/** Ten lines of which two are open, row by row. */
const expected = ['0', '1', '2', '2/0', '2/1', '2/2', '3', '4', '5', '5/0', '6', '7', '8', '9'];
const name = ({ line, child }: { readonly line: number; readonly child: number | undefined }): string =>
  child === undefined ? String(line) : `${line}/${child}`;

describe('lines that hold rows', () => {
  it('says what stands in every row, and in which row everything stands', () => {
    expect(rowsIn(10, open)).toBe(expected.length);
    expect(expected.map((_, row) => name(spotOf(row, open)))).toEqual(expected);
    expect(expected.map((_, row) => rowOf(spotOf(row, open), open))).toEqual(expected.map((_, row) => row));
    expect(rowOf({ line: 3, child: 7 }, open)).toBe(6);
  });

  it('opens and closes, in order', () => {
    const more = withToggled(open, { line: 4, rows: 2, data: 'four' });
    expect(more.map((one) => one.line)).toEqual([2, 4, 5]);
    expect(withToggled(more, { line: 2, rows: 3, data: 'two' }).map((one) => one.line)).toEqual([4, 5]);
  });

  it('puts any window together from lines and from what they hold', async () => {
    const asked: string[] = [];
    const block = (ids: string[]) => ({ ids, columns: [ids.map((id) => `cell ${id}`)] });
    const load = (offset: number, limit: number) =>
      loadLines(offset, limit, open, {
        lines: (from, count) => {
          asked.push(`lines ${from}+${count}`);
          return Promise.resolve(block(Array.from({ length: count }, (_, at) => String(from + at))));
        },
        children: ({ line, data }, from, count) => {
          asked.push(`${data} ${from}+${count}`);
          return Promise.resolve(block(Array.from({ length: count }, (_, at) => `${line}/${from + at}`)));
        },
      });
    for (let from = 0; from < expected.length; from += 1) {
      for (let to = from + 1; to <= expected.length; to += 1) {
        const { ids, columns } = await load(from, to - from);
        expect(ids).toEqual(expected.slice(from, to));
        expect(columns[0]).toEqual(expected.slice(from, to).map((id) => `cell ${id}`));
      }
    }
    asked.length = 0;
    await load(0, expected.length);
    expect(asked).toEqual(['lines 0+3', 'two 0+3', 'lines 3+3', 'five 0+1', 'lines 6+4']);
  });
});

describe('lines that hold lines', () => {
  const lines = 4;
  const linesWithin = 3;
  const rowsWithin = 2;
  /** Every row as a path, told from the open lines by name alone. */
  const plainly = (isOpen: (path: Path) => boolean): Path[] =>
    Array.from({ length: lines }, (_, outer): Path[] => [
      [outer],
      ...(isOpen([outer])
        ? Array.from({ length: linesWithin }, (_unused, inner): Path[] => [
            [outer, inner],
            ...(isOpen([outer, inner])
              ? Array.from({ length: rowsWithin }, (_none, row): Path => [outer, inner, row])
              : []),
          ]).flat()
        : []),
    ]).flat();
  const opened = (presses: readonly Path[]): { open: OpenLines<string>; names: Set<string> } => {
    let open: OpenLines<string> = [];
    const names = new Set<string>();
    for (const path of presses) {
      if (path.length > 1 && !openAt(path.slice(0, -1), open)) continue;
      const name = path.join('/');
      const rows = path.length === 1 ? linesWithin : rowsWithin;
      open = withToggledIn(open, path.slice(0, -1), { line: path.at(-1) ?? 0, rows, data: name });
      if (!names.delete(name)) names.add(name);
      // A line that is closed forgets what was open in it.
      if (path.length === 1)
        for (const other of [...names]) if (other.startsWith(`${name}/`)) names.delete(other);
    }
    return { open, names };
  };
  const anyPath = fc.oneof(fc.tuple(fc.nat(lines - 1)), fc.tuple(fc.nat(lines - 1), fc.nat(linesWithin - 1)));

  it('stand where plain counting has them, whatever is opened and closed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyPath, { maxLength: 12 }), async (presses) => {
        const { open, names } = opened(presses);
        const rows = plainly((path) => names.has(path.join('/')));
        expect(rowsIn(lines, open)).toBe(rows.length);
        expect(rows.map((_, row) => pathOf(row, open))).toEqual(rows);
        expect(rows.map((path) => rowAt(path, open))).toEqual(rows.map((_, row) => row));
        const read = (around: Path, from: number, count: number) => ({
          ids: Array.from({ length: count }, (_, at) => [...around, from + at].join('/')),
          columns: [],
        });
        const load = (around: Path, now: OpenLines<string>, offset: number, limit: number): Promise<Block> =>
          loadLines(offset, limit, now, {
            lines: (from, count) => Promise.resolve(read(around, from, count)),
            children: ({ line, inside }, from, count) =>
              around.length === 0
                ? load([line], inside ?? [], from, count)
                : Promise.resolve(read([...around, line], from, count)),
          });
        const from = Math.floor(rows.length / 3);
        const { ids } = await load([], open, from, rows.length - from);
        expect(ids).toEqual(rows.slice(from).map((path) => path.join('/')));
      }),
    );
  });

  it('lead to the innermost line that can be seen', () => {
    const { open } = opened([[1], [1, 2]]);
    expect(rowAt([1, 2, 1], open)).toBe(1 + 1 + 2 + 2);
    expect(rowAt([1, 0, 1], open)).toBe(2);
    expect(rowAt([2, 0, 1], open)).toBe(1 + 1 + linesWithin + rowsWithin);
  });
});

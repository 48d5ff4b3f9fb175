import { describe, expect, it } from 'vitest';
import {
  loadLines,
  rowOf,
  rowsIn,
  spotOf,
  withToggled,
  type OpenLines,
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

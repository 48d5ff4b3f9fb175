import { describe, expect, it } from 'vitest';
import { copyLimit, Copying } from '../../../renderer/grid/copy.svelte.ts';
import type { GridSource } from '../../../renderer/grid/block.ts';
import { rowsAsText } from '../../../renderer/grid/row-text.ts';
import { markedParts } from '../../../renderer/services/values/marked-parts.ts';

const columns = [
  { id: 'b', title: 'B', widthPx: 100 },
  { id: 'a', title: 'A', widthPx: 100 },
];
const source = (total: number, before: () => Promise<void> = () => Promise.resolve()) => {
  const asked: string[] = [];
  const rows: GridSource = {
    key: 'rows',
    total,
    fields: ['a', 'b'],
    load: async (offset, limit, signal) => {
      asked.push(`${offset}+${limit}`);
      await before();
      signal.throwIfAborted();
      const each = (letter: string): string[] =>
        Array.from({ length: limit }, (_, at) => `${letter}${offset + at}`);
      return { columns: [each('a'), each('b')] };
    },
  };
  return { rows, asked };
};
const request = (rows: GridSource, to: number) => ({
  format: 'tsv' as const,
  source: rows,
  spans: [{ from: 0, to }],
  columns,
  fields: ['a', 'b'],
  cellText: (_column: unknown, value: string | number | boolean | null) => value,
});

describe('rows as text', () => {
  it('keeps the columns’ order and their own values in JSON', () => {
    expect(
      JSON.parse(
        rowsAsText(
          'json',
          ['n', 'x'],
          [
            [1, '=1+1'],
            [null, true],
          ],
        ),
      ),
    ).toEqual([
      { n: 1, x: '=1+1' },
      { n: null, x: true },
    ]);
  });

  it('lets no text of a log act as Markdown or HTML, nor break the table', () => {
    expect(rowsAsText('markdown', ['a_b'], [['x|y\n<img src=x> [l](u) `c`'], [null]])).toBe(
      '| a\\_b |\n| --- |\n| x\\|y &lt;img src=x\\> \\[l\\](u) \\`c\\` |\n|  |',
    );
  });
});

describe('copying', () => {
  it('reads ten thousand rows in slices and says how far it is', async () => {
    const seen: number[] = [];
    const copying = new Copying();
    const { rows, asked } = source(copyLimit, () => {
      seen.push(copying.progress?.done ?? -1);
      return Promise.resolve();
    });
    const copied = await copying.run(request(rows, copyLimit));
    expect(asked).toHaveLength(10);
    expect(seen).toEqual([0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000]);
    const lines = copied && 'text' in copied ? copied.text.split('\n') : [];
    expect(lines).toHaveLength(copyLimit + 1);
    expect([lines[0], lines[1], lines.at(-1)]).toEqual(['b\ta', 'b0\ta0', 'b9999\ta9999']);
    expect(copying.progress).toBeNull();
  });

  it('refuses one more than that without reading any', async () => {
    const { rows, asked } = source(copyLimit + 1);
    expect(await new Copying().run(request(rows, copyLimit + 1))).toEqual({ rows: 10_001, limit: copyLimit });
    expect(asked).toEqual([]);
  });

  it('stops when it is cancelled and copies nothing', async () => {
    const copying = new Copying();
    const { rows, asked } = source(5_000, () => {
      if (asked.length === 2) copying.cancel();
      return Promise.resolve();
    });
    expect(await copying.run(request(rows, 5_000))).toBeUndefined();
    expect(asked).toHaveLength(2);
    expect(copying.progress).toBeNull();
  });
});

describe('marked parts', () => {
  const marked = (text: string, wanted: string): string =>
    markedParts(text, wanted)
      .map((part) => (part.isMarked ? `[${part.text}]` : part.text))
      .join('');

  it('marks every place, whatever its case, and takes nothing as a pattern', () => {
    expect(marked('ListBuckets', 'bucket')).toBe('List[Bucket]s');
    expect(marked('aAa', 'a')).toBe('[a][A][a]');
    expect(marked('a.c abc', 'a.c')).toBe('[a.c] abc');
    expect(marked('abc', '')).toBe('abc');
    expect(marked('İstanbul', 'stan')).toBe('İstanbul');
  });
});

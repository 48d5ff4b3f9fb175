import { describe, expect, it, vi } from 'vitest';
import {
  inOrder,
  movedBy,
  movedTo,
  pinOffsets,
  sortAfterClick,
  withPin,
  withWidth,
} from '../../../renderer/grid/columns.ts';
import type { Block, GridSource } from '../../../renderer/grid/block.ts';
import { Pages } from '../../../renderer/grid/pages.svelte.ts';
import {
  countRows,
  hasRow,
  spanBetween,
  withRows,
  withRowToggled,
} from '../../../renderer/grid/selection.ts';
import { toTsv } from '../../../renderer/grid/tsv.ts';

const columns = ['a', 'b', 'c', 'd'].map((id) => ({ id, title: id.toUpperCase(), widthPx: 100 }));
const ids = (list: readonly { readonly id: string }[]): string => list.map((column) => column.id).join('');

describe('columns', () => {
  it('puts pinned columns first and says where they stick', () => {
    const pinned = inOrder(withPin(withPin(columns, 'c', true), 'b', true));
    expect(ids(pinned)).toBe('bcad');
    expect(pinOffsets(pinned)).toEqual([0, 100, undefined, undefined]);
  });

  it('moves a column to a place and by one', () => {
    expect(ids(movedTo(columns, 'a', 2))).toBe('bcad');
    expect(ids(movedTo(columns, 'd', 0))).toBe('dabc');
    expect(ids(movedBy(columns, 'b', 1))).toBe('acbd');
    expect(ids(movedBy(columns, 'a', -1))).toBe('abcd');
  });

  it('pins a column that is dropped among pinned ones and never splits the group', () => {
    const pinned = withPin(withPin(columns, 'a', true), 'b', true);
    const moved = movedTo(pinned, 'd', 1);
    expect(ids(moved)).toBe('adbc');
    expect(moved.filter((column) => column.isPinned)).toHaveLength(3);
    expect(ids(movedBy(pinned, 'c', -1))).toBe('abcd');
  });

  it('keeps widths within reason', () => {
    expect(withWidth(columns, 'a', 3)[0]?.widthPx).toBe(48);
    expect(withWidth(columns, 'a', 1e9)[0]?.widthPx).toBe(1_200);
  });

  it('sorts by one, flips it, and adds a second key', () => {
    const once = sortAfterClick([], 'a', false);
    expect(once).toEqual([{ field: 'a', descending: false }]);
    expect(sortAfterClick(once, 'a', false)).toEqual([{ field: 'a', descending: true }]);
    expect(sortAfterClick(once, 'b', true)).toEqual([...once, { field: 'b', descending: false }]);
    expect(sortAfterClick(once, 'b', false)).toEqual([{ field: 'b', descending: false }]);
  });
});

describe('selection', () => {
  it('holds millions of rows in one span and gives one back', () => {
    const all = spanBetween(0, 9_999_999);
    const butOne = withRowToggled(all, 5);
    expect(countRows(butOne)).toBe(9_999_999);
    expect(hasRow(butOne, 5)).toBe(false);
    expect(withRowToggled(butOne, 5)).toEqual(all);
    expect(withRows(spanBetween(3, 1), spanBetween(4, 9))).toEqual([{ from: 1, to: 10 }]);
  });
});

describe('copying rows', () => {
  it('keeps one line a row and guards what a spreadsheet would run', () => {
    expect(
      toTsv(
        ['agent', 'n'],
        [
          ['=cmd|x', -5],
          ['a\tb\nc', null],
          ['+1', '@x'],
        ],
      ),
    ).toBe("agent\tn\n'=cmd|x\t-5\na b c\t\n'+1\t'@x");
  });
});

describe('pages', () => {
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
  const made = (key: string, total: number) => {
    const asked: number[] = [];
    const aborted: number[] = [];
    const waiting = new Map<number, () => void>();
    const source: GridSource = {
      key,
      total,
      fields: ['n'],
      load: (offset, limit, signal) =>
        new Promise<Block>((resolve) => {
          asked.push(offset);
          signal.addEventListener('abort', () => aborted.push(offset));
          waiting.set(offset, () =>
            resolve({ columns: [Array.from({ length: limit }, (_, at) => `${key}${offset + at}`)] }),
          );
        }),
    };
    return { source, asked, aborted, answer: (offset: number) => waiting.get(offset)?.() };
  };

  it('fetches what is in view first and its neighbours after', async () => {
    const { source, asked, answer } = made('a', 10_000_000);
    const pages = new Pages();
    pages.want(5_000_000, 5_000_040);
    pages.use(source, []);
    expect(asked).toEqual([5_000_000]);
    expect(pages.row(5_000_007)).toBeUndefined();
    answer(5_000_000);
    await settle();
    expect(pages.row(5_000_007)?.value('n')).toBe('a5000007');
    expect(asked).toEqual([5_000_000, 4_999_500, 5_000_500]);
  });

  it('aborts what has been scrolled past and asks once the rush is over', async () => {
    vi.useFakeTimers();
    const { source, asked, aborted } = made('a', 10_000_000);
    const pages = new Pages();
    pages.want(0, 40);
    pages.use(source, []);
    for (const row of [100_000, 2_000_000, 7_000_000]) pages.want(row, row + 40);
    expect(aborted).toEqual([0]);
    vi.advanceTimersByTime(100);
    expect(asked).toEqual([0, 7_000_000]);
    vi.useRealTimers();
  });

  it('keeps the old rows until the new ones in view are here', async () => {
    const old = made('old', 1_000);
    const next = made('new', 800);
    const pages = new Pages();
    pages.want(0, 40);
    pages.use(old.source, []);
    old.answer(0);
    await settle();
    pages.use(next.source, []);
    expect(pages.isStale).toBe(true);
    expect(pages.row(3)?.value('n')).toBe('old3');
    expect(pages.total).toBe(1_000);
    next.answer(0);
    await settle();
    expect(pages.isStale).toBe(false);
    expect(pages.row(3)?.value('n')).toBe('new3');
    expect(pages.total).toBe(800);
  });

  it('drops the least recently seen pages', async () => {
    const { source, answer } = made('a', 1_000_000);
    const pages = new Pages();
    pages.use(source, []);
    for (let page = 0; page < 30; page += 1) {
      pages.want(page * 500, page * 500 + 40);
      answer(page * 500);
      await settle();
    }
    expect(pages.row(29 * 500)).toBeDefined();
    expect(pages.row(0)).toBeUndefined();
  });

  it('shows a failure and recovers from it', async () => {
    let fails = true;
    const source: GridSource = {
      key: 'x',
      total: 10,
      fields: ['n'],
      load: () =>
        fails
          ? Promise.reject(new Error('disk'))
          : Promise.resolve({ columns: [Array.from({ length: 10 }, (_, at) => at)] }),
    };
    const pages = new Pages();
    pages.want(0, 10);
    pages.use(source, []);
    await settle();
    expect(pages.problem).toBeInstanceOf(Error);
    fails = false;
    pages.retry();
    await settle();
    expect(pages.problem).toBeUndefined();
    expect(pages.row(9)?.value('n')).toBe(9);
  });
});

import axe from 'axe-core';
import { userEvent } from 'vitest/browser';
import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { GridSource } from '../../../renderer/grid/block.ts';
import GridHarness from './GridHarness.svelte';

const tenMillion = 10_000_000;
const columns = [
  { id: 'n', title: 'Number', widthPx: 120 },
  { id: 'sq', title: 'Square', widthPx: 160 },
  { id: 'note', title: 'Note', widthPx: 300 },
  { id: 'more', title: 'More', widthPx: 300 },
];
const rows = (total: number, delayMs = 0): GridSource => ({
  key: `rows-${total}`,
  total,
  fields: ['n', 'sq', 'note', 'more'],
  load: async (offset, limit) => {
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    const each = <T>(value: (n: number) => T): T[] =>
      Array.from({ length: limit }, (_, at) => value(offset + at));
    return {
      columns: [each((n) => n), each((n) => n * n), each((n) => `note ${n}`), each((n) => `more ${n}`)],
    };
  },
});

async function mount(source: GridSource) {
  const said: string[] = [];
  const screen = await render(GridHarness, { source, columns, says: (what: string) => said.push(what) });
  const grid = document.querySelector<HTMLElement>('[role=grid]');
  if (!grid) throw new Error('no grid');
  await vi.waitFor(() => expect(grid.querySelectorAll('[role=gridcell]').length).toBeGreaterThan(10));
  await vi.waitFor(() => expect(grid.querySelector('.skeleton')).toBeNull());
  return { said, grid, screen };
}

const box = (element: Element): DOMRect => element.getBoundingClientRect();
/** The rows that are wholly in view below the header, by number. */
function visibleRows(grid: HTMLElement): number[] {
  const view = box(grid);
  return [...grid.querySelectorAll('.rows [role=row]')]
    .filter((row) => box(row).top >= view.top + 25.5 && box(row).bottom <= view.top + grid.clientHeight + 0.5)
    .map((row) => Number(row.getAttribute('aria-rowindex')) - 2);
}
const settled = async (grid: HTMLElement): Promise<void> => {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  await vi.waitFor(() => expect(grid.querySelector('.skeleton')).toBeNull());
};
const activeText = (grid: HTMLElement): string | undefined =>
  document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')?.innerText;

it('does not move sideways for a click on a cell that is half in view', async () => {
  const { grid } = await mount(rows(100));
  grid.style.width = '500px';
  const half = [...grid.querySelectorAll('.rows [role=row]')][2]?.querySelectorAll('[role=gridcell]')[2];
  expect(box(half!).right).toBeGreaterThan(box(grid).right);
  await userEvent.click(half!, { position: { x: 40, y: 8 } });
  await vi.waitFor(() => expect(activeText(grid)).toBe('note 2'));
  await settled(grid);
  expect(grid.scrollLeft).toBe(0);
  await userEvent.keyboard('{ArrowLeft}{ArrowRight}');
  await vi.waitFor(() => expect(grid.scrollLeft).toBeGreaterThan(0));
});

describe('a grid of ten million rows', () => {
  it('draws only what is in view and tells how many there are', async () => {
    const { grid } = await mount(rows(tenMillion));
    expect(grid.getAttribute('aria-rowcount')).toBe('10000001');
    expect(grid.getAttribute('aria-colcount')).toBe('4');
    expect(grid.querySelectorAll('.rows [role=row]').length).toBeLessThan(40);
    expect(visibleRows(grid)[0]).toBe(0);
  });

  it('reaches the true last row with the scroll bar and with the keyboard', async () => {
    const { grid } = await mount(rows(tenMillion));
    grid.scrollTop = grid.scrollHeight;
    await settled(grid);
    expect(visibleRows(grid).at(-1)).toBe(9_999_999);
    expect(grid.innerText).toContain('note 9999999');
    grid.focus();
    await userEvent.keyboard('{Control>}{Home}{/Control}');
    await settled(grid);
    expect(visibleRows(grid)[0]).toBe(0);
    await userEvent.keyboard('{Control>}{End}{/Control}');
    await settled(grid);
    expect(visibleRows(grid).at(-1)).toBe(9_999_999);
    expect(activeText(grid)).toBe('more 9999999');
  });

  it('moves by exactly the wheel’s pixels in the middle of it', async () => {
    const { grid } = await mount(rows(tenMillion));
    grid.scrollTop = grid.scrollHeight / 2;
    await settled(grid);
    const before = visibleRows(grid)[0] ?? 0;
    expect(before).toBeGreaterThan(4_900_000);
    for (let step = 1; step <= 5; step += 1) {
      grid.dispatchEvent(new WheelEvent('wheel', { deltaY: 26, cancelable: true, bubbles: true }));
      await settled(grid);
      expect(visibleRows(grid)[0]).toBe(before + step);
    }
    grid.dispatchEvent(new WheelEvent('wheel', { deltaY: -260, cancelable: true, bubbles: true }));
    await settled(grid);
    expect(visibleRows(grid)[0]).toBe(before - 5);
  });

  it('walks row by row across any place without a jump', async () => {
    const { grid, said } = await mount(rows(tenMillion));
    grid.scrollTop = grid.scrollHeight * 0.7;
    await settled(grid);
    const cell = [...grid.querySelectorAll<HTMLElement>('[role=gridcell]')].find(
      (each) => each.innerText === String(visibleRows(grid)[2]),
    );
    const start = Number(cell?.innerText);
    await userEvent.click(cell ?? grid);
    await userEvent.keyboard('{ArrowDown>30/}');
    await settled(grid);
    expect(activeText(grid)).toBe(String(start + 30));
    expect(visibleRows(grid)).toContain(start + 30);
    await userEvent.keyboard('{Enter}');
    expect(said).toContain(`open ${start + 30}`);
  });

  it('draws other rows with the elements it has', async () => {
    const { grid } = await mount(rows(tenMillion));
    const elements = new Set(grid.querySelectorAll('.rows [role=row]'));
    for (let step = 0; step < 60; step += 1) {
      grid.dispatchEvent(new WheelEvent('wheel', { deltaY: 900, cancelable: true, bubbles: true }));
      await Promise.resolve();
      expect(grid.offsetHeight).toBeGreaterThan(0);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    const after = [...grid.querySelectorAll('.rows [role=row]')];
    expect(visibleRows(grid)[0]).toBeGreaterThan(2_000);
    expect(after.filter((row) => !elements.has(row)).length).toBeLessThanOrEqual(8);
  });
});

describe('grid keyboard', () => {
  it('opens, includes, excludes, copies and shows the menu for the cell it is on', async () => {
    const { grid, said } = await mount(rows(100));
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}');
    expect(activeText(grid)).toBe('1');
    await userEvent.keyboard('c');
    await userEvent.keyboard('i');
    await userEvent.keyboard('x');
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    await userEvent.keyboard('{Shift>}C{/Shift}');
    await vi.waitFor(() => expect(said).toHaveLength(5));
    expect(said.slice(0, 4)).toEqual(['copy Square: 1', 'include 1:sq=1', 'exclude 1:sq=1', 'menu 1:sq=1']);
    expect(JSON.parse(said[4]?.replace('copy row as JSON: ', '') ?? '')).toEqual({
      n: 1,
      sq: 1,
      note: 'note 1',
      more: 'more 1',
    });
  });

  it('selects with Space, extends with Shift and copies the rows as text', async () => {
    const { grid, said } = await mount(rows(100));
    grid.focus();
    await userEvent.keyboard('{ArrowDown} {Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    expect(grid.querySelectorAll('.rows [role=row].selected')).toHaveLength(3);
    await userEvent.keyboard('{Control>}c{/Control}');
    await vi.waitFor(() => expect(said).toHaveLength(1));
    expect(said[0]).toBe(
      'copy 3 rows: n\tsq\tnote\tmore\n0\t0\tnote 0\tmore 0\n1\t1\tnote 1\tmore 1\n2\t4\tnote 2\tmore 2',
    );
    await userEvent.keyboard('{Escape}');
    expect(grid.querySelectorAll('.selected')).toHaveLength(0);
  });

  it('refuses to copy more rows than a clipboard is for, with the number', async () => {
    const { grid, said } = await mount(rows(tenMillion));
    grid.focus();
    await userEvent.keyboard('{Control>}a{/Control}{Control>}c{/Control}');
    await vi.waitFor(() => expect(said).toEqual([`too many ${tenMillion}`]));
  });
});

describe('grid header', () => {
  const header = (grid: HTMLElement, title: string): HTMLElement => {
    const found = [...grid.querySelectorAll<HTMLElement>('[role=columnheader]')].find((each) =>
      each.innerText.startsWith(title),
    );
    if (!found) throw new Error(title);
    return found;
  };

  it('sorts by click, by Shift and click, and says so', async () => {
    const { grid, said, screen } = await mount(rows(100));
    await userEvent.click(header(grid, 'Number'));
    expect(header(grid, 'Number').getAttribute('aria-sort')).toBe('ascending');
    await userEvent.keyboard('{Enter}');
    expect(header(grid, 'Number').getAttribute('aria-sort')).toBe('descending');
    header(grid, 'Note').focus();
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
    expect(said).toEqual(['sort n', 'sort -n', 'sort -n,note']);
    await expect
      .element(screen.getByRole('status'))
      .toHaveTextContent('Sorted by Number descending, then Note ascending');
  });

  it('moves, resizes, pins and hides by keyboard alone', async () => {
    const { grid, said } = await mount(rows(100));
    header(grid, 'Square').focus();
    await userEvent.keyboard('{Alt>}{ArrowRight}{/Alt}');
    expect(said.at(-1)).toBe('columns n:120 note:300 sq:160 more:300');
    await vi.waitFor(() => expect(document.activeElement).toBe(header(grid, 'Square')));
    await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}');
    expect(said.at(-1)).toBe('columns n:120 note:300 sq:176 more:300');
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    await userEvent.keyboard('pin');
    await userEvent.keyboard('{Enter}');
    expect(said.at(-1)).toContain('sq:176!');
    expect(grid.querySelector('[role=columnheader]')?.textContent).toContain('Square');
    await vi.waitFor(() => expect(document.activeElement).toBe(header(grid, 'Square')));
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    await userEvent.keyboard('hide');
    await userEvent.keyboard('{Enter}');
    expect(said.at(-1)).toBe('columns n:120 note:300 more:300');
  });

  it('resizes by drag, fits by double click and reorders by drag', async () => {
    const { grid, said } = await mount(rows(100));
    const edge = header(grid, 'Note').querySelector('.edge');
    if (!edge) throw new Error('no edge');
    const at = { x: box(edge).right - 2, y: box(edge).top + 5 };
    const fire = (target: Element, type: string, x: number): boolean =>
      target.dispatchEvent(
        new PointerEvent(type, {
          clientX: x,
          clientY: at.y,
          button: 0,
          pointerId: 1,
          bubbles: true,
          isPrimary: true,
        }),
      );
    const capture = vi.spyOn(Element.prototype, 'setPointerCapture').mockImplementation(() => undefined);
    fire(edge, 'pointerdown', at.x);
    fire(edge, 'pointermove', at.x - 60);
    expect(said.at(-1)).toContain('note:240');
    fire(edge, 'lostpointercapture', at.x - 60);
    edge.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    const fitted = Number(/note:(\d+)/.exec(said.at(-1) ?? '')?.[1]);
    expect(fitted).toBeGreaterThan(48);
    expect(fitted).toBeLessThan(100);

    const moving = header(grid, 'Number');
    const target = box(header(grid, 'Square'));
    fire(moving, 'pointerdown', box(moving).left + 20);
    fire(moving, 'pointermove', target.left + target.width - 5);
    fire(moving, 'pointerup', target.left + target.width - 5);
    expect(said.at(-1)).toMatch(/^columns sq:160 n:120 /);
    capture.mockRestore();
  });
});

describe('grid accessibility', () => {
  it.each(['dark', 'light'])('has nothing for axe to complain about, %s', async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    const { grid } = await mount(rows(tenMillion));
    grid.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown} ');
    const result = await axe.run(grid.parentElement ?? grid);
    expect(result.violations.map((each) => `${each.id}: ${each.nodes[0]?.html ?? ''}`)).toEqual([]);
  });
});

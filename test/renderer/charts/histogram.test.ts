import axe from 'axe-core';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Histogram } from '../../../shared/contract/timeline.ts';
import Harness from './HistogramHarness.svelte';
import { hour, incident, minute, noon } from './histograms.ts';
import { mouseOver } from './mouse.ts';

// 100 bars of 10 minutes.
const data = incident(100);
const barsSpan = (from: number, to: number) => ({
  fromMicros: noon + from * 10 * minute,
  toMicros: noon + to * 10 * minute,
});
const settled = { timeout: 1_500 };

async function show(
  props: { brush?: ReturnType<typeof barsSpan>; isBusy?: boolean; data?: Histogram | null } = {},
) {
  const log = vi.fn<(what: string, value: unknown) => void>();
  await render(Harness, { data, log, ...props });
  const isDrawn = props.data === undefined || props.data !== null;
  if (isDrawn) await vi.waitFor(() => expect(document.querySelector('.surface')).not.toBeNull());
  const surface = document.querySelector('.surface');
  const mouse = surface ? mouseOver(surface) : null;
  const barPx = (surface?.getBoundingClientRect().width ?? 0) / 100;
  return { log, mouse: mouse as NonNullable<typeof mouse>, at: (bar: number) => bar * barPx };
}

const cellsOf = (row: Element | undefined) =>
  [...(row?.children ?? [])].map((cell) => cell.textContent.trim());

beforeEach(() => page.viewport(1_440, 900));

describe('by mouse', () => {
  test('a drag over bars gives their span, once, on release', async () => {
    const { log, mouse, at } = await show();
    await mouse.drag(at(20.2), at(29.8));
    await vi.waitFor(() => expect(log.mock.calls).toEqual([['brush', barsSpan(20, 30)]]));
  });

  test('the range and its count are said while dragging', async () => {
    const { mouse, at } = await show();
    await mouse.move(at(60));
    await mouse.down(at(60));
    await mouse.pull(at(61));
    await expect.element(page.getByRole('status')).toHaveTextContent('2021-07-28 22:00 → 22:10 · 267 events');
    await mouse.up(at(61));
    await expect.element(page.getByRole('status')).not.toBeInTheDocument();
  });

  test('pulling an edge resizes, pulling the middle moves', async () => {
    const { log, mouse, at } = await show({ brush: barsSpan(20, 30) });
    await mouse.drag(at(30), at(40));
    await vi.waitFor(() => expect(log).toHaveBeenLastCalledWith('brush', barsSpan(20, 40)));
    await mouse.drag(at(30), at(50));
    await vi.waitFor(() => expect(log).toHaveBeenLastCalledWith('brush', barsSpan(40, 60)));
    await mouse.drag(at(40), at(10));
    await vi.waitFor(() => expect(log).toHaveBeenLastCalledWith('brush', barsSpan(10, 60)));
  });

  test('Escape gives up a drag and reaches nobody else', async () => {
    const { log, mouse, at } = await show();
    const heard = vi.fn();
    window.addEventListener('keydown', heard);
    await mouse.move(at(20));
    await mouse.down(at(20));
    await mouse.pull(at(40));
    await userEvent.keyboard('{Escape}');
    await mouse.up(at(40));
    await userEvent.keyboard('{Escape}');
    window.removeEventListener('keydown', heard);
    expect(log).not.toHaveBeenCalled();
    expect(heard).toHaveBeenCalledTimes(1);
  });

  test('a click gives the span of the bar', async () => {
    const { log, mouse, at } = await show();
    await mouse.click(at(60.5));
    await vi.waitFor(() => expect(log.mock.calls).toEqual([['brush', barsSpan(60, 61)]]), settled);
  });

  test('a double click first gives up the range, then the view, and leaves no step of its own', async () => {
    const { log, mouse, at } = await show({ brush: barsSpan(40, 50) });
    await page.getByRole('button', { name: 'Zoom to the selected range' }).click();
    expect(log).toHaveBeenLastCalledWith('view', barsSpan(40, 50));
    await mouse.doubleClick(at(10.5));
    await vi.waitFor(() => expect(log).toHaveBeenLastCalledWith('brush', null));
    await mouse.doubleClick(at(10.5));
    await vi.waitFor(() => expect(log).toHaveBeenLastCalledWith('view', barsSpan(25, 65)));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(log).toHaveBeenCalledTimes(3);
  });

  test('a drag over everything is no restriction', async () => {
    const { log, mouse, at } = await show({ brush: barsSpan(10, 20) });
    await mouse.drag(at(20), at(100) + 50);
    await vi.waitFor(() => expect(log).toHaveBeenLastCalledWith('brush', barsSpan(10, 100)));
    await mouse.drag(at(10), -50);
    await vi.waitFor(() => expect(log).toHaveBeenLastCalledWith('brush', null));
  });

  test('a bar under the pointer is read out in the heading', async () => {
    const { mouse, at } = await show();
    await mouse.move(at(60.5));
    await expect
      .element(page.getByText('2021-07-28 22:00 → 22:10 · 267 events · error 210 · success 57'))
      .toBeVisible();
  });
});

describe('by keyboard', () => {
  test('the thumbs are sliders that step by bars and settle once', async () => {
    const { log } = await show({ brush: barsSpan(20, 30) });
    const end = page.getByRole('slider', { name: 'End of the time range' });
    (end.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{Shift>}{ArrowRight}{/Shift}');
    await expect.element(end).toHaveAttribute('aria-valuetext', '2021-07-28 19:00 UTC');
    await vi.waitFor(() => expect(log.mock.calls).toEqual([['brush', barsSpan(20, 42)]]), settled);
    await userEvent.keyboard('{PageUp}{Enter}');
    await vi.waitFor(() => expect(log).toHaveBeenLastCalledWith('brush', barsSpan(42, 64)));
  });

  test('without a range the thumbs stand at the ends', async () => {
    const { log } = await show();
    (page.getByRole('slider', { name: 'Start of the time range' }).element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}{Enter}');
    await vi.waitFor(() => expect(log).toHaveBeenLastCalledWith('brush', barsSpan(1, 100)));
    await userEvent.keyboard('{Delete}');
    await vi.waitFor(() => expect(log).toHaveBeenLastCalledWith('brush', null));
  });

  test('Escape takes key steps back before they settle', async () => {
    const { log } = await show({ brush: barsSpan(20, 30) });
    const start = page.getByRole('slider', { name: 'Start of the time range' });
    (start.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowLeft}{Escape}');
    await expect.element(start).toHaveAttribute('aria-valuetext', '2021-07-28 15:20 UTC');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(log).not.toHaveBeenCalled();
  });

  test('plus and minus zoom around the range', async () => {
    const { log } = await show({ brush: barsSpan(40, 50) });
    (page.getByRole('slider', { name: 'Start of the time range' }).element() as HTMLElement).focus();
    await userEvent.keyboard('+');
    expect(log).toHaveBeenLastCalledWith('view', barsSpan(20, 70));
    await userEvent.keyboard('-');
    expect(log).toHaveBeenLastCalledWith('view', null);
  });
});

describe('legend, table and words', () => {
  test('a click on a series includes it, Alt+click and x leave it out', async () => {
    const { log } = await show();
    const error = page.getByRole('button', { name: 'error' });
    await error.click();
    expect(log).toHaveBeenLastCalledWith('legend', ['error', false]);
    await error.click({ modifiers: ['Alt'] });
    expect(log).toHaveBeenLastCalledWith('legend', ['error', true]);
    log.mockClear();
    await userEvent.keyboard('x');
    expect(log.mock.calls).toEqual([['legend', ['error', true]]]);
  });

  test('the table lists every bar, empty ones too', async () => {
    await show();
    await page.getByRole('button', { name: 'Show as table' }).click();
    const rows = page.getByRole('row').elements();
    expect(rows).toHaveLength(101);
    expect(cellsOf(rows[61])).toEqual(['2021-07-28 22:00', '2021-07-28 22:10', '267', '210', '57']);
    expect(cellsOf(rows[91])).toEqual(['2021-07-29 03:00', '2021-07-29 03:10', '0', '0', '0']);
  });

  test('the summary says what the picture shows', async () => {
    await show({ brush: barsSpan(60, 61) });
    const section = page.getByRole('region', { name: 'Events over time' }).element();
    const summary =
      document.getElementById(section.getAttribute('aria-describedby') ?? '')?.textContent ?? '';
    expect(summary).toContain('One bar is 10 min.');
    expect(summary).toContain('The highest bar, 2021-07-28 22:00 → 22:10, has 267.');
    expect(summary).toContain('Selected: 2021-07-28 22:00 → 22:10.');
    await expect.element(page.getByText(/^267 of [\d,]+ events$/)).toBeVisible();
  });

  test('a single event among thousands has a bar to be seen', async () => {
    await show({
      data: {
        ...data,
        series: [
          { value: 'success', counts: data.series[0]!.counts.map((n) => n * 900) },
          { value: 'error', counts: data.series[1]!.counts.map((_, bin) => (bin === 97 ? 1 : 0)) },
        ],
      },
    });
    const path = document.querySelector('svg g:last-of-type path')?.getAttribute('d') ?? '';
    expect(path).toMatch(/^M[\d.]+ [\d.]+h[\d.]+v2h-[\d.]+z$/);
  });

  test.each([
    ['null', null, 'No events to draw'],
    ['an empty span', { ...data, total: 0, series: [] }, 'No events in this span'],
  ] as const)('%s is said, not left blank', async (_what, empty, text) => {
    await show({ data: empty as Histogram | null });
    await expect.element(page.getByText(text, { exact: true })).toBeVisible();
  });
});

describe('looks', () => {
  test.each(['dark', 'light'] as const)('axe finds nothing, %s', async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    await show({ brush: barsSpan(40, 66) });
    const found = await axe.run(document.body, {
      rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    });
    expect(found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html ?? ''}`)).toEqual(
      [],
    );
  });

  test('while newer data is on its way the old stays, dimmed', async () => {
    await show({ isBusy: true });
    const body = document.querySelector('[aria-busy="true"]');
    expect(Number(getComputedStyle(body as Element).opacity)).toBeCloseTo(0.6);
  });

  test('days are told apart on the axis', async () => {
    await show({ data: { ...incident(144 * 3), toMicros: noon + 72 * hour } });
    const labels = [...document.querySelectorAll('.axis .is-major')].map((label) => label.textContent);
    expect(labels).toEqual(['07-29', '07-30', '07-31']);
  });
});

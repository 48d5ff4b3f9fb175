import axe from 'axe-core';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { ChartMark } from '../../../renderer/charts/chart-marks.ts';
import type { LaneSet } from '../../../renderer/charts/lanes.ts';
import type { Range } from '../../../shared/contract/common.ts';
import type { Lane } from '../../../shared/contract/timeline.ts';
import { classStyle } from '../../../renderer/charts/series.ts';
import { spanText } from '../../../renderer/charts/time-axis.ts';
import { formatCount } from '../../../renderer/kit/format.ts';
import Harness from './HistogramHarness.svelte';
import { hour, incident, incidentInClasses, minute, noon } from './histograms.ts';
import { mouseOver } from './mouse.ts';

// 100 bars of 10 minutes; nothing from bar 85 to 96.
const data = incident(100);
const bars = (from: number, to: number): Range => ({
  fromMicros: noon + from * 10 * minute,
  toMicros: noon + to * 10 * minute,
});

const lane = (value: string | null, share: number): Lane => {
  const counts = data.series[0]!.counts.map((count) => Math.floor(count * share));
  const failed = counts.map((count, bin) => (bin === 60 ? count : 0));
  return { value, events: counts.reduce((sum, count) => sum + count, 0), counts, failed };
};
const lanes: LaneSet = {
  title: 'Region',
  values: 7,
  offset: 0,
  lanes: [lane('us-east-1', 0.6), lane('eu-west-1', 0.3), lane(null, 0.05)],
  others: lane(null, 0.05),
  coverage: [{ value: 'eu-west-1', spans: [{ ...bars(85, 97), state: 'none' }] }],
};
const laneLines = [
  ...lanes.lanes.map(({ value, events }) => `${value ?? '(none)'} ${formatCount(events)}`),
  `4 others ${formatCount(lanes.others!.events)}`,
];
const mark = (kind: ChartMark['kind'], bar: number, title: string): ChartMark => ({
  kind,
  id: `1.${bar}`,
  atMicros: noon + bar * 10 * minute,
  title,
});
const marks = [
  mark('less-logging', 62, 'StopLogging by mallory'),
  mark('more-logging', 63, 'StartLogging by maya'),
  mark('note', 20, 'starred: ListBuckets'),
];

async function show(more: Record<string, unknown>, brush: Range | null = null, drawn = data) {
  const log = vi.fn<(what: string, value: unknown) => void>();
  await render(Harness, { data: drawn, log, brush, more });
  await vi.waitFor(() => expect(document.querySelector('.surface')).not.toBeNull());
  const surface = document.querySelector('.surface')!;
  return { log, surface, barPx: surface.getBoundingClientRect().width / 100 };
}
const summary = (): string =>
  document.getElementById(
    page.getByRole('region', { name: 'Events over time' }).element().getAttribute('aria-describedby') ?? '',
  )?.textContent ?? '';
const focus = (name: string): void => (page.getByRole('slider', { name }).element() as HTMLElement).focus();

beforeEach(() => page.viewport(1_440, 900));

describe('the bar cursor', () => {
  test('reads out the bars, chooses one and asks for its menu', async () => {
    const { log } = await show({});
    focus('Bar');
    const cursor = page.getByRole('slider', { name: 'Bar', exact: true });
    await userEvent.keyboard('{End}{Shift>}{ArrowLeft}{/Shift}');
    await expect.element(cursor).toHaveAttribute('aria-valuetext', '2021-07-29 02:50 → 03:00 · no events');
    await userEvent.keyboard('{Home}{Shift>}{ArrowRight}{ArrowRight}{/Shift}{ArrowLeft}');
    await expect.element(cursor).toHaveAttribute('aria-valuenow', '20');
    await userEvent.keyboard('{Enter}');
    expect(log.mock.calls).toEqual([['brush', bars(19, 20)]]);
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    await vi.waitFor(() => expect(log).toHaveBeenLastCalledWith('bar menu', bars(19, 20)));
  });
});

describe('the wheel', () => {
  const turn = (surface: Element, xPx: number, init: WheelEventInit): boolean => {
    const { left, top } = surface.getBoundingClientRect();
    return surface.dispatchEvent(
      new WheelEvent('wheel', {
        bubbles: true,
        cancelable: true,
        clientX: left + xPx,
        clientY: top + 20,
        ...init,
      }),
    );
  };

  test('with Ctrl zooms around the pointer, sideways moves along, else belongs to the page', async () => {
    const { log, surface, barPx } = await show({});
    expect(turn(surface, 0, { deltaY: 100 })).toBe(true);
    expect(log).not.toHaveBeenCalled();
    expect(turn(surface, barPx * 25, { deltaY: -300 * Math.LN2, ctrlKey: true })).toBe(false);
    const view = log.mock.lastCall?.[1] as Range;
    expect(log.mock.lastCall?.[0]).toBe('view');
    expect((view.toMicros - view.fromMicros) / (10 * minute)).toBeCloseTo(50, 0);
    expect((view.fromMicros - noon) / (10 * minute)).toBeCloseTo(12.5, 0);
    expect(turn(surface, 0, { deltaX: surface.clientWidth / 2 })).toBe(false);
    const moved = log.mock.lastCall?.[1] as Range;
    expect((moved.fromMicros - noon) / (10 * minute)).toBeCloseTo(37.5, 0);
    expect(turn(surface, 0, { deltaY: -surface.clientWidth, shiftKey: true })).toBe(false);
    expect((log.mock.lastCall?.[1] as Range).fromMicros).toBe(noon);
  });
});

describe('height', () => {
  const heightAt = (bin: number): number => {
    const paths = [...document.querySelectorAll('svg g:last-of-type path')].map((path) =>
      (path.getAttribute('d') ?? '').split('z').filter((part) => part !== ''),
    );
    const left = (bin * document.querySelector('.surface')!.clientWidth) / 100;
    return paths
      .flat()
      .filter((part) => Math.abs(Number(/^M([\d.]+) /.exec(part)?.[1]) - left) < 0.5)
      .reduce((sum, part) => sum + Number(/v([\d.]+)h/.exec(part)?.[1]), 0);
  };

  test('by magnitude keeps small bars visible beside large ones', async () => {
    await show({});
    const inProportion = heightAt(10);
    document.body.replaceChildren();
    await show({ isLog: true });
    expect(heightAt(10)).toBeGreaterThan(inProportion * 1.5);
    expect(heightAt(60)).toBeCloseTo(64, 0);
    await expect.element(page.getByText('267 (log)')).toBeVisible();
  });
});

describe('classes of consequence', () => {
  const classes = incidentInClasses(100);
  const sumOf = (counts: readonly number[] = []): number => counts.reduce((sum, count) => sum + count, 0);
  const of = (name: string) => classes.series.find(({ value }) => value === name)!;
  const failed = classes.series.reduce((sum, series) => sum + sumOf(series.failed), 0);

  test('stand changes first, in tones of their own, each with its failed part hatched', async () => {
    await show({ seriesStyle: classStyle }, null, classes);
    const paths = [...document.querySelectorAll<SVGPathElement>('.plot svg > g:last-of-type > path')];
    const isFailed = (path: Element): boolean => path.classList.contains('failed');
    expect(paths.map(isFailed)).toEqual([false, true, false, true, false, true]);
    const tones = paths.filter((path) => !isFailed(path)).map((path) => getComputedStyle(path).fill);
    expect(new Set(tones).size).toBe(3);
    expect(paths.filter(isFailed).every((path) => getComputedStyle(path).fill.startsWith('url('))).toBe(true);
    const parts = (path: SVGPathElement | undefined): Map<string, number> =>
      new Map(
        [...(path?.getAttribute('d') ?? '').matchAll(/M([\d.]+) ([\d.]+)h[\d.]+v([\d.]+)h/g)].map((found) => [
          `${found[1] ?? ''} ${found[2] ?? ''}`,
          Number(found[3]),
        ]),
      );
    for (const at of [0, 2, 4]) {
      const [whole, hatched] = [parts(paths[at]), parts(paths[at + 1])];
      expect(hatched.size).toBeGreaterThan(5);
      for (const [corner, height] of hatched) {
        expect(whole.has(corner)).toBe(true);
        expect(height).toBeLessThanOrEqual(whole.get(corner)!);
      }
    }
  });

  test('are named and counted, the failed and the refused ones too, and narrow with a click, Alt and x', async () => {
    const onfailed = vi.fn();
    const { log } = await show({ seriesStyle: classStyle, onfailed }, null, classes);
    const list = page.getByRole('list', { name: 'Series' });
    expect(
      list
        .getByRole('button')
        .elements()
        .map((button) => button.textContent.replaceAll(/\s+/g, ' ').trim()),
    ).toEqual([
      `changes ${formatCount(sumOf(of('change').counts))}`,
      `keys, secrets ${formatCount(sumOf(of('secret').counts))}`,
      `other ${formatCount(sumOf(of('other').counts))}`,
      `failed ${formatCount(failed)},`,
      '40 refused',
    ]);
    await list.getByRole('button', { name: /^changes/ }).click();
    expect(log).toHaveBeenLastCalledWith('legend', ['change', false]);
    await list.getByRole('button', { name: `failed ${formatCount(failed)}, of them refused 40` }).click();
    expect(onfailed).toHaveBeenLastCalledWith('failed', false);
    await list.getByRole('button', { name: /^40 refused/ }).click({ modifiers: ['Alt'] });
    expect(onfailed).toHaveBeenLastCalledWith('refused', true);
    await userEvent.keyboard('x');
    expect(onfailed).toHaveBeenCalledTimes(3);
  });

  test('are in the words of the chart, of a bar and in the table', async () => {
    const { surface, barPx } = await show({ seriesStyle: classStyle }, null, classes);
    expect(summary()).toContain(`${formatCount(failed)} failed, 40 of them refused.`);
    const bin = 60;
    const words = classes.series
      .toSorted((one, other) => 'cso'.indexOf(one.value![0]!) - 'cso'.indexOf(other.value![0]!))
      .map(({ value, counts }) => `${classStyle(value, 0).name!} ${counts[bin]!}`);
    const wrong = classes.series.reduce((sum, series) => sum + series.failed![bin]!, 0);
    await mouseOver(surface).move(barPx * 60.5);
    await expect
      .element(page.getByText(['267 events', ...words, `${wrong} failed`].join(' · ')))
      .toBeVisible();
    await page.getByRole('button', { name: 'Show as table' }).click();
    const cells = (row: number): string[] =>
      [...(document.querySelector('table')?.rows[row]?.cells ?? [])].map((cell) => cell.textContent.trim());
    expect(cells(0).slice(2)).toEqual(['Events', 'changes', 'keys, secrets', 'other', 'Failed']);
    expect(cells(bin + 1).at(-1)).toBe(String(wrong));
  });

  test.each(['dark', 'light'] as const)('axe finds nothing in classes, %s', async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    await show({ seriesStyle: classStyle }, null, classes);
    const found = await axe.run(document.body, {
      rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    });
    expect(found.violations.map((violation) => violation.id)).toEqual([]);
  });
});

describe('gaps', () => {
  const coverage = [
    { ...bars(85, 97), state: 'none' },
    { ...bars(40, 42), state: 'none' },
  ];

  test('are hatched where there are no logs, and told from silence in words', async () => {
    const missing = { stretches: 9, micros: 2.5 * hour, longest: [bars(40, 42), bars(85, 97)] };
    const { surface, barPx } = await show({ coverage, missing });
    const drawn = [...document.querySelectorAll('rect.gap')];
    expect(drawn.map((gap) => Math.round(Number(gap.getAttribute('x')) / barPx))).toEqual([85]);
    expect(Number(drawn[0]?.getAttribute('width')) / barPx).toBeCloseTo(12, 1);
    await expect.element(page.getByText('no logs', { exact: true })).toBeVisible();
    await expect.element(page.getByText('no logs: 2 h 30 min', { exact: true })).toBeVisible();
    expect(summary()).toContain(
      'No log files for 9 stretches, 2 h 30 min in all: the longest 2021-07-28 18:40 → 19:00; 2021-07-29 02:10 → 04:10.',
    );
    const mouse = mouseOver(surface);
    await mouse.move(barPx * 90.5);
    await expect.element(page.getByText('2021-07-29 03:00 → 03:10 · no logs here')).toBeVisible();
    await mouse.move(barPx * 98.5);
    await expect.element(page.getByText(/no logs here/)).not.toBeInTheDocument();
  });

  test.each([
    ['unknown', 'no events; whether logs are missing is not known'],
    ['logs', 'no events, though there are logs'],
  ])('%s is not drawn as a gap', async (state, words) => {
    const { surface, barPx } = await show({
      coverage: state === 'unknown' ? [{ ...bars(0, 100), state: 'unknown' }] : [],
    });
    expect(document.querySelector('rect.gap')).toBeNull();
    await mouseOver(surface).move(barPx * 90.5);
    await expect.element(page.getByText(words)).toBeVisible();
  });
});

describe('the span before', () => {
  const comparison = {
    before: bars(20, 30),
    eventsBefore: 500,
    eventsNow: 460,
    counts: data.series[0]!.counts.map((count, bin) => (bin >= 30 && bin < 40 ? count * 2 : 0)),
  };

  test('lies over the bars as a line, with the difference in words', async () => {
    const { barPx } = await show({ comparison }, bars(30, 40));
    await expect
      .element(page.getByText('1 h 40 min before: 500 events, 40 fewer now (−8%)', { exact: true }))
      .toBeVisible();
    const line = document.querySelector('path.ghost')?.getAttribute('d') ?? '';
    expect(Number(/^M([\d.]+)/.exec(line)?.[1]) / barPx).toBeCloseTo(30, 1);
    const ends = [...line.matchAll(/H([\d.]+)/g)].map(([, x]) => Number(x) / barPx);
    expect(ends).toHaveLength(10);
    expect(ends.at(-1)).toBeCloseTo(40, 1);
    expect(summary()).toContain('40 fewer now');
  });
});

describe('marks', () => {
  test('stand over their instants, close ones together, and open with a click or by keys', async () => {
    const { log, barPx } = await show({ marks });
    const group = page.getByRole('group', { name: 'Marks on the timeline' });
    const buttons = group.getByRole('button');
    expect(buttons.elements().map((button) => button.getAttribute('aria-label'))).toEqual([
      '2021-07-28 15:20 starred: ListBuckets (note)',
      '2 marks, 2021-07-28 22:20 → 22:30 (logging less)',
    ]);
    const left = buttons.nth(1).element().getBoundingClientRect().left;
    const area = document.querySelector('.surface')!.getBoundingClientRect().left;
    expect((left - area + 8) / barPx).toBeCloseTo(62, 0);
    await buttons.nth(0).click();
    expect(log).toHaveBeenLastCalledWith('mark', '1.20');
    await userEvent.keyboard('{ArrowRight}{Enter}');
    await userEvent.keyboard('{ArrowDown}');
    await userEvent.click(page.getByRole('menuitem', { name: /StartLogging by maya/ }));
    expect(log).toHaveBeenLastCalledWith('mark', '1.63');
    expect(summary()).toContain('3 marks: 2021-07-28 15:20 starred: ListBuckets;');
  });
});

describe('marks of what was not done', () => {
  const at = (bar: number, kind: ChartMark['kind'], failure?: ChartMark['failure']): ChartMark => ({
    ...mark(kind, bar, `${kind} ${failure ?? 'done'}`),
    id: `${kind} ${failure ?? 'done'}`,
    failure,
  });
  const isHollow = (button: Element): boolean =>
    button.querySelector('path')!.classList.contains('is-hollow');

  test('are hollow and say why; what was done gives a group its sign, and notes give way', async () => {
    await show({
      marks: [
        at(10, 'less-logging', 'refused'),
        at(30, 'less-logging'),
        at(50, 'less-logging', 'failed'),
        at(50, 'note'),
        at(50, 'more-logging'),
        at(70, 'note'),
        at(70, 'changed-logging', 'failed'),
      ],
    });
    const buttons = page.getByRole('group', { name: 'Marks on the timeline' }).getByRole('button').elements();
    expect(
      buttons.map((button) => /\(([^)]*)\)$/.exec(button.getAttribute('aria-label') ?? '')?.[1]),
    ).toEqual(['logging less, refused', 'logging less', 'logging more', 'logging changed, failed']);
    expect(buttons.map(isHollow)).toEqual([true, false, false, true]);
  });

  test('however many notes lie on them, changes of logging stay in the list', async () => {
    const notes = Array.from({ length: 60 }, (_, n) => ({ ...at(20, 'note'), id: `note ${n}` }));
    const late = { ...at(20, 'changed-logging', 'failed'), atMicros: noon + 200 * minute + 1 };
    await show({ marks: [...notes, late] });
    await page.getByRole('group', { name: 'Marks on the timeline' }).getByRole('button').click();
    const lines = page.getByRole('menuitem');
    await expect.element(lines.filter({ hasText: 'changed-logging failed' })).toBeVisible();
    await expect.element(page.getByRole('menuitem', { name: /^21 more marks/ })).toBeInTheDocument();
  });
});

describe('lanes', () => {
  test('name their values, narrow with a click, Alt and x, and have the value menu', async () => {
    const { log } = await show({ lanes });
    const list = page.getByRole('list', { name: 'Lanes by Region' });
    expect(
      list
        .getByRole('listitem')
        .elements()
        .map((item) => item.textContent.replaceAll(/\s+/g, ' ').trim()),
    ).toEqual(laneLines);
    await list.getByRole('button', { name: 'us-east-1' }).click();
    expect(log).toHaveBeenLastCalledWith('lane', ['us-east-1', false]);
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(log).toHaveBeenLastCalledWith('lane', ['eu-west-1', false]);
    await userEvent.keyboard('x');
    expect(log).toHaveBeenLastCalledWith('lane', ['eu-west-1', true]);
    await userEvent.keyboard('{ArrowDown}');
    await list.getByRole('button', { name: '(none)' }).click({ modifiers: ['Alt'] });
    expect(log).toHaveBeenLastCalledWith('lane', [null, true]);
    await list.getByRole('button', { name: 'us-east-1' }).click({ button: 'right' });
    expect(log).toHaveBeenLastCalledWith('lane menu', 'us-east-1');
  });

  test('turn their pages', async () => {
    const { log } = await show({ lanes });
    await expect.element(page.getByText('1–3 of 7')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Lanes before' })).toBeDisabled();
    await page.getByRole('button', { name: 'More lanes' }).click();
    expect(log).toHaveBeenLastCalledWith('lane page', 3);
  });

  test('share the bars’ range: a drag over them draws it, and their gaps are their own', async () => {
    const { log, surface, barPx } = await show({ lanes });
    const drawn = [...document.querySelectorAll('.lanes rect.gap')];
    expect(drawn.map((gap) => Math.round(Number(gap.getAttribute('x')) / barPx))).toEqual([85]);
    const box = surface.getBoundingClientRect();
    expect(box.height).toBeGreaterThanOrEqual(76 + 16 + 4 * 20);
    const mouse = mouseOver(surface);
    await mouse.drag(barPx * 20.2, barPx * 29.8);
    await vi.waitFor(() => expect(log).toHaveBeenLastCalledWith('brush', bars(20, 30)));
  });

  test('of other bars than those drawn wait for theirs', async () => {
    await show({ lanes: { ...lanes, lanes: [{ ...lane('x', 1), counts: [1], failed: [0] }] } });
    await expect.element(page.getByRole('list', { name: 'Lanes by Region' })).not.toBeInTheDocument();
  });

  test('are in the table and in the words', async () => {
    await show({ lanes, marks, coverage: [{ ...bars(85, 97), state: 'none' }] });
    expect(summary()).toContain(`Lanes by Region, 7 in all: ${laneLines.slice(0, 3).join('; ')}.`);
    await page.getByRole('button', { name: 'Show as table' }).click();
    const first = lanes.lanes[0]!;
    const peak = first.counts.indexOf(Math.max(...first.counts));
    const busiest = spanText(bars(peak, peak + 1));
    const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
    const text = (row: number, table = 0): string[] =>
      [...(document.querySelectorAll('table')[table]?.rows[row]?.cells ?? [])].map((cell) =>
        cell.textContent.trim(),
      );
    expect(text(0)).toEqual(['From (UTC)', 'To', 'Events', 'error', 'success', 'Logs', 'Marks']);
    expect(text(91).slice(2)).toEqual(['0', '0', '0', 'none', '']);
    expect(text(63).at(-1)).toBe('StopLogging by mallory');
    expect(text(1, 1)).toEqual([
      'us-east-1',
      formatCount(first.events),
      formatCount(sumOf(first.failed)),
      busiest,
    ]);
    expect(text(4, 1).slice(0, 3)).toEqual([
      '4 others',
      formatCount(lanes.others!.events),
      formatCount(sumOf(lanes.others!.failed)),
    ]);
  });
});

describe('looks', () => {
  test.each(['dark', 'light'] as const)('axe finds nothing with everything shown, %s', async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    await show(
      {
        lanes,
        marks,
        coverage: [{ ...bars(85, 97), state: 'none' }],
        comparison: {
          before: bars(20, 30),
          eventsBefore: 500,
          eventsNow: 460,
          counts: data.series[0]!.counts.map((count, bin) => (bin >= 30 && bin < 40 ? count + 9 : 0)),
        },
        counted: { inRange: 460, inAll: 12_000 },
      },
      bars(30, 40),
    );
    const found = await axe.run(document.body, {
      rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    });
    expect(found.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html ?? ''}`)).toEqual(
      [],
    );
  });

  test.each([690, 960])('the heading is whole at %s px', async (widthPx) => {
    await page.viewport(widthPx + 40, 900);
    await show(
      {
        counted: { inRange: null, inAll: 12_345_678 },
        view: { fromMicros: noon, toMicros: noon + 900 * hour },
      },
      { fromMicros: noon + 7, toMicros: noon + 10 * hour },
    );
    const readout = document.querySelector<HTMLElement>('.readout')!;
    expect(readout.textContent).toContain('12,345,678 in all');
    expect(readout.scrollWidth).toBeLessThanOrEqual(readout.clientWidth);
    expect(getComputedStyle(readout).textOverflow).toBe('clip');
  });
});

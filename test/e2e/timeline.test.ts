import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeArchive, type PlainRecord } from './support/archive.ts';
import {
  chooseOption,
  chosenRange,
  chooseTheme,
  dragOnHistogram,
  eventGrid,
  histogramSpan,
  histogramText,
  importDone,
  importFolder,
  inDisplay,
  openDesk,
  rowCount,
  search,
  searchText,
  sizeWindow,
} from './support/desk.ts';
import { keptUserData, type LaunchedApp } from './support/launch.ts';

/** Where pictures go; none are taken without it. */
const pictures = process.env['TRAILGLASS_TIMELINE_PICTURES'];

let trailglass: LaunchedApp;
let page: Page;
let userData: string;
let folder: string;
let events: readonly PlainRecord[];
/** The stretch whose log files are taken away. */
let gap: { readonly fromMs: number; readonly toMs: number };

const hourMs = 3_600_000;
const stampOf = (name: string): number => {
  const [, year, month, day, hour, minute] = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_/.exec(name) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
};

/** Takes two days of log files out of an archive; answers the events that are left. */
function makeGap(logs: string): PlainRecord[] {
  const files = readdirSync(logs, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.name.endsWith('.json.gz'),
  );
  const stamps = files.map((entry) => stampOf(entry.name)).sort((one, other) => one - other);
  const [first = 0, last = 0] = [stamps[0], stamps.at(-1)];
  const middle = first + (last - first) / 4;
  gap = { fromMs: middle - 24 * hourMs, toMs: middle + 24 * hourMs };
  const left = new Map<string, PlainRecord>();
  for (const entry of files) {
    const path = join(entry.parentPath, entry.name);
    const delivered = stampOf(entry.name);
    if (delivered >= gap.fromMs && delivered < gap.toMs) {
      rmSync(path);
      continue;
    }
    const { Records } = JSON.parse(gunzipSync(readFileSync(path)).toString('utf8')) as {
      readonly Records: readonly PlainRecord[];
    };
    for (const record of Records) left.set(`${record.recipientAccountId} ${record.eventID}`, record);
  }
  return [...left.values()];
}

beforeAll(async () => {
  [userData, folder] = [await keptUserData(), await keptUserData()];
  const archive = await makeArchive(folder, { events: 6_000, seed: 11 });
  events = makeGap(archive.folder);
  await start();
  await importFolder(trailglass, archive.folder);
});
afterAll(async () => {
  await trailglass.close();
  for (const made of [userData, folder]) rmSync(made, { recursive: true, force: true });
});
afterEach(() => expect(trailglass.pageProblems).toEqual([]));

async function start(): Promise<void> {
  trailglass = await openDesk({ userData });
  ({ page } = trailglass);
}

const count = (many: number): string => many.toLocaleString('en-US');
const within = (range: { fromMs: number; toMs: number } | undefined): readonly PlainRecord[] =>
  events.filter(({ eventTime }) => {
    const ms = Date.parse(eventTime);
    return !range || (ms >= range.fromMs && ms < range.toMs);
  });
/** A refused sign-in has a message and no code. */
const failed = (event: PlainRecord & { readonly errorMessage?: string }): boolean =>
  event.errorCode !== undefined || event.errorMessage !== undefined;
const surface = () => page.locator('[data-gesture]').first();
const slider = (name: string) => page.getByRole('slider', { name, exact: true });
const button = (name: string | RegExp) => page.getByRole('button', { name });
const lengthMs = (range: { fromMs: number; toMs: number } | undefined): number =>
  range ? range.toMs - range.fromMs : Number.NaN;

async function rangeNow(): Promise<{ fromMs: number; toMs: number }> {
  await expect.poll(() => chosenRange(page)).toBeDefined();
  return (await chosenRange(page)) as { fromMs: number; toMs: number };
}
const noRange = () => expect.poll(() => chosenRange(page)).toBeUndefined();
const spanLengthMs = async (): Promise<number> => lengthMs(await histogramSpan(page));

/** The width of a bar, from the words of the heading. */
async function barMs(): Promise<number> {
  const [, n = '', unit = ''] = /1 bar = ([\d.]+) (s|min|h|days?)/.exec(await histogramText(page)) ?? [];
  const units: Record<string, number> = {
    s: 1_000,
    min: 60_000,
    h: hourMs,
    day: 24 * hourMs,
    days: 24 * hourMs,
  };
  return Number(n) * (units[unit] ?? Number.NaN);
}

async function picture(name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.mouse.move(5, 450);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

/** Presses keys where no field and no grid takes them. */
async function keys(...strokes: readonly string[]): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (const stroke of strokes) await page.keyboard.press(stroke);
}

async function fresh(): Promise<void> {
  await keys('Escape');
  await search(page, '');
  if (await chosenRange(page)) {
    await slider('Start of the time range').focus();
    await page.keyboard.press('Delete');
  }
  await noRange();
  await inDisplay(page, async (panel) => {
    const out = panel.getByRole('button', { name: 'Zoom out (−)' });
    for (let times = 0; times < 12 && (await out.isEnabled()); times += 1) await out.click();
  });
  await expect.poll(() => rowCount(page)).toBe(events.length);
}

describe('by mouse', () => {
  beforeEach(fresh);

  it('a drag draws, an edge resizes, the middle moves, a double click drops', async () => {
    await dragOnHistogram(page, 0.1, 0.3);
    const drawn = await rangeNow();
    await expect.poll(() => rowCount(page)).toBe(within(drawn).length);
    expect(await histogramText(page)).toContain(
      `${count(within(drawn).length)} of ${count(events.length)} events`,
    );
    await picture('range');
    const span = await histogramSpan(page);
    const share = (ms: number): number => (ms - span.fromMs) / (span.toMs - span.fromMs);
    await dragOnHistogram(page, share(drawn.fromMs), share(drawn.fromMs) + 0.05);
    await expect.poll(async () => (await rangeNow()).fromMs).toBeGreaterThan(drawn.fromMs);
    const resized = await rangeNow();
    expect(resized.toMs).toBe(drawn.toMs);
    await dragOnHistogram(page, share((resized.fromMs + resized.toMs) / 2), 0.8);
    await expect.poll(async () => (await rangeNow()).fromMs).toBeGreaterThan(resized.fromMs);
    expect(lengthMs(await rangeNow())).toBe(lengthMs(resized));
    await surface().dblclick({ position: { x: 20, y: 40 } });
    await noRange();
  });

  it('Escape gives up a drag', async () => {
    const box = (await surface().boundingBox())!;
    const y = box.y + 40;
    await page.mouse.move(box.x + 100, y);
    await page.mouse.down();
    await page.mouse.move(box.x + 300, y, { steps: 4 });
    await page
      .getByText(/→ .* events?$/)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await page.mouse.move(box.x + 320, y);
    await page.mouse.up();
    await page.waitForTimeout(400);
    expect(await chosenRange(page)).toBeUndefined();
  });

  it('a click takes a bar, its menu opens with the other button', async () => {
    await surface().click({ position: { x: 150, y: 40 } });
    expect(lengthMs(await rangeNow())).toBe(await barMs());
    await surface().click({ position: { x: 400, y: 40 }, button: 'right' });
    await page.getByRole('menuitem', { name: '5 minutes around here' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('the wheel zooms with Ctrl and moves along with Shift; a double click without a range zooms out', async () => {
    const whole = await spanLengthMs();
    const box = (await surface().boundingBox())!;
    await page.mouse.move(box.x + box.width / 4, box.y + 40);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -300);
    await page.keyboard.up('Control');
    await expect.poll(spanLengthMs).toBeLessThan(whole * 0.6);
    const zoomed = await histogramSpan(page);
    const inView = within(zoomed).length;
    await expect
      .poll(() => histogramText(page))
      .toContain(`${count(inView)} events in view, ${count(events.length)} in all`);
    await page.keyboard.down('Shift');
    await page.mouse.wheel(0, box.width / 2);
    await page.keyboard.up('Shift');
    await expect.poll(async () => (await histogramSpan(page)).fromMs).toBeGreaterThan(zoomed.fromMs);
    await surface().dblclick({ position: { x: 20, y: 40 } });
    await expect.poll(spanLengthMs).toBeGreaterThan(whole * 0.9);
  });

  it('the legend includes with a click and excludes with Alt', async () => {
    const errors = events.filter(failed).length;
    const legend = page.getByRole('list', { name: 'Series' });
    await legend.getByRole('button', { name: /^failed/ }).click({ modifiers: ['Alt'] });
    await expect.poll(() => rowCount(page)).toBe(events.length - errors);
    await fresh();
    await legend.getByRole('button', { name: /^failed/ }).click();
    await expect.poll(() => rowCount(page)).toBe(errors);
    expect(await searchText(page)).toContain('error');
  });

  it('the legend counts three classes that add up, and what was refused', async () => {
    const legend = page.getByRole('list', { name: 'Series' });
    const counted = async (name: RegExp): Promise<number> => {
      const text = await legend.getByRole('button', { name }).innerText();
      return Number(/[\d,]*\d/.exec(text)?.[0].replaceAll(',', ''));
    };
    const classes = [await counted(/^changes/), await counted(/^keys, secrets/), await counted(/^other/)];
    expect(classes.reduce((sum, one) => sum + one, 0)).toBe(events.length);
    expect(await counted(/^failed/)).toBe(events.filter(failed).length);
    const refused = await counted(/ refused, of those/);
    await picture('classes');
    await legend.getByRole('button', { name: / refused, of those/ }).click();
    await expect.poll(() => rowCount(page)).toBe(refused);
    await fresh();
    await legend.getByRole('button', { name: /^changes/ }).click();
    await expect.poll(() => rowCount(page)).toBe(classes[0]);
  });
});

describe('by keyboard', () => {
  beforeEach(fresh);

  it('the thumbs draw and resize, Ctrl and Page keys move, Delete drops', async () => {
    await slider('Start of the time range').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await slider('End of the time range').focus();
    for (let times = 0; times < 3; times += 1) await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Enter');
    const drawn = await rangeNow();
    await expect.poll(() => rowCount(page)).toBe(within(drawn).length);
    await page.keyboard.press('Control+ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await rangeNow()).fromMs).toBe(drawn.fromMs + (await barMs()));
    expect(lengthMs(await rangeNow())).toBe(lengthMs(drawn));
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await expect.poll(async () => lengthMs(await rangeNow())).toBe(lengthMs(drawn) - (await barMs()));
    await page.keyboard.press('Delete');
    await noRange();
  });

  it('Escape takes key steps back', async () => {
    await slider('Start of the time range').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Escape');
    await page.waitForTimeout(600);
    expect(await chosenRange(page)).toBeUndefined();
  });

  it('the bar cursor reads bars, takes one and opens its menu', async () => {
    await slider('Bar').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowLeft');
    expect(await slider('Bar').getAttribute('aria-valuetext')).toMatch(/→ .* · (\d|no )/);
    await page.keyboard.press('Enter');
    const bar = await rangeNow();
    expect(lengthMs(bar)).toBe(await barMs());
    expect((bar.fromMs - (await histogramSpan(page)).fromMs) / (await barMs())).toBe(9);
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: '5 minutes around here' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('brackets move the range, - and = zoom, braces move the view, z shows the range', async () => {
    await dragOnHistogram(page, 0.2, 0.3);
    const drawn = await rangeNow();
    await keys(']');
    await expect.poll(async () => (await rangeNow()).fromMs).toBe(drawn.toMs);
    await keys('[');
    await expect.poll(rangeNow).toEqual(drawn);
    const whole = await spanLengthMs();
    await keys('=');
    await expect.poll(spanLengthMs).toBeLessThan(whole * 0.6);
    const zoomed = await histogramSpan(page);
    await keys('}');
    await expect.poll(async () => (await histogramSpan(page)).fromMs).toBeGreaterThan(zoomed.fromMs);
    await keys('{');
    await expect.poll(async () => (await histogramSpan(page)).fromMs).toBe(zoomed.fromMs);
    await keys('-');
    await expect.poll(spanLengthMs).toBeGreaterThan(whole * 0.9);
    await keys('z');
    await expect.poll(spanLengthMs).toBeLessThan(lengthMs(drawn) * 1.3);
    await picture('zoomed');
  });

  it('the legend and x leave a series out', async () => {
    const errors = events.filter(failed).length;
    await page
      .getByRole('list', { name: 'Series' })
      .getByRole('button', { name: /^failed/ })
      .focus();
    await page.keyboard.press('x');
    await expect.poll(() => rowCount(page)).toBe(events.length - errors);
  });
});

describe('gaps, marks and the span before', () => {
  beforeEach(fresh);

  it('draws the time without log files as a gap and says so', async () => {
    await page
      .getByText(/^no logs: \d/)
      .first()
      .waitFor();
    const span = await histogramSpan(page);
    const box = (await surface().boundingBox())!;
    const middle = (gap.fromMs + gap.toMs) / 2;
    const x = box.x + ((middle - span.fromMs) / (span.toMs - span.fromMs)) * box.width;
    await page.mouse.move(x, box.y + 40);
    await page.getByText(/· no logs here$/).waitFor();
    const drawn = await page.locator('rect.gap').evaluateAll((rects) =>
      rects.map((rect) => {
        const { left, right } = rect.getBoundingClientRect();
        return { left, right };
      }),
    );
    expect(drawn.some(({ left, right }) => left < x && x < right)).toBe(true);
    expect(within(gap).length).toBeLessThan(20);
  });

  it('silence of a search is no gap', async () => {
    await search(page, 'eventName:StopLogging');
    await expect.poll(() => rowCount(page)).toBeGreaterThan(0);
    await slider('Bar').focus();
    // The first events of all are in the first bar.
    await page.keyboard.press('Home');
    await expect
      .poll(() => slider('Bar').getAttribute('aria-valuetext'))
      .toContain('no events, though there are logs');
  });

  it('marks changes of logging; a mark opens its event by mouse and by keys', async () => {
    const stops = events.filter(({ eventName }) => eventName === 'StopLogging').length;
    expect(stops).toBeGreaterThan(0);
    const marks = page.getByRole('group', { name: 'Marks on the timeline' });
    const detail = page.getByRole('region', { name: 'Event detail' });
    const one = marks.getByRole('button').first();
    await one.click();
    if (await page.getByRole('menu').isVisible()) await page.getByRole('menuitem').first().click();
    await expect
      .poll(() => detail.getByRole('heading').first().innerText())
      .toMatch(/Logging|Trail|Selectors/);
    await button(/^\d+ logging changes?.*: list them$/).focus();
    await page.keyboard.press('Enter');
    const line = page.getByRole('menuitem', { name: /StopLogging by/ }).first();
    await line.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => detail.getByRole('heading').first().innerText()).toBe('StopLogging');
    await one.focus();
    await page.keyboard.press('End');
    await expect
      .poll(() =>
        marks
          .getByRole('button')
          .last()
          .evaluate((last) => last === document.activeElement),
      )
      .toBe(true);
  });

  it('compares with the span before, in words and as a line', async () => {
    const compare = (): Promise<void> =>
      inDisplay(page, (panel) => panel.getByText('Compare with the span before', { exact: true }).click());
    await dragOnHistogram(page, 0.1, 0.15);
    const now = await rangeNow();
    await compare();
    const before = { fromMs: now.fromMs - lengthMs(now), toMs: now.fromMs };
    await page
      .getByText(`before: ${count(within(before).length)} event`)
      .first()
      .waitFor();
    await page.locator('path.ghost').waitFor({ state: 'attached' });
    await picture('compared');
    await compare();
    await page.locator('path.ghost').waitFor({ state: 'detached' });
  });
});

/** Chooses in one of the lists behind Display. */
const choose = (list: string, option: string): Promise<void> =>
  inDisplay(page, (panel) => chooseOption(panel.getByRole('combobox', { name: list }), option));

describe('the heading', () => {
  beforeEach(fresh);

  it('is one line, and Display holds the rest: it opens, keeps the keyboard and gives it back', async () => {
    const heading = page.locator('section[aria-label="Events over time"] header');
    for (const [width, height] of [
      [1440, 900],
      [1024, 700],
    ] as const) {
      await sizeWindow(trailglass, width, height);
      await expect.poll(async () => (await heading.boundingBox())?.height).toBeLessThan(34);
    }
    await sizeWindow(trailglass, 1440, 900);
    await expect.poll(async () => (await heading.boundingBox())?.width).toBeGreaterThan(1_000);
    expect(await heading.getByRole('combobox').count()).toBe(0);
    await button('Display').focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'Display of the timeline' });
    await panel.waitFor();
    await picture('display');
    const focused = (): Promise<string> =>
      page.evaluate(() => document.activeElement?.textContent.trim() ?? '');
    expect(await panel.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await panel.getByRole('button', { name: 'Show as table' }).click();
    await page.getByRole('region', { name: 'Events over time, table' }).waitFor();
    await panel.getByRole('button', { name: 'Show as table' }).click();
    await surface().waitFor();
    await panel.getByRole('combobox', { name: 'Lanes' }).click();
    await page.getByRole('option', { name: 'Region' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('option', { name: 'Region' }).waitFor({ state: 'detached' });
    expect(await panel.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await focused()).toBe('Display');
  });
});

describe('what was recorded', () => {
  beforeEach(fresh);
  const strips = () => page.getByRole('list', { name: 'What was recorded' });

  it('stands under the bars, kind by kind, and is read out with the bar', async () => {
    await strips().waitFor();
    const lines = await strips().getByRole('listitem').allInnerTexts();
    expect(lines[0]).toMatch(/^management writes\s+[\d,]+$/);
    expect(lines.at(-1)).toMatch(/^none here: /);
    expect(lines.length).toBeLessThanOrEqual(6);
    await slider('Bar').focus();
    await page.getByText(/ · recorded: /).waitFor();
    await keys();
    for (const theme of ['dark', 'light'] as const) {
      await chooseTheme(trailglass, theme);
      await picture(`recorded-${theme}`);
      await sizeWindow(trailglass, 1024, 700);
      await expect.poll(() => strips().getByRole('listitem').count()).toBe(1);
      await picture(`recorded-low-${theme}`);
      await sizeWindow(trailglass, 1440, 900);
    }
    await inDisplay(page, (panel) => panel.getByText('What was recorded', { exact: true }).click());
    await strips().waitFor({ state: 'detached' });
    await inDisplay(page, (panel) => panel.getByText('What was recorded', { exact: true }).click());
    await strips().waitFor();
  });
});

describe('a low window', () => {
  beforeEach(fresh);

  it('leaves ten rows in sight beside the detail', async () => {
    await sizeWindow(trailglass, 1024, 700);
    const rows = eventGrid(page).getByRole('row');
    // Facets have gone from beside the bars.
    await expect.poll(async () => (await surface().boundingBox())?.x).toBeLessThan(100);
    await eventGrid(page).press('Control+Home');
    await eventGrid(page).press('Enter');
    await page.getByRole('region', { name: 'Event detail' }).getByRole('heading').first().waitFor();
    const inSight = (): Promise<number> =>
      rows.evaluateAll(
        (all) =>
          all.slice(1).filter((row) => {
            const { left, top, bottom } = row.getBoundingClientRect();
            const isSeen = (y: number): boolean => row.contains(document.elementFromPoint(left + 200, y));
            return isSeen(top + 2) && isSeen(bottom - 2);
          }).length,
      );
    await expect.poll(inSight).toBeGreaterThanOrEqual(10);
    for (const theme of ['dark', 'light'] as const) {
      await chooseTheme(trailglass, theme);
      await picture(`low-${theme}`);
    }
    await page.keyboard.press('Escape');
    await sizeWindow(trailglass, 1440, 900);
  });
});

describe('splits, bars and lanes', () => {
  beforeEach(fresh);

  it('splits by any field of few values and says how wide a bar is', async () => {
    await choose('Bars by', 'Region');
    const legend = page.getByRole('list', { name: 'Series' });
    await legend.getByRole('button', { name: /^us-east-1/ }).waitFor();
    await choose('Bar width', '12 h');
    await expect.poll(() => histogramText(page)).toContain('1 bar = 12 h');
    await inDisplay(page, (panel) => panel.getByText('Bars by magnitude (log)', { exact: true }).click());
    await page.getByText(/ \(log\)$/).waitFor();
    await picture('split-log');
    await choose('Bar width', 'as fits');
    await choose('Bars by', 'Consequence');
    await inDisplay(page, (panel) => panel.getByText('Bars by magnitude (log)', { exact: true }).click());
  });

  it('shows lanes that narrow, page and share the brush', async () => {
    await choose('Lanes', 'Identity');
    const lanes = page.getByRole('list', { name: 'Lanes by Identity' });
    await lanes.getByRole('button').first().waitFor();
    await expect.poll(() => lanes.getByRole('button').count()).toBe(8);
    const first = await lanes.getByRole('button').first().innerText();
    await button('More lanes').click();
    await expect.poll(() => lanes.getByRole('button').first().innerText()).not.toBe(first);
    await button('Lanes before').click();
    await expect.poll(() => lanes.getByRole('button').first().innerText()).toBe(first);
    await dragOnHistogram(page, 0.4, 0.45);
    const box = (await surface().boundingBox())!;
    expect(box.height).toBeGreaterThan(240);
    const drawn = await rangeNow();
    await expect.poll(() => rowCount(page)).toBe(within(drawn).length);
    await picture('lanes');
    await fresh();
    await lanes.getByRole('button').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('x');
    await expect.poll(() => rowCount(page)).toBeLessThan(events.length);
    await fresh();
    const [, of = ''] = /([\d,]+)$/.exec(first.trim()) ?? [];
    await lanes.getByRole('button').first().click();
    await expect.poll(() => rowCount(page)).toBe(Number(of.replaceAll(',', '')));
    await fresh();
    await choose('Lanes', 'Account');
    await page.getByRole('list', { name: 'Lanes by Account' }).getByRole('button').first().waitFor();
    await page.locator('.lanes rect.gap').first().waitFor({ state: 'attached' });
  });

  it('is whole in its heading, at both sizes and in both themes', async () => {
    await dragOnHistogram(page, 0.2, 0.4);
    await keys('=');
    await expect.poll(() => histogramText(page)).toContain(' in all');
    for (const [width, height] of [
      [1440, 900],
      [1024, 700],
    ] as const) {
      await sizeWindow(trailglass, width, height);
      for (const theme of ['dark', 'light'] as const) {
        await chooseTheme(trailglass, theme);
        await page.locator('.readout').waitFor();
        const cut = await page.evaluate(() => {
          const section = document.querySelector('section[aria-label="Events over time"]');
          const edge = section?.getBoundingClientRect().right ?? 0;
          return [...(section?.querySelectorAll<HTMLElement>('header *') ?? [])]
            .filter(
              (one) =>
                !one.classList.contains('visually-hidden') && !one.closest('svg, [aria-hidden], .name'),
            )
            .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
            .map((one) => one.outerHTML.slice(0, 120))
            .concat((section?.scrollWidth ?? 0) > edge ? ['the section itself'] : []);
        });
        expect(cut).toEqual([]);
        await picture(`whole-${String(width)}-${theme}`);
      }
    }
    await sizeWindow(trailglass, 1440, 900);
  });

  it('keeps its settings over a restart', async () => {
    await inDisplay(page, (panel) => panel.getByText('Bars by magnitude (log)', { exact: true }).click());
    await page.waitForTimeout(700);
    await trailglass.close();
    await start();
    await button(/^logs/).click();
    await importDone(page);
    await page.getByRole('list', { name: 'Lanes by Account' }).waitFor();
    await page.getByText(/ \(log\)$/).waitFor();
  });
});

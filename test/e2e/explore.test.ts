import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { visibleText } from '../../renderer/kit/visible-text.ts';
import { brokenFiles, makeArchive, type Archive, type PlainRecord } from './support/archive.ts';
import {
  chooseInDialogs,
  chosenRange,
  columnTitles,
  dragOnHistogram,
  eventGrid,
  exploreScreen,
  go,
  histogramSpan,
  histogramText,
  histogramTotal,
  importDone,
  openDesk,
  rangeText,
  rowCount,
  rowTexts,
  search,
  searchText,
  statusText,
  totals,
} from './support/desk.ts';
import { keptUserData, type LaunchedApp } from './support/launch.ts';

let trailglass: LaunchedApp;
let page: Page;
let userData: string;
let folder: string;
let archive: Archive;
let events: readonly PlainRecord[];

beforeAll(async () => {
  [userData, folder] = [await keptUserData(), await keptUserData()];
  archive = await makeArchive(folder, { events: 5_000, broken: true });
  ({ events } = archive);
  await start();
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

const within = (range: { fromMs: number; toMs: number } | undefined): readonly PlainRecord[] =>
  events.filter(({ eventTime }) => {
    const ms = Date.parse(eventTime);
    return !range || (ms >= range.fromMs && ms < range.toMs);
  });
const count = (many: number): string => many.toLocaleString('en-US');
/** The value of a facet that begins with these words; a card counts its values once it is in sight. */
async function facetValue(name: string, value: RegExp) {
  const card = page.getByRole('region', { name, exact: true });
  const box = card.getByRole('list').getByRole('checkbox', { name: value });
  await expect
    .poll(async () => {
      await card.scrollIntoViewIfNeeded();
      return box.count();
    })
    .toBe(1);
  return box;
}
const click = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();

describe('an investigation from the folder to the answer', () => {
  it('previews a chosen folder and writes nothing', async () => {
    await chooseInDialogs(trailglass, archive.folder);
    await click('Open archive folder…');
    const dialog = page.getByRole('dialog', { name: 'What is in this archive' });
    await dialog.waitFor();
    const said = await dialog.innerText();
    expect(said).toContain(`${String(archive.logs + brokenFiles.length)} files`);
    for (const account of new Set(events.map((event) => event.recipientAccountId)))
      expect(said).toContain(account);
    for (const region of new Set(events.map((event) => event.awsRegion))) expect(said).toContain(region);
    expect(said).toMatch(/Delivered\s+2025-03-\d\d \d\d:\d\d:\d\d → 2025-03-\d\d \d\d:\d\d:\d\d UTC/);
    expect(said).toMatch(/Events\s+about [\d,]+ events, estimated from the beginnings of the files/);
    expect(said).toContain(`${archive.folder}.trailglass`);
    expect(() => readFileSync(join(`${archive.folder}.trailglass`, 'workspace.json'))).toThrow('ENOENT');
  });

  it('imports it, shows every event once and says what could not be read', async () => {
    await page.getByRole('button', { name: /^Import \d+ log files$/ }).click();
    await importDone(page);
    // Duplicates are merged last: until their rows are asked again, the grid has more.
    await expect.poll(() => totals(page)).toMatchObject({ events: events.length });
    await expect.poll(() => rowCount(page)).toBe(events.length);
    await expect.poll(() => histogramTotal(page)).toBe(events.length);
    // Said once, and then kept among the jobs.
    await click('Jobs');
    const jobs = page.getByRole('dialog', { name: 'Jobs' });
    await jobs.getByText(/2 files refused/).waitFor();
    await page.keyboard.press('Escape');
    await jobs.waitFor({ state: 'detached' });
  });

  it('narrows by a range drawn, moved, resized and dropped with the mouse', async () => {
    await dragOnHistogram(page, 0.2, 0.5);
    await expect.poll(() => chosenRange(page)).toBeDefined();
    const drawn = (await chosenRange(page))!;
    expect(within(drawn).length).toBeLessThan(events.length);
    await expect.poll(() => rowCount(page)).toBe(within(drawn).length);
    expect(await histogramText(page)).toMatch(
      new RegExp(`^${String(within(drawn).length)} of ${count(events.length)} events`),
    );

    await dragOnHistogram(page, 0.35, 0.45);
    await expect
      .poll(() => rangeText(page))
      .not.toContain(new Date(drawn.fromMs).toISOString().slice(11, 19));
    const moved = (await chosenRange(page))!;
    expect(moved.toMs - moved.fromMs).toBe(drawn.toMs - drawn.fromMs);
    expect(moved.fromMs).toBeGreaterThan(drawn.fromMs);
    await expect.poll(() => rowCount(page)).toBe(within(moved).length);

    const span = await histogramSpan(page);
    const share = (ms: number): number => (ms - span.fromMs) / (span.toMs - span.fromMs);
    await dragOnHistogram(page, share(moved.toMs), share(moved.toMs) + 0.15);
    await expect.poll(async () => (await chosenRange(page))?.toMs).toBeGreaterThan(moved.toMs);
    const resized = (await chosenRange(page))!;
    expect(resized.fromMs).toBe(moved.fromMs);
    await expect.poll(() => rowCount(page)).toBe(within(resized).length);

    await page
      .locator('[data-gesture]')
      .first()
      .dblclick({ position: { x: 20, y: 30 } });
    await expect.poll(() => rowCount(page)).toBe(events.length);
    expect(await chosenRange(page)).toBeUndefined();
  });

  it('narrows by the same range with keys', async () => {
    const thumb = page.getByRole('slider', { name: 'End of the time range' });
    await thumb.focus();
    for (let times = 0; times < 20; times += 1) await thumb.press('ArrowLeft');
    await thumb.press('Enter');
    await expect.poll(() => chosenRange(page)).toBeDefined();
    await expect.poll(async () => rowCount(page)).toBe(within(await chosenRange(page)).length);
    expect(await rowCount(page)).toBeLessThan(events.length);
    await thumb.press('Delete');
    await expect.poll(() => rowCount(page)).toBe(events.length);
  });

  it('includes and leaves out values of facets', async () => {
    const failed = events.filter((event) => event.errorCode !== undefined);
    await (await facetValue('Error code', /^AccessDenied,/)).click();
    const denied = failed.filter((event) => event.errorCode === 'AccessDenied');
    expect(denied.length).toBeGreaterThan(0);
    await expect.poll(() => rowCount(page)).toBe(denied.length);
    await (await facetValue('Region', /^us-east-1,/)).click({ modifiers: ['Alt'] });
    await expect
      .poll(() => rowCount(page))
      .toBe(denied.filter((event) => event.awsRegion !== 'us-east-1').length);
    expect(await searchText(page)).toBe('errorCode=AccessDenied and awsRegion!=us-east-1');
    await click('Clear');
    await expect.poll(() => rowCount(page)).toBe(events.length);
  });

  it('searches by text, and underlines what it cannot read', async () => {
    const expected = events.filter(
      ({ eventName, awsRegion }) => eventName.startsWith('Delete') && awsRegion === 'us-east-1',
    ).length;
    await search(page, 'eventName:Delete* and awsRegion:us-east-1');
    await expect.poll(() => rowCount(page)).toBe(expected);
    await search(page, 'eventName:Delete* and (');
    await page.getByRole('alert').filter({ hasText: 'still answer the search before' }).waitFor();
    await page.locator('.cm-lintRange-error, .cm-lintPoint-error').first().waitFor({ state: 'attached' });
    expect(await rowCount(page)).toBe(expected);
    await page.getByRole('textbox', { name: 'Search', exact: true }).press('Escape');
    await expect.poll(() => searchText(page)).toBe('eventName:Delete* and awsRegion:us-east-1');
    await click('Clear');
    await expect.poll(() => rowCount(page)).toBe(events.length);
  });

  it('scrolls to the very end and sorts by a header', async () => {
    await eventGrid(page).focus();
    await page.keyboard.press('Control+End');
    await expect
      .poll(() => statusText(page))
      .toContain(`row ${count(events.length)} of ${count(events.length)}`);
    const oldest = Math.min(...events.map(({ eventTime }) => Date.parse(eventTime)));
    const shown = new Date(oldest).toISOString().replace('T', ' ').slice(0, 19);
    await expect.poll(async () => (await rowTexts(page, events.length - 1))['Time']).toBe(shown);

    await page.getByRole('columnheader', { name: 'Event name' }).click();
    // The event stays selected and gets another place once the rows are in their new order.
    await expect.poll(() => statusText(page)).not.toContain(`row ${count(events.length)} of`);
    const first = events.map(({ eventName }) => eventName).sort()[0];
    await eventGrid(page).focus();
    await page.keyboard.press('Control+Home');
    await expect.poll(() => statusText(page)).toContain('row 1 of');
    await expect.poll(async () => (await rowTexts(page, 0))['Event name']).toBe(first);
    expect(await page.getByRole('columnheader', { name: 'Event name' }).getAttribute('aria-sort')).toBe(
      'ascending',
    );
  });

  it('shows the record’s bytes exactly as they stand in the file', async () => {
    const detail = page.getByRole('region', { name: 'Event detail' });
    await eventGrid(page).press('Enter');
    await detail.waitFor({ state: 'detached' });
    await eventGrid(page).press('Enter');
    await detail.waitFor();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => statusText(page)).toContain('row 2 of');
    const { 'Event name': eventName = '' } = await rowTexts(page, 1);
    await detail.getByRole('heading', { name: eventName }).waitFor();
    await detail.getByRole('tab', { name: 'Source' }).click();
    const said = await detail.getByRole('tabpanel').innerText();
    const path = /File\s+(\S.*?)\n/.exec(said)?.[1] ?? '';
    const [at, length] = (/byte ([\d,]+) of the unpacked content, ([\d,]+) bytes\s+long/.exec(said) ?? [])
      .slice(1)
      .map((digits) => Number(digits.replaceAll(',', '')));
    const content = gunzipSync(readFileSync(path));
    const bytes = content.subarray(at, at! + length!);
    const record = JSON.parse(bytes.toString('utf8')) as PlainRecord;
    expect(record.eventName).toBe(eventName);

    await detail.getByRole('tab', { name: 'Raw text' }).click();
    expect(await detail.getByLabel('Raw text').locator('visible=true').last().textContent()).toBe(
      visibleText(bytes.toString('utf8'), { keepLines: true }),
    );
    await page.bringToFront();
    await detail.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByText('Copied raw text').waitFor();
    expect(await trailglass.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(
      bytes.toString('utf8'),
    );
  });

  it('pivots on a value through its menu, takes it back and does it again', async () => {
    const grid = eventGrid(page);
    await grid.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const { 'Event name': eventName = '' } = await rowTexts(page, 1);
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Only this', exact: true }).waitFor();
    await page.keyboard.press('Enter');
    const expected = events.filter((event) => event.eventName === eventName).length;
    expect(expected).toBeLessThan(events.length);
    await expect.poll(() => rowCount(page)).toBe(expected);
    await grid.focus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => rowCount(page)).toBe(events.length);
    await page.keyboard.press('Control+Shift+Z');
    await expect.poll(() => rowCount(page)).toBe(expected);
    await page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(() => rowCount(page)).toBe(events.length);
  });

  it('keeps the screen as a view', async () => {
    await search(page, 'errorCode:*');
    const failed = events.filter((event) => event.errorCode !== undefined).length;
    await expect.poll(() => rowCount(page)).toBe(failed);
    await page.keyboard.press('Control+s');
    await page.getByRole('textbox', { name: 'Name of the view' }).fill('All that failed');
    await page.keyboard.press('Enter');
    await page.getByText('Saved the view “All that failed”').waitFor();
    await click('Clear');
    await expect.poll(() => rowCount(page)).toBe(events.length);
    await page.getByRole('button', { name: /All that failed/ }).click();
    await page
      .getByRole('dialog', { name: 'Saved views' })
      .getByRole('button', { name: 'All that failed', exact: true })
      .click();
    await expect.poll(() => rowCount(page)).toBe(failed);
  });

  const sentence = 'select eventName, userIdentity.arn from events where errorCode is not null';

  it('answers SQL, stops a query on request and keeps one', async () => {
    await go(page, 'SQL');
    const editor = page.getByRole('textbox', { name: 'SQL query' });
    await editor.fill(sentence);
    await page.keyboard.press('Control+Enter');
    const failed = events.filter((event) => event.errorCode !== undefined);
    const result = page.getByRole('region', { name: 'Result' });
    await result.getByText(new RegExp(`^${count(failed.length)} rows · `)).waitFor();
    expect(await result.getByRole('columnheader').allInnerTexts()).toEqual(['eventName', 'arn']);
    const names = failed.map(({ eventName }) => eventName);
    expect(names).toContain(await result.getByRole('gridcell').first().innerText());

    await editor.fill('select count(*) from events a, events b, events c where a.raw < b.raw || c.raw');
    await page.keyboard.press('Control+Enter');
    await result.getByText(/^Running · /).waitFor();
    await click('Cancel');
    await result.getByText(/Cancelled before a row arrived/).waitFor();

    await editor.fill(sentence);
    await click('Save as…');
    await page.getByRole('textbox', { name: 'Name of the query' }).fill('Failed calls and callers');
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Saved queries' }).getByText('Failed calls and callers').waitFor();
  });

  it('is the same screen after a restart', async () => {
    await go(page, 'Explore');
    await dragOnHistogram(page, 0.1, 0.9);
    await expect.poll(() => chosenRange(page)).toBeDefined();
    await expect
      .poll(async () => rowCount(page))
      .toBe(within(await chosenRange(page)).filter((event) => event.errorCode !== undefined).length);
    await page.getByRole('columnheader', { name: 'Target' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Hide' }).click();
    await eventGrid(page).focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => statusText(page)).toMatch(/row [\d,]+ of/);
    await page.getByRole('region', { name: 'Event detail' }).getByRole('tab', { name: 'Fields' }).waitFor();
    const before = await exploreScreen(page);
    expect(before).toMatchObject({ search: 'errorCode:*' });
    expect(before['columns']).not.toContain('Target');
    expect(before['selected']).not.toEqual([]);
    await trailglass.close();

    await start();
    const recent = page.getByRole('button', { name: /^logs/ });
    await recent.waitFor();
    const places = [
      `${count(new Set(events.map((event) => event.recipientAccountId)).size)} accounts`,
      `${count(new Set(events.map((event) => event.awsRegion)).size)} Regions`,
    ].join(' · ');
    for (const said of [places, `${count(events.length)} events`, 'today'])
      expect(await recent.innerText()).toContain(said);
    const since = performance.now();
    await recent.click();
    await eventGrid(page).locator('[role=row].current').getByRole('gridcell').first().waitFor();
    const tookMs = Math.round(performance.now() - since);
    console.info(`reopened ${String(events.length)} events with the screen in ${String(tookMs)} ms`);
    await expect.poll(() => exploreScreen(page)).toEqual(before);
    await go(page, 'SQL');
    expect(await page.getByRole('textbox', { name: 'SQL query' }).innerText()).toBe(sentence);
    await page.getByRole('list', { name: 'Saved queries' }).getByText('Failed calls and callers').waitFor();
    await page.keyboard.press('Escape');
    await go(page, 'Explore');
    // The column that was hidden is the last step.
    await click('Undo');
    await expect.poll(() => columnTitles(page)).toContain('Target');
    await click('Undo');
    await expect.poll(() => chosenRange(page)).toBeUndefined();
  });
});

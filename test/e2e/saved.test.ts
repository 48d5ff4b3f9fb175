import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeArchive, type Archive } from './support/archive.ts';
import {
  chosenRange,
  columnTitles,
  dragOnHistogram,
  eventGrid,
  exploreScreen,
  go,
  histogramTotal,
  importFolder,
  openDesk,
  rangeText,
  rowCount,
  search,
  searchText,
} from './support/desk.ts';
import { keptUserData, type LaunchedApp } from './support/launch.ts';

let trailglass: LaunchedApp;
let page: Page;
let userData: string;
let folder: string;
let archive: Archive;

beforeAll(async () => {
  [userData, folder] = [await keptUserData(), await keptUserData()];
  archive = await makeArchive(folder, { events: 1_500 });
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

/** Ends the application as a power cut does, and opens the workspace again. */
async function killAndReopen(): Promise<void> {
  const gone = new Promise((resolve) => trailglass.app.process().once('exit', resolve));
  trailglass.app.process().kill('SIGKILL');
  await gone;
  await start();
  await page.getByRole('button', { name: /^logs/ }).click();
  await page.getByRole('navigation', { name: 'Screens' }).waitFor();
}

const withName = (pattern: RegExp): number =>
  archive.events.filter(({ eventName }) => pattern.test(eventName)).length;
const steps = () => page.getByRole('dialog', { name: 'Steps so far' });
const editor = () => page.getByRole('textbox', { name: 'SQL query' });
const result = () => page.getByRole('region', { name: 'Result' });
const tabTitles = (): Promise<string[]> =>
  page
    .getByRole('tablist', { name: 'Query tabs' })
    .getByRole('tab')
    .evaluateAll((tabs) => tabs.map((tab) => tab.querySelector('.cut')?.textContent ?? ''));
const secondMs = 1_000;

describe('steps', () => {
  it('are listed with their counts, branch, and are returned to by keyboard', async () => {
    await search(page, 'eventName:Delete*');
    await expect.poll(() => rowCount(page)).toBe(withName(/^Delete/));
    await search(page, 'eventName:Create*');
    await expect.poll(() => rowCount(page)).toBe(withName(/^Create/));
    await page.keyboard.press('Escape');
    await eventGrid(page).focus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => rowCount(page)).toBe(withName(/^Delete/));
    await search(page, 'eventName:Put*');
    await expect.poll(() => rowCount(page)).toBe(withName(/^Put/));

    await page.keyboard.press('Control+h');
    const list = steps().getByRole('listitem');
    await expect
      .poll(() => list.allInnerTexts())
      .toMatchObject([
        expect.stringContaining('Put'),
        expect.stringContaining('Create'),
        expect.stringContaining('Delete'),
        expect.stringContaining('Beginning'),
      ]);
    expect(await list.nth(1).innerText()).toContain('from “search Event name is like Delete*”');
    expect(await list.nth(1).innerText()).toContain(`${withName(/^Create/).toLocaleString('en-US')} event`);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => rowCount(page)).toBe(withName(/^Create/));
    expect(await searchText(page)).toBe('eventName:Create*');
  });

  it('and the screens are walked back and forward', async () => {
    await go(page, 'Evidence');
    await go(page, 'SQL');
    const front = (): Promise<string | null> =>
      page.locator('nav[aria-label=Screens] [aria-current=page]').getAttribute('aria-label');
    await page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(front).toBe('Evidence');
    await page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(front).toBe('Explore');
    expect(await searchText(page)).toBe('eventName:Create*');
    await page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(() => searchText(page)).toBe('eventName:Put*');
    await page.keyboard.press('Alt+ArrowRight');
    await page.keyboard.press('Alt+ArrowRight');
    await expect.poll(front).toBe('Evidence');
    await page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(front).toBe('Explore');
  });
});

let screen: Record<string, unknown>;

describe('what is saved', () => {
  it('is a view with its note, and a query with parameters that are bound, never pasted', async () => {
    await search(page, 'errorCode:*');
    const failed = archive.events.filter(({ errorCode }) => errorCode !== undefined).length;
    await expect.poll(() => histogramTotal(page)).toBe(failed);
    await dragOnHistogram(page, 0.001, 0.5);
    await expect.poll(() => chosenRange(page)).toBeDefined();
    await page.getByRole('columnheader', { name: 'Service' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Hide' }).click();
    await page.keyboard.press('Control+s');
    await page.getByRole('textbox', { name: 'Name of the view' }).fill('Failures');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Failures', exact: false }).first().waitFor();
    const failures = page.getByRole('button', { name: /^Failures/ });
    await failures.first().click();
    await page.getByRole('button', { name: 'Actions for Failures' }).click();
    await page.getByRole('menuitem', { name: 'Add a note…' }).click();
    await page.getByRole('textbox', { name: 'Note on Failures' }).fill('Who was refused');
    await page.getByRole('button', { name: 'Keep note' }).click();
    await page.getByRole('dialog', { name: 'Saved views' }).getByText('Who was refused').waitFor();
    await page.keyboard.press('Escape');
    screen = await exploreScreen(page);

    await go(page, 'SQL');
    const sql = 'select eventName, count(*) as calls from events where eventName = $name group by all';
    await editor().fill(sql);
    const name = page.getByRole('textbox', { name: 'Value of $name' });
    await name.fill("' or 1 = 1 --");
    await name.press('Enter');
    await result().getByText('The query has no rows').waitFor();
    const [asked = ''] = archive.events.map(({ eventName }) => eventName);
    await name.fill(asked);
    await name.press('Enter');
    await expect
      .poll(() => result().getByRole('gridcell').allInnerTexts())
      .toEqual([asked, String(archive.events.filter(({ eventName }) => eventName === asked).length)]);
    await page.getByRole('button', { name: 'Save as…' }).click();
    await page.getByRole('textbox', { name: 'Name of the query' }).fill('Calls by name');
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Saved queries' }).getByText('Calls by name').waitFor();
  });

  it('shows the plan with measured times', async () => {
    await page.getByRole('button', { name: 'Explain the query' }).click();
    await page.getByRole('menuitem', { name: /^Run it and measure/ }).click();
    const plan = page.getByRole('region', { name: 'Plan' });
    await plan.getByRole('rowheader', { name: /SCAN/ }).first().waitFor();
    expect(await plan.getByRole('columnheader').allInnerTexts()).toEqual([
      'Step',
      'Time',
      'Rows',
      'Expected',
      'About',
    ]);
  });

  it('and the runs, failures too, are listed', async () => {
    await page.keyboard.press('Control+t');
    await editor().fill('select eventNam from events');
    await page.keyboard.press('Control+Enter');
    await result().getByRole('alert').waitFor();
    await page.getByRole('tab', { name: 'Runs' }).click();
    const runs = page.getByRole('list', { name: 'Runs, newest first' }).getByRole('listitem');
    await expect.poll(() => runs.first().innerText()).toContain('failed');
    await expect.poll(() => runs.count()).toBe(4);
    await page.getByRole('tab', { name: 'Query 2' }).press('F2');
    await page.getByRole('textbox', { name: 'Name of the tab' }).fill('Not yet right');
    await page.keyboard.press('Enter');
    expect(await tabTitles()).toEqual(['Calls by name', 'Not yet right']);
  });
});

describe('after the application was killed', () => {
  it('all but the last second is there: tabs, values, runs, the way here', async () => {
    await page.waitForTimeout(secondMs);
    await killAndReopen();
    await editor().waitFor();
    expect(await tabTitles()).toEqual(['Calls by name', 'Not yet right']);
    expect(await editor().innerText()).toBe('select eventNam from events');
    await page.getByRole('tab', { name: 'Calls by name' }).click();
    const value = page.getByRole('textbox', { name: 'Value of $name' });
    expect(await value.inputValue()).toBe(archive.events[0]?.eventName);
    await expect.poll(() => page.getByText('unsaved changes').count()).toBe(0);
    await page.getByRole('tab', { name: 'Runs' }).click();
    const runs = page.getByRole('list', { name: 'Runs, newest first' }).getByRole('listitem');
    await expect.poll(() => runs.count()).toBe(4);
  });

  it('back leads through the same steps, and the branches are still there', async () => {
    await page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(() => exploreScreen(page)).toEqual(screen);
    await page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(() => columnTitles(page)).toContain('Service');
    await page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(() => rangeText(page)).toContain('All time');
    await page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(() => searchText(page)).toBe('eventName:Create*');
    await expect.poll(() => rowCount(page)).toBe(withName(/^Create/));
    await page.keyboard.press('Control+h');
    const texts = await steps().getByRole('listitem').allInnerTexts();
    expect(texts.filter((text) => text.includes('Put'))).toHaveLength(1);
    await page.keyboard.press('Escape');
  });

  it('the view opens to the identical screen', async () => {
    await page
      .getByRole('button', { name: /Failures/ })
      .first()
      .click();
    const views = page.getByRole('dialog', { name: 'Saved views' });
    await views.getByText('Who was refused').waitFor();
    await views.getByRole('button', { name: 'Failures', exact: true }).click();
    await expect.poll(() => exploreScreen(page)).toEqual(screen);
    await expect.poll(() => page.getByText('unsaved changes').count()).toBe(0);
    await search(page, 'errorCode:* and readOnly:false');
    await page.getByText('unsaved changes').first().waitFor();
  });

  it('a change made a second before is not lost either', async () => {
    await search(page, 'eventName:Put*');
    await expect.poll(() => searchText(page)).toBe('eventName:Put*');
    await page.waitForTimeout(secondMs);
    await killAndReopen();
    await expect.poll(() => searchText(page)).toBe('eventName:Put*');
    const saved = JSON.parse(readFileSync(join(`${archive.folder}.trailglass`, 'saved.json'), 'utf8')) as {
      items: { name: string }[];
    };
    expect(saved.items.map(({ name }) => name)).toEqual(['Failures', 'Calls by name']);
  });
});

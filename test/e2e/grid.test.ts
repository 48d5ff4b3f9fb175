import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { logFile, record } from '../support/records.ts';
import { handOverAll, makeArchive, type PlainRecord } from './support/archive.ts';
import {
  chooseOption,
  chooseTheme,
  eventGrid,
  importFolder,
  openDesk,
  rowCount,
  columnTitles,
  rowTexts,
  search,
  searchText,
  sizeWindow,
  statusText,
} from './support/desk.ts';
import { keptUserData, type LaunchedApp } from './support/launch.ts';

const pictures = join(fileURLToPath(new URL('../..', import.meta.url)), 'test-results', 'grid');
const burstSize = 40;

let trailglass: LaunchedApp;
let page: Page;
let folder: string;
let events: readonly PlainRecord[];

/** Somebody lists the same bucket again and again on the day after everything else. */
const burst = Array.from({ length: burstSize }, (_, n) =>
  record(n, {
    eventTime: `2031-01-01T10:00:${String(n).padStart(2, '0')}Z`,
    eventName: 'ListObjects',
    requestParameters: { bucketName: 'night-shift' },
    ...(n === 0 ? { eventName: 'HeadBucket', errorCode: '=cmd|calc' } : {}),
  }),
) as unknown as readonly PlainRecord[];

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  folder = await keptUserData();
  const archive = await makeArchive(folder, { events: 10_500 });
  writeFileSync(join(archive.folder, 'burst.json.gz'), logFile(burst));
  await handOverAll(archive.folder);
  events = [...archive.events, ...burst];
  trailglass = await openDesk();
  ({ page } = trailglass);
  await importFolder(trailglass, archive.folder);
  // Beside the open detail some columns give way.
  await page.getByRole('button', { name: 'Show event detail' }).click();
  await page.getByRole('button', { name: 'Hide event detail' }).click();
});
afterAll(async () => {
  await trailglass.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => expect(trailglass.pageProblems).toEqual([]));

const picture = (name: string): Promise<Buffer> =>
  page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
const clipboard = (): Promise<string> => trailglass.app.evaluate(({ clipboard: board }) => board.readText());
const clearClipboard = (): Promise<void> => trailglass.app.evaluate(({ clipboard: board }) => board.clear());
const grid = (): Locator => page.locator('section[aria-label=Events] :is([role=grid], [role=treegrid])');
const header = (title: string): Locator => grid().getByRole('columnheader', { name: title });
const headers = (): Promise<string[]> => columnTitles(page);
const keys = async (...pressed: readonly string[]): Promise<void> => {
  for (const key of pressed) await page.keyboard.press(key);
};
const widthOf = async (title: string): Promise<number> => (await header(title).boundingBox())?.width ?? 0;
/** Chooses a line of the menu that is open, by what its first word begins with: a space would choose at once. */
const choose = async (label: string): Promise<void> => {
  await page.getByRole('menu').waitFor();
  await page.keyboard.type(label, { delay: 5 });
  await page.keyboard.press('Enter');
};
async function quiet(): Promise<void> {
  await page.waitForFunction(() => {
    const shown = document.querySelector('section[aria-label=Events] :is([role=grid], [role=treegrid])');
    return shown?.getAttribute('aria-busy') === 'false' && shown.querySelector('.skeleton') === null;
  });
}
/** These columns, in the order they are shown. */
const order = async (...titles: readonly string[]): Promise<string[]> =>
  (await headers()).filter((title) => titles.includes(title));
/** The cell of the first row in the column of this title. */
const cellText = async (title: string): Promise<string | undefined> => (await rowTexts(page, 0))[title];
/**
 * Goes to the first row until it is the one of the new order: before that the first row is another one, and stays
 * selected where it then is.
 */
const firstRowShows = (values: readonly string[], titles: readonly string[]): Promise<void> =>
  expect
    .poll(async () => {
      await keys('Control+Home');
      return Promise.all(titles.map(cellText));
    })
    .toEqual(values);
const columnTexts = async (title: string, rows: number): Promise<string[]> =>
  Promise.all(Array.from({ length: rows }, async (_, row) => (await rowTexts(page, row))[title] ?? ''));

describe('columns', () => {
  it('are added by part of a name and by a path, with type and fill rate in sight', async () => {
    await page.getByRole('button', { name: 'Columns', exact: true }).click();
    const picker = page.getByRole('dialog', { name: 'Columns' });
    await page.keyboard.type('sess cont');
    await picker.getByText('userIdentity.sessionContext.sessionIssuer.arn').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('requestParameters.bucketName');
    await page.keyboard.press('Enter');
    await expect.poll(headers).toContain('requestParameters.bucketName');
    await picker
      .getByRole('img', { name: /in .* of events/ })
      .nth(20)
      .waitFor();
    await picture('column-picker');
    await page.keyboard.press('Escape');
    await quiet();
    expect(await cellText('requestParameters.bucketName')).toBe('night-shift');
  });

  it('move, by drag and by keyboard', async () => {
    const from = await header('Event name').boundingBox();
    const to = await header('Source IP').boundingBox();
    if (!from || !to) throw new Error('no headers');
    await page.mouse.move(from.x + 20, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width - 10, to.y + 10, { steps: 6 });
    await page.mouse.up();
    expect(await order('Event name', 'Source IP')).toEqual(['Source IP', 'Event name']);
    await header('Event name').focus();
    await keys('Control+ArrowLeft', 'Alt+ArrowLeft');
    await expect.poll(() => order('Event name', 'Source IP')).toEqual(['Event name', 'Source IP']);
    expect(await header('Event name').evaluate((each) => each === document.activeElement)).toBe(true);
  });

  it('become wider and narrower and fit, by drag, double click and keyboard', async () => {
    const before = await widthOf('Event name');
    const box = await header('Event name').boundingBox();
    if (!box) throw new Error('no header');
    await page.mouse.move(box.x + box.width - 3, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width + 57, box.y + 10, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => widthOf('Event name')).toBeGreaterThan(before + 50);
    await header('Event name').focus();
    await keys('Shift+ArrowLeft', 'Shift+ArrowLeft');
    await expect.poll(() => widthOf('Event name')).toBeLessThan(before + 40);
    await keys('f');
    const fitted = await widthOf('Event name');
    expect(fitted).not.toBe(before);
    await keys('Shift+ArrowRight');
    const now = await header('Event name').boundingBox();
    if (!now) throw new Error('no header');
    await page.mouse.dblclick(now.x + now.width - 3, now.y + 10);
    await expect.poll(() => widthOf('Event name')).toBe(fitted);
  });

  it('are pinned, hidden and reset, by keyboard and from the menu', async () => {
    await header('Region').focus();
    await keys('p');
    // Behind the star and the time, which are pinned from the start.
    await expect.poll(async () => (await headers())[2]).toBe('Region');
    await keys('Shift+F10');
    await choose('Unpin');
    await expect.poll(() => header('Region').getByLabel('pinned').count()).toBe(0);
    await header('Service').focus();
    await keys('Delete');
    await expect.poll(headers).not.toContain('Service');
    await grid().focus();
    await keys('ArrowDown', 'Alt+ArrowDown');
    await picture('header-menu');
    await choose('Reset');
    await expect.poll(headers).toContain('Service');
    expect(await headers()).not.toContain('requestParameters.bucketName');
  });
});

describe('sorting', () => {
  it('goes by several keys over all events, with the number of each key in its header', async () => {
    await header('Region').click();
    await header('Event name').click({ modifiers: ['Shift'] });
    expect(await header('Region').innerText()).toContain('1');
    expect(await header('Event name').innerText()).toContain('2');
    const expected = [...events]
      .map((event) => [event.awsRegion, event.eventName] as const)
      .sort(([a, b], [c, d]) => (a < c ? -1 : a > c ? 1 : b < d ? -1 : b > d ? 1 : 0));
    await grid().focus();
    await firstRowShows(expected[0] ?? [], ['Region', 'Event name']);
    const names = await columnTexts('Event name', 12);
    expect(names).toEqual(expected.slice(0, 12).map(([, name]) => name));
    await keys('Control+End');
    await quiet();
    const last = await rowTexts(page, events.length - 1);
    expect(last['Event name']).toBe(expected.at(-1)?.[1]);
    await expect.poll(() => statusText(page)).toContain(`of ${events.length.toLocaleString('en-US')}`);
  });

  it('does the same by keyboard', async () => {
    await header('Account').focus();
    await keys('Enter');
    await header('Service').focus();
    await keys('Shift+Enter');
    await expect.poll(() => header('Account').getAttribute('aria-sort')).toBe('ascending');
    expect(await header('Service').innerText()).toContain('2');
    await keys('Shift+F10');
    await choose('No');
    await expect.poll(() => header('Service').getAttribute('aria-sort')).toBe('none');
    await header('Time').click();
    await header('Time').click();
    await expect.poll(() => header('Time').getAttribute('aria-sort')).toBe('descending');
    await grid().focus();
    await firstRowShows(['2031-01-01 10:00:39'], ['Time']);
    await quiet();
  });
});

describe('choosing and copying rows', () => {
  const said = (): Promise<string> => page.locator('section[aria-label=Events] .chosen').innerText();

  it('chooses with Space, Shift and Ctrl, and says how many', async () => {
    await keys('Space', 'Shift+ArrowDown', 'Shift+ArrowDown');
    await expect.poll(said).toContain('3 events selected');
    const rows = grid().locator('.rows [role=row]');
    await rows
      .nth(6)
      .getByRole('gridcell')
      .nth(1)
      .click({ modifiers: ['Control'] });
    await expect.poll(said).toContain('4 events selected');
    await rows
      .nth(8)
      .getByRole('gridcell')
      .nth(1)
      .click({ modifiers: ['Shift'] });
    await expect.poll(said).toContain('3 events selected');
    // What is open is closed before the selection ends.
    await keys('Escape', 'Escape');
    await expect.poll(said).not.toContain('selected');
    await keys('Enter');
  });

  it('copies as tab-separated text, JSON and Markdown, with times in words and no formula', async () => {
    await page.getByRole('button', { name: 'Columns', exact: true }).click();
    await page.getByRole('dialog', { name: 'Columns' }).waitFor();
    await page.keyboard.type('errorCode');
    await keys('Enter', 'Escape');
    await header('Error code').waitFor();
    await grid().focus();
    await keys('Control+Home');
    await search(page, 'requestParameters.bucketName:night-shift');
    await expect.poll(() => rowCount(page)).toBe(burstSize);
    await grid().focus();
    await keys('Control+End', 'Space', 'Shift+ArrowUp');
    await page.getByText('2 events selected', { exact: true }).first().waitFor();
    await clearClipboard();
    await keys('Control+c');
    await expect.poll(async () => (await clipboard()).split('\n').length).toBe(3);
    const [head = '', , last = ''] = (await clipboard()).split('\n');
    const at = head.split('\t').indexOf('eventTime');
    expect(last.split('\t')[at]).toBe('2031-01-01T10:00:00Z');
    expect(last.split('\t')[head.split('\t').indexOf('errorCode')]).toBe("'=cmd|calc");
    await keys('Control+Shift+c');
    await expect.poll(clipboard).toMatch(/^\[/);
    expect(JSON.parse(await clipboard())).toMatchObject([
      { eventName: 'ListObjects' },
      { errorCode: '=cmd|calc' },
    ]);
    await keys('Control+Alt+c');
    await expect.poll(clipboard).toMatch(/^\| eventTime \|/);
    expect((await clipboard()).split('\n')[3]).toContain('=cmd\\|calc');
    await grid().locator('.rows .selected [role=gridcell]').nth(1).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy 2 rows as JSON' }).waitFor();
    await picture('rows-menu');
    await keys('Escape', 'Escape');
  });

  it('copies thousands through the engine, and refuses more than a clipboard is for', async () => {
    await search(page, '');
    await expect.poll(() => rowCount(page)).toBe(events.length);
    await grid().focus();
    await keys('Control+a');
    await expect.poll(said).toContain(`${events.length.toLocaleString('en-US')} events selected`);
    await keys('Control+c');
    await page
      .getByText(/too many for the clipboard.*Export/)
      .first()
      .waitFor();
    await keys('Escape', 'Control+Home', 'Space');
    await search(page, 'readOnly:true');
    const reads = await (async () => {
      await expect.poll(() => rowCount(page)).toBeLessThan(events.length);
      return rowCount(page);
    })();
    expect(reads).toBeGreaterThan(5_000);
    await grid().focus();
    await clearClipboard();
    await keys('Control+a', 'Control+c');
    await expect
      .poll(async () => (await clipboard()).split('\n').length, { timeout: 20_000 })
      .toBe(reads + 1);
    await keys('Escape');
    await search(page, '');
    await expect.poll(() => rowCount(page)).toBe(events.length);
  });
});

describe('reading', () => {
  it('takes less or more room for a row, and remembers it', async () => {
    const height = async (): Promise<number> =>
      (await grid().locator('.rows [role=row]').first().boundingBox())?.height ?? 0;
    const sized = async (label: string): Promise<void> => {
      await page.getByRole('button', { name: 'Rows', exact: true }).click();
      await choose(label);
    };
    await sized('Compact');
    await expect.poll(height).toBe(22);
    await sized('Wrapped');
    await expect.poll(height).toBe(62);
    await quiet();
    await picture('wrapped');
    expect(await page.evaluate(() => localStorage.getItem('explore.density'))).toBe('wrapped');
    await sized('Normal');
    await expect.poll(height).toBe(26);
  });

  it('finds text in the rows without narrowing them, and marks it', async () => {
    await grid().focus();
    await keys('Control+Home', 'F3');
    await page.keyboard.type('headbucket');
    await keys('Enter');
    await expect.poll(() => statusText(page)).toContain(`row ${burstSize} of`);
    await expect.poll(() => grid().locator('mark').first().innerText()).toBe('HeadBucket');
    await picture('find');
    await keys('F3');
    await expect
      .poll(() => page.getByRole('search', { name: 'Find in the rows' }).innerText())
      .toMatch(/Event/);
    await keys('Escape');
    expect(await rowCount(page)).toBe(events.length);
    await expect.poll(() => grid().locator('mark').count()).toBe(0);
  });

  it('gives the statistics of a column from its header', async () => {
    await header('Error code').focus();
    await keys('Shift+F10');
    await choose('Value');
    const statistics = page.getByRole('dialog', { name: 'Values of Error code' });
    const failed = events.filter((event) => event.errorCode !== undefined);
    const distinct = new Set(failed.map((event) => event.errorCode)).size;
    await statistics.getByText(`${failed.length.toLocaleString('en-US')} of`).waitFor();
    await statistics.getByText(`${String(distinct)} values`).waitFor();
    await picture('statistics');
    await keys('Escape');
    await statistics.waitFor({ state: 'detached' });
  });
});

describe('grouping', () => {
  it('counts by one field, opens a group in place and narrows to it, by keyboard', async () => {
    await header('Event name').focus();
    await keys('Shift+F10');
    await choose('Group');
    const table = page.getByRole('treegrid', { name: 'Groups' });
    await table.getByRole('gridcell').first().waitFor();
    const counts = new Map<string, number>();
    for (const { eventName } of events) counts.set(eventName, (counts.get(eventName) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const first = table.locator('.rows [role=row]').first();
    await expect.poll(() => first.innerText()).toContain(most.toLocaleString('en-US'));
    expect(Number(await table.getAttribute('aria-rowcount'))).toBe(counts.size + 1);
    await table.focus();
    await keys('ArrowDown', 'Control+ArrowRight');
    await expect
      .poll(async () => Number(await table.getAttribute('aria-rowcount')))
      .toBe(counts.size + most + 1);
    await expect.poll(() => first.getAttribute('aria-expanded')).toBe('true');
    await keys('ArrowDown', 'ArrowDown');
    await quiet();
    await picture('groups');
    await keys('Control+ArrowLeft', 'Control+ArrowLeft');
    await expect.poll(async () => Number(await table.getAttribute('aria-rowcount'))).toBe(counts.size + 1);
    await table.getByRole('columnheader', { name: 'Events' }).click();
    await expect.poll(() => first.innerText()).toMatch(/\b1\b/);
    await table.getByRole('columnheader', { name: 'Events' }).click();
    await expect.poll(() => first.innerText()).toContain(most.toLocaleString('en-US'));
    await table.focus();
    await keys('Control+Home', 'i');
    await eventGrid(page).waitFor();
    await expect.poll(() => rowCount(page)).toBe(most);
    expect(await searchText(page)).toMatch(/^eventName[:=]/);
    await keys('Control+z');
    await table.waitFor();
  });

  it('counts one field within another, down to the events, by keyboard', async () => {
    await page.getByRole('button', { name: 'Group by', exact: false }).click();
    const picker = page.getByRole('dialog', { name: 'Group by' });
    await chooseOption(picker.getByRole('combobox', { name: 'then by' }), 'Region');
    await keys('Escape');
    const counts = new Map<string, Map<string, number>>();
    for (const { eventName, awsRegion } of events) {
      const regions = counts.get(eventName) ?? new Map<string, number>();
      counts.set(eventName, regions.set(awsRegion, (regions.get(awsRegion) ?? 0) + 1));
    }
    const sumOf = (regions: ReadonlyMap<string, number>): number =>
      [...regions.values()].reduce((sum, count) => sum + count, 0);
    const most = [...counts.values()].reduce((one, other) => (sumOf(other) > sumOf(one) ? other : one));
    const table = page.getByRole('treegrid', { name: 'Groups' });
    const rows = async (): Promise<number> => Number(await table.getAttribute('aria-rowcount')) - 1;
    await expect.poll(rows).toBe(counts.size);
    await table.focus();
    await keys('Control+Home', 'Control+ArrowRight');
    await expect.poll(rows).toBe(counts.size + most.size);
    await quiet();
    const within = table.locator('.rows [role=row][aria-level="2"]');
    const told = await within.evaluateAll((found) =>
      found.map((row) => [...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent.trim())),
    );
    expect(new Map(told.map((cells) => [cells[1], Number(cells[2]?.replaceAll(',', ''))]))).toEqual(most);
    await picture('groups-two');
    await keys('ArrowDown', 'Control+ArrowRight');
    const largest = Math.max(...most.values());
    await expect.poll(rows).toBe(counts.size + most.size + largest);
    await quiet();
    expect(await table.locator('.rows [role=row]').nth(2).getAttribute('aria-level')).toBe('3');
    await picture('groups-two-open');
    await keys('Control+ArrowLeft', 'Control+ArrowLeft', 'Control+ArrowLeft');
    await expect.poll(rows).toBe(counts.size);
    await page.getByRole('button', { name: 'Group by', exact: false }).click();
    await picker.getByRole('button', { name: 'Show the events again' }).click();
    await eventGrid(page).waitFor();
  });
});

describe('folding', () => {
  it('puts a burst into one line, says how much is folded away, and opens it in place', async () => {
    await grid().focus();
    await keys('Control+Home');
    await page.getByRole('button', { name: 'Fold repeats' }).click();
    const lines = page.getByRole('treegrid', { name: 'Events' });
    await lines.waitFor();
    await expect.poll(() => statusText(page)).toMatch(/folded away/);
    const folded = Number(await lines.getAttribute('aria-rowcount')) - 1;
    expect(folded).toBeLessThan(events.length - burstSize + 3);
    const first = lines.locator('.rows [role=row]').first();
    expect(await first.innerText()).toContain(`${String(burstSize - 1)}×`);
    await picture('folded');
    await lines.focus();
    await keys('Control+ArrowRight');
    await expect
      .poll(async () => Number(await lines.getAttribute('aria-rowcount')) - 1)
      .toBe(folded + burstSize - 2);
    await quiet();
    await picture('unfolded');
    await keys('ArrowDown', 'ArrowDown', 'Control+ArrowLeft', 'Control+ArrowLeft');
    await expect.poll(async () => Number(await lines.getAttribute('aria-rowcount')) - 1).toBe(folded);
    await first.getByRole('button', { name: /The same call 39 times/ }).click();
    await expect
      .poll(async () => Number(await lines.getAttribute('aria-rowcount')) - 1)
      .toBe(folded + burstSize - 2);
    await first.getByRole('button', { name: /The same call 39 times/ }).click();
    await lines.focus();
    await clearClipboard();
    await keys('Control+Home', 'Space', 'Control+c');
    await expect.poll(async () => (await clipboard()).split('\n').length).toBe(burstSize);
    await keys('Escape');
    await page.getByRole('button', { name: 'Fold repeats' }).click();
    await eventGrid(page).waitFor();
    expect(await rowCount(page)).toBe(events.length);
  });
});

describe('the look', () => {
  it.each([
    ['dark', 1440, 900],
    ['light', 1440, 900],
    ['light', 1024, 700],
  ] as const)('%s at %i × %i: no serious finding', async (theme, width, height) => {
    await chooseTheme(trailglass, theme);
    await sizeWindow(trailglass, width, height);
    await page.getByRole('button', { name: 'Fold repeats' }).click();
    await page.getByRole('treegrid', { name: 'Events' }).waitFor();
    await quiet();
    await picture(`folded-${theme}-${String(width)}`);
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document);
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
    });
    expect(found).toEqual([]);
    await page.getByRole('button', { name: 'Fold repeats' }).click();
    await eventGrid(page).waitFor();
  });
});

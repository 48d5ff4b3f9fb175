import { rmSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeArchive, type PlainRecord } from './support/archive.ts';
import {
  chosenRange,
  drawRange,
  go,
  importFolder,
  openDesk,
  rowCount,
  search,
  searchText,
} from './support/desk.ts';
import { keptUserData, type LaunchedApp } from './support/launch.ts';

type Event = PlainRecord & {
  readonly sourceIPAddress?: string;
  readonly requestParameters?: Readonly<Record<string, unknown>> | null;
};

let trailglass: LaunchedApp;
let page: Page;
let folder: string;
let events: readonly Event[];

beforeAll(async () => {
  folder = await keptUserData();
  const archive = await makeArchive(folder, { events: 5_000 });
  ({ events } = archive);
  trailglass = await openDesk();
  ({ page } = trailglass);
  await importFolder(trailglass, archive.folder);
});
afterAll(async () => {
  await trailglass.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => expect(trailglass.pageProblems).toEqual([]));

const box = () => page.getByRole('textbox', { name: 'Search', exact: true });
/** Of a list that takes keys: one that waits for newer completions leaves Tab and Enter to the page. */
const options = () =>
  page.locator('.cm-tooltip-autocomplete:not(.cm-tooltip-autocomplete-disabled)').getByRole('option');
const option = (name: RegExp) => options().filter({ hasText: name }).first();
const chip = (name: string | RegExp) =>
  page.getByRole('toolbar', { name: 'Filters in force' }).getByRole('button', { name, exact: true });
const click = (name: string) => page.getByRole('button', { name, exact: true }).click();
const count = (keep: (event: Event) => boolean): number => events.filter(keep).length;
const bucketOf = ({ requestParameters }: Event): unknown => requestParameters?.['bucketName'];

async function clear(): Promise<void> {
  await click('Clear');
  await expect.poll(() => rowCount(page)).toBe(events.length);
}

describe('writing a search', () => {
  it('completes fields, operators and values with how often they occur, by keyboard', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('errorC');
    await option(/^errorCode/).waitFor();
    await page.keyboard.press('Tab');
    const denied = count((event) => event.errorCode === 'AccessDenied');
    await option(/^AccessDenied/).waitFor();
    expect(await option(/^AccessDenied/).innerText()).toContain(denied.toLocaleString('en-US'));
    await page.keyboard.type('accessden');
    await expect.poll(() => options().count()).toBe(2);
    await page.keyboard.press('Tab');
    await expect.poll(() => searchText(page)).toBe('errorCode:AccessDenied');
    await page.keyboard.press('Enter');
    await expect.poll(() => rowCount(page)).toBe(denied);
    expect(await searchText(page)).toBe('errorCode:AccessDenied');
    await clear();
  });

  it('completes paths that occur in the records, and their values', async () => {
    await box().focus();
    await page.keyboard.type('bucketNa');
    await option(/^requestParameters\.bucketName/).waitFor();
    await option(/^requestParameters\.bucketName/).click();
    const buckets = new Map<unknown, number>();
    for (const event of events) buckets.set(bucketOf(event), (buckets.get(bucketOf(event)) ?? 0) + 1);
    buckets.delete(undefined);
    const [name, often] = [...buckets].sort((one, other) => other[1] - one[1])[0] ?? [];
    await option(new RegExp(`^${String(name)}`)).click();
    await page.keyboard.press('Enter');
    await expect.poll(() => rowCount(page)).toBe(often);
    await clear();
  });

  it('underlines what is wrong with the reason, and mends it by a key', async () => {
    await box().fill('errorCod:AccessDenied');
    await page.keyboard.press('Escape');
    await box().press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Did you mean errorCode?' }).waitFor();
    await page.locator('.cm-lintRange-error').waitFor();
    await box().press('Alt+Enter');
    await box().press('Enter');
    await expect.poll(() => rowCount(page)).toBe(count((event) => event.errorCode === 'AccessDenied'));
    await search(page, 'eventName:/(get/');
    await page.getByRole('alert').filter({ hasText: 'The regular expression cannot be used' }).waitFor();
    expect(await rowCount(page)).toBe(count((event) => event.errorCode === 'AccessDenied'));
    await box().press('Escape');
    await clear();
  });
});

describe('what was found elsewhere', () => {
  it('a pasted list becomes one filter that says which entries hit and how often', async () => {
    const seen = new Map<string, number>();
    for (const { sourceIPAddress: address } of events)
      if (address !== undefined && /^[\d.]+$/.test(address)) seen.set(address, (seen.get(address) ?? 0) + 1);
    const known = [...seen.keys()].slice(0, 20);
    const list = [...known, ...Array.from({ length: 200 }, (_, n) => `10.251.77.${String(n)}`)];
    const text = list.map((one, at) => (at % 2 ? `"${one}"` : one.replaceAll('.', '[.]'))).join('\n');
    await trailglass.app.evaluate(({ clipboard }, words) => clipboard.writeText(words), text);
    await box().focus();
    await page.keyboard.press('ControlOrMeta+v');
    const hits = known.reduce((sum, one) => sum + (seen.get(one) ?? 0), 0);
    await expect.poll(() => rowCount(page)).toBe(hits);
    await chip('Source IP is one of 220 IP addresses').waitFor();
    const panel = page.getByRole('dialog', { name: 'Entries of the list' });
    await panel.getByText('220 entries: 20 found, 200 not found', { exact: false }).waitFor();
    const [most, often] = known
      .map((one) => [one, seen.get(one) ?? 0] as const)
      .reduce((one, other) => (other[1] > one[1] ? other : one));
    const row = await panel.getByRole('row').filter({ hasText: most }).first().innerText();
    expect(row).toContain(often.toLocaleString('en-US'));
    await panel.getByRole('button', { name: 'Keep only those found' }).click();
    await chip('Source IP is one of 20 IP addresses').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => rowCount(page)).toBe(hits);
  });

  it('chips are set aside, pinned, turned round and edited by keyboard', async () => {
    await box().focus();
    await page.keyboard.press('End');
    await page.keyboard.type(' and errorCode:*');
    await page.keyboard.press('Enter');
    const failed = chip('Error code is present');
    await failed.focus();
    await page.keyboard.press('p');
    await page.keyboard.press('d');
    await chip('Error code is present, pinned, set aside').waitFor();
    await click('Clear');
    await expect.poll(() => rowCount(page)).toBe(events.length);
    await chip('Error code is present, pinned, set aside').focus();
    await page.keyboard.press('d');
    await expect.poll(() => rowCount(page)).toBe(count((event) => event.errorCode !== undefined));
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Edit filter' }).fill('errorCode:AccessDenied');
    await page.keyboard.press('Enter');
    await expect.poll(() => rowCount(page)).toBe(count((event) => event.errorCode === 'AccessDenied'));
    await chip('Error code is AccessDenied, pinned').focus();
    await page.keyboard.press('!');
    await expect.poll(() => rowCount(page)).toBe(count((event) => event.errorCode !== 'AccessDenied'));
    await page.keyboard.press('Delete');
    await expect.poll(() => rowCount(page)).toBe(events.length);
  });
});

describe('anything at all', () => {
  it('plain words are found anywhere in the records', async () => {
    const word = 'assumedrole';
    await search(page, word);
    const found = count((event) => JSON.stringify(event).toLowerCase().includes(word));
    expect(found).toBeGreaterThan(0);
    await expect.poll(() => rowCount(page)).toBe(found);
    await clear();
  });

  it('the search is shown as SQL that runs as it is', async () => {
    await search(page, 'not errorCode:AccessDenied and (requestParameters.bucketName:* or eventName:Get*)');
    const expected = count(
      (event) =>
        event.errorCode !== 'AccessDenied' &&
        (typeof bucketOf(event) === 'string' || event.eventName.toLowerCase().startsWith('get')),
    );
    await expect.poll(() => rowCount(page)).toBe(expected);
    await click('More about the search');
    await page.getByRole('menuitem', { name: 'Show as SQL' }).click();
    await page.getByRole('textbox', { name: 'SQL query' }).focus();
    await page.keyboard.press('Control+Enter');
    const result = page.getByRole('region', { name: 'Result' });
    await result.getByText(new RegExp(`^${expected.toLocaleString('en-US')} rows`)).waitFor();
    await go(page, 'Explore');
    await clear();
  });

  it('any path can be a facet, counted and narrowed by', async () => {
    await click('Choose the facets');
    const picker = page.getByRole('dialog', { name: 'Facets of the panel' });
    await picker.getByRole('textbox').fill('bucketName');
    await picker.getByRole('checkbox', { name: /^requestParameters\.bucketName / }).check();
    await page.keyboard.press('Escape');
    const card = page.getByRole('region', { name: 'Bucket', exact: true });
    const missing = count((event) => typeof bucketOf(event) !== 'string');
    const none = card.getByRole('checkbox', {
      name: `(none), ${missing.toLocaleString('en-US')}`,
      exact: true,
    });
    await none.waitFor();
    await none.press('x');
    await expect.poll(() => rowCount(page)).toBe(events.length - missing);
    await clear();
  });

  it('an empty result says what removes everything and where the nearest events are', async () => {
    const times = events.map((event) => Date.parse(event.eventTime)).sort((one, other) => one - other);
    const rare = events
      .map((event) => event.eventName)
      .find((name) => count((event) => event.eventName === name) === 1);
    const only = Date.parse(events.find((event) => event.eventName === rare)!.eventTime);
    const half = (times[0]! + times.at(-1)!) / 2;
    const isLate = only > half;
    await drawRange(page, isLate ? times[0]! : half + 3_600_000, isLate ? half - 3_600_000 : times.at(-1)!);
    await expect.poll(() => chosenRange(page)).toBeDefined();
    await search(page, `eventName=${String(rare)}`);
    await page.getByText('No event matches').waitFor();
    await page
      .getByText(/events? without it/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: isLate ? /^Go on to the first/ : /^Go back to the last/ }).click();
    await expect.poll(() => rowCount(page)).toBe(1);
    await page.keyboard.press('Control+z');
    await page.getByText('No event matches').waitFor();
    await page.getByRole('button', { name: 'Drop' }).first().click();
    await expect.poll(() => rowCount(page)).toBeGreaterThan(0);
  });
});

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeArchive, type PlainRecord } from './support/archive.ts';
import {
  chooseOption,
  eventGrid,
  go,
  histogramSpan,
  importFolder,
  openDesk,
  rowCount,
} from './support/desk.ts';
import { keptUserData, type LaunchedApp } from './support/launch.ts';

/** Where pictures go; none are taken without it. */
const pictures = process.env['TRAILGLASS_ZONE_PICTURES'];

let trailglass: LaunchedApp;
let page: Page;
let userData: string;
let folder: string;
let events: readonly PlainRecord[];

beforeAll(async () => {
  [userData, folder] = [await keptUserData(), await keptUserData()];
  const archive = await makeArchive(folder, { events: 3_000, seed: 5 });
  ({ events } = archive);
  trailglass = await openDesk({ userData });
  ({ page } = trailglass);
  await importFolder(trailglass, archive.folder);
});
afterAll(async () => {
  await trailglass.close();
  for (const made of [userData, folder]) rmSync(made, { recursive: true, force: true });
});
afterEach(() => expect(trailglass.pageProblems).toEqual([]));

async function picture(name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

const zone = () => page.getByRole('combobox', { name: 'Time zone' });
const newest = (): string =>
  [...events]
    .map(({ eventTime }) => eventTime)
    .toSorted()
    .at(-1) ?? '';
const inZone = (iso: string, timeZone: string): string => new Date(iso).toLocaleString('sv-SE', { timeZone });
async function timeCell(): Promise<Locator> {
  const titles = await eventGrid(page).getByRole('columnheader').allInnerTexts();
  const time = titles.findIndex((title) => title.trim().startsWith('Time'));
  return eventGrid(page).locator('.rows [role=row]').first().getByRole('gridcell').nth(time);
}
const firstTime = async (): Promise<string> => (await (await timeCell()).innerText()).trim();

describe('the time zone', () => {
  it('is UTC at first and named at the top', async () => {
    await expect.poll(() => zone().innerText()).toContain('UTC');
    await expect.poll(firstTime).toBe(inZone(newest(), 'UTC'));
  });

  it('is followed by rows, bars and the range, and copies carry the offset', async () => {
    await chooseOption(zone(), 'Asia/Kathmandu');
    await expect.poll(firstTime).toBe(inZone(newest(), 'Asia/Kathmandu'));
    await page
      .getByText(/ Asia\/Kathmandu$/)
      .first()
      .waitFor({ state: 'attached' });
    // Bars of half an hour begin a quarter of an hour off those in UTC.
    const quarterMs = 900_000;
    await expect.poll(async () => ((await histogramSpan(page)).fromMs / quarterMs) % 2).toBe(1);
    await picture('kathmandu');
    await (await timeCell()).click();
    await page.keyboard.press('c');
    await expect
      .poll(() => trailglass.app.evaluate(({ clipboard }) => clipboard.readText()))
      .toBe(`${inZone(newest(), 'Asia/Kathmandu').replace(' ', 'T')}+05:45`);
    await page.getByRole('button', { name: /^Time range/ }).click();
    await page.getByLabel('From, Asia/Kathmandu').fill(inZone(newest(), 'Asia/Kathmandu'));
    await page.getByLabel('Before, Asia/Kathmandu').fill('2099-01-01');
    await page.getByRole('button', { name: 'Apply' }).click();
    const last = events.filter(({ eventTime }) => eventTime === newest()).length;
    await expect.poll(() => rowCount(page)).toBe(last);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
  });

  it('holds for the next start', async () => {
    await trailglass.close();
    trailglass = await openDesk({ userData });
    ({ page } = trailglass);
    await page.locator('section[aria-labelledby=recent-heading] button.open').first().click();
    await eventGrid(page).getByRole('gridcell').first().waitFor();
    await expect.poll(() => zone().innerText()).toContain('Asia/Kathmandu');
    await expect.poll(firstTime).toBe(inZone(newest(), 'Asia/Kathmandu'));
    await chooseOption(zone(), 'UTC');
    await expect.poll(firstTime).toBe(inZone(newest(), 'UTC'));
  });
});

describe('what is pasted into the palette', () => {
  const option = (name: string | RegExp) => page.getByRole('option', { name });
  async function paste(text: string): Promise<void> {
    await page.keyboard.press('Control+K');
    await page.getByRole('combobox', { name: 'Command' }).fill(text);
  }

  it('is an event that is shown', async () => {
    const event = events[Math.floor(events.length / 2)]!;
    await paste(event.eventID);
    await option(`Show the event ${event.eventID} 1 event`).click();
    const detail = page.getByRole('region', { name: 'Event detail' });
    await detail.getByRole('heading', { name: event.eventName, exact: true }).waitFor();
    expect(await rowCount(page)).toBe(events.length);
  });

  it('is an account with its page and its count', async () => {
    const [{ recipientAccountId: account } = { recipientAccountId: '' }] = events;
    await paste(account);
    await option(new RegExp(`^Open account page of ${account} [\\d,]+ events`)).waitFor();
    await picture('omnibox');
    await page.keyboard.press('Enter');
    await page
      .getByRole('heading', { name: new RegExp(account) })
      .first()
      .waitFor();
    await go(page, 'Explore');
  });

  it('is an ID whose event the results do not hold, which the detail says', async () => {
    const [one, other] = [events[0]!, events.find(({ eventName }) => eventName !== events[0]!.eventName)!];
    await page.getByRole('textbox', { name: 'Search', exact: true }).fill(`eventName=${other.eventName}`);
    await page.keyboard.press('Enter');
    await paste(one.eventID);
    await option(`Show the event ${one.eventID} 1 event`).click();
    const detail = page.getByRole('region', { name: 'Event detail' });
    await detail.getByText('Not in these results').waitFor();
    await picture('outside');
    await detail.getByRole('button', { name: 'Find it' }).click();
    await expect.poll(() => rowCount(page)).toBe(events.length);
    await expect.poll(() => eventGrid(page).locator('.row.current').count()).toBe(1);
  });
});

import { rmSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeArchive, type Archive, type PlainRecord } from './support/archive.ts';
import { go, importFolder, openDesk, rowCount } from './support/desk.ts';
import { keptUserData, type LaunchedApp } from './support/launch.ts';

let trailglass: LaunchedApp;
let page: Page;
let folder: string;
let archive: Archive;

beforeAll(async () => {
  folder = await keptUserData();
  archive = await makeArchive(folder, { events: 5_000 });
  trailglass = await openDesk();
  ({ page } = trailglass);
  await importFolder(trailglass, archive.folder);
});
afterAll(async () => {
  await trailglass.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => expect(trailglass.pageProblems).toEqual([]));

const count = (many: number): string => many.toLocaleString('en-US');
const click = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const matrix = () => page.getByRole('grid', { name: 'Events by account and Region' });

/** The pair with the most events, and its events. */
function busiest(): { account: string; region: string; events: readonly PlainRecord[] } {
  const pairs = new Map<string, PlainRecord[]>();
  for (const event of archive.events) {
    const key = `${event.recipientAccountId} ${event.awsRegion}`;
    pairs.set(key, [...(pairs.get(key) ?? []), event]);
  }
  const [key, events] = [...pairs].sort(([, a], [, b]) => b.length - a.length)[0]!;
  const [account = '', region = ''] = key.split(' ');
  return { account, region, events };
}

describe('accounts and Regions', () => {
  it('are counted as they stand in the records', async () => {
    await go(page, 'Accounts & Regions');
    await matrix().waitFor();
    for (const region of new Set(archive.events.map(({ awsRegion }) => awsRegion))) {
      const events = archive.events.filter(({ awsRegion }) => awsRegion === region).length;
      const heading = matrix().getByRole('columnheader').filter({ hasText: region }).first();
      expect(await heading.innerText()).toContain(count(events));
    }
    const accounts = new Set(archive.events.map(({ recipientAccountId }) => recipientAccountId));
    await expect.poll(() => matrix().getByRole('rowheader').count()).toBe(accounts.size);
  });

  it('narrow to a cell of the matrix', async () => {
    const { account, region, events } = busiest();
    await matrix().locator(`td[title^="${account} · ${region}:"]`).click();
    await expect.poll(() => rowCount(page)).toBe(events.length);
    const scope = page.getByRole('region', { name: 'Scope' });
    await scope.getByRole('button', { name: `accounts, ${account}` }).waitFor();
    await scope.getByRole('button', { name: `Regions, ${region}` }).waitFor();
    await click('Undo');
    await expect.poll(() => rowCount(page)).toBe(archive.events.length);
  });

  it('have a page of their own that leads to the events', async () => {
    const { account } = busiest();
    const events = archive.events.filter((event) => event.recipientAccountId === account);
    await go(page, 'Accounts & Regions');
    await matrix().getByRole('rowheader').filter({ hasText: account }).click();
    const profile = page.getByRole('region', { name: `Account ${account}` });
    await profile.getByText(count(events.length), { exact: true }).first().waitFor();
    for (const [list, readOnly] of [
      ['Actions that write', false],
      ['Actions that read', true],
    ] as const) {
      const names = new Map<string, number>();
      for (const event of events.filter((each) => each.readOnly === readOnly))
        names.set(event.eventName, (names.get(event.eventName) ?? 0) + 1);
      const most = Math.max(...names.values());
      expect(await profile.getByRole('region', { name: list }).innerText()).toContain(count(most));
    }
    const rail = page.getByRole('navigation', { name: 'Screens' });
    expect(await rail.getByRole('button', { name: 'Accounts & Regions' }).getAttribute('aria-current')).toBe(
      'page',
    );
    await profile.getByRole('button', { name: 'Back', exact: true }).click();
    await matrix().getByRole('rowheader').filter({ hasText: account }).click();
    await profile.getByText(count(events.length), { exact: true }).first().waitFor();
    await page.keyboard.press('Escape');
    await matrix().getByRole('rowheader').filter({ hasText: account }).focus();
    await page.keyboard.press('Enter');
    await profile.getByRole('button', { name: 'Open in Explore' }).click();
    await expect.poll(() => rowCount(page)).toBe(events.length);
    await click('Undo');
  });

  it('say how many events of global services a Region leaves out, and bring them back', async () => {
    const scope = page.getByRole('region', { name: 'Scope' });
    await scope.getByRole('button', { name: /^Regions, / }).click();
    await page
      .getByRole('dialog', { name: 'Regions' })
      .getByRole('checkbox', { name: /^eu-west-1/ })
      .check();
    await page.keyboard.press('Escape');
    const inRegion = (...regions: string[]): number =>
      archive.events.filter(({ awsRegion }) => regions.includes(awsRegion)).length;
    await expect.poll(() => rowCount(page)).toBe(inRegion('eu-west-1'));
    const note = scope.getByText(/events? of global services hidden/);
    const hiddenNow = async (): Promise<number> =>
      Number(/^([\d,]+) events?/.exec(await note.innerText())?.[1]?.replaceAll(',', ''));
    const hidden = await hiddenNow();
    const iam = archive.events.filter(
      ({ eventSource, awsRegion }) => eventSource === 'iam.amazonaws.com' && awsRegion === 'us-east-1',
    ).length;
    expect(iam).toBeGreaterThan(0);
    expect(hidden).toBeGreaterThanOrEqual(iam);
    expect(hidden).toBeLessThanOrEqual(inRegion('us-east-1'));
    await scope.getByRole('button', { name: 'Add us-east-1' }).click();
    await expect.poll(() => rowCount(page)).toBe(inRegion('eu-west-1', 'us-east-1'));
    // Some services that are global by name also answer in other Regions.
    await expect.poll(hiddenNow).toBeLessThanOrEqual(hidden - iam);
    await scope.getByRole('button', { name: 'Show all Regions' }).click();
    await note.waitFor({ state: 'detached' });
    await expect.poll(() => rowCount(page)).toBe(archive.events.length);
  });
});

import { readFileSync, rmSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeArchive, type Archive, type PlainRecord } from './support/archive.ts';
import {
  chooseTheme,
  go,
  importFolder,
  openDesk,
  rowCount,
  search,
  searchText,
  sizeWindow,
  timeCells,
} from './support/desk.ts';
import { keptUserData, type LaunchedApp } from './support/launch.ts';

let trailglass: LaunchedApp;
let page: Page;
let folder: string;
let archive: Archive;
const shots = process.env['TRAILGLASS_SHOTS'];

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
const detail = () => page.getByRole('region', { name: 'Event detail' });
const tab = (name: string) => detail().getByRole('tab', { name, exact: true }).click();
const grid = () => page.getByRole('grid', { name: 'Events', exact: true });
const shot = async (name: string): Promise<void> => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
};

type Full = PlainRecord & {
  readonly userIdentity?: { readonly accessKeyId?: string; readonly arn?: string };
  readonly requestParameters?: { readonly userName?: string } | null;
  readonly responseElements?: { readonly accessKey?: { readonly accessKeyId?: string } } | null;
  readonly sourceIPAddress?: string;
};
const events = (): readonly Full[] => archive.events;
/** The attacker's key for the user they made. */
const planted = (): Full => {
  const found = events().find(
    (event) => event.eventName === 'CreateAccessKey' && event.responseElements?.accessKey,
  );
  if (!found) throw new Error('The sample has no new access key.');
  return found;
};

async function select(text: string): Promise<void> {
  // What the search before found may have been as few.
  await search(page, '');
  await expect.poll(() => rowCount(page)).toBe(events().length);
  await search(page, text);
  await expect.poll(() => rowCount(page)).toBeLessThan(events().length);
  await timeCells(page).first().click();
  await detail().getByRole('tab', { name: 'Fields' }).waitFor();
}

describe('the detail of an event', () => {
  it('says in one sentence who did what, to what, from where and with which client', async () => {
    const event = planted();
    await select(`eventID=${event.eventID}`);
    const sentence = await detail().locator('.sentence').innerText();
    expect(sentence).toContain(`created access key ${event.responseElements?.accessKey?.accessKeyId ?? ''}`);
    expect(sentence).toContain(`for ${event.requestParameters?.userName ?? ''}`);
    expect(sentence).toContain(`from ${event.sourceIPAddress ?? ''}`);
    expect(sentence).toMatch(/, with [A-Za-z]/);
    await detail().getByText('About CreateAccessKey').click();
    await detail()
      .getByText(/^Every use of the new key/)
      .waitFor();
    await shot('detail-fields');
  });

  it('shows the bytes of the file as they stand there', async () => {
    await tab('Source');
    const file = await detail().locator('dd.mono').first().innerText();
    await tab('Raw text');
    const raw = await detail().locator('pre').innerText();
    expect(JSON.parse(raw)).toMatchObject({ eventID: planted().eventID });
    expect(
      gunzipSync(readFileSync(`${archive.folder}/${file.replace(/^.*?AWSLogs/, 'AWSLogs')}`)).toString(),
    ).toContain(raw);
  });

  it('finds words in the record and steps through them by keyboard', async () => {
    await tab('JSON');
    await detail().getByRole('searchbox').fill('userName');
    const said = detail().getByText(/^\d+ of \d+$/);
    await said.waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await said.innerText()).toMatch(/^2 of /);
    await expect.poll(() => detail().locator('.line.now').count()).toBe(1);
    await shot('detail-json');
    await detail().getByRole('searchbox').fill('');
  });

  it('counts what shares its key, lists it, jumps to another event and back', async () => {
    const event = planted();
    const key = event.userIdentity?.accessKeyId ?? '';
    const same = events().filter((one) => one.userIdentity?.accessKeyId === key).length;
    expect(same).toBeGreaterThan(1);
    await tab('Related');
    const group = detail().getByRole('button', { name: new RegExp(`^Same access key .* ${count(same)}$`) });
    await group.click();
    const list = detail().getByRole('list', { name: 'Same access key' });
    await list.locator('[aria-current=true]').waitFor();
    await shot('detail-related');
    await list.getByRole('button').first().click();
    const back = detail().getByRole('button', { name: 'Back to the event before' });
    await back.click();
    await detail().getByRole('heading', { name: 'CreateAccessKey' }).waitFor();
    await detail().getByRole('button', { name: 'Same access key in Explore' }).click();
    await expect.poll(() => rowCount(page)).toBe(same);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect.poll(() => searchText(page)).toContain(event.eventID);
  });

  it('puts two events beside each other, by keyboard', async () => {
    await select('eventName=CreateUser or eventName=CreateAccessKey');
    await expect.poll(() => rowCount(page)).toBeGreaterThan(1);
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .skeleton') === null);
    await grid().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowDown');
    await detail().getByText('2 events selected').waitFor();
    await page.keyboard.press('Shift+M');
    const table = detail().getByRole('grid', { name: 'Compared events' });
    await table.waitFor();
    await expect.poll(() => table.getByRole('columnheader').count()).toBe(3);
    expect(await table.locator('tbody .sign').allInnerTexts()).not.toContain('=');
    await shot('compare');
    await table.getByRole('gridcell').first().focus();
    await page.keyboard.press('d');
    await expect.poll(() => table.locator('tbody .sign').allInnerTexts()).toContain('=');
    await page.keyboard.press('Escape');
    await table.waitFor({ state: 'detached' });
    await grid().focus();
    await page.keyboard.press('Escape');
    await detail().waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await detail().waitFor();
    await detail().getByText('2 events selected').waitFor({ state: 'detached' });
    await page.keyboard.press('m');
    await detail()
      .getByText(/^1 event selected/)
      .waitFor();
    await page.keyboard.press('m');
    await detail()
      .getByText(/^1 event selected/)
      .waitFor({ state: 'detached' });
  });
});

describe('the menu of a value', () => {
  it('opens the page of an access key, whose values have pages of their own, and goes back', async () => {
    const event = planted();
    const key = event.userIdentity?.accessKeyId ?? '';
    const own = events().filter((one) => one.userIdentity?.accessKeyId === key);
    await select(`eventID=${event.eventID}`);
    await tab('Fields');
    const value = detail().getByRole('button', { name: `Access key: ${key}` });
    await value.click({ button: 'right' });
    const menu = page.getByRole('menu');
    await expect.poll(() => menu.getByRole('menuitem').count()).toBeLessThanOrEqual(9);
    await shot('value-menu');
    await menu.getByRole('menuitem', { name: 'Open access key page' }).click();
    const profile = page.getByRole('region', { name: `Access key ${key}` });
    await profile.waitFor();
    await expect.poll(() => profile.locator('dl').first().innerText()).toContain(count(own.length));
    const addresses = new Map<string, number>();
    for (const one of own) {
      const address = one.sourceIPAddress ?? '';
      addresses.set(address, (addresses.get(address) ?? 0) + 1);
    }
    const list = profile.getByRole('region', { name: 'Source IPs' });
    for (const [address, many] of [...addresses].slice(0, 5)) {
      await expect
        .poll(() => list.getByRole('row').filter({ hasText: address }).innerText())
        .toContain(count(many));
    }
    await shot('profile-key');
    const [address = ''] = [...addresses.keys()];
    await list.getByRole('button', { name: address }).press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Open source IP page' }).click();
    await page.getByRole('region', { name: `Source IP ${address}` }).waitFor();
    await page.keyboard.press('Alt+ArrowLeft');
    await profile.waitFor();
    await profile.getByRole('button', { name: 'Open in Explore' }).click();
    await expect.poll(() => rowCount(page)).toBe(own.length);
  });

  it('has more than nine things to do, the later ones behind More', async () => {
    await timeCells(page).first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'More…' }).click();
    await page.getByRole('menuitem', { name: 'Back' }).waitFor();
    await shot('value-menu-more');
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
  });

  it('opens on a long press of a finger', async () => {
    const box = await grid().getByRole('gridcell').nth(1).boundingBox();
    if (!box) throw new Error('no cell');
    const session = await page.context().newCDPSession(page);
    const at = { x: box.x + 20, y: box.y + 10 };
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
    await page.getByRole('menu').waitFor();
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
  });

  it('works on the matrix of places', async () => {
    await go(page, 'Accounts & Regions');
    await page
      .getByRole('grid', { name: 'Events by account and Region' })
      .getByRole('rowheader')
      .first()
      .click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Open account page' }).waitFor();
    await page.keyboard.press('Escape');
  });
});

describe('a resource', () => {
  it('has a page with all that names it, in both themes and on a small window', async () => {
    await go(page, 'Explore');
    const user = planted().requestParameters?.userName ?? '';
    await select(`eventID=${planted().eventID}`);
    await tab('JSON');
    const leaf = detail()
      .getByRole('treeitem')
      .filter({ hasText: `"${user}"` })
      .first();
    await leaf.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Open resource page' }).click();
    const profile = page.getByRole('region', { name: `Resource ${user}` });
    await profile.waitFor();
    const naming = events().filter((event) => {
      const text = JSON.stringify([
        event.requestParameters,
        event.responseElements,
        (event as { resources?: unknown }).resources,
      ]);
      return text.includes(JSON.stringify(user));
    });
    expect(naming.length).toBeGreaterThan(2);
    expect(await profile.locator('dl').first().innerText()).toContain(count(naming.length));
    await chooseTheme(trailglass, 'light');
    await shot('profile-resource-light');
    await sizeWindow(trailglass, 1024, 700);
    await shot('profile-resource-light-1024');
    await profile.getByRole('button', { name: 'Back', exact: true }).click();
    await grid().waitFor();
    await page.getByRole('button', { name: 'Show event detail' }).click();
    await tab('Related');
    await detail().getByText('Around this event').waitFor();
    await shot('detail-light-1024');
    await sizeWindow(trailglass, 1440, 900);
    await chooseTheme(trailglass, 'dark');
    await tab('Source');
    await shot('detail-dark');
  });
});

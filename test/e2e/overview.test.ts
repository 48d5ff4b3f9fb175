import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeArchive, type Archive } from './support/archive.ts';
import {
  chooseInDialogs,
  closeWorkspace,
  go,
  openDesk,
  openWorkspace,
  rowCount,
  statusText,
} from './support/desk.ts';
import { keptUserData, type LaunchedApp } from './support/launch.ts';

let trailglass: LaunchedApp;
let folder: string;
let archive: Archive;

beforeAll(async () => {
  folder = await keptUserData();
  archive = await makeArchive(folder, { events: 2_000 });
  trailglass = await openDesk();
});
afterAll(async () => {
  await trailglass.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => expect(trailglass.pageProblems).toEqual([]));

const front = (): Promise<string | null> =>
  trailglass.page.locator('nav [aria-current=page]').getAttribute('aria-label');
const count = (events: number): string => events.toLocaleString('en-US');

describe('the overview', () => {
  it('is where a new workspace opens, and fills while it is read', async () => {
    const { page } = trailglass;
    await chooseInDialogs(trailglass, archive.folder);
    await page.getByRole('button', { name: 'Open archive folder…' }).click();
    await page.getByRole('button', { name: /^Import / }).click({ timeout: 60_000 });
    await page.getByRole('region', { name: 'Overview' }).waitFor();
    expect(await front()).toBe('Overview');
    await page.getByRole('heading', { name: 'What is here' }).waitFor();
    await expect
      .poll(() => statusText(page), { timeout: 60_000 })
      .toContain(`overview of ${count(archive.events.length)} events`);
    const regions = new Set(archive.events.map(({ awsRegion }) => awsRegion)).size;
    await page.getByRole('button', { name: `and ${count(regions - 3)} more` }).waitFor();
  });

  it('leads to accounts, people and events', async () => {
    const { page } = trailglass;
    await page.getByRole('rowheader').getByRole('button').first().click();
    await page.getByRole('region', { name: /^Identity / }).waitFor();
    await page.keyboard.press('Alt+ArrowLeft');
    await page.getByRole('region', { name: 'Overview' }).waitFor();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Night shift');
    const { arn } = archive.events.find(
      ({ userIdentity }) => userIdentity?.type === 'IAMUser',
    )!.userIdentity!;
    await page.getByRole('textbox', { name: /^Principal/ }).fill(arn!);
    await page.getByRole('textbox', { name: 'Who says so' }).fill('Ada');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByRole('button', { name: 'Show the events of Night shift' }).click();
    const theirs = archive.events.filter(({ userIdentity }) => userIdentity?.arn === arn).length;
    await expect.poll(() => rowCount(page)).toBe(theirs);
  });

  it('is not where a workspace opens that was left elsewhere; what was decided stays', async () => {
    const { page } = trailglass;
    await closeWorkspace(trailglass);
    await openWorkspace(trailglass, `${archive.folder}.trailglass`);
    await page.getByRole('navigation', { name: 'Screens' }).waitFor();
    await expect.poll(front).toBe('Explore');
    await go(page, 'Overview');
    await page.getByRole('button', { name: 'Change Night shift' }).click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByText(/^None\. Scanners, pipelines/).waitFor();
  });
});

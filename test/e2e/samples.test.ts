import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyOf } from './support/archive.ts';
import {
  closeWorkspace,
  go,
  histogramTotal,
  importDone,
  importFolder,
  openDesk,
  rowCount,
  search,
  sizeWindow,
  totals,
} from './support/desk.ts';
import { keptUserData, launch, type LaunchedApp } from './support/launch.ts';

const samples = fileURLToPath(new URL('../../../shared/samples', import.meta.url));
const attack = join(samples, 'invictus-attack-2023');

describe('a real archive', () => {
  const isThere = existsSync(attack);
  beforeEach(({ skip }) => skip(!isThere, 'the sample data is not beside the project'));
  let trailglass: LaunchedApp;
  let folder: string;

  beforeAll(async () => {
    if (!isThere) return;
    folder = await keptUserData();
    await copyOf(attack, join(folder, 'attack'));
    trailglass = await openDesk();
  });
  afterAll(async () => {
    if (!isThere) return;
    await trailglass.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('of 55 files shows its 2,900 events, 300 failures, one Region and both accounts', async () => {
    const { page } = trailglass;
    await importFolder(trailglass, join(folder, 'attack'));
    expect((await totals(page))?.events).toBe(2_900);
    expect(await histogramTotal(page)).toBe(2_900);
    await search(page, 'errorCode:*');
    await expect.poll(() => rowCount(page)).toBe(300);
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await go(page, 'Accounts & Regions');
    const matrix = page.getByRole('grid', { name: 'Events by account and Region' });
    await matrix.waitFor();
    expect(await matrix.getByRole('columnheader').allInnerTexts()).toEqual([
      expect.stringMatching(/^us-east-1\s+2,900/),
    ]);
    // The account that delivered the files is not the one in the events: both must be seen.
    expect(await matrix.getByRole('rowheader').allInnerTexts()).toEqual([
      expect.stringMatching(/^123837392027\s+2,900/),
      expect.stringMatching(/^218007301253\s+0/),
    ]);
    await go(page, 'Evidence');
    await page.getByRole('tab', { name: /^Read 55$/ }).waitFor();
    expect(trailglass.pageProblems).toEqual([]);
  });
});

describe('the sample investigation', () => {
  it('is made from the welcome screen, holds the attack, and is there again the next time', async () => {
    const trailglass = await launch();
    const { page } = trailglass;
    try {
      await sizeWindow(trailglass, 1440, 900);
      await page.getByRole('button', { name: 'Open the sample investigation' }).click();
      await importDone(page);
      const all = (await totals(page))?.events ?? 0;
      expect(all).toBeGreaterThan(1_000);
      await search(page, 'sourceIPAddress:203.0.113.77 and eventName:CreateUser');
      await expect.poll(() => rowCount(page)).toBe(1);
      await closeWorkspace(trailglass);
      await page.getByRole('button', { name: 'Open the sample investigation' }).click();
      await expect.poll(() => rowCount(page)).toBe(1);
      expect((await totals(page))?.events).toBe(all);
      expect(trailglass.pageProblems).toEqual([]);
    } finally {
      await trailglass.close();
    }
  });

  it('is walked through in five steps that each do one real thing', async () => {
    const trailglass = await launch();
    const { page } = trailglass;
    try {
      await sizeWindow(trailglass, 1440, 900);
      await page.getByRole('button', { name: 'Open the sample investigation' }).click();
      await importDone(page);
      const guide = page.getByRole('complementary', { name: 'First steps in the sample investigation' });
      const take = (name: string): Promise<void> => guide.getByRole('button', { name }).click();
      const sentence = (text: RegExp): Promise<void> =>
        page.getByRole('region', { name: 'Event detail' }).getByText(text).first().waitFor();
      const before = await rowCount(page);
      await take('Show only what has consequence');
      await expect.poll(() => rowCount(page)).toBeLessThan(before);
      await take('Open a sign-in without MFA');
      await sentence(/svc-backup-sync signed in to the console, .*without MFA/);
      await expect.poll(() => rowCount(page)).toBe(3);
      await take('Follow the new key');
      await expect.poll(() => rowCount(page)).toBeGreaterThan(3);
      await take('Find where logging stopped');
      await sentence(/svc-backup-sync stopped logging of trail account-audit/);
      await take('Note it and export');
      const dialog = page.getByRole('dialog', { name: 'Export events' });
      await dialog.waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.getByText('key finding').first().waitFor();
      expect(await guide.getByText(', done').count()).toBe(5);
      await guide.getByRole('button', { name: 'Do not show these steps again' }).click();
      await guide.waitFor({ state: 'detached' });
      expect(trailglass.pageProblems).toEqual([]);
    } finally {
      await trailglass.close();
    }
  });
});

import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { handOverAll, makeArchive, type Archive } from './support/archive.ts';
import { chooseInDialogs, go, importDone, importFolder, openDesk, totals } from './support/desk.ts';
import { keptUserData, type LaunchedApp } from './support/launch.ts';

let trailglass: LaunchedApp;
let page: Page;
let folder: string;
let archive: Archive;
let later: Archive;

beforeAll(async () => {
  folder = await keptUserData();
  archive = await makeArchive(folder, { events: 400, seed: 31 });
  later = await makeArchive(folder, { events: 300, seed: 32, name: 'later' });
  trailglass = await openDesk();
  ({ page } = trailglass);
  await importFolder(trailglass, archive.folder);
});
afterAll(async () => {
  await trailglass.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => expect(trailglass.pageProblems).toEqual([]));

const logsOf = ({ folder: parent }: Archive): string[] =>
  readdirSync(parent, { recursive: true, encoding: 'utf8' })
    .map((name) => join(parent, name))
    .filter((path) => statSync(path).isFile() && path.endsWith('.gz'));

async function untilEvents(events: number): Promise<void> {
  await expect.poll(async () => (await totals(page))?.events, { timeout: 30_000 }).toBe(events);
}

it('takes up what is delivered into a watched folder, and says so', async () => {
  await untilEvents(archive.events.length);
  await go(page, 'Evidence');
  await page.getByText('Watch for new files').click();
  const delivered = join(archive.folder, 'delivered');
  mkdirSync(delivered);
  for (const path of logsOf(later)) copyFileSync(path, join(delivered, basename(path)));
  await handOverAll(archive.folder);
  await untilEvents(archive.events.length + later.events.length);
  await importDoneOnEvidence();
  const records = page.getByRole('row', { name: /^Records in the files/ }).getByRole('cell');
  await expect.poll(() => records.innerText()).toBe(String(archive.events.length + later.events.length));
  await page.screenshot({ path: 'test-results/screens/evidence-watched.png' });
});

async function importDoneOnEvidence(): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[aria-label="Running job"]') === null);
}

it('removes a source with everything that came from it, after asking with the count', async () => {
  const second = await makeArchive(folder, { events: 250, seed: 33, name: 'second' });
  await chooseInDialogs(trailglass, second.folder);
  const before = archive.events.length + later.events.length;
  await page.getByRole('button', { name: /^Workspace / }).click();
  await page.getByRole('menuitem', { name: 'Add archive folder to this workspace…' }).click();
  await page.getByRole('button', { name: /^Add to / }).click({ timeout: 60_000 });
  await untilEvents(before + second.events.length);
  await importDoneOnEvidence();
  await page.getByRole('button', { name: `Remove the source ${second.folder}` }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.innerText()).toContain('250');
  await page.screenshot({ path: 'test-results/screens/evidence-remove.png' });
  await dialog.getByRole('button', { name: /^Remove/ }).click();
  await untilEvents(before);
  await importDoneOnEvidence();
  await page
    .getByRole('button', { name: `Remove the source ${second.folder}` })
    .waitFor({ state: 'detached' });
  await go(page, 'Explore');
  await importDone(page);
});

import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeArchive, type Archive } from './support/archive.ts';
import { go, importFolder, openDesk, rowCount } from './support/desk.ts';
import { keptUserData, type LaunchedApp } from './support/launch.ts';

let trailglass: LaunchedApp;
let page: Page;
let folder: string;
let archive: Archive;

beforeAll(async () => {
  folder = await keptUserData();
  archive = await makeArchive(folder, { events: 1_500 });
  trailglass = await openDesk();
  ({ page } = trailglass);
  await importFolder(trailglass, archive.folder);
});
afterAll(async () => {
  await trailglass.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => expect(trailglass.pageProblems).toEqual([]));

/** From here on the save dialog answers with this path, and the file manager notes what it is to show. */
async function saveTo(path: string): Promise<void> {
  await trailglass.app.evaluate(({ dialog, shell }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    shell.showItemInFolder = (shown: string) => void Object.assign(globalThis, { shown });
  }, path);
}

const linesOf = (path: string): string[] => readFileSync(path, 'utf8').split('\r\n').slice(0, -1);

describe('an export', () => {
  it('by the keyboard alone has the rows of the screen, and shows its file', async () => {
    const target = join(folder, 'deletes.csv');
    await saveTo(target);
    await page.keyboard.press('/');
    await page.keyboard.type('eventName:Delete*');
    await page.keyboard.press('Enter');
    const expected = archive.events.filter(({ eventName }) => eventName.startsWith('Delete'));
    await expect.poll(() => rowCount(page)).toBe(expected.length);
    const header = await page.getByRole('grid', { name: 'Events' }).getByRole('columnheader').count();

    await page.keyboard.press('Control+Shift+E');
    const dialog = page.getByRole('dialog', { name: 'Export events' });
    await dialog.getByText(expected.length.toLocaleString('en-US'), { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await dialog.getByText(`${expected.length.toLocaleString('en-US')} events written to`).waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => trailglass.app.evaluate(() => (globalThis as { shown?: string }).shown))
      .toBe(target);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });

    const [first = '', ...lines] = linesOf(target);
    expect(lines).toHaveLength(await rowCount(page));
    expect(first.split(',')).toHaveLength(header);
    const at = first.split(',').indexOf('eventName');
    expect(lines.map((line) => line.split(',')[at]).every((name) => name?.startsWith('Delete'))).toBe(true);
    const about = JSON.parse(readFileSync(`${target}.about.json`, 'utf8')) as object;
    expect(about).toMatchObject({
      query: { search: 'eventName:Delete*' },
      counts: { rows: expected.length, eventsInWorkspace: archive.events.length },
    });
  });

  it('of a query’s result has all its rows', async () => {
    const target = join(folder, 'result.csv');
    await saveTo(target);
    await go(page, 'SQL');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const grid = page.getByRole('grid', { name: 'Result rows' });
    await grid.getByRole('gridcell').first().waitFor();
    const rows = Number(await grid.getAttribute('aria-rowcount')) - 1;
    await page.keyboard.press('Control+Shift+E');
    const dialog = page.getByRole('dialog', { name: 'Export the result' });
    await dialog.waitFor();
    await page.keyboard.press('Enter');
    await dialog.getByText('rows written to').waitFor();
    await page.keyboard.press('Escape');
    expect(linesOf(target)).toHaveLength(rows + 1);
  });

  it('into the evidence is refused in words, and nothing is written', async () => {
    const target = join(archive.folder, 'never.csv');
    await saveTo(target);
    await go(page, 'Explore');
    await page.getByRole('button', { name: 'Export events' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export events' });
    await dialog.getByRole('button', { name: 'Export…' }).click();
    await dialog.getByRole('alert').getByText('evidence is never changed').waitFor();
    await page.keyboard.press('Escape');
    expect(existsSync(target)).toBe(false);
  });
});

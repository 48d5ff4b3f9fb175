import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeArchive, type Archive } from './support/archive.ts';
import {
  chooseOption,
  eventGrid,
  importFolder,
  openDesk,
  rowCount,
  rowTexts,
  search,
} from './support/desk.ts';
import { keptUserData, type LaunchedApp } from './support/launch.ts';

let trailglass: LaunchedApp;
let page: Page;
let userData: string;
let folder: string;
let archive: Archive;

beforeAll(async () => {
  [userData, folder] = [await keptUserData(), await keptUserData()];
  archive = await makeArchive(folder, { events: 2_000 });
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

const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const stars = () => eventGrid(page).getByRole('button', { name: 'Star', exact: true, pressed: true });
const written = (): string => readFileSync(join(`${archive.folder}.trailglass`, 'annotations.jsonl'), 'utf8');
const rows = async (expected: number): Promise<void> => {
  await page.waitForFunction(
    (wanted) =>
      document.querySelector('[role=grid][aria-label=Events]')?.getAttribute('aria-rowcount') === wanted,
    String(expected + 1),
  );
};

describe('notes', () => {
  it('stars the row the keyboard is on', async () => {
    await eventGrid(page).focus();
    await press('ArrowDown');
    await press('s');
    await stars().first().waitFor();
    await expect.poll(() => stars().count()).toBe(1);
    await page.getByRole('button', { name: 'Starred' }).waitFor();
    expect(written().trim().split('\n')).toHaveLength(1);
  });

  it('tags a selection', async () => {
    await eventGrid(page).focus();
    for (let row = 0; row < 4; row += 1) await press('Shift+ArrowDown');
    await press('t');
    await page.getByRole('dialog', { name: 'Tag 5 selected rows' }).waitFor();
    await page.keyboard.type('lateral movement');
    await press('Enter');
    await page.getByText('Tagged 5 events “lateral movement”').first().waitFor();
  });

  it('filters on the tag, and an event leaves the answer when its tag is taken away', async () => {
    const all = await rowCount(page);
    await search(page, 'note.tag:"lateral movement"');
    await rows(5);
    await search(page, 'note.tag:"lateral movement" and note.star:true');
    await rows(1);
    const { Time: time = '' } = await rowTexts(page, 0);
    await search(page, 'not note.tag:*');
    await rows(all - 5);
    await search(page, 'note.tag:"lateral movement"');
    await rows(5);
    await eventGrid(page).focus();
    await press('Home');
    await press('Control+End');
    await press('t');
    await page.getByRole('button', { name: 'Remove lateral movement' }).click();
    await rows(4);
    await press('Escape');
    await press('u');
    await rows(5);
    expect(time).toMatch(/^\d{4}-/);
  });

  it('comments on all matching events after saying how many they are', async () => {
    await page.getByRole('button', { name: 'Note', exact: true }).click();
    await page.getByRole('menuitem', { name: 'All matching events…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Note all matching events' });
    await dialog.getByText('5 events', { exact: true }).waitFor();
    await chooseOption(dialog.getByRole('combobox', { name: 'What' }), 'Comment');
    await dialog.getByRole('textbox', { name: 'Comment' }).fill('All five within a minute.');
    await dialog.getByRole('button', { name: 'Comment: 5 events' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await search(page, 'note.comment:*minute*');
    await rows(5);
  });

  it('has all of it when the application is killed and the workspace opened again', async () => {
    const before = written();
    const gone = new Promise((resolve) => trailglass.app.process().once('exit', resolve));
    trailglass.app.process().kill('SIGKILL');
    await gone;
    await start();
    await page.getByRole('button', { name: /^logs/ }).click();
    await rows(5);
    await stars().first().waitFor();
    await expect.poll(() => stars().count()).toBe(1);
    expect(written()).toBe(before);
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Notes' }).click();
    const noted = page.getByRole('grid', { name: 'Noted events' });
    await noted.getByRole('gridcell').first().waitFor();
    expect(await noted.getAttribute('aria-rowcount')).toBe('6');
    await noted.focus();
    await press('ArrowDown');
    await page.getByRole('region', { name: 'Notes', exact: true }).getByText('All five within').waitFor();
  });
});

import { rmSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { handOverAll, makeArchive, type Archive } from './support/archive.ts';
import {
  eventGrid,
  go,
  importDone,
  importFolder,
  openDesk,
  rowCount,
  search,
  timeCells,
} from './support/desk.ts';
import { keptUserData, type LaunchedApp } from './support/launch.ts';

const folders: string[] = [];
let archive: Archive;
let trailglass: LaunchedApp;
let page: Page;

beforeAll(async () => {
  const folder = await keptUserData();
  folders.push(folder);
  archive = await makeArchive(folder, { events: 2_000 });
});
afterEach(() => trailglass.close());
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const start = async (words: readonly string[] = []): Promise<void> => {
  trailglass = await openDesk({ words });
  ({ page } = trailglass);
};
const enginePid = (): Promise<number | undefined> =>
  trailglass.app.evaluate(
    ({ app }) => app.getAppMetrics().find(({ name }) => name === 'Trailglass engine')?.pid,
  );
const editor = () => page.getByRole('textbox', { name: 'SQL query' });
const rows = (expected: number): Promise<void> =>
  expect.poll(() => rowCount(page), { timeout: 60_000 }).toBe(expected);

/** Takes an hour in one call of a function, which hears no interrupt. */
const endless = `SELECT levenshtein(repeat('a', 1000000), repeat('b', 1000000))`;

describe('a statement that does not stop', () => {
  it('leaves other screens answered, and is ended with the engine while the screen stays', async () => {
    await start();
    await importFolder(trailglass, archive.folder);
    const name = archive.events[0]?.eventName ?? '';
    const named = archive.events.filter(({ eventName }) => eventName === name).length;
    await search(page, `eventName:${name}`);
    await rows(named);
    await timeCells(page).first().click();

    await go(page, 'SQL');
    await editor().fill(endless);
    await page.keyboard.press('Control+Enter');
    await page.getByText(/^Running · .* of 10 minutes/).waitFor();
    const before = await enginePid();

    // Another question is answered meanwhile.
    await go(page, 'Explore');
    await search(page, '');
    await rows(archive.events.length);
    await search(page, `eventName:${name}`);
    await rows(named);
    await timeCells(page).first().click();
    const shown = await eventGrid(page).innerText();

    await go(page, 'SQL');
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page
      .getByText('A statement did not stop. The engine was started again. The workspace is open as it was.')
      .waitFor({ timeout: 120_000 });
    expect(await enginePid()).not.toBe(before);
    expect(await editor().innerText()).toBe(endless);
    await editor().fill('SELECT count(*) AS found FROM events');
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(
        () =>
          page
            .getByRole('gridcell')
            .first()
            .innerText()
            .catch(() => ''),
        { timeout: 60_000 },
      )
      .toBe(String(archive.events.length));

    await go(page, 'Explore');
    await rows(named);
    expect(await eventGrid(page).innerText()).toBe(shown);
    await page.keyboard.press('s');
    await page.getByRole('button', { name: 'Starred' }).waitFor();
    await search(page, 'note.star:true');
    await rows(1);
  });
});

describe('an engine that is killed', () => {
  it.each([
    ['Overview', /What is here/],
    ['Explore', /2,000 events/],
    ['Accounts & Regions', /2,000 events/],
    ['Notes', /Nothing noted yet/],
    ['SQL', /No query has run yet/],
    ['Evidence', /Every record is accounted/],
  ] as const)('brings the content of %s back', async (screen, answered) => {
    await handOverAll(archive.folder);
    await start([archive.folder]);
    const importing = page.getByRole('button', { name: /^Import / });
    const opened = page.getByRole('navigation', { name: 'Screens' });
    await importing.or(opened).first().waitFor({ timeout: 60_000 });
    if (await importing.isVisible()) await importing.click();
    await importDone(page);
    await go(page, screen);
    /** What is in sight: facets below the window are counted when they are scrolled to. */
    const content = (): Promise<string> =>
      page.getByRole('main').evaluate((main: HTMLElement) => {
        const below = [...main.querySelectorAll<HTMLElement>('section')].filter(
          (section) => section.getBoundingClientRect().top > innerHeight,
        );
        for (const section of below) section.style.display = 'none';
        const text = main.innerText.trim();
        for (const section of below) section.style.display = '';
        return text;
      });
    const elsewhere = screen === 'Explore' ? 'Evidence' : 'Explore';
    /** What the screen shows when nothing is loading any more. */
    const settledContent = async (): Promise<string> => {
      await page.waitForFunction(
        () => document.querySelector('main [aria-busy=true], main .skeleton, main .dimmed') === null,
      );
      let last = '';
      await expect
        .poll(
          async () => {
            const before = last;
            last = await content();
            return last === before && answered.test(last) && !last.includes('still being looked through');
          },
          { timeout: 60_000, interval: 1_000 },
        )
        .toBe(true);
      expect(last).not.toContain('No events in this question');
      return last;
    };
    const before = await settledContent();
    const pid = await enginePid();
    expect(pid).toBeGreaterThan(1);
    await trailglass.app.evaluate((_electron, killed) => process.kill(killed, 'SIGKILL'), pid ?? -1);
    await page.getByText('The workspace is open again as it was.').waitFor({ timeout: 120_000 });
    // The banner takes room of the screen.
    await page.getByText('Dismiss', { exact: true }).click();
    await go(page, elsewhere);
    await go(page, screen);
    await expect.poll(content, { timeout: 60_000 }).toBe(before);
  });
});

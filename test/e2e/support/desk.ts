import type { Locator, Page } from 'playwright-core';
import { launch, type LaunchedApp, type LaunchOptions } from './launch.ts';

/** Launches Trailglass with a window of 1,440 × 900 pixels whose answers are waited for up to 20 seconds. */
export async function openDesk(options?: LaunchOptions): Promise<LaunchedApp> {
  const trailglass = await launch(options);
  trailglass.page.setDefaultTimeout(20_000);
  await sizeWindow(trailglass, 1440, 900);
  return trailglass;
}

/** From here on every open dialog answers with these paths, as a person would choose them. */
export async function chooseInDialogs({ app }: LaunchedApp, ...paths: readonly string[]): Promise<void> {
  await app.evaluate(
    ({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: chosen });
    },
    [...paths],
  );
}

/** Makes the page exactly this large. */
export async function sizeWindow({ app, page }: LaunchedApp, width: number, height: number): Promise<void> {
  await app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [
    width,
    height,
  ] as const);
  await page.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, [width, height] as const);
}

/** What the status bar says. */
export const statusText = (page: Page): Promise<string> => page.locator('footer').innerText();

/**
 * How many events the archive has after the status bar; undefined before a workspace is open. An answer of all events
 * says their number in place of the archive: `row 3 of 2,900`, `2,900 events`.
 */
export async function totals(page: Page): Promise<{ events: number } | undefined> {
  const text = await statusText(page).catch(() => '');
  const [before, after] = text.split('from ');
  if (before === undefined || after === undefined) return undefined;
  const found = /([\d,]+) events?\s*$/.exec(before) ?? /of ([\d,]+)/.exec(before) ?? /([\d,]+)/.exec(before);
  return { events: Number(found?.[1]?.replaceAll(',', '')) };
}

/** Waits until no job runs and the newest import is told as done, and goes to Explore. */
export async function importDone(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Screens' }).waitFor();
  await page.waitForFunction(
    () => {
      const footer = document.querySelector('footer')?.textContent ?? '';
      const isRunning = document.querySelector('[aria-label="Running job"]') !== null;
      return !isRunning && !/(^|\D)0 events/.test(footer) && /from [1-9]/.test(footer);
    },
    undefined,
    { timeout: 120_000 },
  );
  await go(page, 'Explore');
  await page.getByRole('grid', { name: 'Events' }).getByRole('gridcell').first().waitFor();
}

/** Chooses a folder on the welcome screen, confirms the preview and waits for the import. */
export async function importFolder(trailglass: LaunchedApp, folder: string): Promise<void> {
  const { page } = trailglass;
  await chooseInDialogs(trailglass, folder);
  await page.getByRole('button', { name: 'Open archive folder…' }).click();
  await page.getByRole('button', { name: /^Import / }).click({ timeout: 60_000 });
  await importDone(page);
}

/** The times drawn by the histogram, from its heading. */
/** Opens a workspace through the dialog; the caller waits for what it shows. */
export async function openWorkspace(trailglass: LaunchedApp, path: string): Promise<void> {
  await chooseInDialogs(trailglass, path);
  await trailglass.page.getByRole('button', { name: 'Open workspace…', exact: true }).click();
}

/** Closes the open workspace, which leads back to the first screen. */
export async function closeWorkspace({ page }: LaunchedApp): Promise<void> {
  await page.getByRole('button', { name: /^Workspace / }).click();
  await page.getByRole('menuitem', { name: 'Close workspace' }).click();
  await page.getByRole('heading', { name: 'Trailglass' }).waitFor();
}

export const histogramText = (page: Page): Promise<string> =>
  page.locator('section[aria-label="Events over time"] .readout').innerText();

/** The number before “events” in the histogram's heading: all events of the filter. */
export async function histogramTotal(page: Page): Promise<number> {
  const text = await histogramText(page);
  return Number(/([\d,]+) events?/.exec(text)?.[1]?.replaceAll(',', '') ?? Number.NaN);
}

export const eventGrid = (page: Page): Locator => page.getByRole('grid', { name: 'Events', exact: true });

/** All events of the question: the rows of the grid without its header; NaN while the grid is not there. */
export async function rowCount(page: Page): Promise<number> {
  const grid = eventGrid(page);
  if ((await grid.count()) === 0) return Number.NaN;
  return Number(await grid.getAttribute('aria-rowcount')) - 1;
}

export async function go(
  page: Page,
  screen: 'Overview' | 'Explore' | 'Accounts & Regions' | 'Notes' | 'SQL' | 'Evidence',
): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Screens' })
    .getByRole('button', { name: screen, exact: true })
    .click();
}

/** Replaces the text of the search box and applies it. */
export async function search(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Search', exact: true });
  await box.fill(text);
  await box.press('Enter');
}

export async function chooseTheme(trailglass: LaunchedApp, theme: 'dark' | 'light'): Promise<void> {
  const { page } = trailglass;
  for (let tries = 0; tries < 3; tries += 1) {
    if ((await page.locator('html').getAttribute('data-theme')) === theme) {
      const chosen = await page.getByRole('button', { name: /^Theme: / }).getAttribute('aria-label');
      if (chosen?.startsWith(`Theme: ${theme}`)) return;
    }
    await page.getByRole('button', { name: /^Theme: / }).click();
  }
}

/** Opens a select and takes one of its options. */
export async function chooseOption(select: Locator, option: string): Promise<void> {
  await select.click();
  await select.page().getByRole('option', { name: option, exact: true }).click();
}

/** Does something in what stands behind the timeline's Display button, and closes it again. */
export async function inDisplay(page: Page, act: (panel: Locator) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: 'Display', exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Display of the timeline' });
  await act(panel);
  await panel.press('Escape');
  await panel.waitFor({ state: 'detached' });
}

/** Draws with the mouse from one place of the histogram to another; places are shares of its width. */
export async function dragOnHistogram(page: Page, from: number, to: number): Promise<void> {
  const box = await page.locator('[data-gesture]').first().boundingBox();
  if (!box) throw new Error('The histogram is not on the screen.');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * ((from + to) / 2), y, { steps: 4 });
  await page.mouse.move(box.x + box.width * to, y, { steps: 4 });
  await page.mouse.up();
}

/** What the scope bar says of the range. */
export const rangeText = async (page: Page): Promise<string> =>
  (await page
    .getByRole('region', { name: 'Scope' })
    .getByRole('button', { name: /^Time range/ })
    .getAttribute('aria-label')) ?? '';

/** The span the histogram draws, in milliseconds since 1970, from the slider that stands on it. */
export async function histogramSpan(page: Page): Promise<{ fromMs: number; toMs: number }> {
  const slider = page.getByRole('slider', { name: 'Start of the time range' });
  const [from, to] = await Promise.all(
    ['aria-valuemin', 'aria-valuemax'].map(async (name) => Number(await slider.getAttribute(name)) / 1_000),
  );
  return { fromMs: from ?? Number.NaN, toMs: to ?? Number.NaN };
}

/** Draws a range with the mouse from one instant to another. */
export async function drawRange(page: Page, fromMs: number, toMs: number): Promise<void> {
  const span = await histogramSpan(page);
  const share = (ms: number): number => (ms - span.fromMs) / (span.toMs - span.fromMs);
  await dragOnHistogram(page, share(fromMs), share(toMs));
}

/** Draws the range and lets the histogram show nothing else, without keeping it as the range. */
export async function zoomHistogram(page: Page, fromMs: number, toMs: number): Promise<void> {
  const before = await histogramSpan(page);
  await drawRange(page, fromMs, toMs);
  await inDisplay(page, (panel) => panel.getByRole('button', { name: 'Zoom to the selected range' }).click());
  await page.waitForFunction(
    (min) => document.querySelector('[role=slider]')?.getAttribute('aria-valuemin') !== min,
    String(before.fromMs * 1_000),
  );
  await page
    .locator('[data-gesture]')
    .first()
    .dblclick({ position: { x: 30, y: 20 } });
  await page.waitForFunction(() => !document.querySelector('.readout')?.textContent.includes(' of '));
}

const timeOf = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`);

/** The range in the scope bar in milliseconds since 1970; undefined while all time is meant. */
export async function chosenRange(page: Page): Promise<{ fromMs: number; toMs: number } | undefined> {
  const text = await rangeText(page);
  const found = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) → (?:(\d{4}-\d\d-\d\d) )?(\d\d:\d\d:\d\d)/.exec(text);
  if (!found || text.includes('All time')) return undefined;
  const [, day = '', from = '', otherDay = day, to = ''] = found;
  return { fromMs: timeOf(`${day} ${from}`), toMs: timeOf(`${otherDay} ${to}`) };
}

/** What the search box holds. */
export const searchText = (page: Page): Promise<string> =>
  page.getByRole('textbox', { name: 'Search', exact: true }).innerText();

/** The texts of a row of the event grid, by its place among all rows. */
export async function rowTexts(page: Page, index: number): Promise<Readonly<Record<string, string>>> {
  const row = eventGrid(page).locator(`[role=row][aria-rowindex="${String(index + 2)}"]`);
  const texts = await row.getByRole('gridcell').allInnerTexts();
  const titles = await columnTitles(page);
  return Object.fromEntries(texts.map((text, at) => [titles[at] ?? '', text.trim()]));
}

/** The cells of the rows that show when they happened: before them stands the star. */
export const timeCells = (page: Page): Locator => eventGrid(page).getByRole('gridcell', { name: /^\d{4}-/ });

/** The titles of the grid's columns, from the left. */
export const columnTitles = (page: Page): Promise<string[]> =>
  eventGrid(page).locator('[role=columnheader] .title').allInnerTexts();

/** All that makes the screen of Explore what it is. */
export async function exploreScreen(page: Page): Promise<Record<string, unknown>> {
  const headers = eventGrid(page).getByRole('columnheader');
  return {
    range: await rangeText(page),
    search: await searchText(page),
    rows: await rowCount(page),
    columns: await headers.allInnerTexts(),
    sorts: await headers.evaluateAll((all) => all.map((each) => each.getAttribute('aria-sort'))),
    selected: await eventGrid(page).locator('[role=row].current').getByRole('gridcell').allInnerTexts(),
    position: /row [\d,]+ of [\d,]+/.exec(await statusText(page))?.[0],
    detail: (
      await page.getByRole('region', { name: 'Event detail' }).getByRole('heading').allInnerTexts()
    ).slice(0, 1),
  };
}

import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { storyFacts } from '../../electron/sample/story.ts';
import { makeArchive, type Archive } from './support/archive.ts';
import {
  chooseInDialogs,
  chooseTheme,
  drawRange,
  eventGrid,
  go,
  importFolder,
  rowCount,
  search,
  sizeWindow,
  zoomHistogram,
} from './support/desk.ts';
import { keptUserData, launch, type LaunchedApp } from './support/launch.ts';

const inProject = (...parts: string[]): string =>
  join(fileURLToPath(new URL('../..', import.meta.url)), ...parts);
const pictures = inProject('test-results', 'screens');
/** Set by whoever wants the README's pictures taken again: then they come from this very run. */
const isForReadme = process.env['TRAILGLASS_README_PICTURES'] === '1';
const readme = new Map([
  ['welcome-1440-dark', 'welcome'],
  ['overview-1440-dark', 'overview'],
  ['explore-1440-dark', 'explore'],
  ['explore-1440-light', 'explore-light'],
  ['places-1440-dark', 'places'],
  ['sql-1440-dark', 'sql'],
  ['profile-1440-dark', 'profile'],
]);
const story = storyFacts({ seed: 7 });

let trailglass: LaunchedApp;
let page: Page;
let folder: string;
let archive: Archive;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  folder = isForReadme ? join(tmpdir(), 'cases') : await keptUserData();
  rmSync(join(folder, 'acme-breach'), { recursive: true, force: true });
  // A larger archive has something in more accounts and Regions.
  const size = isForReadme ? { events: 40_000, name: 'acme-breach' } : { events: 5_000, broken: true };
  archive = await makeArchive(folder, size);
  trailglass = await launch();
  ({ page } = trailglass);
});
afterAll(async () => {
  await trailglass.close();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => expect(trailglass.pageProblems).toEqual([]));

/** Whether everything on the screen is of the newest answer: nothing waits, nothing is dimmed, nothing moves. */
const isSettled = (): Promise<boolean> =>
  page.evaluate(
    () =>
      document.querySelector('[aria-busy="true"], .skeleton, .is-busy, .dimmed, .stale') === null &&
      document.getAnimations().length === 0,
  );
const settled = (): Promise<void> => expect.poll(isSettled).toBe(true);

async function picture(name: string): Promise<void> {
  await settled();
  // Away from everything that answers a pointer.
  await page.mouse.move(700, 5);
  const path = join(pictures, `${name}.png`);
  await page.screenshot({ path, caret: 'initial' });
  const wanted = readme.get(name);
  if (isForReadme && wanted) {
    mkdirSync(inProject('build-resources', 'screenshots'), { recursive: true });
    copyFileSync(path, inProject('build-resources', 'screenshots', `${wanted}.png`));
  }
}

/** What axe finds that keeps people out. */
async function obstacles(): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const look = () =>
    page.evaluate(async () => {
      const { axe: tool } = window as unknown as { axe: typeof axe };
      const { violations } = await tool.run(document, { resultTypes: ['violations'], preload: false });
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, help, nodes }) => ({
          id,
          help,
          where: nodes
            .slice(0, 5)
            .map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
        }));
    });
  let found: Awaited<ReturnType<typeof look>>;
  // What was looked at while an answer came in was dimmed, and is looked at again.
  do {
    await settled();
    found = await look();
  } while (!(await isSettled()));
  return found.map(({ id, help, where }) => `${id}: ${help}\n  ${where.join('\n  ')}`);
}

/** Both themes at both sizes of what is on the screen: pictures, and what axe says of them. */
async function lookAtAll(name: string): Promise<void> {
  const problems: string[] = [];
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ] as const) {
    await sizeWindow(trailglass, width, height);
    for (const theme of ['dark', 'light'] as const) {
      await chooseTheme(trailglass, theme);
      await picture(`${name}-${String(width)}-${theme}`);
      for (const problem of await obstacles()) problems.push(`${String(width)} ${theme} ${problem}`);
      const beyond = await page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        return [scrollWidth - innerWidth, scrollHeight - innerHeight];
      });
      if (beyond.some((px) => px > 0))
        problems.push(
          `${String(width)} ${theme}: the page is ${beyond.join(' × ')} px larger than the window`,
        );
    }
  }
  await sizeWindow(trailglass, 1440, 900);
  expect(problems.join('\n')).toBe('');
}

/** One picture in the theme and size of now, and what axe says of it. */
async function lookOnce(name: string): Promise<void> {
  await picture(name);
  expect((await obstacles()).join('\n')).toBe('');
}

describe('every screen, in both themes, at both sizes', () => {
  it('Welcome', () => lookAtAll('welcome'));

  it('Overview', async () => {
    await importFolder(trailglass, archive.folder);
    await go(page, 'Overview');
    await page.getByRole('heading', { name: 'What is here' }).waitFor();
    await page.getByRole('tab', { name: /^All/ }).waitFor();
    await expect
      .poll(() => page.getByText('still being looked through').count(), { timeout: 120_000 })
      .toBe(0);
    for (const notice of await page.getByRole('button', { name: 'Dismiss', exact: true }).all())
      await notice.click();
    await lookAtAll('overview');
  });

  it('Explore with a range, a filter and an event', async () => {
    await go(page, 'Explore');
    await search(page, `sourceIPAddress:${story.attackerIpv4} and readOnly:false`);
    await expect.poll(() => rowCount(page)).toBeLessThan(200);
    const hourMs = 3_600_000;
    await zoomHistogram(page, story.firstMs - 12 * hourMs, story.lastMs + 12 * hourMs);
    await zoomHistogram(page, story.firstMs - hourMs, story.lastMs + hourMs);
    await drawRange(page, story.firstMs, story.signInMs + hourMs / 4);
    await page.getByRole('button', { name: 'Newest first' }).click();
    await eventGrid(page).getByRole('gridcell', { name: 'CreateUser', exact: true }).click();
    await page.getByRole('tab', { name: 'Fields' }).waitFor();
    // What the import told goes away by itself.
    await expect.poll(() => page.getByRole('button', { name: 'Dismiss' }).count()).toBe(0);
    await lookAtAll('explore');
  });

  it('Explore with an open completion', async () => {
    await page.getByRole('textbox', { name: 'Search', exact: true }).fill('eventName:Create');
    await page.locator('.cm-tooltip-autocomplete').waitFor();
    await picture('completion-1440-light');
    // The list scrolls with the arrow keys that choose from it; axe knows that only of elements with role combobox.
    const found = await obstacles();
    expect(found.filter((each) => !/^scrollable-region-focusable.*\n {2}#cm-ac-/.test(each))).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });

  it('the value menu', async () => {
    await eventGrid(page).getByRole('gridcell').nth(1).click({ button: 'right' });
    await page.getByRole('menu').waitFor();
    await picture('value-menu-1440-dark');
    expect(await obstacles()).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('the export of what is found', async () => {
    await page.keyboard.press('Control+Shift+E');
    await page.getByRole('dialog', { name: 'Export events' }).waitFor();
    await lookOnce('export');
    await page.keyboard.press('Escape');
  });

  it('the page of an address', async () => {
    // Beside the open detail, columns that it shows anyway have given way.
    await page.getByRole('button', { name: 'Hide event detail' }).click();
    await eventGrid(page)
      .getByRole('gridcell', { name: story.attackerIpv4, exact: true })
      .first()
      .click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Open source IP page' }).click();
    await page.getByRole('region', { name: `Source IP ${story.attackerIpv4}` }).waitFor();
    await lookAtAll('profile');
    await page.getByRole('button', { name: 'Back', exact: true }).last().click();
    await page.getByRole('button', { name: 'Show event detail' }).click();
  });

  it('Notes', async () => {
    await eventGrid(page).focus();
    for (const key of ['Control+Home', 's', 'n']) await page.keyboard.press(key);
    await page.keyboard.type('The first call with the leaked key. Look at what it made.');
    await page.keyboard.press('Control+Enter');
    await go(page, 'Notes');
    await page.getByText('The first call with the leaked key').filter({ visible: true }).first().waitFor();
    await lookAtAll('notes');
    await go(page, 'Explore');
  });

  it('Accounts & Regions', async () => {
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page
      .locator('[data-gesture]')
      .first()
      .dblclick({ position: { x: 5, y: 20 } });
    await expect.poll(() => rowCount(page)).toBe(archive.events.length);
    await go(page, 'Accounts & Regions');
    await page.getByRole('grid', { name: 'Events by account and Region' }).waitFor();
    await lookAtAll('places');
  });

  it('the page of an account', async () => {
    await page.getByRole('rowheader').filter({ hasText: story.targetAccountId }).click();
    await page.getByRole('button', { name: 'Open in Explore' }).waitFor();
    await lookAtAll('account');
  });

  it('SQL with a result', async () => {
    await go(page, 'SQL');
    await page
      .getByRole('textbox', { name: 'SQL query' })
      .fill(
        'select eventName, errorCode, count(*) as calls\nfrom events\nwhere errorCode is not null\ngroup by all\norder by calls desc',
      );
    await page.keyboard.press('Control+Enter');
    await page.getByRole('grid', { name: 'Result rows' }).getByRole('gridcell').first().waitFor();
    await lookAtAll('sql');
  });

  it('Evidence', async () => {
    await go(page, 'Evidence');
    await page.getByRole('grid', { name: 'Ledger' }).getByRole('gridcell').first().waitFor();
    await lookAtAll('evidence');
  });

  it('the command palette and the shortcuts', async () => {
    await page.keyboard.press('Control+K');
    await page.getByRole('dialog').waitFor();
    await picture('palette-1440-dark');
    expect(await obstacles()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await picture('shortcuts-1440-dark');
    expect(await obstacles()).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it.each([
    ['JSON', 'json'],
    ['Raw text', 'raw'],
    ['Source', 'source'],
  ])('the event as %s', async (tab, name) => {
    await go(page, 'Explore');
    await search(page, `userAgent:*HYPERLINK* or eventName:CreateUser`);
    await expect.poll(() => rowCount(page)).toBeLessThan(200);
    await eventGrid(page).getByRole('gridcell').nth(1).click();
    await page.getByRole('tab', { name: tab, exact: true }).click();
    await lookOnce(`event-${name}`);
  });

  it.each([
    ['time range', /^Time range, /],
    ['accounts', /^accounts, /],
    ['columns', 'Columns'],
    ['saved views', 'Views'],
    ['jobs', 'Jobs'],
    ['workspace', /^Workspace /],
  ])('the popover of %s', async (name, button) => {
    await page.getByRole('button', { name: button }).click();
    await page.locator('[popover]:popover-open').first().waitFor();
    await lookOnce(`popover-${name.replace(' ', '-')}`);
    await page.keyboard.press('Escape');
  });

  it('no event matches', async () => {
    await search(page, 'eventName:NoSuchCall and awsRegion:us-east-1');
    await page.getByText('No event matches').waitFor();
    await page.getByRole('button', { name: 'Drop', exact: true }).first().waitFor();
    await lookOnce('empty');
    await search(page, 'eventName:( or "open');
    await page.getByRole('alert').waitFor();
    await page.locator('.cm-lintRange-error').first().waitFor();
    await lookOnce('unreadable-search');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
  });

  it('facets and the event on a narrow window', async () => {
    await sizeWindow(trailglass, 1024, 700);
    await eventGrid(page).focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Event detail' }).waitFor();
    await lookOnce('narrow-detail');
    await page.getByRole('button', { name: 'Show facets' }).click();
    await page.getByRole('dialog', { name: 'Facets' }).waitFor();
    await lookOnce('narrow-facets');
    await page.keyboard.press('Escape');
    await sizeWindow(trailglass, 1440, 900);
  });

  it('SQL that cannot run, and the tables', async () => {
    await go(page, 'SQL');
    await page.getByRole('textbox', { name: 'SQL query' }).fill('select eventNam from events');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').waitFor();
    await page.getByRole('tab', { name: 'Tables' }).click();
    await lookOnce('sql-error');
  });

  it('the preview of an archive', async () => {
    await chooseInDialogs(trailglass, archive.folder);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+o');
    await page.getByRole('button', { name: /^Add to / }).waitFor();
    await lookOnce('preview');
    await page.keyboard.press('Escape');
  });

  it('asks nothing from anywhere else, breaks no policy and logs no error', () => {
    expect(trailglass.requests.filter((url) => !url.startsWith('app://trail/'))).toEqual([]);
    expect(trailglass.pageProblems).toEqual([]);
  });
});

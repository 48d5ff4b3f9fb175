import { rmSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeArchive, type Archive } from './support/archive.ts';
import { chooseInDialogs, importDone, openDesk, rowCount, rowTexts, statusText } from './support/desk.ts';
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
});
afterAll(async () => {
  await trailglass.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => expect(trailglass.pageProblems).toEqual([]));

interface Focus {
  /** Role or tag, and name or text: enough to recognise it in a message. */
  readonly what: string;
  /** Whether the focused element, its active descendant or a frame around it is outlined, and in the window. */
  readonly isSeen: boolean;
}

/** Where the focus is, and whether a person can see that. */
function focusNow(): Promise<Focus> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return { what: 'nothing', isSeen: false };
    const descendant = document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
    const around: (Element | null)[] = [element, descendant];
    for (let above = element.parentElement, steps = 0; above && steps < 4; above = above.parentElement) {
      if (above.matches(':focus-within')) around.push(above);
      steps += 1;
    }
    const isOutlined = (each: Element | null): boolean => {
      if (!each) return false;
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(each);
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 && !outlineColor.endsWith(', 0)');
    };
    const box = (descendant ?? element).getBoundingClientRect();
    const isInWindow = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    const name = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40);
    return {
      what: `${element.getAttribute('role') ?? element.tagName.toLowerCase()} “${name}”`,
      isSeen: isInWindow && around.some(isOutlined),
    };
  });
}

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await expect.poll(focusNow, { message: `after ${key}` }).toMatchObject({ isSeen: true });
  }
}

const focused = async (): Promise<string> => (await focusNow()).what;

describe('without a mouse', () => {
  it('opens a folder, confirms the preview and sees the first rows', async () => {
    await chooseInDialogs(trailglass, archive.folder);
    await page.keyboard.press('Control+o');
    await page.getByRole('dialog', { name: 'What is in this archive' }).waitFor();
    await expect.poll(focused).toMatch(/^button “Import \d+ log files”$/);
    await page.keyboard.press('Enter');
    await importDone(page);
    expect(await rowCount(page)).toBe(archive.events.length);
  });

  it('searches, walks the rows and opens the event', async () => {
    await press('/');
    expect(await focused()).toContain('Search');
    await page.keyboard.type('eventName:Delete*');
    await press('Enter');
    const expected = archive.events.filter(({ eventName }) => eventName.startsWith('Delete')).length;
    await expect.poll(() => rowCount(page)).toBe(expected);

    for (let panels = 0; panels < 12 && !(await focused()).startsWith('grid'); panels += 1) await press('F6');
    expect(await focused()).toBe('grid “Events”');
    await press('ArrowDown', 'ArrowDown', 'ArrowDown');
    await expect.poll(() => statusText(page)).toContain('row 3 of');
    const { 'Event name': eventName = 'none' } = await rowTexts(page, 2);
    const detail = page.getByRole('region', { name: 'Event detail' });
    await expect.poll(() => detail.getByRole('heading').first().innerText()).toBe(eventName);

    await press('Enter');
    await detail.waitFor({ state: 'detached' });
    await press('Enter');
    await detail.getByRole('tab', { name: 'Fields' }).waitFor();
    await press('F6');
    for (let stops = 0; stops < 8 && !(await focused()).startsWith('tab '); stops += 1) await press('Tab');
    expect(await focused()).toBe('tab “Fields”');
    await press('ArrowRight', 'ArrowRight');
    expect(await focused()).toBe('tab “Raw text”');
    await detail.getByLabel('Raw text').last().getByText(eventName).waitFor();
    await press('Escape');
    await detail.waitFor({ state: 'detached' });
    expect(await focused()).toBe('grid “Events”');
    await press('Enter');
  });

  it('pivots through the value menu and goes back', async () => {
    const before = await rowCount(page);
    await press('ArrowRight');
    await press('Shift+F10');
    expect(await focused()).toContain('menuitem “Only this');
    await press('ArrowDown', 'ArrowUp');
    await press('Enter');
    await expect.poll(() => rowCount(page)).toBeLessThanOrEqual(before);
    await page.getByRole('button', { name: 'Clear', exact: true }).waitFor();
    expect(await focused()).toBe('grid “Events”');
    await press('Alt+ArrowLeft');
    await expect.poll(() => rowCount(page)).toBe(before);
  });

  it.each([
    ['Overview', 'o'],
    ['Explore', 'e'],
    ['Accounts & Regions', 'a'],
    ['SQL', 'q'],
    ['Evidence', 'v'],
  ])('walks through all of %s with Tab, sees every stop and gets out again', async (name, letter) => {
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('g');
    await page.keyboard.press(letter);
    await page.locator(`nav [aria-current=page][aria-label="${name}"]`).waitFor();
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
    const stops: string[] = [];
    const unseen: string[] = [];
    for (let step = 0; step < 120; step += 1) {
      await page.keyboard.press('Tab');
      const at = await focusNow();
      if (at.what.includes('SQL query')) await page.keyboard.press('Escape');
      if (at.what === 'nothing') continue;
      if (stops.length > 3 && at.what === stops[0]) break;
      stops.push(at.what);
      if (!at.isSeen) unseen.push(at.what);
    }
    expect(unseen).toEqual([]);
    expect(stops.length).toBeGreaterThan(8);
    expect(stops.length).toBeLessThan(119);
  });
});

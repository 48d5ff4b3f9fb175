import { page, userEvent } from 'vitest/browser';
import { expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { fakeTrail } from '../support/fake-trail.ts';
import ExploreHarness from './ExploreHarness.svelte';
import { fakeArchive } from './fake-archive.ts';

it.each([
  ['dark', 1440, 900],
  ['light', 1440, 900],
  ['dark', 1024, 700],
  ['light', 1024, 700],
] as const)('shot %s %i', async (theme, width, height) => {
  document.documentElement.dataset['theme'] = theme;
  await page.viewport(width, height);
  const trail = fakeTrail({ answers: fakeArchive(2_433) });
  await render(ExploreHarness, { trail });
  await vi.waitFor(
    () => expect(document.querySelectorAll('[role=gridcell]').length).toBeGreaterThan(50),
    5000,
  );
  const grid = document.querySelector<HTMLElement>('[role=grid]');
  grid?.focus();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowRight}');
  if (width < 1200) await userEvent.keyboard('{Enter}');
  await vi.waitFor(() => expect(document.querySelector('.sentence')).not.toBeNull(), 3000);
  await page.screenshot({ path: `/work/main/out/shots/r2-explore-${theme}-${width}.png` });
  if (theme === 'dark' && width === 1440) {
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await page.screenshot({ path: `/work/main/out/shots/r2-explore-menu.png` });
    await userEvent.keyboard('{Escape}');
    await userEvent.click(page.getByRole('tab', { name: 'JSON' }));
    await page.screenshot({ path: `/work/main/out/shots/r2-explore-json.png` });
    await userEvent.click(page.getByRole('tab', { name: 'Raw text' }));
    await page.screenshot({ path: `/work/main/out/shots/r2-explore-raw.png` });
    await userEvent.click(page.getByRole('tab', { name: 'Source' }));
    await page.screenshot({ path: `/work/main/out/shots/r2-explore-source.png` });
    await userEvent.click(page.getByRole('button', { name: 'Columns', exact: true }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await page.screenshot({ path: `/work/main/out/shots/r2-explore-columns.png` });
    await userEvent.keyboard('{Escape}');
    trail.explore.narrow('x', {
      filter: {
        kind: 'and',
        of: [
          {
            kind: 'field',
            field: 'eventName',
            test: { op: 'equals', value: 'GetObject', caseSensitive: true },
          },
          {
            kind: 'field',
            field: 'awsRegion',
            test: { op: 'equals', value: 'us-east-1', caseSensitive: true },
          },
        ],
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 400));
    await page.screenshot({ path: `/work/main/out/shots/r2-explore-empty.png` });
  }
});

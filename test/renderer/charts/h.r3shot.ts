import { test, vi, expect } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Harness from './HistogramHarness.svelte';
import { incident, minute, noon } from './histograms.ts';
import { mouseOver } from './mouse.ts';
test.each(['dark', 'light'])('%s', async (theme) => {
  await page.viewport(1040, 420);
  document.documentElement.dataset['theme'] = theme;
  const bar = (n: number) => noon + n * 10 * minute;
  await render(Harness, {
    data: incident(100),
    log: () => {},
    brush: { fromMicros: bar(40), toMicros: bar(66) },
  });
  await render(Harness, { data: incident(144), log: () => {} });
  await vi.waitFor(() => expect(document.querySelectorAll('.surface').length).toBe(2));
  const m = mouseOver(document.querySelectorAll('.surface')[1]!);
  await m.move(300);
  await m.down(300);
  await m.pull(500);
  await m.pull(520);
  await page.screenshot({ path: `/tmp/shots/histogram-${theme}.png` });
  await m.up(520);
  await m.move(230);
  (document.querySelector('[aria-label="Show as table"]') as HTMLElement).click();
  (document.querySelectorAll('[role=slider]')[0] as HTMLElement)?.focus();
  await new Promise((r) => setTimeout(r, 100));
  await page.screenshot({ path: `/tmp/shots/histogram-table-${theme}.png` });
});

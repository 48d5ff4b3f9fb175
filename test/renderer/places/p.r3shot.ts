import { test, vi, expect } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import PlacesPage from '../../../renderer/features/places/PlacesPage.svelte';
import FacetPanel from '../../../renderer/features/explore/FacetPanel.svelte';
import Timeline from '../../../renderer/features/explore/Timeline.svelte';
import Harness from '../support/Harness.svelte';
import { fakeTrail } from '../support/fake-trail.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { matrixAnswer, placeProfile, timeline, accountName } from './answers.ts';
import { listFacets } from '../facets/answers.ts';
import { incident } from '../charts/histograms.ts';
const mk = (n: number, m: number) =>
  fakeTrail({
    answers: {
      'places.matrix': () => matrixAnswer(n, m),
      'places.profile': placeProfile,
      'timeline.histogram': (p) =>
        p.split === 'awsRegion'
          ? {
              ...incident(144),
              series: [
                'us-east-1',
                'eu-west-1',
                'us-west-2',
                'eu-central-1',
                'ap-south-1',
                'sa-east-1',
                'ca-central-1',
                ' other',
              ].map((value, i) => ({
                value,
                counts: incident(144).series[0]!.counts.map((c) => Math.round(c / (i + 1))),
              })),
            }
          : incident(144),
      'facets.list': listFacets,
    },
  });
test.each(['dark', 'light'])('%s', async (theme) => {
  await page.viewport(1280, 800);
  document.documentElement.dataset['theme'] = theme;
  let trail = mk(12, 17);
  trail.screens.go('places');
  let r = await render(Harness, { trail, component: PlacesPage });
  await vi.waitFor(() => expect(document.querySelector('[data-row="0"]')).not.toBeNull());
  (document.querySelector('[data-row="1"][data-column="1"]') as HTMLElement).focus();
  await page.screenshot({ path: `/tmp/shots/places-${theme}.png` });
  trail.screens.go('places', { account: accountName(1) });
  await vi.waitFor(() => expect(document.querySelector('.surface')).not.toBeNull());
  await page.screenshot({ path: `/tmp/shots/profile-${theme}.png` });
  await r.unmount();
  trail = mk(100, 30);
  trail.screens.go('places');
  const t0 = performance.now();
  r = await render(Harness, { trail, component: PlacesPage });
  await vi.waitFor(() => expect(document.querySelector('[data-row="0"]')).not.toBeNull(), { interval: 1 });
  const t1 = performance.now();
  const cell = document.querySelector('[data-row="1"][data-column="1"]') as HTMLElement;
  cell.focus();
  const ts: number[] = [];
  for (let i = 0; i < 10; i++) {
    const s = performance.now();
    document.activeElement!.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }),
    );
    await new Promise((q) => requestAnimationFrame(q));
    ts.push(Math.round(performance.now() - s));
  }
  console.log('100x30 render ms', Math.round(t1 - t0), 'keys', ts.join(' '));
  (document.querySelector('[data-row="60"][data-column="20"]') as HTMLElement).focus();
  await page.screenshot({ path: `/tmp/shots/places-big-${theme}.png` });
  await r.unmount();
  trail = mk(2, 2);
  trail.explore.adjust({
    filter: parseFilter(
      'eventSource:(iam.amazonaws.com or sts.amazonaws.com) and not errorCode:AccessDenied and eventName:Action63',
    ).filter!,
  });
  r = await render(Harness, { trail, component: FacetPanel, widthPx: 240, heightPx: 800 });
  await vi.waitFor(() => expect(document.querySelectorAll('[role=checkbox]').length).toBeGreaterThan(5));
  await page.getByRole('checkbox', { name: /^ec2/ }).hover();
  await page.screenshot({ path: `/tmp/shots/facets-${theme}.png` });
  await r.unmount();
  trail = mk(2, 2);
  trail.explore.adjust({ split: 'awsRegion' });
  r = await render(Harness, { trail, component: Timeline, widthPx: 760, heightPx: 200 });
  await vi.waitFor(() => expect(document.querySelector('.surface')).not.toBeNull());
  await page.screenshot({ path: `/tmp/shots/timeline-${theme}.png` });
  await r.unmount();
});

import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  eventsWords,
  openedWords,
  placesWords,
  spanDays,
} from '../../renderer/features/welcome/recent-words.ts';
import Welcome from '../../renderer/features/welcome/Welcome.svelte';
import { makeActions } from '../../renderer/services/actions.ts';
import { Intake } from '../../renderer/services/intake.svelte.ts';
import { ThemeChoice } from '../../renderer/services/theme.svelte.ts';
import { SummaryKeeper } from '../../renderer/state/summary-keeper.ts';
import type { ResultOf } from '../../shared/bridge/contract.ts';
import { AppError } from '../../shared/bridge/errors.ts';
import type { HostContract, WorkspaceSummary } from '../../shared/contract/host.ts';
import type { EngineHandlers } from '../../shared/contract/index.ts';
import { findings } from './support/axe.ts';
import { fakeTrail, sampleInfo } from './support/fake-trail.ts';
import Harness from './support/Harness.svelte';

type Recent = ResultOf<HostContract['host.recent']>[number];

const summary: WorkspaceSummary = {
  events: 9_812_404,
  firstEventMicros: Date.UTC(2025, 1, 27, 9) * 1_000,
  lastEventMicros: Date.UTC(2025, 2, 19, 17) * 1_000,
  accounts: 14,
  regions: 17,
  activity: [4, 0, 900, 1_529],
};
const listed = (title: string, more: Partial<Recent> = {}): Recent => ({
  granted: { grant: `grant-${title}`.slice(0, 64), label: `/cases/${title}.trailglass` },
  title,
  openedAt: '2025-11-21T10:00:00Z',
  isThere: true,
  summary,
  ...more,
});

async function show(recent: readonly Recent[]) {
  let left = [...recent];
  const trail = fakeTrail({
    info: null,
    host: {
      'host.recent': () => left,
      'host.forget': ({ grant }) => {
        left = left.filter(({ granted }) => granted.grant !== grant);
        return {};
      },
    },
  });
  const openWorkspace = vi.fn(() => Promise.resolve());
  const props = {
    actions: { ...makeActions(trail, new Intake(trail.engine)), openWorkspace },
    theme: new ThemeChoice(trail.host),
  };
  await render(Harness, { props: { trail, component: Welcome, props } });
  return openWorkspace;
}

const row = (name: string | RegExp) => page.getByRole('button', { name });

beforeEach(() => page.viewport(1_440, 900));

describe('a workspace of before', () => {
  it('is told by its places, its days, its events and their course, under a name that begins with its title', async () => {
    await show([listed('acme-breach')]);
    await expect
      .element(
        row(/^acme-breach 14 accounts · 17 Regions 2025-02-27 2025-03-19 9,812,404 events 2025-11-21$/),
      )
      .toBeVisible();
    const strip = document.querySelector('li svg path')?.getAttribute('d') ?? '';
    // Three of the four bars have events.
    expect(strip.match(/M/g)).toHaveLength(3);
  });

  it('has a dash for all that is not known of it, and no strip', async () => {
    await show([listed('old', { summary: null })]);
    await expect.element(row(/^old – – – 2025-11-21$/)).toBeEnabled();
    expect(document.querySelector('li .strip')).toBeNull();
  });

  it('that is gone says where it was, and cannot be opened but forgotten', async () => {
    await show([listed('gone', { isThere: false }), listed('here')]);
    await expect.element(row(/^gone not found at its place: \/cases\/gone\.trailglass/)).toBeDisabled();
    await row('Forget gone').click();
    await expect.element(row(/^gone/)).not.toBeInTheDocument();
    await expect.element(row(/^here/)).toBeEnabled();
  });

  it('is reached by arrows, past those that are gone, and opened by Enter', async () => {
    const openWorkspace = await show([
      listed('first'),
      listed('gone', { isThere: false }),
      listed('second'),
      listed('third'),
    ]);
    await expect.element(row(/^first/)).toBeVisible();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(row(/^first/)).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(row(/^second/)).toHaveFocus();
    await userEvent.keyboard('{End}');
    await expect.element(row(/^third/)).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{ArrowUp}');
    await expect.element(row(/^second/)).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(openWorkspace.mock.calls).toEqual([
      [{ grant: 'grant-second', label: '/cases/second.trailglass' }],
    ]);
    await userEvent.keyboard('{Home}');
    await expect.element(row(/^first/)).toHaveFocus();
  });
});

describe('the page', () => {
  it.each([
    ['dark', 1_440, 900],
    ['light', 1_024, 700],
  ] as const)('can be read and fits in %s at %d × %d', async (theme, width, height) => {
    await page.viewport(width, height);
    document.documentElement.dataset['theme'] = theme;
    await show([
      listed('acme-breach'),
      listed('a-title-as-long-as-people-make-them-when-nobody-stops-them-from-writing-on-and-on'),
      listed('gone', { isThere: false, summary: null }),
    ]);
    await expect.element(row(/^acme-breach/)).toBeVisible();
    expect(await findings()).toEqual([]);
    const { scrollWidth, clientWidth } = document.querySelector('.page')!;
    expect(scrollWidth).toBe(clientWidth);
    for (const cell of document.querySelectorAll('li .open > :not(.what)'))
      expect(cell.scrollWidth, cell.textContent).toBeLessThanOrEqual(cell.clientWidth);
    document.documentElement.dataset['theme'] = 'dark';
  });
});

describe('words of the list', () => {
  const now = Date.UTC(2025, 10, 22, 0, 30);
  it.each([
    ['2025-11-22T00:02:59Z', 'today 00:02'],
    ['2025-11-21T14:02:00Z', 'yesterday 14:02'],
    ['2025-11-20T23:59:00Z', '2025-11-20'],
    ['never', '–'],
  ])('%s was %s', (iso, words) => expect(openedWords(iso, now)).toBe(words));

  it('leave out what no event names', () => {
    const nowhere = { ...summary, accounts: 0, regions: 0, events: 1 };
    expect([placesWords({ ...summary, accounts: 1 }), placesWords(nowhere)]).toEqual([
      '1 account · 17 Regions',
      '–',
    ]);
    expect(eventsWords(nowhere)).toBe('1 event');
    expect(spanDays({ ...summary, lastEventMicros: summary.firstEventMicros })).toEqual(['2025-02-27']);
    expect(spanDays({ ...summary, firstEventMicros: null, lastEventMicros: null })).toEqual(['–']);
  });
});

describe('what a workspace holds', () => {
  const answers: Partial<EngineHandlers> = {
    'places.scope': () => ({
      total: 3,
      accounts: [
        { value: '111111111111', count: 2 },
        { value: null, count: 1 },
      ],
      regions: [
        { value: 'us-east-1', count: 2 },
        { value: 'eu-west-1', count: 1 },
      ],
      hides: { serviceCalls: 0, withoutConsequence: 0 },
      hiddenGlobalEvents: 0,
    }),
    'timeline.histogram': () => ({
      fromMicros: 0,
      toMicros: 3_000_000,
      binMicros: 1_000_000,
      total: 3,
      series: [{ value: null, counts: [1, 0, 2] }],
    }),
  };
  const kept = ({ calls }: ReturnType<typeof fakeTrail>) =>
    calls.filter(({ name }) => name === 'host.summarise').map(({ params }) => params);

  it('is kept when it is left, once for the same data', async () => {
    const trail = fakeTrail({ answers });
    const keeper = new SummaryKeeper(trail);
    keeper.take(sampleInfo);
    await keeper.finish();
    keeper.take(sampleInfo);
    await keeper.finish();
    const expected = {
      path: sampleInfo.path,
      summary: {
        events: sampleInfo.events,
        firstEventMicros: sampleInfo.firstEventMicros,
        lastEventMicros: sampleInfo.lastEventMicros,
        accounts: 1,
        regions: 2,
        activity: [1, 0, 2],
      },
    };
    expect(kept(trail)).toEqual([expected]);
    keeper.take({ ...sampleInfo, events: 9, versions: { events: 2, files: 1 } });
    await keeper.finish();
    expect(kept(trail)).toHaveLength(2);
    expect(kept(trail)[1]).toMatchObject({ summary: { events: 9 } });
  });

  it('is kept by itself once the data has come to rest', async () => {
    const trail = fakeTrail({ answers });
    const keeper = new SummaryKeeper(trail);
    for (const events of [1, 2, 3]) keeper.take({ ...sampleInfo, events, versions: { events, files: 1 } });
    await expect.poll(() => kept(trail), { timeout: 10_000 }).toHaveLength(1);
    expect(kept(trail)).toMatchObject([{ summary: { events: 3 } }]);
  });

  it('stays what it was where it cannot be counted', async () => {
    const trail = fakeTrail({
      answers: {
        ...answers,
        'places.scope': () => {
          throw new AppError('internal', 'No answer.');
        },
      },
    });
    const keeper = new SummaryKeeper(trail);
    keeper.take(sampleInfo);
    await keeper.finish();
    expect(kept(trail)).toEqual([]);
  });
});

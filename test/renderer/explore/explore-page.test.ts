import axe from 'axe-core';
import { page, userEvent } from 'vitest/browser';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { printFilter } from '../../../shared/filter/print.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { status } from '../../../renderer/services/status.svelte.ts';
import ExplorePage from '../../../renderer/features/explore/ExplorePage.svelte';
import { fakeTrail, type FakeTrail } from '../support/fake-trail.ts';
import { features } from '../../../renderer/app/features.ts';
import Harness from '../support/Harness.svelte';
import { fakeArchive, rawOf } from './fake-archive.ts';

const total = 2_433;
let copied: string[] = [];

beforeEach(async () => {
  await page.viewport(1440, 900);
  copied = [];
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => {
    copied.push(text);
    return Promise.resolve();
  });
});
afterEach(() => vi.restoreAllMocks());

const grid = (): HTMLElement => {
  const element = document.querySelector<HTMLElement>('[role=grid][aria-label=Events]');
  if (!element) throw new Error('no grid');
  return element;
};
const activeText = (): string =>
  document.getElementById(grid().getAttribute('aria-activedescendant') ?? '')?.innerText.trim() ?? '';

async function mount(options: Parameters<typeof fakeTrail>[0] = {}): Promise<FakeTrail> {
  const trail = fakeTrail({ ...options, answers: { ...fakeArchive(total), ...options.answers } });
  await render(Harness, { trail, component: ExplorePage, features, hasValueMenu: true });
  await vi.waitFor(() => expect(document.querySelectorAll('[role=gridcell]').length).toBeGreaterThan(50));
  return trail;
}

describe('the grid of events', () => {
  it('follows the keyboard with the detail and says where it is', async () => {
    const trail = await mount();
    grid().focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}');
    await vi.waitFor(() => expect(trail.explore.state.selectedId).toBe('1.2431'));
    expect(status.said.position).toBe('row 2 of 2,433');
    await expect.element(page.getByRole('heading', { name: activeText(), exact: true })).toBeVisible();
    expect(document.activeElement).toBe(grid());
  });

  it('reaches the last event, whose page was never loaded, and shows it', async () => {
    const trail = await mount();
    grid().focus();
    await userEvent.keyboard('{Control>}{End}{/Control}');
    await vi.waitFor(() => expect(trail.explore.state.selectedId).toBe('1.0'));
    await vi.waitFor(() => expect(status.said.position).toBe('row 2,433 of 2,433'));
    await vi.waitFor(() => expect(grid().innerText).toContain('2021-07-28 15:28:00'));
  });

  it('keeps the selected event selected through another order', async () => {
    const trail = await mount();
    grid().focus();
    await userEvent.keyboard('{ArrowDown}');
    await vi.waitFor(() => expect(trail.explore.state.selectedId).toBe('1.2432'));
    await userEvent.click(page.getByRole('button', { name: 'Newest first' }));
    await vi.waitFor(() => expect(status.said.position).toBe('row 2,433 of 2,433'));
    await vi.waitFor(() => expect(grid().querySelector('.current')).not.toBeNull());
    expect(trail.explore.past.at(-1)?.label).toBe('Sorted by Time ascending');
  });

  it('includes and excludes the value under the keyboard', async () => {
    const trail = await mount();
    grid().focus();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}');
    const name = activeText();
    await userEvent.keyboard('i');
    expect(printFilter(trail.explore.state.filter)).toBe(`eventName=${name}`);
    trail.explore.undo();
    await userEvent.keyboard('x');
    expect(printFilter(trail.explore.state.filter)).toBe(`eventName!=${name}`);
  });

  it('opens the value menu by keyboard at the cell and gives the focus back', async () => {
    const trail = await mount();
    grid().focus();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}');
    const name = activeText();
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    await expect.element(page.getByRole('menu', { name: `Event name: ${name}` })).toBeVisible();
    await userEvent.keyboard('only{Enter}');
    expect(printFilter(trail.explore.state.filter)).toBe(`eventName=${name}`);
    await vi.waitFor(() => expect(document.activeElement).toBe(grid()));
  });

  it('copies a row as its exact record', async () => {
    const trail = await mount();
    grid().focus();
    await userEvent.keyboard('{ArrowDown}{Shift>}C{/Shift}');
    await vi.waitFor(() => expect(copied).toEqual([rawOf(2_432, total)]));
    expect(trail.notices.at(-1)?.message).toBe('Copied row as JSON');
  });

  it('has the summary as a column, wide enough to read, copied as it stands and no value to filter by', async () => {
    const archive = fakeArchive(total);
    const trail = await mount({
      answers: {
        'events.window': async (params, context) => {
          const found = await archive['events.window']?.(params, context);
          if (!found) throw new Error('no rows');
          const at = params.columns.indexOf('sentence');
          const told = (list: (typeof found.columns)[number], column: number) =>
            column === at ? list.map((_cell, row) => `Deleted trail number ${params.offset + row}`) : list;
          return { ...found, columns: found.columns.map(told) };
        },
      },
    });
    await userEvent.click(page.getByRole('button', { name: 'Columns', exact: true }));
    await userEvent.keyboard('summary{Enter}{Escape}');
    const fields = trail.explore.state.columns.map(({ field }) => field);
    expect(fields[fields.indexOf('target.name') + 1]).toBe('sentence');
    const cell = page.getByRole('gridcell', { name: 'Deleted trail number 1', exact: true });
    await cell.click({ button: 'right' });
    await expect.element(page.getByRole('menuitem', { name: 'Count by Summary' })).toBeVisible();
    await expect.element(page.getByRole('menuitem', { name: 'Only this' })).not.toBeInTheDocument();
    await page.getByRole('menuitem', { name: /^Copy/ }).click();
    expect(copied).toEqual(['Deleted trail number 1']);
  });

  it('adds a column by a path of the record', async () => {
    const trail = await mount();
    await userEvent.click(page.getByRole('button', { name: 'Columns', exact: true }));
    await userEvent.keyboard('requestParameters.bucketName{Enter}');
    expect(trail.explore.state.columns.at(-1)?.field).toBe('requestParameters.bucketName');
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() =>
      expect(grid().getAttribute('aria-colcount')).toBe(String(trail.explore.state.columns.length)),
    );
    await vi.waitFor(() => expect(grid().innerText).toContain('finance-reports'));
  });

  it('says which part of the search leaves nothing, and drops it', async () => {
    const trail = await mount();
    const filter =
      parseFilter('eventName=GetObject awsRegion=us-east-1').filter ?? trail.explore.state.filter;
    trail.explore.narrow('two conjuncts', { filter });
    await expect.element(page.getByText('No event matches')).toBeVisible();
    const line = page
      .getByRole('listitem')
      .filter({ hasText: 'Region is us-east-1' })
      .filter({ hasText: 'without it' });
    await expect.element(line).toHaveTextContent('243 events without it');
    await userEvent.click(line.getByRole('button', { name: 'Drop' }));
    expect(printFilter(trail.explore.state.filter)).toBe('eventName=GetObject');
  });

  it('shows a failure with its reason and recovers', async () => {
    let fails = true;
    const { 'events.window': window } = fakeArchive(total);
    const trail = fakeTrail({
      answers: {
        ...fakeArchive(total),
        'events.window': (params, context) => {
          if (fails || !window) throw new Error('unplugged');
          return window(params, context);
        },
      },
    });
    await render(Harness, { trail, component: ExplorePage, features, hasValueMenu: true });
    const events = page.getByRole('region', { name: 'Events', exact: true });
    await expect.element(events.getByRole('alert')).toBeVisible();
    fails = false;
    await userEvent.click(events.getByRole('button', { name: 'Try again' }));
    await vi.waitFor(() => expect(document.querySelectorAll('[role=gridcell]').length).toBeGreaterThan(50));
  });
});

describe('event detail', () => {
  async function open(
    answers: NonNullable<Parameters<typeof fakeTrail>[0]>['answers'] = {},
  ): Promise<FakeTrail> {
    const trail = await mount({ answers });
    trail.explore.adjust({ selectedId: '1.2431' });
    await expect.element(page.getByRole('tab', { name: 'Fields' })).toBeVisible();
    return trail;
  }
  const detail = () => page.getByRole('region', { name: 'Event detail' });

  it('begins with one sentence and fields by group', async () => {
    await open();
    await expect.element(detail().getByText(/AWS service cloudtrail\.amazonaws\.com /)).toBeVisible();
    for (const name of ['What', 'Who', 'Where', 'Request and answer']) {
      await expect.element(detail().getByRole('heading', { name, exact: true })).toBeInTheDocument();
    }
  });

  it('shows the record as a tree with exact numbers and visible deceptions, to be searched and copied from', async () => {
    await open();
    await userEvent.click(page.getByRole('tab', { name: 'JSON' }));
    await expect.element(detail().getByText('12345678901234567890')).toBeVisible();
    await expect.element(detail().getByText('odd key⟦RLO⟧')).toBeVisible();
    await userEvent.click(detail().getByRole('searchbox'));
    await userEvent.keyboard('mfaAuth');
    const leaf = detail().getByRole('treeitem', { name: /mfaAuthenticated/ });
    await expect.element(leaf).toBeVisible();
    (leaf.element() as HTMLElement).focus();
    await userEvent.keyboard('{Shift>}C{/Shift}');
    expect(copied).toEqual(['userIdentity.sessionContext.attributes.mfaAuthenticated']);
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    await vi.waitFor(() => expect(leaf.query()).toBeNull());
  });

  it('opens the value menu on a leaf for its path', async () => {
    const trail = await open();
    await userEvent.click(page.getByRole('tab', { name: 'JSON' }));
    const leaf = detail().getByRole('treeitem', { name: /^bucketName/ });
    (leaf.element() as HTMLElement).focus();
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    await userEvent.keyboard('exclude{Enter}');
    expect(printFilter(trail.explore.state.filter)).toBe('requestParameters.bucketName!=finance-reports');
  });

  it('gives the raw text byte for byte and its place in the evidence', async () => {
    await open();
    await userEvent.click(page.getByRole('tab', { name: 'Raw text' }));
    await userEvent.click(detail().getByRole('button', { name: 'Copy', exact: true }));
    expect(copied).toEqual([rawOf(2_431, total)]);
    await userEvent.click(page.getByRole('tab', { name: 'Source' }));
    await expect.element(detail().getByText('number 2,432 of the file')).toBeVisible();
    await expect.element(detail().getByText(/^9f86d081/)).toBeVisible();
  });

  it('steps through what the search finds in the tree, and folds and unfolds it', async () => {
    await open();
    await userEvent.click(page.getByRole('tab', { name: 'JSON' }));
    await userEvent.click(detail().getByRole('button', { name: 'Fold everything', exact: true }));
    await userEvent.click(detail().getByRole('searchbox'));
    await userEvent.keyboard('name');
    const said = detail().getByText(/^\d+ of \d+$/);
    const count = Number(/of (\d+)/.exec(said.element().textContent)?.[1]);
    expect(count).toBeGreaterThan(2);
    const now = (): string => document.querySelector('.line.now')?.textContent.replace(/\s+/g, '') ?? '';
    const seen = new Set<string>();
    for (let n = 1; n <= count; n += 1) {
      await userEvent.keyboard('{Enter}');
      await expect.element(said).toHaveTextContent(`${n} of ${count}`);
      await vi.waitFor(() => expect(now()).toMatch(/name/i));
      seen.add(now());
    }
    expect(seen.size).toBe(count);
    await userEvent.keyboard('{Enter}');
    await expect.element(said).toHaveTextContent(`1 of ${count}`);
    await userEvent.keyboard('{Shift>}{F3}{/Shift}');
    await expect.element(said).toHaveTextContent(`${count} of ${count}`);
    await userEvent.click(detail().getByRole('button', { name: 'Fold everything', exact: true }));
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
    await userEvent.click(detail().getByRole('button', { name: 'Next match' }));
    await vi.waitFor(() => expect(now()).toMatch(/name/i));
    await userEvent.click(detail().getByRole('searchbox'));
    await userEvent.keyboard('nowhere');
    await expect.element(detail().getByText('no match')).toBeVisible();
    await expect.element(detail().getByRole('button', { name: 'Next match' })).toBeDisabled();
  });

  it('says what a well-known action does, and remembers whether one wants to know', async () => {
    localStorage.removeItem('trailglass.actionNote');
    const trail = await open();
    trail.explore.adjust({ selectedId: '1.0' });
    const summary = detail().getByText(/^About /);
    for (let n = 0; summary.query() === null && n < 10; n += 1) {
      trail.explore.adjust({ selectedId: `1.${n}` });
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await userEvent.click(summary);
    await expect.element(detail().getByText('Matters')).toBeVisible();
    expect(localStorage.getItem('trailglass.actionNote')).toBe('open');
    localStorage.removeItem('trailglass.actionNote');
  });

  it('counts and lists related events, jumps to one and back', async () => {
    const trail = await open();
    await userEvent.click(page.getByRole('tab', { name: 'Related' }));
    const key = detail().getByRole('button', { name: /^Same access key AKIA.* 120$/ });
    await expect.element(key).toBeVisible();
    await expect.element(detail().getByRole('button', { name: /^Same request .*only this$/ })).toBeDisabled();
    await userEvent.click(key);
    const list = detail().getByRole('list', { name: 'Same access key' });
    await expect.element(list).toBeVisible();
    const rows = [...list.element().querySelectorAll('button')];
    expect(rows).toHaveLength(9);
    expect(rows.findIndex((row) => row.ariaCurrent === 'true')).toBe(7);
    await userEvent.click(detail().getByRole('button', { name: /^Show more/ }));
    await vi.waitFor(() => expect(list.element().querySelectorAll('button')).toHaveLength(41));
    const before = list.element().querySelectorAll('button')[38];
    if (!before) throw new Error('no row');
    await userEvent.click(before);
    expect(trail.explore.state.selectedId).toBe('1.2430');
    await userEvent.click(detail().getByRole('button', { name: 'Back to the event before' }));
    expect(trail.explore.state.selectedId).toBe('1.2431');
    await vi.waitFor(() =>
      expect(detail().getByRole('button', { name: 'Back to the event before' }).query()).toBeNull(),
    );
  });

  it('pivots to related events in one step, with a way back', async () => {
    const trail = await open();
    await userEvent.click(page.getByRole('tab', { name: 'Related' }));
    await expect.element(detail().getByRole('button', { name: /^± 1 minute \d+$/ })).toBeVisible();
    const related = document.querySelector<HTMLElement>('.related');
    expect(related?.innerText).toContain('± 1 hour');
    expect(related?.innerText).not.toContain('Explore');
    await userEvent.click(detail().getByRole('button', { name: 'Same access key in Explore' }));
    expect(printFilter(trail.explore.state.filter)).toBe('userIdentity.accessKeyId=AKIAEXAMPLE000000001');
    trail.explore.undo();
    expect(printFilter(trail.explore.state.filter)).toBe('');
    await userEvent.click(detail().getByRole('button', { name: '± 5 minutes in Explore' }));
    const range = trail.explore.state.scope.range;
    expect(range && range.toMicros - range.fromMicros).toBe(601_000_000);
    trail.explore.undo();
    expect(trail.explore.state.scope.range).toBeNull();
    expect(trail.explore.state.selectedId).toBe('1.2431');
  });

  it('tells which related events the scope leaves out, and offers all of them', async () => {
    const { 'related.counts': counts } = fakeArchive(total);
    const trail = await mount({
      answers: {
        'related.counts': async (params, context) => {
          const answer = await counts?.(params, context);
          return {
            counts: params.questions.map(({ scope }, n) => (scope.accounts ? 7 : (answer?.counts[n] ?? 0))),
          };
        },
      },
    });
    trail.explore.narrowScope('one account', { accounts: ['111122223333'] });
    trail.explore.adjust({ selectedId: '1.2431' });
    await userEvent.click(page.getByRole('tab', { name: 'Related' }));
    await expect.element(detail().getByText('7 of them in the scope.').first()).toBeVisible();
    const all = detail().getByRole('button', { name: 'All 120 in Explore' }).first();
    await userEvent.click(all);
    expect(trail.explore.state.scope.accounts).toBeNull();
    trail.explore.undo();
    expect(trail.explore.state.scope.accounts).toEqual(['111122223333']);
  });

  it('puts chosen events beside each other and marks what differs', async () => {
    const trail = await open();
    await userEvent.click(detail().getByRole('button', { name: 'Select for comparison' }));
    trail.explore.adjust({ selectedId: '1.2430' });
    await expect.element(detail().getByRole('button', { name: 'Select for comparison' })).toBeVisible();
    await userEvent.click(detail().getByRole('button', { name: 'Select for comparison' }));
    expect(trail.explore.selectedIds).toEqual(['1.2431', '1.2430']);
    await userEvent.click(detail().getByRole('button', { name: 'Compare', exact: true }));
    const table = detail().getByRole('grid', { name: 'Compared events' });
    await expect.element(table).toBeVisible();
    const places = (): string[] =>
      [...table.element().querySelectorAll('tbody th')].map((each) => each.textContent.trim());
    expect(places()).toContain('≠requestID');
    expect(places().some((place) => place.startsWith('='))).toBe(false);
    const first = table.getByRole('gridcell').first();
    (first.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}{ArrowDown}');
    expect(document.activeElement?.getAttribute('data-cell')).toBe('1 1');
    await userEvent.keyboard('d');
    await vi.waitFor(() => expect(places()).toContain('=eventVersion'));
    await userEvent.keyboard('c');
    expect(copied).toHaveLength(1);
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    await expect.element(page.getByRole('menu')).toBeVisible();
    await userEvent.keyboard('{Escape}{Escape}');
    await vi.waitFor(() => expect(trail.explore.isComparing).toBe(false));
    await expect.element(detail().getByRole('tab', { name: 'Fields' })).toBeVisible();
  });

  it('keeps the focus when comparing begins and ends', async () => {
    const trail = await open();
    grid().focus();
    await userEvent.keyboard('{ArrowDown} {ArrowDown} ');
    await expect.element(page.getByText('2 events selected').first()).toBeVisible();
    await userEvent.click(detail().getByRole('button', { name: 'Compare', exact: true }));
    await vi.waitFor(() => expect(trail.explore.isComparing).toBe(true));
    const region = (): Element => detail().element();
    await vi.waitFor(() => expect(region().contains(document.activeElement)).toBe(true));
    await userEvent.keyboard('{Escape}');
    expect(trail.explore.isComparing).toBe(false);
    await vi.waitFor(() => expect(region().contains(document.activeElement)).toBe(true));
    trail.explore.compare(true);
    await userEvent.click(detail().getByRole('button', { name: 'Back to one event' }));
    await vi.waitFor(() => expect(region().contains(document.activeElement)).toBe(true));
  });

  it('has one selection with the grid, ended from either side', async () => {
    const trail = await open();
    const selected = (): number => grid().querySelectorAll('.row.selected').length;
    const select = async (): Promise<void> => {
      grid().focus();
      await userEvent.keyboard('{Home} {ArrowDown} ');
      await vi.waitFor(() => expect(trail.explore.selectedIds).toHaveLength(2));
      expect(selected()).toBe(2);
    };
    await select();
    await userEvent.click(detail().getByRole('button', { name: 'Clear' }));
    await vi.waitFor(() => expect([selected(), trail.explore.selectedIds.length]).toEqual([0, 0]));
    expect(document.activeElement).toBe(grid());
    await select();
    await userEvent.click(
      page.getByRole('region', { name: 'Events' }).getByRole('button', { name: 'Clear' }),
    );
    await vi.waitFor(() => expect([selected(), trail.explore.selectedIds.length]).toEqual([0, 0]));
  });

  it('says when its event is not among the results, and finds it', async () => {
    const trail = await open({ 'events.locate': () => ({ position: null }) });
    trail.explore.narrow('other', { filter: parseFilter('eventName:Other').filter! });
    await expect.element(detail().getByText('Not in these results')).toBeVisible();
    await userEvent.click(detail().getByRole('button', { name: 'Find it' }));
    expect(printFilter(trail.explore.state.filter)).toBe('');
    expect(trail.explore.state.selectedId).toBe('1.2431');
    trail.explore.undo();
    expect(printFilter(trail.explore.state.filter)).toBe('eventName:Other');
  });

  it('opens the value menu of an object in the tree, too', async () => {
    const trail = await open();
    await userEvent.click(page.getByRole('tab', { name: 'JSON' }));
    const node = detail().getByRole('treeitem', { name: /^sessionContext/ });
    (node.element() as HTMLElement).focus();
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    await expect.element(page.getByRole('menuitem', { name: 'Only events that have it' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(printFilter(trail.explore.state.filter)).toBe('userIdentity.sessionContext:*');
  });

  it('closes with Escape and returns to the grid', async () => {
    await open();
    (page.getByRole('tab', { name: 'Fields' }).element() as HTMLElement).focus();
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(page.getByRole('region', { name: 'Event detail' }).query()).toBeNull());
    expect(document.activeElement).toBe(grid());
    await userEvent.keyboard('{Enter}');
    await expect.element(detail()).toBeVisible();
  });
});

describe('the page', () => {
  it('turns facets into a drawer and the detail into a sheet on a narrow window', async () => {
    await page.viewport(1024, 700);
    await mount();
    expect(page.getByRole('region', { name: 'Event detail' }).query()).toBeNull();
    await userEvent.click(page.getByRole('button', { name: 'Show facets' }));
    await expect.element(page.getByRole('dialog', { name: 'Facets' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(page.getByRole('dialog', { name: 'Facets' }).query()).toBeNull());
    grid().focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    const sheet = page.getByRole('region', { name: 'Event detail' });
    await expect.element(sheet).toBeVisible();
    const box = sheet.element().getBoundingClientRect();
    expect(box.width).toBe(1024);
    // In a low window there is no room for hints beside it.
    expect(box.bottom).toBe(innerHeight);
    await expect.element(page.getByRole('complementary', { name: 'First steps' })).not.toBeInTheDocument();
  });

  it.each([
    ['dark', 1440],
    ['light', 1440],
    ['dark', 1024],
  ] as const)('has nothing for axe to complain about, %s at %i', async (theme, width) => {
    document.documentElement.dataset['theme'] = theme;
    await page.viewport(width, 800);
    const trail = await mount();
    trail.explore.adjust({ selectedId: '1.2431' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (const tab of width === 1440 ? ['Fields', 'JSON', 'Raw text', 'Related', 'Source'] : []) {
      await userEvent.click(page.getByRole('tab', { name: tab }));
      const result = await axe.run(document.body, { rules: { region: { enabled: false } } });
      expect(result.violations.map((each) => `${tab} ${each.id}: ${each.nodes[0]?.html ?? ''}`)).toEqual([]);
    }
    const result = await axe.run(document.body, { rules: { region: { enabled: false } } });
    expect(result.violations.map((each) => `${each.id}: ${each.nodes[0]?.html ?? ''}`)).toEqual([]);
    trail.explore.selectIds(['1.2431', '1.2430', '1.2429']);
    trail.explore.compare(true);
    await expect.element(page.getByRole('grid', { name: 'Compared events' })).toBeVisible();
    const compared = await axe.run(document.body, { rules: { region: { enabled: false } } });
    expect(compared.violations.map((each) => `${each.id}: ${each.nodes[0]?.html ?? ''}`)).toEqual([]);
  });
});

import { page, userEvent } from 'vitest/browser';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { printFilter } from '../../../shared/filter/print.ts';
import { AppError } from '../../../shared/bridge/errors.ts';
import type { EngineHandlers } from '../../../shared/contract/index.ts';
import { status } from '../../../renderer/services/status.svelte.ts';
import ExplorePage from '../../../renderer/features/explore/ExplorePage.svelte';
import { fakeTrail, type FakeTrail } from '../support/fake-trail.ts';
import { findings } from '../support/axe.ts';
import { features } from '../../../renderer/app/features.ts';
import Harness from '../support/Harness.svelte';
import { fakeArchive } from './fake-archive.ts';

const total = 2_433;
const burst = 12;
let copied: string[] = [];

/** Every event of the made-up archive stands alone but the newest, which are one burst. */
const folding: Partial<EngineHandlers> = {
  'folds.window': async ({ question, descending, of, line = 0, offset, limit, columns }, context) => {
    const isLine = of === 'line' && line > 0;
    const place = (row: number): number =>
      isLine ? line + burst - 1 : of !== 'lines' || row === 0 ? row : row + burst - 1;
    const lines = total - burst + 1;
    const all = of === 'events' ? total : of === 'lines' ? lines : isLine ? 1 : burst;
    const rows = Array.from({ length: Math.max(0, Math.min(limit, all - offset)) }, (_, at) => offset + at);
    const first = place(rows[0] ?? 0);
    const events = await fakeArchive(total)['events.window']?.(
      {
        question,
        sort: [{ field: 'eventTime', descending }],
        columns,
        offset: first,
        limit: place(rows.at(-1) ?? 0) - first + 1,
      },
      context,
    );
    const pick = <T>(list: readonly T[]): T[] => rows.map((row) => list[place(row) - first] as T);
    const isHead = (row: number): boolean => place(row) === 0;
    return {
      lines,
      events: total,
      folded: total,
      isWhole: true,
      ids: pick(events?.ids ?? []),
      columns: (events?.columns ?? []).map(pick),
      places: rows.map(place),
      sizes: rows.map((row) => (isHead(row) ? burst : of === 'lines' ? 1 : 0)),
      kinds: rows.map((row) => (isHead(row) ? ('repeat' as const) : ('single' as const))),
      untilMicros: rows.map(() => null),
      mayGrow: rows.map(() => false),
    };
  },
  'folds.whole': () => ({ lines: total - burst + 1, events: total }),
  'folds.locate': ({ id }) => {
    const place = total - 1 - Number(id.split('.')[1]);
    return place < burst
      ? { found: { line: 0, child: place } }
      : { found: { line: place - burst + 1, child: 0 } };
  },
};

const groupedNames = ['GetObject', 'ListBuckets', null];
const groupedRegions = ['eu-west-1', 'us-east-1'];
/** Two Regions, two thirds of a name's events in the first; what is left out takes the first name with it. */
const grouping: Partial<EngineHandlers> = {
  'groups.window': ({ question, fields, sort, offset, limit }) => {
    const asked = printFilter(question.filter);
    const name = groupedNames.findIndex((each) => asked.includes(each ?? 'absent(eventName)'));
    const isWithin = fields[0] === 'awsRegion';
    const groups = (isWithin ? groupedRegions : groupedNames).map((value, index) => ({
      values: [value],
      events: isWithin ? (300 - name * 100) * (index === 0 ? 2 / 3 : 1 / 3) : 300 - index * 100,
      firstMicros: 1_627_486_080_000_000,
      lastMicros: 1_627_898_400_000_000,
    }));
    if (asked.includes('not ') || asked.includes('!=')) groups.shift();
    if (sort[0]?.descending === false) groups.reverse();
    const events = groups.reduce((sum, group) => sum + group.events, 0);
    return { total: groups.length, events, groups: groups.slice(offset, offset + limit) };
  },
};

beforeEach(async () => {
  await page.viewport(1440, 900);
  copied = [];
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => {
    copied.push(text);
    return Promise.resolve();
  });
});
afterEach(() => vi.restoreAllMocks());

async function mount(answers: Partial<EngineHandlers> = {}): Promise<FakeTrail> {
  const trail = fakeTrail({ answers: { ...fakeArchive(total), ...folding, ...grouping, ...answers } });
  await render(Harness, { trail, component: ExplorePage, features, hasValueMenu: true });
  await vi.waitFor(() => expect(document.querySelectorAll('[role=gridcell]').length).toBeGreaterThan(50));
  return trail;
}
const table = (name: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[role=treegrid][aria-label=${name}]`);
  if (!found) throw new Error(`no ${name}`);
  return found;
};
const rowCount = (name: string): number => Number(table(name).getAttribute('aria-rowcount')) - 1;
const firstRow = (name: string): HTMLElement => {
  const row = table(name).querySelector<HTMLElement>('.rows [role=row]');
  if (!row) throw new Error('no row');
  return row;
};

describe('folded events', () => {
  it('stand in one line that says how many they are, and open in place', async () => {
    await mount();
    await userEvent.click(page.getByRole('button', { name: 'Fold repeats' }));
    await vi.waitFor(() => expect(rowCount('Events')).toBe(total - burst + 1));
    await vi.waitFor(() =>
      expect(status.said.position).toBe('2,433 events · 11 of 2,433 events folded away'),
    );
    expect(firstRow('Events').innerText).toContain('12×');
    table('Events').focus();
    await userEvent.keyboard('{ArrowDown}{Control>}{ArrowRight}{/Control}');
    await vi.waitFor(() => expect(rowCount('Events')).toBe(total));
    expect(firstRow('Events').getAttribute('aria-expanded')).toBe('true');
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await vi.waitFor(() => expect(status.said.position).toBe('row 3 of 2,433'));
    await userEvent.keyboard('{Control>}{ArrowLeft}{ArrowLeft}{/Control}');
    await vi.waitFor(() => expect(rowCount('Events')).toBe(total - burst + 1));
    expect(status.said.position).toContain('row 1 of 2,422');
  });

  it('are all chosen and copied with their line', async () => {
    await mount();
    await userEvent.click(page.getByRole('button', { name: 'Fold repeats' }));
    await vi.waitFor(() => expect(rowCount('Events')).toBe(total - burst + 1));
    table('Events').focus();
    await userEvent.keyboard('{ArrowDown} {Shift>}{ArrowDown}{/Shift}');
    await expect.element(page.getByText('13 events selected', { exact: true })).toBeVisible();
    await userEvent.keyboard('{Control>}c{/Control}');
    await vi.waitFor(() => expect(copied[0]?.split('\n')).toHaveLength(14));
    expect(copied[0]).toMatch(/^2021-08-02T09:\d\d:\d\dZ\t/m);
  });

  it('show the event that was selected before, in its line', async () => {
    const trail = await mount();
    trail.explore.adjust({ selectedId: '1.2430' });
    await vi.waitFor(() => expect(status.said.position).toBe('row 3 of 2,433'));
    trail.explore.adjust({ isFolded: true });
    await vi.waitFor(() => expect(status.said.position).toContain('row 1 of 2,422'));
    expect(trail.explore.state.selectedId).toBe('1.2430');
  });

  it('are offered in the order of time only', async () => {
    const trail = await mount();
    trail.explore.narrow('by name', { sort: [{ field: 'eventName', descending: false }] });
    await expect.element(page.getByRole('button', { name: 'Fold repeats' })).toBeDisabled();
  });
});

/** A made-up archive of which only the newest lines are folded, until `finish` is called. */
function foldingOn(known: number) {
  let isWhole = false;
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  let tell: (now: { lines: number; folded: number }) => void = () => undefined;
  const answers: Partial<EngineHandlers> = {
    'folds.window': async (params, context) => {
      const answer = await folding['folds.window']?.(params, context);
      if (!answer) throw new Error('no folds');
      if (isWhole) return answer;
      const size = answer.sizes.map((one) => (one === burst ? burst - 2 : one));
      return {
        ...answer,
        ...{ lines: known, folded: known + 5, isWhole, places: answer.places.map(() => null) },
        ...{ sizes: size, mayGrow: answer.sizes.map((one) => one === burst) },
      };
    },
    'folds.whole': async (_params, { report }) => {
      tell = report;
      report({ lines: known, folded: 900 });
      await finished;
      return { lines: total - burst + 1, events: total };
    },
  };
  return {
    answers,
    tell: (now: { lines: number; folded: number }): void => tell(now),
    finish: (): void => {
      isWhole = true;
      finish();
    },
  };
}

describe('lines while folding goes on', () => {
  const opened = async (known = 800) => {
    const fold = foldingOn(known);
    await mount(fold.answers);
    await userEvent.click(page.getByRole('button', { name: 'Fold repeats' }));
    await vi.waitFor(() => expect(rowCount('Events')).toBe(known));
    return fold;
  };

  it('are there at once, with how far folding is in the place of their number', async () => {
    const fold = await opened();
    const progress = page.getByRole('progressbar', { name: 'Folding' });
    await expect.element(progress).toHaveTextContent('folding … 36 %');
    expect(firstRow('Events').innerText).toContain('10+×');
    fold.tell({ lines: 1_200, folded: 1_300 });
    await vi.waitFor(() => expect(rowCount('Events')).toBe(1_200));
    await expect.element(progress).toHaveTextContent('folding … 53 %');
    fold.finish();
    await vi.waitFor(() => expect(rowCount('Events')).toBe(total - burst + 1));
    await expect.element(page.getByText('2,433 events in 2,422 rows')).toBeVisible();
    await vi.waitFor(() => expect(firstRow('Events').innerText).toContain('12×'));
  });

  it('stay where they are when more are known, and when all are', async () => {
    const fold = await opened();
    const scroller = table('Events');
    scroller.scrollTop = 300 * firstRow('Events').offsetHeight;
    const shown = (): string | null => firstRow('Events').getAttribute('aria-rowindex');
    await vi.waitFor(() => expect(Number(shown())).toBeGreaterThan(280));
    const before = [scroller.scrollTop, shown()];
    fold.tell({ lines: 2_000, folded: 2_100 });
    await vi.waitFor(() => expect(rowCount('Events')).toBe(2_000));
    expect([scroller.scrollTop, shown()]).toEqual(before);
    fold.finish();
    await vi.waitFor(() => expect(rowCount('Events')).toBe(total - burst + 1));
    expect([scroller.scrollTop, shown()]).toEqual(before);
  });

  it('are followed to the end when they are all there, unless the person calls it off', async () => {
    const fold = await opened();
    table('Events').focus();
    await userEvent.keyboard('{ArrowDown}{Control>}{End}{/Control}');
    const strip = page.getByText('Folding … 36 %, then to the last row');
    await expect.element(strip).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(strip).not.toBeInTheDocument();
    expect(status.said.position).toBe('row 1');
    await userEvent.keyboard('{Control>}{End}{/Control}');
    await expect.element(strip).toBeVisible();
    fold.finish();
    await vi.waitFor(() => expect(status.said.position).toContain('row 2,422 of 2,422'));
    await expect.element(strip).not.toBeInTheDocument();
  });

  it('open with all that they hold', async () => {
    const fold = await opened();
    table('Events').focus();
    await userEvent.keyboard('{ArrowDown}{Control>}{ArrowRight}{/Control}');
    expect(rowCount('Events')).toBe(800);
    fold.finish();
    await vi.waitFor(() => expect(rowCount('Events')).toBe(total));
  });
});

describe('groups in place of the rows', () => {
  it('are counted, sorted, opened and narrowed to, by keyboard', async () => {
    const trail = await mount();
    trail.explore.narrow('Grouped by Event name', { groupBy: ['eventName'] });
    await vi.waitFor(() => expect(rowCount('Groups')).toBe(3));
    expect(firstRow('Groups').innerText).toMatch(/GetObject\s+300\s+2021-07-28/);
    table('Groups').focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await vi.waitFor(() => expect(rowCount('Groups')).toBe(303));
    await userEvent.keyboard('{ArrowDown}');
    await vi.waitFor(() => expect(trail.explore.state.selectedId).not.toBeNull());
    await userEvent.keyboard('{ArrowUp}{Control>}{ArrowLeft}{/Control}');
    await vi.waitFor(() => expect(rowCount('Groups')).toBe(3));
    await userEvent.click(page.getByRole('columnheader', { name: 'Events' }));
    await vi.waitFor(() => expect(firstRow('Groups').innerText).toContain('100'));
    table('Groups').focus();
    await userEvent.keyboard('{Control>}{End}{/Control}i');
    expect(printFilter(trail.explore.state.filter)).toBe('eventName=GetObject');
    expect(trail.explore.state.groupBy).toEqual([]);
  });

  it('of two fields stand in one another, and hold the events, by keyboard', async () => {
    const trail = await mount();
    trail.explore.narrow('Grouped', { groupBy: ['eventName', 'awsRegion'] });
    await vi.waitFor(() => expect(rowCount('Groups')).toBe(3));
    const levels = (): (string | null)[] =>
      [...table('Groups').querySelectorAll('.rows [role=row]')].map((row) => row.getAttribute('aria-level'));
    const open = '{Control>}{ArrowRight}{/Control}';
    const close = '{Control>}{ArrowLeft}{/Control}';
    table('Groups').focus();
    await userEvent.keyboard(`{ArrowDown}${open}`);
    await vi.waitFor(() => expect(rowCount('Groups')).toBe(5));
    await vi.waitFor(() => expect(levels()).toEqual(['1', '2', '2', '1', '1']));
    expect(table('Groups').innerText).toMatch(/GetObject\s+us-east-1\s+100\s/);
    await userEvent.keyboard(`{ArrowDown}{ArrowDown}${open}`);
    await vi.waitFor(() => expect(rowCount('Groups')).toBe(105));
    await vi.waitFor(() => expect(levels().slice(0, 5)).toEqual(['1', '2', '2', '3', '3']));
    expect(status.said.position).toBe('group 2 of 2 in group 1 of 3 · 600 events');
    expect(await findings()).toEqual([]);
    await userEvent.keyboard('{ArrowDown}');
    await vi.waitFor(() => expect(trail.explore.state.selectedId).not.toBeNull());
    await userEvent.keyboard(close);
    await vi.waitFor(() => expect(status.said.position).toContain('group 2 of 2 in group 1 of 3'));
    await userEvent.keyboard(close);
    await vi.waitFor(() => expect(rowCount('Groups')).toBe(5));
    await userEvent.keyboard(close);
    await vi.waitFor(() => expect(status.said.position).toBe('group 1 of 3 · 600 events'));
    await userEvent.keyboard(close);
    await vi.waitFor(() => expect(rowCount('Groups')).toBe(3));
  });

  it('of two fields are narrowed to and left out at either level', async () => {
    const trail = await mount();
    const groupBy = ['eventName', 'awsRegion'];
    trail.explore.narrow('Grouped', { groupBy });
    await vi.waitFor(() => expect(rowCount('Groups')).toBe(3));
    table('Groups').focus();
    const comes = async (rows: number): Promise<void> => {
      await vi.waitFor(() => expect(rowCount('Groups')).toBe(rows));
      await vi.waitFor(() => expect(table('Groups').ariaBusy).toBe('false'));
    };
    /** What was open is open again. */
    const undone = async (rows: number): Promise<void> => {
      await comes(2);
      trail.explore.undo();
      await comes(rows);
    };
    const first = '{ArrowDown}{Control>}{Home}{/Control}';
    await userEvent.keyboard(`${first}x`);
    expect(printFilter(trail.explore.state.filter)).toBe('eventName!=GetObject');
    await undone(3);
    await userEvent.keyboard(`${first}{Enter}`);
    await comes(5);
    await userEvent.keyboard('{ArrowDown}x');
    expect(printFilter(trail.explore.state.filter)).toBe('not (eventName=GetObject and awsRegion=eu-west-1)');
    await undone(5);
    await userEvent.keyboard(`${first}{ArrowDown}i`);
    expect(printFilter(trail.explore.state.filter)).toBe('eventName=GetObject and awsRegion=eu-west-1');
    expect(trail.explore.state.groupBy).toEqual([]);
  });

  it('of two fields are sorted at both levels, and copied with the values that they have', async () => {
    const trail = await mount();
    trail.explore.narrow('Grouped', { groupBy: ['eventName', 'awsRegion'] });
    await vi.waitFor(() => expect(rowCount('Groups')).toBe(3));
    await userEvent.click(page.getByRole('columnheader', { name: 'Events' }));
    await vi.waitFor(() => expect(firstRow('Groups').innerText).toContain('100'));
    table('Groups').focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{Control>}{ArrowRight}{/Control}');
    await vi.waitFor(() => expect(rowCount('Groups')).toBe(5));
    await vi.waitFor(() => expect(table('Groups').ariaBusy).toBe('false'));
    await userEvent.keyboard('{ArrowDown}{Control>}{ArrowRight}{/Control}');
    await vi.waitFor(() => expect(rowCount('Groups')).toBe(105));
    await userEvent.keyboard('{Control>}a{/Control}');
    await expect.element(page.getByText('5 groups selected', { exact: true })).toBeVisible();
    await userEvent.keyboard('{Control>}c{/Control}');
    await vi.waitFor(() => expect(copied).toHaveLength(1));
    const rows = copied[0]?.split('\n').map((row) => row.split('\t').slice(0, 3)) ?? [];
    expect(rows.slice(1)).toEqual([
      ['', '', '100'],
      ['ListBuckets', '', '200'],
      ['GetObject', '', '300'],
      ['GetObject', 'us-east-1', '100'],
      ['GetObject', 'eu-west-1', '200'],
    ]);
  });

  it('are not opened by an answer that nobody waits for any more', async () => {
    let answerLate: (() => void) | undefined;
    const whole = grouping['groups.window'];
    const trail = await mount({
      'groups.window': (params, context) =>
        params.fields[0] === 'awsRegion'
          ? new Promise((resolve, reject) => {
              context.signal.addEventListener('abort', () => reject(new AppError('cancelled', 'stopped')));
              answerLate = () => resolve(whole!(params, context));
            })
          : whole!(params, context),
    });
    trail.explore.narrow('Grouped', { groupBy: ['eventName', 'awsRegion'] });
    await vi.waitFor(() => expect(rowCount('Groups')).toBe(3));
    table('Groups').focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await vi.waitFor(() => expect(answerLate).toBeDefined());
    await userEvent.keyboard('{Enter}');
    answerLate?.();
    await userEvent.keyboard('{ArrowDown}');
    await vi.waitFor(() => expect(status.said.position).toBe('group 2 of 3 · 600 events'));
    expect(rowCount('Groups')).toBe(3);
    expect(trail.notices).toEqual([]);
  });

  it('are copied as a table', async () => {
    const trail = await mount();
    trail.explore.narrow('Grouped', { groupBy: ['eventName'] });
    await vi.waitFor(() => expect(rowCount('Groups')).toBe(3));
    table('Groups').focus();
    await userEvent.keyboard('{Control>}a{/Control}{Control>}{Alt>}c{/Alt}{/Control}');
    await vi.waitFor(() => expect(copied).toHaveLength(1));
    expect(copied[0]?.split('\n')[2]).toBe(
      '| GetObject | 300 | 2021-07-28T15:28:00Z | 2021-08-02T10:00:00Z |',
    );
  });

  it('have nothing for axe to complain about', async () => {
    const trail = await mount();
    trail.explore.narrow('Grouped', { groupBy: ['eventName'] });
    await vi.waitFor(() => expect(rowCount('Groups')).toBe(3));
    table('Groups').focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await vi.waitFor(() => expect(rowCount('Groups')).toBe(303));
    expect(await findings()).toEqual([]);
  });
});

describe('the statistics of a column', () => {
  it('stop when they are closed before they are there', async () => {
    let isStopped = false;
    await mount({
      'columns.statistics': (_params, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            isStopped = true;
            reject(new Error('stopped'));
          });
        }),
    });
    const header = page.getByRole('columnheader', { name: 'Source IP' });
    (header.element() as HTMLElement).focus();
    await userEvent.keyboard('{Shift>}{F10}{/Shift}value{Enter}');
    const dialog = page.getByRole('dialog', { name: 'Values of Source IP' });
    await expect.element(dialog.getByText('Counting values…')).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
    await vi.waitFor(() => expect(isStopped).toBe(true));
    expect(dialog.query()).toBeNull();
  });
});

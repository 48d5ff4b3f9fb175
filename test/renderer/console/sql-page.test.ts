import { page, userEvent } from 'vitest/browser';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { AppError } from '../../../shared/bridge/errors.ts';
import type { Cell } from '../../../shared/table/cell.ts';
import type { SqlRun } from '../../../shared/contract/console.ts';
import type { SavedItem } from '../../../shared/contract/saved.ts';
import { commands } from '../../../renderer/services/commands.svelte.ts';
import { lineAndColumn, problemPlace } from '../../../renderer/features/console/outcome.ts';
import { strokesOf } from '../../../renderer/charts/line-strokes.ts';
import { chartChoices, chartInWords, chartOf } from '../../../renderer/features/console/result-chart.ts';
import { resultAsJson, resultAsTsv, uniqueNames } from '../../../renderer/features/console/result-grid.ts';
import SqlPage from '../../../renderer/features/console/SqlPage.svelte';
import { starters } from '../../../renderer/features/console/starters.ts';
import type { SqlResult } from '../../../renderer/state/sql-tab.svelte.ts';
import { findings } from '../support/axe.ts';
import { chooseOption } from '../support/choose-option.ts';
import { fakeSaved, savedQuery as query } from '../support/fake-saved.ts';
import { fakeTrail } from '../support/fake-trail.ts';
import { features } from '../../../renderer/app/features.ts';
import Harness from '../support/Harness.svelte';
import { stubFunctions, stubRun, stubSchema } from './stub-engine.ts';

const console = {
  'sql.run': stubRun,
  'sql.schema': () => stubSchema,
  'sql.functions': () => stubFunctions,
  'sql.history': () => [],
};

async function mount(sql: string, saved: readonly SavedItem[] = [], runs: readonly SqlRun[] = []) {
  const keeper = fakeSaved(saved);
  const trail = fakeTrail({
    answers: { ...keeper.answers, ...console, 'sql.history': () => [...runs] },
    host: keeper.host,
  });
  await trail.saved.load();
  trail.sqlConsole.open(sql);
  const screen = await render(Harness, { trail, component: SqlPage, features });
  const box = document.querySelector<HTMLElement>('.cm-content');
  if (!box) throw new Error('no editor');
  return { trail, keeper, screen, box };
}

const run = () => page.getByRole('button', { name: 'Run', exact: true }).click();
const line = (): string => document.querySelector<HTMLElement>('.line [role=status]')?.innerText ?? '';
const cells = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('[role=gridcell]')].map((cell) => cell.innerText);

const choose = async (item: string, action: string): Promise<void> => {
  await page.getByRole('button', { name: `Actions for ${item}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
};
/** The text of the editor in front. */
const editorText = (): string =>
  [...document.querySelectorAll<HTMLElement>('.cm-content')].find((one) => one.checkVisibility())
    ?.innerText ?? '';
const tabTitles = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('[aria-label="Query tabs"] [role=tab] .cut')].map(
    (title) => title.innerText,
  );

const copied: string[] = [];
beforeEach(() => {
  copied.length = 0;
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => {
    copied.push(text);
    return Promise.resolve();
  });
});

describe('running a query', () => {
  it('shows its rows, how many they are and how long it took', async () => {
    const { box } = await mount('select 1');
    box.focus();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await vi.waitFor(() => expect(line()).toBe('3 rows · 38 ms'));
    await vi.waitFor(() => expect(cells().slice(0, 2)).toEqual(['DeleteTrail', '3']));
    expect(cells()).toContain('arn:aws:iam::123456789012:user/u⟦RLO⟧0');
    expect(await findings()).toEqual([]);
  });

  it('says that rows were left out, and the limit can be raised', async () => {
    const { trail } = await mount('select /* 12345 rows */');
    await run();
    await vi.waitFor(() => expect(line()).toBe('first 10,000 rows; the result has more · 38 ms'));
    expect(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount')).toBe('10001');
    await page.getByRole('button', { name: 'Show up to 100,000' }).click();
    await vi.waitFor(() => expect(line()).toBe('12,345 rows · 38 ms'));
    expect(trail.sqlConsole.current.result?.rows).toBe(12_345);
  });

  it('is cancelled by the button, keeps what had arrived and says so', async () => {
    const { trail } = await mount('select /* 5000 rows */ slow');
    await run();
    await vi.waitFor(() => expect(line()).toBe('1,000 rows so far'));
    await vi.waitFor(() => expect(document.body.innerText).toMatch(/Running · \d+ ms of 10 minutes · 40 %/));
    expect(await findings()).toEqual([]);
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await vi.waitFor(() => expect(line()).toBe('Cancelled: 1,000 rows had arrived'));
    expect(trail.sqlConsole.current.isRunning).toBe(false);
    expect(trail.sqlConsole.current.failure).toBeNull();
  });

  it('gives way to Escape, and goes on behind other screens', async () => {
    const { trail, screen } = await mount('select /* 5000 rows */ slow');
    await run();
    await vi.waitFor(() => expect(line()).toBe('1,000 rows so far'));
    await screen.unmount();
    expect(trail.sqlConsole.current.isRunning).toBe(true);
    await render(Harness, { trail, component: SqlPage, features });
    await vi.waitFor(() => expect(line()).toBe('1,000 rows so far'));
    document.querySelector<HTMLElement>('.cm-content')?.focus();
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(line()).toBe('Cancelled: 1,000 rows had arrived'));
    expect(commands.run('cancel-work')).toBe(false);
  });

  it('fails with what happened, where and what to do; the rows before stay and are called so', async () => {
    const { trail, box } = await mount('select 1');
    await run();
    await vi.waitFor(() => expect(line()).toContain('3 rows'));
    trail.sqlConsole.current.write('select 1,\n  eventNam from events');
    await run();
    const told = page.getByRole('alert');
    await expect.element(told).toHaveTextContent('Referenced column "eventNam" not found');
    await expect.element(told).toHaveTextContent('At line 2, column 3. Nothing ran.');
    await vi.waitFor(() =>
      expect(document.querySelector<HTMLElement>('.cm-lintRange-error')?.innerText).toBe('eventNam'),
    );
    expect(line()).toBe('Rows of the query before');
    // Nothing newer is on its way, so the grid must not say it is busy.
    expect(document.querySelector('.rows.dimmed, [role=grid][aria-busy=true]')).toBeNull();
    expect(await findings()).toEqual([]);
    box.focus();
    await userEvent.keyboard('x');
    await vi.waitFor(() => expect(document.querySelector('.cm-lintRange-error')).toBeNull());
  });

  it('has nothing for axe to complain about in the light theme either', async () => {
    document.documentElement.dataset['theme'] = 'light';
    const { trail } = await mount("select 1, 'text' -- note", [query('Root use', 'select 2')]);
    await run();
    await vi.waitFor(() => expect(line()).toContain('3 rows'));
    trail.sqlConsole.current.write('select 1,\n  eventNam from events');
    await run();
    await vi.waitFor(() => expect(document.querySelector('.cm-lintRange-error')).not.toBeNull());
    expect(await findings()).toEqual([]);
  });

  it('says that the scope does not narrow it, once there is one', async () => {
    const { trail } = await mount('select 1');
    expect(document.body.innerText).not.toContain('does not narrow it');
    trail.explore.narrowScope('one Region', { regions: ['us-east-1'] });
    await expect.element(page.getByText('SQL reads the whole archive')).toBeVisible();
  });

  it('tells an empty result from a refused one', async () => {
    const { trail } = await mount('select /* 0 rows */');
    await run();
    await expect.element(page.getByText('The query has no rows')).toBeVisible();
    trail.sqlConsole.current.write('delete from events');
    await run();
    await expect.element(page.getByRole('alert')).toHaveTextContent('one SELECT or EXPLAIN at a time');
  });

  it('opens the value menu on every cell, as a field’s value only where the column is a field', async () => {
    const { trail } = await mount('select 1');
    await run();
    await vi.waitFor(() => expect(cells()[0]).toBe('DeleteTrail'));
    const at = (index: number): HTMLElement =>
      document.querySelectorAll<HTMLElement>('[role=gridcell]')[index] ?? document.body;
    at(0).dispatchEvent(
      new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 300, clientY: 400 }),
    );
    expect(trail.valueMenu.open?.target).toEqual({ field: 'eventName', value: 'DeleteTrail' });
    trail.valueMenu.close();
    at(2).dispatchEvent(
      new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 300, clientY: 400 }),
    );
    expect(trail.valueMenu.open?.target).toEqual({
      field: '',
      value: 'arn:aws:iam::123456789012:user/u\u202E0',
    });
  });

  it('is copied whole, and what was copied is said', async () => {
    const { trail } = await mount('select /* 4 rows */');
    await run();
    await vi.waitFor(() => expect(line()).toContain('4 rows'));
    await page.getByRole('button', { name: 'Copy the result' }).click();
    await page.getByRole('menuitem', { name: 'As JSON' }).click();
    await vi.waitFor(() => expect(copied).toHaveLength(1));
    expect(JSON.parse(copied[0] ?? '')).toHaveLength(4);
    expect(trail.notices.at(-1)?.message).toBe('Copied 4 rows as JSON');
  });
});

describe('a run over a sample of the events', () => {
  it('says so beside its rows, and is not exported as if it were all', async () => {
    const { trail } = await mount('select 1');
    const exports = () =>
      page.getByRole('region', { name: 'Result', exact: true }).getByRole('button', { name: /export/i });
    await chooseOption(page.getByRole('combobox', { name: 'Events' }), '≈ 1 %');
    expect(trail.sqlConsole.current.snapshot().samplePercent).toBe(1);
    await run();
    await vi.waitFor(() =>
      expect(line()).toBe('3 rows · 38 ms · from a sample of about 1 % of the events: counts are not exact'),
    );
    expect(exports().elements()).toHaveLength(0);
    expect(await findings()).toEqual([]);
    await chooseOption(page.getByRole('combobox', { name: 'Events' }), 'all');
    await run();
    await vi.waitFor(() => expect(line()).toBe('3 rows · 38 ms'));
    expect(exports().elements()).toHaveLength(1);
  });
});

describe('a result drawn', () => {
  const result = (types: readonly [string, string][], cells: readonly Cell[][]): SqlResult => ({
    run: 1,
    sql: '',
    mode: 'rows',
    arguments: [],
    columns: types.map(([name, type]) => ({ name, type })),
    cells,
    rows: cells[0]?.length ?? 0,
    limit: 10,
    samplePercent: null,
    state: 'complete',
    durationMs: 1,
  });

  it('is bars of the sums, with what is left out counted', () => {
    const two = result(
      [
        ['name', 'VARCHAR'],
        ['calls', 'BIGINT'],
      ],
      [
        ['a', 'b', 'a', null, 'c'],
        ['2', '5', '3', '1', null],
      ],
    );
    expect(chartChoices(two)).toEqual({ along: [0], up: [1] });
    const chart = chartOf(two, { x: 0, y: 1, split: null });
    expect(chart).toEqual({
      kind: 'bars',
      bars: [
        { name: 'a', value: 5 },
        { name: 'b', value: 5 },
        { name: null, value: 1 },
      ],
      left: 1,
      added: 1,
    });
    expect(chartInWords(chart, 'name', 'calls')).toBe('calls by name: 3 bars, the largest a with 5.');
    const many = Array.from({ length: 60 }, (_, at) => String(at));
    const long = { ...two, cells: [many, many], rows: many.length };
    expect(chartOf(long, { x: 0, y: 1, split: null })).toMatchObject({ left: 10 });
    expect(chartChoices(result([['name', 'VARCHAR']], [['a']]))).toBeUndefined();
  });

  it('is lines over time, in the order of time, one for each value of another column', () => {
    const hours = result(
      [
        ['outcome', 'VARCHAR'],
        ['hour', 'TIMESTAMP'],
        ['calls', 'BIGINT'],
        ['day', 'DATE'],
      ],
      [
        ['error', 'success', 'success', 'success'],
        ['2024-03-01 11:00:00', '2024-03-01 11:00:00', '2024-03-01 10:00:00.500000', 'never'],
        ['2', '5', '7', '1'],
        ['2024-03-01', '2024-03-01', '2024-03-02', '2024-03-02'],
      ],
    );
    expect(chartChoices(hours)).toEqual({ along: [1, 3, 0], up: [2] });
    const ten = Date.UTC(2024, 2, 1, 10);
    const chart = chartOf(hours, { x: 1, y: 2, split: 0 });
    expect(chart).toEqual({
      kind: 'lines',
      lines: [
        {
          name: 'success',
          points: [
            { ms: ten + 500, value: 7 },
            { ms: ten + 3_600_000, value: 5 },
          ],
        },
        { name: 'error', points: [{ ms: ten + 3_600_000, value: 2 }] },
      ],
      left: 1,
      added: 0,
    });
    expect(chartInWords(chart, 'hour', 'calls')).toBe(
      'calls over hour: 2 lines of 3 points, the largest 7 at 2024-03-01 10:00:00.',
    );
    expect(chartOf(hours, { x: 3, y: 2, split: null })).toMatchObject({
      added: 2,
      lines: [{ points: [{ value: 7 }, { value: 8 }] }],
    });
  });

  it('is not drawn over gaps', () => {
    const hour = 3_600_000;
    const at = (...hours: number[]) => hours.map((each) => ({ ms: each * hour, value: each }));
    const lengths = (all: ReturnType<typeof strokesOf>): number[][] =>
      all.map((strokes) => strokes.map((stroke) => stroke.length));
    expect(lengths(strokesOf([at(0, 1, 2, 90, 91), at(0, 91)]))).toEqual([
      [3, 2],
      [1, 1],
    ]);
    expect(lengths(strokesOf([at(0, 24, 50)]))).toEqual([[3]]);
    expect(strokesOf([[]])).toEqual([[]]);
  });

  it('takes the place of the rows and gives it back', async () => {
    await mount('select /* 4 rows */');
    await run();
    await page.getByRole('button', { name: 'Chart', exact: true }).click();
    const bars = page.getByRole('list', { name: /^calls by eventName: 3 bars/ });
    await expect.element(bars.getByText('DeleteTrail')).toBeVisible();
    for (const theme of ['dark', 'light']) {
      document.documentElement.dataset['theme'] = theme;
      await Promise.all(document.getAnimations().map((animation) => animation.finished));
      expect(await findings()).toEqual([]);
    }
    await chooseOption(page.getByRole('combobox', { name: /^by/ }), 'arn');
    await expect.element(page.getByRole('list', { name: /^calls by arn: 4 bars/ })).toBeVisible();
    await page.getByRole('button', { name: 'Rows', exact: true }).click();
    await vi.waitFor(() => expect(cells()).toContain('DeleteTrail'));
  });
});

describe('results as text', () => {
  const result: SqlResult = {
    run: 1,
    sql: '',
    mode: 'rows',
    arguments: [],
    columns: [
      { name: 'a', type: 'VARCHAR' },
      { name: 'a', type: 'BIGINT' },
    ],
    cells: [
      ['=1+1', 'two\tparts'],
      [null, 5],
    ],
    rows: 2,
    limit: 10,
    samplePercent: null,
    state: 'complete',
    durationMs: 1,
  };

  it('guard formulas, keep one line a row and tell columns of one name apart', () => {
    expect(resultAsTsv(result)).toBe("a\ta (2)\n'=1+1\t\ntwo parts\t5");
    expect(JSON.parse(resultAsJson(result))).toEqual([
      { a: '=1+1', 'a (2)': null },
      { a: 'two\tparts', 'a (2)': 5 },
    ]);
    expect(uniqueNames(['x', 'x', 'x (2)', 'x'])).toEqual(['x', 'x (2)', 'x (2) (2)', 'x (3)']);
  });

  it('place errors by their offset and by nothing else', () => {
    const at = (detail: Record<string, unknown>) =>
      problemPlace('select x from y', new AppError('sql-syntax', 'Wrong.', { detail }));
    expect(at({ offset: 7 })).toEqual({ from: 7, to: 8 });
    expect(at({ offset: 15 })).toEqual({ from: 14, to: 15 });
    expect(at({ offset: 'seven' })).toBeNull();
    expect(at({})).toBeNull();
    expect(lineAndColumn('a\nbc', 3)).toBe('line 2, column 2');
  });
});

describe('queries', () => {
  it('are saved, opened, marked when changed, and saved over', async () => {
    const { trail, keeper } = await mount('select 1', [query('Root use', 'select 2')]);
    await page.getByRole('button', { name: 'Root use', exact: true }).click();
    await vi.waitFor(() => expect(editorText()).toBe('select 2'));
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('select 2'));
    await userEvent.keyboard('{Control>}{End}{/Control} + 1');
    await vi.waitFor(() => expect(document.body.innerText).toContain('unsaved changes'));
    expect(commands.run('save-view')).toBe(true);
    await vi.waitFor(() => expect(keeper.items[0]).toMatchObject({ name: 'Root use', sql: 'select 2 + 1' }));
    await page.getByRole('button', { name: 'Save as…' }).click();
    await userEvent.keyboard('Second{Enter}');
    await vi.waitFor(() => expect(keeper.items.map((item) => item.name)).toEqual(['Root use', 'Second']));
    expect(trail.sqlConsole.current.openedId).toBe(keeper.items[1]?.id);
  });

  it('are deleted with a way back, renamed, exported and imported', async () => {
    const { trail, keeper } = await mount('select 1', [query('Root use', 'select 2')]);
    await choose('Root use', 'Delete');
    await vi.waitFor(() => expect(keeper.items).toEqual([]));
    await page.getByRole('button', { name: 'Undo' }).click();
    await vi.waitFor(() =>
      expect(keeper.items).toMatchObject([{ id: 'Root use', name: 'Root use', sql: 'select 2' }]),
    );
    await choose('Root use', 'Rename…');
    await userEvent.keyboard('Root{Enter}');
    await vi.waitFor(() => expect(keeper.items[0]?.name).toBe('Root'));
    await page.getByRole('button', { name: 'Export…' }).click();
    await vi.waitFor(() => expect(keeper.files).toHaveLength(1));
    keeper.picked = (keeper.files[0] ?? '').replaceAll('"Root"', '"Other"');
    await page.getByRole('button', { name: 'Import…' }).click();
    await expect.element(page.getByRole('button', { name: 'Other', exact: true })).toBeVisible();
    expect(trail.notices.at(-1)?.message).toBe('Added 1 query or view');
  });

  it('to begin with are put into the editor', async () => {
    const { trail } = await mount('');
    await expect.element(page.getByRole('button', { name: 'Run', exact: true })).toBeDisabled();
    for (const starter of starters) {
      trail.sqlConsole.restore(null);
      await page.getByRole('button', { name: starter.name, exact: true }).click();
      expect(trail.sqlConsole.current.text).toBe(starter.sql);
      await vi.waitFor(() => expect(editorText()).toContain(starter.sql.split('\n')[0]));
    }
  });

  it('cannot be changed in a read-only workspace', async () => {
    const keeper = fakeSaved([query('Root use', 'select 2')]);
    const trail = fakeTrail({
      answers: { ...keeper.answers, ...console },
      info: { isReadOnly: true },
    });
    await trail.saved.load();
    await render(Harness, { trail, component: SqlPage, features });
    await expect.element(page.getByRole('button', { name: 'Save as…' })).toBeDisabled();
    await expect.element(page.getByRole('button', { name: 'Root use', exact: true })).toBeVisible();
    expect(document.querySelector('[aria-label="Actions for Root use"]')).toBeNull();
  });
});

describe('queries in order', () => {
  it('are starred, filed in folders and noted', async () => {
    const { keeper } = await mount('select 1', [query('A', 'select 1'), query('B', 'select 2')]);
    const names = (): string[] =>
      [...document.querySelectorAll<HTMLElement>('[aria-label="Saved queries"] [data-id]')].map(
        (item) => item.innerText,
      );
    await page.getByRole('button', { name: 'Star B' }).click();
    await vi.waitFor(() => expect(names()).toEqual(['B', 'A']));
    await choose('B', 'Move to folder…');
    await userEvent.keyboard('Triage{Enter}');
    await vi.waitFor(() => expect(keeper.items[1]).toMatchObject({ folder: 'Triage', isStarred: true }));
    await expect.element(page.getByRole('button', { name: 'Triage 1' })).toBeVisible();
    await choose('A', 'Add a note…');
    await userEvent.keyboard('why it matters{Control>}{Enter}{/Control}');
    await vi.waitFor(() => expect(names()).toEqual(['A\nwhy it matters', 'B']));
    expect(await findings()).toEqual([]);
    await page.getByRole('button', { name: 'Triage 1' }).click();
    await vi.waitFor(() => expect(names()).toEqual(['A\nwhy it matters']));
  });

  it('have parameters, asked for in a form, bound by name, and kept as defaults', async () => {
    const sql = 'select * from events where recipientAccountId = $account limit $most';
    const { trail, keeper } = await mount(sql);
    const runs = (): unknown[] =>
      trail.calls.filter(({ name }) => name === 'sql.run').map(({ params }) => params);
    await chooseOption(page.getByRole('combobox', { name: 'Type of $most' }), 'number');
    await run();
    expect(runs()).toEqual([]);
    await vi.waitFor(() => expect(document.activeElement?.getAttribute('aria-invalid')).toBe('true'));
    await expect.element(page.getByText('Write a number.')).toBeVisible();
    expect(await findings()).toEqual([]);
    await userEvent.keyboard('5');
    await page.getByRole('textbox', { name: 'Value of $account' }).fill("1'; --");
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() =>
      expect(runs()).toEqual([
        {
          sql,
          limit: 10_000,
          mode: 'rows',
          arguments: [
            { name: 'account', type: 'text', value: "1'; --" },
            { name: 'most', type: 'number', value: '5' },
          ],
          timeoutMs: 600_000,
        },
      ]),
    );
    await page.getByRole('button', { name: 'Save as…' }).click();
    await userEvent.keyboard('By account{Enter}');
    await vi.waitFor(() =>
      expect(keeper.items[0]).toMatchObject({
        parameters: [
          { name: 'account', type: 'text', default: "1'; --" },
          { name: 'most', type: 'number', default: '5' },
        ],
      }),
    );
    expect(document.body.innerText).not.toContain('unsaved changes');
    await page.getByRole('textbox', { name: 'Value of $most' }).fill('6');
    await vi.waitFor(() => expect(document.body.innerText).toContain('unsaved changes'));
  });
});

describe('tabs', () => {
  it('are added, walked, renamed, closed and opened again', async () => {
    const { trail } = await mount('select 1');
    await page.getByRole('button', { name: 'New tab' }).click();
    await vi.waitFor(() => expect(tabTitles()).toEqual(['Query 1', 'Query 2']));
    await userEvent.keyboard('select 2');
    expect(trail.sqlConsole.tabs.map(({ text }) => text)).toEqual(['select 1', 'select 2']);
    commands.run('previous-tab');
    await vi.waitFor(() => expect(editorText()).toBe('select 1'));
    document.querySelector<HTMLElement>('[role=tab][aria-selected=true][aria-keyshortcuts]')?.focus();
    await userEvent.keyboard('{F2}');
    await userEvent.keyboard('Mine{Enter}');
    await vi.waitFor(() => expect(tabTitles()).toEqual(['Mine', 'Query 2']));
    expect(await findings()).toEqual([]);
    await userEvent.keyboard('{Delete}');
    await vi.waitFor(() => expect(tabTitles()).toEqual(['Query 1']));
    expect(editorText()).toBe('select 2');
    await page.getByRole('button', { name: 'Open the closed tab again' }).click();
    await vi.waitFor(() => expect(tabTitles()).toEqual(['Mine', 'Query 2']));
    expect(trail.sqlConsole.current.text).toBe('select 1');
  });

  it('run side by side, each with its own rows and its own undo', async () => {
    const { trail, box } = await mount('select /* 5000 rows */ slow');
    box.focus();
    await userEvent.keyboard('{Control>}{End}{/Control} x');
    await run();
    await vi.waitFor(() => expect(line()).toBe('1,000 rows so far'));
    commands.run('new-tab');
    await vi.waitFor(() => expect(editorText().trim()).toBe(''));
    await userEvent.keyboard('select 1{Control>}{Enter}{/Control}');
    await vi.waitFor(() => expect(line()).toContain('3 rows'));
    expect(trail.sqlConsole.tabs[0]?.isRunning).toBe(true);
    commands.run('next-tab');
    await vi.waitFor(() => expect(line()).toBe('1,000 rows so far'));
    await userEvent.keyboard('{Control>}z{/Control}');
    expect(trail.sqlConsole.current.text).not.toContain('x');
    trail.sqlConsole.current.cancel();
  });

  it('are never overwritten by a query that is opened', async () => {
    const { trail } = await mount('select 1', [query('Root use', 'select 2')]);
    await run();
    await vi.waitFor(() => expect(line()).toContain('3 rows'));
    const opened = page.getByRole('button', { name: 'Root use', exact: true });
    await opened.click();
    expect(tabTitles()).toEqual(['Query 1', 'Root use']);
    trail.sqlConsole.step(-1);
    await opened.click();
    expect(trail.sqlConsole.tabs).toHaveLength(2);
    expect(trail.sqlConsole.current.openedId).toBe('Root use');
  });
});

describe('plans and runs', () => {
  it('show a plan as steps, expected or measured', async () => {
    await mount('select 1');
    await page.getByRole('button', { name: 'Explain the query' }).click();
    await page.getByRole('menuitem', { name: 'Plan, without running it' }).click();
    const table = page.getByRole('region', { name: 'Plan' });
    await expect.element(table).toHaveTextContent('The query was not run');
    await expect
      .element(page.getByRole('row', { name: /SEQ_SCAN ≈ 20,000 Filters: a>⟦RLO⟧5/ }))
      .toBeVisible();
    expect(await findings()).toEqual([]);
    commands.run('measure-sql');
    await expect.element(page.getByRole('row', { name: /SEQ_SCAN 13 ms 1,234 ≈ 20,000/ })).toBeVisible();
  });

  it('list what was run, failures too, and open it again with its values', async () => {
    const base: SqlRun = {
      id: 'r1',
      at: '2024-03-01T10:00:00.000Z',
      sql: 'select $x',
      isCut: false,
      mode: 'rows',
      arguments: [{ name: 'x', type: 'number', value: '7' }],
      outcome: 'done',
      rows: 1_204,
      isTruncated: true,
      durationMs: 38,
      problem: null,
    };
    const problem = { code: 'sql-syntax', message: 'Referenced column not found.' };
    const failed: SqlRun = { ...base, id: 'r2', sql: 'selec 1', outcome: 'failed', rows: 0, problem };
    const { trail } = await mount('select 1', [], [failed, base]);
    await page.getByRole('tab', { name: 'Runs' }).click();
    const list = page.getByRole('list', { name: 'Runs, newest first' });
    await expect.element(list.getByText('1,204 rows and more')).toBeVisible();
    await expect.element(list.getByText('Referenced column not found.')).toBeVisible();
    expect(await findings()).toEqual([]);
    await page.getByLabelText('Find a run').fill('$x');
    await vi.waitFor(() => expect(list.getByRole('button').elements()).toHaveLength(1));
    await list.getByRole('button').click();
    expect(trail.sqlConsole.current.text).toBe('select $x');
    expect(trail.sqlConsole.current.parameters).toMatchObject([{ name: 'x', type: 'number', value: '7' }]);
  });

  it('are forgotten only when asked twice', async () => {
    let runs: SqlRun[] = [];
    const trail = fakeTrail({
      answers: {
        ...console,
        'sql.history': () => runs,
        'sql.clearHistory': () => {
          runs = [];
          return {};
        },
      },
    });
    runs = [
      {
        id: 'r1',
        at: '2024-03-01T10:00:00.000Z',
        sql: 'select 1',
        isCut: false,
        mode: 'rows',
        arguments: [],
        outcome: 'done',
        rows: 1,
        isTruncated: false,
        durationMs: 38,
        problem: null,
      },
    ];
    await render(Harness, { trail, component: SqlPage, features });
    await page.getByRole('tab', { name: 'Runs' }).click();
    await page.getByRole('button', { name: 'Forget runs…' }).click();
    expect(runs).toHaveLength(1);
    await page.getByRole('dialog').getByRole('button', { name: 'Forget 1 run' }).click();
    await expect.element(page.getByText('Nothing was run in this workspace yet.')).toBeVisible();
  });
});

describe('the tables', () => {
  it('list columns with their meaning, find them, and write them at the caret', async () => {
    const { box, trail } = await mount('');
    await page.getByRole('tab', { name: 'Tables' }).click();
    await expect.element(page.getByText('One row a file of the evidence')).toBeVisible();
    expect(await findings()).toEqual([]);
    await page.getByLabelText('Find a column').fill('issuer arn');
    const found = page.getByRole('button', { name: /Issuer\.arn/ });
    await found.click();
    expect(trail.sqlConsole.current.text).toBe('userIdentity.sessionContext.sessionIssuer.arn');
    expect(document.activeElement).toBe(box);
    await page.getByLabelText('Find a column').fill('userIdentity.arn');
    await page.getByRole('list', { name: 'Columns of event_columns' }).getByRole('button').click();
    expect(trail.sqlConsole.current.text).toMatch(/"userIdentity\.arn"$/);
  });
});

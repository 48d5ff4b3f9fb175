import { page, userEvent } from 'vitest/browser';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { AppError } from '../../../shared/bridge/errors.ts';
import type { SavedItem } from '../../../shared/contract/saved.ts';
import { commands } from '../../../renderer/app/commands.svelte.ts';
import { lineAndColumn, problemPlace } from '../../../renderer/features/sql/outcome.ts';
import { resultAsJson, resultAsTsv, uniqueNames } from '../../../renderer/features/sql/result-grid.ts';
import SqlPage from '../../../renderer/features/sql/SqlPage.svelte';
import { starters } from '../../../renderer/features/sql/starters.ts';
import type { SqlResult } from '../../../renderer/state/sql-console.svelte.ts';
import { findings } from '../support/axe.ts';
import { fakeSaved } from '../support/fake-saved.ts';
import { fakeTrail } from '../support/fake-trail.ts';
import Harness from '../support/Harness.svelte';
import { stubRun, stubSchema } from './stub-engine.ts';

const query = (name: string, sql: string): SavedItem => ({
  kind: 'query',
  id: name,
  name,
  sql,
  createdAt: '2024-03-01T10:00:00Z',
  updatedAt: '2024-03-01T10:00:00Z',
});

async function mount(sql: string, saved: readonly SavedItem[] = []) {
  const keeper = fakeSaved(saved);
  const trail = fakeTrail({
    answers: { ...keeper.answers, 'sql.run': stubRun, 'sql.schema': () => stubSchema },
    host: keeper.host,
  });
  await trail.saved.load();
  trail.sqlConsole.open(sql);
  const screen = await render(Harness, { trail, component: SqlPage });
  const box = document.querySelector<HTMLElement>('.cm-content');
  if (!box) throw new Error('no editor');
  return { trail, keeper, screen, box };
}

const run = () => page.getByRole('button', { name: 'Run', exact: true }).click();
const line = (): string => document.querySelector<HTMLElement>('.line [role=status]')?.innerText ?? '';
const cells = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('[role=gridcell]')].map((cell) => cell.innerText);

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
    await page.getByRole('combobox').selectOptions('100000');
    await run();
    await vi.waitFor(() => expect(line()).toBe('12,345 rows · 38 ms'));
    expect(trail.sqlConsole.result?.rows).toBe(12_345);
  });

  it('is cancelled by the button, keeps what had arrived and says so', async () => {
    const { trail } = await mount('select /* 5000 rows */ slow');
    await run();
    await vi.waitFor(() => expect(line()).toBe('1,000 rows so far'));
    await vi.waitFor(() => expect(document.body.innerText).toMatch(/Running · \d+ ms · 40 %/));
    expect(await findings()).toEqual([]);
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await vi.waitFor(() => expect(line()).toBe('Cancelled: 1,000 rows had arrived'));
    expect(trail.sqlConsole.isRunning).toBe(false);
    expect(trail.sqlConsole.failure).toBeNull();
  });

  it('gives way to Escape, and goes on behind other screens', async () => {
    const { trail, screen } = await mount('select /* 5000 rows */ slow');
    await run();
    await vi.waitFor(() => expect(line()).toBe('1,000 rows so far'));
    await screen.unmount();
    expect(trail.sqlConsole.isRunning).toBe(true);
    await render(Harness, { trail, component: SqlPage });
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
    trail.sqlConsole.write('select 1,\n  eventNam from events');
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
    trail.sqlConsole.write('select 1,\n  eventNam from events');
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
    trail.sqlConsole.write('delete from events');
    await run();
    await expect.element(page.getByRole('alert')).toHaveTextContent('one SELECT or EXPLAIN at a time');
  });

  it('opens the value menu on columns that are fields, and a plain one on others', async () => {
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
    await page.getByRole('menuitem', { name: 'Copy value' }).click();
    expect(trail.valueMenu.open).toBeNull();
    expect(copied).toEqual(['arn:aws:iam::123456789012:user/u\u202E0']);
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

describe('results as text', () => {
  const result: SqlResult = {
    run: 1,
    sql: '',
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
    const { trail, keeper, box } = await mount('select 1', [query('Root use', 'select 2')]);
    await page.getByRole('button', { name: 'Root use', exact: true }).click();
    expect(box.innerText).toBe('select 2');
    expect(document.activeElement).toBe(box);
    await userEvent.keyboard('{Control>}{End}{/Control} + 1');
    await vi.waitFor(() => expect(document.body.innerText).toContain('unsaved changes'));
    expect(commands.run('save-view')).toBe(true);
    await vi.waitFor(() => expect(keeper.items[0]).toMatchObject({ name: 'Root use', sql: 'select 2 + 1' }));
    await page.getByRole('button', { name: 'Save as…' }).click();
    await userEvent.keyboard('Second{Enter}');
    await vi.waitFor(() => expect(keeper.items.map((item) => item.name)).toEqual(['Root use', 'Second']));
    expect(trail.sqlConsole.openedId).toBe(keeper.items[1]?.id);
  });

  it('are deleted with a way back, renamed, exported and imported', async () => {
    const { trail, keeper } = await mount('select 1', [query('Root use', 'select 2')]);
    await page.getByRole('button', { name: 'Delete Root use' }).click();
    await vi.waitFor(() => expect(keeper.items).toEqual([]));
    await page.getByRole('button', { name: 'Undo' }).click();
    await vi.waitFor(() => expect(keeper.items).toMatchObject([{ name: 'Root use', sql: 'select 2' }]));
    await page.getByRole('button', { name: 'Rename Root use' }).click();
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
    const { box } = await mount('');
    await expect.element(page.getByRole('button', { name: 'Run', exact: true })).toBeDisabled();
    for (const starter of starters) {
      await page.getByRole('button', { name: starter.name, exact: true }).click();
      expect(box.innerText.replaceAll('\n\n', '\n')).toContain(starter.sql.split('\n')[0]);
    }
  });

  it('cannot be changed in a read-only workspace', async () => {
    const keeper = fakeSaved([query('Root use', 'select 2')]);
    const trail = fakeTrail({
      answers: { ...keeper.answers, 'sql.run': stubRun, 'sql.schema': () => stubSchema },
      info: { isReadOnly: true },
    });
    await trail.saved.load();
    await render(Harness, { trail, component: SqlPage });
    await expect.element(page.getByRole('button', { name: 'Save as…' })).toBeDisabled();
    await expect.element(page.getByRole('button', { name: 'Root use', exact: true })).toBeVisible();
    expect(document.querySelector('[aria-label="Delete Root use"]')).toBeNull();
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
    expect(trail.sqlConsole.text).toBe('userIdentity.sessionContext.sessionIssuer.arn');
    expect(document.activeElement).toBe(box);
    await page.getByLabelText('Find a column').fill('userIdentity.arn');
    await page.getByRole('list', { name: 'Columns of event_columns' }).getByRole('button').click();
    expect(trail.sqlConsole.text).toMatch(/"userIdentity\.arn"$/);
  });
});

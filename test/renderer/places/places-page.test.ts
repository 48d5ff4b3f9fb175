import axe from 'axe-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import PlacesPage from '../../../renderer/features/places/PlacesPage.svelte';
import { facetSelection } from '../../../shared/filter/facet-selection.ts';
import type { EngineHandlers } from '../../../shared/contract/index.ts';
import Harness from '../support/Harness.svelte';
import { fakeTrail } from '../support/fake-trail.ts';
import { matrixAnswer } from './answers.ts';

async function show(
  options: {
    answer?: EngineHandlers['places.matrix'];
    before?: (trail: ReturnType<typeof fakeTrail>) => void;
  } = {},
) {
  const trail = fakeTrail({
    answers: { 'places.matrix': options.answer ?? (() => matrixAnswer(12, 17)) },
  });
  trail.screens.go('places');
  options.before?.(trail);
  await render(Harness, { trail, component: PlacesPage });
  return trail;
}

const cellAt = (row: number, column: number): HTMLElement => {
  const cell = document.querySelector<HTMLElement>(`[data-row="${row}"][data-column="${column}"]`);
  if (!cell) throw new Error(`There is no cell ${row}, ${column}`);
  return cell;
};
const drawn = () => vi.waitFor(() => cellAt(0, 0));
const axeRules = { region: { enabled: false } };
const violations = async () =>
  (await axe.run(document.body, { rules: axeRules })).violations.map(
    (violation) => `${violation.id}: ${violation.nodes[0]?.html ?? ''}`,
  );

beforeEach(() => page.viewport(1_440, 900));

describe('the matrix', () => {
  it('is a grid with headings and says what every kind of cell means', async () => {
    await show();
    await drawn();
    expect(page.getByRole('rowheader').elements()).toHaveLength(12);
    expect(page.getByRole('columnheader').elements()).toHaveLength(17);
    expect(
      page.getByRole('gridcell', { name: 'No files of this account and Region in the archive' }).elements()
        .length,
    ).toBeGreaterThan(0);
    expect(
      page.getByRole('gridcell', { name: /^\d+ files, but no events in this question$/ }).elements().length,
    ).toBeGreaterThan(0);
    expect(cellAt(0, 0).querySelector('.visually-hidden')?.textContent).toMatch(
      /^[\d,]+ events, .*[\d,]+ of global services$/,
    );
    const failing = [...document.querySelectorAll('td .visually-hidden')].map((cell) => cell.textContent);
    expect(failing.some((words) => /^[\d,]+ events, [\d,]+ failed \(\d+%\)/.test(words))).toBe(true);
  });

  it('marks global services with their count, in the cell, the column and the explanation', async () => {
    await show();
    await drawn();
    const inCell = cellAt(0, 0).querySelector('.global')?.textContent ?? '';
    const inColumn = cellAt(-1, 0).querySelector('.global')?.textContent ?? '';
    expect(inCell).toMatch(/^global [\d,]+$/);
    expect(inColumn).toMatch(/^global [\d,]+$/);
    expect(cellAt(-1, 1).querySelector('.global')).toBeNull();
    await expect
      .element(page.getByText(/^[\d,]+ of [\d,]+ events belong to global services|belong to global services/))
      .toBeVisible();
  });

  it('a click on a cell narrows to account and Region and shows the events', async () => {
    const trail = await show();
    await drawn();
    cellAt(1, 0).click();
    const account = cellAt(1, -1).querySelector('.name')?.textContent.trim();
    expect(trail.explore.state.scope).toMatchObject({ accounts: [account], regions: ['us-east-1'] });
    expect(trail.screens.current).toBe('explore');
    expect(trail.explore.past).toHaveLength(1);
  });

  it('empty cells lead nowhere', async () => {
    const trail = await show();
    await drawn();
    for (const kind of ['unknown', 'silent']) document.querySelector<HTMLElement>(`td.${kind}`)?.click();
    expect(trail.screens.current).toBe('places');
    expect(trail.explore.past).toHaveLength(0);
  });

  it('headings open the page of their place', async () => {
    const trail = await show();
    await drawn();
    cellAt(-1, 1).click();
    expect([trail.screens.current, trail.screens.params]).toEqual([
      'profile',
      { kind: 'region', value: 'eu-west-1' },
    ]);
    const account = cellAt(1, -1).querySelector('.name')?.textContent.trim();
    cellAt(1, -1).click();
    expect(trail.screens.params).toEqual({ kind: 'account', value: account });
  });

  it('a right click on a heading opens the value menu', async () => {
    const trail = await show();
    await drawn();
    await page.getByRole('columnheader').first().click({ button: 'right' });
    expect(trail.valueMenu.open?.target).toEqual({ field: 'awsRegion', value: 'us-east-1' });
  });

  it('keys move one tab stop through cells and headings, Enter opens', async () => {
    const trail = await show();
    await drawn();
    expect(document.querySelectorAll('[role="grid"] [tabindex="0"]')).toHaveLength(1);
    cellAt(0, 0).focus();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}');
    expect(document.activeElement).toBe(cellAt(1, 1));
    await userEvent.keyboard('{Control>}{End}{/Control}');
    expect(document.activeElement).toBe(cellAt(11, 16));
    await userEvent.keyboard('{Home}');
    expect(document.activeElement).toBe(cellAt(11, -1));
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    expect(trail.valueMenu.open?.target.field).toBe('recipientAccountId');
    await userEvent.keyboard('{Control>}{Home}{/Control}');
    expect(document.activeElement).toBe(cellAt(0, 0));
    await userEvent.keyboard('{Enter}');
    expect(trail.screens.current).toBe('explore');
  });

  it('a focused cell is never hidden under the fixed headings', async () => {
    await show({ answer: () => matrixAnswer(100, 30) });
    await drawn();
    cellAt(60, 25).focus();
    for (let step = 0; step < 14; step += 1) await userEvent.keyboard('{ArrowLeft}');
    for (let step = 0; step < 20; step += 1) await userEvent.keyboard('{ArrowUp}');
    const cell = cellAt(40, 11).getBoundingClientRect();
    expect(document.activeElement).toBe(cellAt(40, 11));
    expect(cell.top).toBeGreaterThanOrEqual(cellAt(-1, 11).getBoundingClientRect().bottom - 1);
    expect(cell.left).toBeGreaterThanOrEqual(cellAt(40, -1).getBoundingClientRect().right - 1);
  });

  it('says when there is nothing, and under which filter it counts', async () => {
    const trail = await show({
      answer: () => ({ fromMicros: null, toMicros: null, accounts: [], regions: [], cells: [] }),
      before: ({ explore }) =>
        explore.adjust({ filter: { kind: 'field', field: 'eventName', test: { op: 'exists' } } }),
    });
    await expect.element(page.getByText('No event matches the scope and the filter.')).toBeVisible();
    await page.getByRole('button', { name: 'Drop the filter' }).click();
    expect(trail.explore.state.filter).toEqual({ kind: 'and', of: [] });
  });

  it('events without an account become a filter, not a scope', async () => {
    const cell = {
      account: null,
      region: 'us-east-1',
      events: 4,
      failed: 0,
      globalEvents: 0,
      files: 1,
      strip: [4],
    };
    const trail = await show({
      answer: () => ({
        fromMicros: 0,
        toMicros: 1_000_000,
        accounts: [{ value: null, events: 4, failed: 0 }],
        regions: [{ value: 'us-east-1', events: 4, failed: 0 }],
        cells: [cell],
      }),
    });
    await drawn();
    cellAt(0, 0).click();
    expect(trail.explore.state.scope.accounts).toBeNull();
    expect(facetSelection(trail.explore.state.filter, 'recipientAccountId').included).toEqual([null]);
  });

  it.each(['dark', 'light'])('axe finds nothing, %s', async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    await show();
    await drawn();
    expect(await violations()).toEqual([]);
  });
});

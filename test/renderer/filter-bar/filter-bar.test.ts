import { userEvent, page } from 'vitest/browser';
import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { SavedItem } from '../../../shared/contract/saved.ts';
import { everything } from '../../../shared/filter/filter.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { printFilter } from '../../../shared/filter/print.ts';
import { commands } from '../../../renderer/app/commands.svelte.ts';
import FilterBar from '../../../renderer/features/explore/FilterBar.svelte';
import { chipsOf, withChipNegated, withoutChip } from '../../../renderer/features/explore/filter-chips.ts';
import { differsFrom, readView, viewState } from '../../../renderer/features/explore/view-state.ts';
import { freshState } from '../../../renderer/state/explore.svelte.ts';
import { findings } from '../support/axe.ts';
import { fakeTrail } from '../support/fake-trail.ts';
import Harness from '../support/Harness.svelte';
import { fakeSaved } from '../support/fake-saved.ts';

const tree = (text: string) => parseFilter(text).filter ?? everything;

async function mount(text = '', saved: readonly SavedItem[] = []) {
  const keeper = fakeSaved(saved);
  const trail = fakeTrail({
    answers: { ...keeper.answers, 'values.suggest': () => [{ value: 'DeleteTrail', count: 3 }] },
    host: keeper.host,
  });
  await trail.saved.load();
  if (text !== '') trail.explore.narrow('start', { filter: tree(text) });
  const screen = await render(Harness, { trail, component: FilterBar });
  const box = document.querySelector<HTMLElement>('.cm-content');
  if (!box) throw new Error('no search box');
  return { trail, box, screen, keeper };
}

const chipTexts = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('.chip .says')].map((chip) => chip.innerText.trim());

describe('the filter bar', () => {
  it('narrows on Enter: text, chips and tree say the same', async () => {
    const { trail, box } = await mount();
    box.focus();
    await userEvent.keyboard('eventName:Delete* and not userIdentity.type:AWSService{Enter}');
    expect(trail.explore.state.filter).toEqual(tree('eventName:Delete* not userIdentity.type:AWSService'));
    expect(trail.explore.past).toHaveLength(1);
    await vi.waitFor(() =>
      expect(chipTexts()).toEqual(['Event name is like Delete*', 'Identity type is not AWSService']),
    );
    expect(box.innerText).toBe(printFilter(trail.explore.state.filter));
    expect(await findings()).toEqual([]);
  });

  it('says what is wrong, keeps the old filter, and does the fix', async () => {
    const { trail, box } = await mount('errorCode:*');
    box.focus();
    await userEvent.keyboard('{End} and eventNam:x{Enter}');
    const told = page.getByRole('alert');
    await expect.element(told).toHaveTextContent('eventNam');
    await expect.element(told).toHaveTextContent('The events below still answer the search before.');
    expect(box.getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById(box.getAttribute('aria-describedby') ?? '')).not.toBeNull();
    expect(printFilter(trail.explore.state.filter)).toBe('errorCode:*');
    expect(await findings()).toEqual([]);
    await told.getByRole('button').click();
    expect(box.innerText).toBe('errorCode:* and eventName:x');
    await vi.waitFor(() => expect(document.querySelector('[role=alert]')).toBeNull());
    await userEvent.keyboard('{Enter}');
    expect(printFilter(trail.explore.state.filter)).toBe('errorCode:* and eventName:x');
  });

  it('forgets a problem when the filter changes elsewhere', async () => {
    const { trail, box } = await mount('errorCode:*');
    box.focus();
    await userEvent.keyboard('{End} and ({Enter}');
    await vi.waitFor(() => expect(document.querySelector('[role=alert]')).not.toBeNull());
    trail.explore.narrow('elsewhere', { filter: tree('readOnly:false') });
    await vi.waitFor(() => expect(document.querySelector('[role=alert]')).toBeNull());
    expect(box.innerText).toBe('readOnly:false');
  });

  it('undoes and redoes with the step named in the tooltip', async () => {
    const { trail, box } = await mount();
    box.focus();
    await userEvent.keyboard('errorCode:*{Enter}');
    const undo = page.getByRole('button', { name: 'Undo' });
    await expect
      .element(undo)
      .toHaveAttribute('title', expect.stringContaining('search Error code is present'));
    await undo.click();
    expect(trail.explore.state.filter).toEqual(everything);
    expect(box.innerText).not.toContain('errorCode');
    await page.getByRole('button', { name: 'Redo' }).click();
    expect(printFilter(trail.explore.state.filter)).toBe('errorCode:*');
  });

  it('has nothing for axe to complain about in the light theme, with completions open', async () => {
    document.documentElement.dataset['theme'] = 'light';
    const { box } = await mount('not errorCode:* and "two words" and eventName:/a/ and readOnly:true');
    box.focus();
    await userEvent.keyboard('{End} and eventName:del');
    await vi.waitFor(() => expect(document.querySelector('[role=option]')).not.toBeNull());
    expect(await findings()).toEqual([]);
  });

  it('clears, and is found by the command', async () => {
    const { trail, box } = await mount('errorCode:* and readOnly:false');
    await page.getByRole('button', { name: 'Clear' }).click();
    expect(trail.explore.state.filter).toEqual(everything);
    expect(chipTexts()).toEqual([]);
    expect(commands.run('focus-search')).toBe(true);
    expect(document.activeElement).toBe(box);
  });
});

describe('chips', () => {
  it('stand where they are in the text', () => {
    for (const text of [
      'errorCode:* and eventName:(a, b) and not (readOnly:true or awsRegion:us-east-1)',
      '(eventName:a or awsRegion:b) and eventName:a',
      'one and "two three"',
      'eventName:a or eventName:b',
    ]) {
      const filter = tree(text);
      const printed = printFilter(filter);
      for (const chip of chipsOf(filter)) {
        expect(printed.slice(chip.from, chip.to)).toBe(chip.text);
        expect(tree(chip.text)).toEqual(chip.filter);
      }
    }
  });

  it('are removed and turned round, one and for all', () => {
    const filter = tree('errorCode:* and readOnly:false');
    expect(printFilter(withoutChip(filter, 0))).toBe('readOnly:false');
    expect(withoutChip(tree('readOnly:false'), 0)).toEqual(everything);
    expect(withChipNegated(withChipNegated(filter, 1), 1)).toEqual(filter);
  });

  it('are walked with arrows, removed with Delete, and hand the focus on', async () => {
    const { trail, box } = await mount('errorCode:* and readOnly:false and eventName:a');
    document.querySelector<HTMLElement>('.chip .says')?.focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
    expect(document.activeElement?.textContent).toContain('Event name is a');
    await userEvent.keyboard('{ArrowLeft}{Delete}');
    expect(printFilter(trail.explore.state.filter)).toBe('errorCode:* and eventName:a');
    await vi.waitFor(() => expect(document.activeElement?.textContent).toContain('Event name is a'));
    await userEvent.keyboard('!');
    expect(printFilter(trail.explore.state.filter)).toBe('errorCode:* and not eventName:a');
    await userEvent.keyboard('{Delete}{Delete}');
    await vi.waitFor(() => expect(document.activeElement).toBe(box));
    expect(trail.explore.past.map((step) => step.label).at(-1)).toContain('without');
  });

  it('put the caret into the search to be edited, and have a menu', async () => {
    const { box } = await mount('errorCode:* and readOnly:false');
    await page.getByRole('button', { name: 'Read-only is false', exact: true }).click();
    expect(document.activeElement).toBe(box);
    expect(document.getSelection()?.toString()).toBe('readOnly:false');
    document.querySelector<HTMLElement>('.chip .says')?.focus();
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    await expect.element(page.getByRole('menuitem', { name: 'Edit in the search' })).toHaveFocus();
    expect(await findings()).toEqual([]);
  });

  it('show hostile values harmlessly', async () => {
    await mount('eventName:"x\u202Ey"');
    expect(chipTexts()[0]).not.toContain('\u202E');
    expect(document.querySelector('.chip .says')?.getAttribute('title')).toContain('⟦RLO⟧');
  });
});

describe('saved views', () => {
  const view = (name: string, text: string, id = name): SavedItem => ({
    kind: 'view',
    id,
    name,
    createdAt: '2024-03-01T10:00:00Z',
    updatedAt: '2024-03-01T10:00:00Z',
    state: viewState({ ...freshState, filter: tree(text) }),
  });
  const button = () => page.getByRole('button', { name: /Views|Deletions|unsaved|New/ }).first();

  it('differ only when the screen does, whatever row is selected', () => {
    const kept = viewState(freshState);
    const screen = (change: object): string => JSON.stringify(viewState({ ...freshState, ...change }));
    expect(differsFrom(screen({ selectedId: '1.2' }), kept)).toBe(false);
    expect(differsFrom(screen({ filter: tree('errorCode:*') }), kept)).toBe(true);
    const reordered = Object.fromEntries(Object.entries(kept).reverse());
    expect(differsFrom(screen({}), reordered)).toBe(false);
    expect(readView({ filter: 'everything' })).toBeUndefined();
  });

  it('are saved by Ctrl+S under a name, then marked when the screen differs, then saved over', async () => {
    const { trail, keeper } = await mount('errorCode:*');
    expect(commands.run('save-view')).toBe(true);
    await expect.element(page.getByRole('textbox', { name: 'Name of the view' })).toHaveFocus();
    await userEvent.keyboard('New failures{Enter}');
    await vi.waitFor(() => expect(keeper.items).toHaveLength(1));
    expect(trail.saved.openedView?.name).toBe('New failures');
    expect(document.body.innerText).not.toContain('unsaved changes');
    trail.explore.narrow('more', { filter: tree('errorCode:* and readOnly:false') });
    await vi.waitFor(() => expect(document.body.innerText).toContain('unsaved changes'));
    commands.run('save-view');
    await vi.waitFor(() => expect(document.body.innerText).not.toContain('unsaved changes'));
    expect(JSON.stringify(keeper.items)).toContain('readOnly');
    expect(keeper.items).toHaveLength(1);
  });

  it('open as one step that can be undone', async () => {
    const { trail } = await mount('', [view('Deletions', 'eventName:Delete*')]);
    await button().click();
    await page.getByRole('button', { name: 'Deletions', exact: true }).click();
    expect(printFilter(trail.explore.state.filter)).toBe('eventName:Delete*');
    expect(trail.explore.past.at(-1)?.label).toBe('open “Deletions”');
    trail.explore.undo();
    expect(trail.explore.state.filter).toEqual(everything);
  });

  it('refuse a view that cannot be read, and say so', async () => {
    const broken = { ...view('Deletions', 'a'), state: { filter: 1 } } as SavedItem;
    const { trail } = await mount('', [broken]);
    await button().click();
    await page.getByRole('button', { name: 'Deletions', exact: true }).click();
    expect(trail.notices[0]).toEqual({ kind: 'error', message: expect.stringContaining('cannot be opened') });
    expect(trail.explore.past).toEqual([]);
  });

  it('are renamed, deleted and brought back', async () => {
    const { keeper } = await mount('', [view('Deletions', 'eventName:Delete*')]);
    await button().click();
    expect(await findings()).toEqual([]);
    await page.getByRole('button', { name: 'Rename Deletions' }).click();
    await userEvent.keyboard('Gone{Enter}');
    await vi.waitFor(() => expect(keeper.items[0]?.name).toBe('Gone'));
    await page.getByRole('button', { name: 'Delete Gone' }).click();
    await vi.waitFor(() => expect(keeper.items).toEqual([]));
    await vi.waitFor(() => expect(document.activeElement?.textContent.trim()).toBe('Undo'));
    expect(page.getByText('Deleted “Gone”.').element()).toBeVisible();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
    await vi.waitFor(() => expect(keeper.items.map((item) => item.name)).toEqual(['Gone']));
  });

  it('go to a file and come from one, with what was added said', async () => {
    const { trail, keeper } = await mount('', [view('Deletions', 'eventName:Delete*')]);
    await button().click();
    await page.getByRole('button', { name: 'Export query set…' }).click();
    await vi.waitFor(() => expect(keeper.files).toHaveLength(1));
    await vi.waitFor(() => expect(trail.notices.at(-1)?.message).toContain('Exported 1 item'));
    keeper.picked = keeper.files[0] ?? '';
    await page.getByRole('button', { name: 'Import…' }).click();
    await vi.waitFor(() => expect(trail.notices.at(-1)?.message).toContain('1 item already here'));
  });
});

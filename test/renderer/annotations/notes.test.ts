import { page, userEvent } from 'vitest/browser';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { printFilter } from '../../../shared/filter/print.ts';
import { fakeArchive } from '../explore/fake-archive.ts';
import { findings } from '../support/axe.ts';
import { chooseOption } from '../support/choose-option.ts';
import { fakeTrail, type FakeTrail } from '../support/fake-trail.ts';
import { fakeNotes } from './fake-notes.ts';
import NotesHarness from './NotesHarness.svelte';

const total = 2_433;

beforeEach(() => page.viewport(1440, 900));

const grid = (label = 'Events'): HTMLElement => {
  const element = document.querySelector<HTMLElement>(`[role=grid][aria-label="${label}"]`);
  if (!element) throw new Error(`no grid ${label}`);
  return element;
};

async function mount(
  notes = fakeNotes(() => ['1.2432', '1.2431', '1.2430']),
  options: Parameters<typeof fakeTrail>[0] = {},
): Promise<{ trail: FakeTrail; notes: ReturnType<typeof fakeNotes> }> {
  const trail = fakeTrail({
    ...options,
    answers: { ...fakeArchive(total), ...notes.answers, ...options.answers },
  });
  trail.screens.go('explore');
  await render(NotesHarness, { trail });
  await vi.waitFor(() => expect(document.querySelectorAll('[role=gridcell]').length).toBeGreaterThan(50));
  return { trail, notes };
}

const firstRow = async (trail: FakeTrail): Promise<void> => {
  grid().focus();
  await userEvent.keyboard('{ArrowDown}');
  await vi.waitFor(() => expect(trail.explore.state.selectedId).toBe('1.2432'));
};

describe('noting in the grid', () => {
  it('stars the row the person is on with s, takes it away with s, and shows it in the row and the detail', async () => {
    const { trail, notes } = await mount();
    await firstRow(trail);
    await userEvent.keyboard('s');
    const star = () => grid().querySelector('.current [aria-label=Star]');
    await vi.waitFor(() => expect(star()?.getAttribute('aria-pressed')).toBe('true'));
    await expect.element(page.getByRole('button', { name: 'Starred' })).toBeVisible();
    expect(document.activeElement).toBe(grid());
    expect(notes.changes).toEqual([{ target: { kind: 'events', ids: ['1.2432'] }, change: { do: 'star' } }]);
    await userEvent.keyboard('s');
    await vi.waitFor(() => expect(star()?.getAttribute('aria-pressed')).toBe('false'));
    await userEvent.keyboard('s');
    await vi.waitFor(() => expect(star()?.getAttribute('aria-pressed')).toBe('true'));
    await userEvent.keyboard('u');
    await vi.waitFor(() => expect(star()?.getAttribute('aria-pressed')).toBe('false'));
  });

  it('stars by the mouse without moving to another place', async () => {
    const { trail, notes } = await mount();
    const stars = page.getByRole('button', { name: 'Star', exact: true }).elements();
    await userEvent.click(stars[3] as HTMLElement);
    await vi.waitFor(() => expect(notes.changes).toHaveLength(1));
    expect(notes.changes[0]?.target).toEqual({ kind: 'events', ids: ['1.2429'] });
    expect(trail.explore.state.selectedId).toBeNull();
  });

  it('tags the selected rows with t, completing tags that are there', async () => {
    const { trail, notes } = await mount();
    await firstRow(trail);
    await userEvent.keyboard('t');
    await userEvent.keyboard('lateral movement{Enter}');
    await vi.waitFor(() => expect(notes.changes).toHaveLength(1));
    await expect.element(page.getByRole('list', { name: 'Tags of this event' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(document.activeElement).toBe(grid()));
    await userEvent.keyboard('t');
    await expect.element(page.getByRole('combobox', { name: 'Tag' })).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(document.activeElement).toBe(grid()));

    await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    await vi.waitFor(() => expect(trail.notes.selection?.rows).toBe(3));
    await userEvent.keyboard('t');
    await expect.element(page.getByRole('dialog', { name: 'Tag 3 selected rows' })).toBeVisible();
    await userEvent.keyboard('lat{Enter}');
    await vi.waitFor(() => expect(notes.changes).toHaveLength(2));
    expect(notes.changes[1]).toMatchObject({
      target: { kind: 'rows', spans: [{ from: 0, to: 3 }] },
      change: { do: 'tag', tag: 'lateral movement' },
    });
    expect(trail.notices.map(({ message }) => message)).toContain(
      'Tagged 2 events “lateral movement”. Press u to undo.',
    );
  });

  it('says what cannot be a tag and offers nothing for it', async () => {
    const { trail, notes } = await mount();
    await firstRow(trail);
    await userEvent.keyboard('t');
    await userEvent.keyboard('a,b{Enter}');
    await expect.element(page.getByText('no comma')).toBeVisible();
    expect(notes.changes).toEqual([]);
  });

  it('comments with n, and edits and deletes the comment in the detail', async () => {
    const { trail, notes } = await mount();
    await firstRow(trail);
    await userEvent.keyboard('n');
    await expect.element(page.getByRole('textbox', { name: 'Comment' })).toHaveFocus();
    await userEvent.keyboard('Came back at night, s t n u');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    const detail = page.getByRole('region', { name: 'Notes' });
    await expect.element(detail.getByText('Came back at night, s t n u')).toBeVisible();
    await expect.element(detail.getByText('maya, 2023-11-14 22:13:20 UTC')).toBeVisible();
    await userEvent.click(detail.getByRole('button', { name: 'Edit' }));
    await userEvent.fill(page.getByRole('textbox', { name: 'Comment' }), 'At noon');
    await userEvent.click(page.getByRole('button', { name: 'Keep' }));
    await expect.element(detail.getByText('At noon')).toBeVisible();
    await expect.element(detail.getByText('changed maya')).toBeVisible();
    await userEvent.click(detail.getByRole('button', { name: 'Delete' }));
    await userEvent.click(page.getByRole('dialog').getByRole('button', { name: 'Delete' }));
    await vi.waitFor(() => expect(document.querySelector('article')).toBeNull());
    expect(notes.changes.map(({ change }) => change.do)).toEqual(['comment']);
  });

  it('notes all matching events after saying how many they are', async () => {
    const { notes } = await mount();
    await userEvent.click(page.getByRole('button', { name: 'Note', exact: true }));
    await userEvent.click(page.getByRole('menuitem', { name: 'All matching events…' }));
    const dialog = page.getByRole('dialog', { name: 'Note all matching events' });
    await expect.element(dialog.getByText('2,433 events', { exact: true })).toBeVisible();
    await expect.element(dialog.getByRole('button', { name: 'Tag: 2,433 events' })).toBeDisabled();
    await userEvent.fill(dialog.getByRole('combobox', { name: 'Tag' }), 'benign');
    expect(await findings()).toEqual([]);
    await userEvent.click(dialog.getByRole('button', { name: 'Tag: 2,433 events' }));
    await vi.waitFor(() => expect(notes.changes).toHaveLength(1));
    expect(notes.changes[0]).toMatchObject({
      target: { kind: 'question' },
      change: { do: 'tag', tag: 'benign' },
    });
    await vi.waitFor(() => expect(document.querySelector('dialog')).toBeNull());
  });

  it('leaves a workspace that is open for reading as it is', async () => {
    const { trail, notes } = await mount(undefined, { info: { isReadOnly: true } });
    await firstRow(trail);
    await userEvent.keyboard('stn');
    expect(document.querySelector('dialog, [popover]:popover-open [role=combobox]')).toBeNull();
    await expect.element(page.getByRole('button', { name: 'Note', exact: true })).toBeDisabled();
    expect(notes.changes).toEqual([]);
  });
});

describe('the Notes screen', () => {
  it('lists noted events, narrows them by tag and goes to Explore with what it shows', async () => {
    const { trail } = await mount();
    await firstRow(trail);
    await userEvent.keyboard('s');
    await userEvent.keyboard('t');
    await userEvent.keyboard('lead{Enter}');
    await vi.waitFor(() => expect(trail.notes.summary.tags).toHaveLength(1));
    await userEvent.keyboard('{Escape}');
    trail.screens.go('notes');
    await vi.waitFor(() =>
      expect(grid('Noted events').querySelectorAll('[role=gridcell]').length).toBeGreaterThan(5),
    );
    await chooseOption(page.getByRole('combobox', { name: 'Tag' }), /^lead \(/);
    await vi.waitFor(() => expect(trail.calls.at(-1)?.name).toBe('events.window'));
    grid('Noted events').focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(page.getByRole('region', { name: 'Notes', exact: true })).toBeVisible();
    for (const theme of ['light', 'dark']) {
      document.documentElement.dataset['theme'] = theme;
      await Promise.all(document.getAnimations().map((animation) => animation.finished));
      expect(await findings(), theme).toEqual([]);
    }
    await userEvent.click(page.getByText('Starred', { exact: true }).first());
    await userEvent.click(page.getByRole('button', { name: 'Show in Explore' }));
    expect(trail.screens.current).toBe('explore');
    expect(printFilter(trail.explore.state.filter)).toBe('note.tag:lead and note.star:true');
  });

  it('lists the changes and undoes one', async () => {
    const { trail, notes } = await mount();
    await firstRow(trail);
    await userEvent.keyboard('s');
    await vi.waitFor(() => expect(notes.changes).toHaveLength(1));
    trail.screens.go('notes');
    await userEvent.click(page.getByRole('tab', { name: 'Changes' }));
    await expect.element(page.getByRole('cell', { name: 'Starred 1 event', exact: true })).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: /^Undo/ }));
    await expect.element(page.getByRole('cell', { name: 'Starred 1 event (undone)' })).toBeVisible();
    expect(await findings()).toEqual([]);
  });

  it('says what to do while nothing is noted', async () => {
    const { trail } = await mount();
    trail.screens.go('notes');
    await expect.element(page.getByText('Nothing noted yet')).toBeVisible();
    expect(await findings()).toEqual([]);
  });

  it('saves the notes as text', async () => {
    const saved: { suggestedName: string; text: string }[] = [];
    const { trail } = await mount(undefined, {
      host: {
        'host.saveText': (file) => {
          saved.push(file);
          return { path: '/x' };
        },
      },
    });
    await firstRow(trail);
    await userEvent.keyboard('s');
    await vi.waitFor(() => expect(trail.notes.summary.events).toBe(1));
    trail.screens.go('notes');
    await userEvent.click(page.getByRole('button', { name: 'Export the notes' }));
    await userEvent.click(page.getByRole('menuitem', { name: 'Notes as CSV…' }));
    await vi.waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0]?.suggestedName).toBe('acme-breach notes.csv');
    expect(saved[0]?.text.split('\r\n')[0]).toContain('eventTime,eventName');
  });
});

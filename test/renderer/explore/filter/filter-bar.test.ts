import fc from 'fast-check';
import { tick } from 'svelte';
import { userEvent, page } from 'vitest/browser';
import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { AppError } from '../../../../shared/bridge/errors.ts';
import type { SavedItem } from '../../../../shared/contract/saved.ts';
import { everything } from '../../../../shared/filter/filter.ts';
import { normalise } from '../../../../shared/filter/normalise.ts';
import { parseFilter } from '../../../../shared/filter/parse.ts';
import { printFilter } from '../../../../shared/filter/print.ts';
import { commands } from '../../../../renderer/services/commands.svelte.ts';
import FilterBar from '../../../../renderer/features/explore/filter/FilterBar.svelte';
import {
  chipsOf,
  withChipEdited,
  withChipNegated,
  withChipPinned,
  withChipToggled,
  withoutChip,
} from '../../../../renderer/features/explore/filter/filter-chips.ts';
import { cleared, withPinned, type SearchState } from '../../../../renderer/services/search-state.ts';
import { differsFrom, readView, viewState } from '../../../../renderer/services/saved/view-state.ts';
import { freshState } from '../../../../renderer/state/explore-state.ts';
import { anyFilter } from '../../../shared/filter/arbitrary-filter.ts';
import { findings } from '../../support/axe.ts';
import { chooseOption } from '../../support/choose-option.ts';
import { fakeTrail } from '../../support/fake-trail.ts';
import Harness from '../../support/Harness.svelte';
import { fakeSaved, savedView } from '../../support/fake-saved.ts';

const tree = (text: string) => parseFilter(text).filter ?? everything;

async function mount(
  text = '',
  saved: readonly SavedItem[] = [],
  answers: NonNullable<Parameters<typeof fakeTrail>[0]>['answers'] = {},
) {
  const keeper = fakeSaved(saved);
  const trail = fakeTrail({
    answers: {
      ...keeper.answers,
      'values.suggest': () => ({ values: [{ value: 'DeleteTrail', count: 3 }], isSampled: false }),
      ...answers,
    },
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
    expect(page.getByRole('button', { name: 'Clear' }).query()).toBeNull();
    await expect.element(page.getByRole('button', { name: 'Undo' })).toHaveFocus();
    expect(commands.run('focus-search')).toBe(true);
    expect(document.activeElement).toBe(box);
  });
});

const searchOf = (text: string): SearchState => ({ filter: tree(text), aside: [], pinned: [] });
const chipAt = (search: SearchState, index: number) => chipsOf(search)[index] ?? expect.unreachable();
const said = (search: SearchState): string => printFilter(search.filter);

describe('chips', () => {
  it('stand where they are in the text', () => {
    for (const text of [
      'errorCode:* and eventName:(a, b) and not (readOnly:true or awsRegion:us-east-1)',
      '(eventName:a or awsRegion:b) and eventName:a',
      'one and "two three"',
      'eventName:a or eventName:b',
    ]) {
      const search = searchOf(text);
      const printed = said(search);
      for (const chip of chipsOf(search)) {
        expect(printed.slice(chip.from, chip.to)).toBe(chip.text);
        expect(tree(chip.text)).toEqual(chip.filter);
      }
    }
  });

  it('are removed, turned round and written anew, one and for all', () => {
    const search = searchOf('errorCode:* and readOnly:false');
    expect(said(withoutChip(search, chipAt(search, 0)))).toBe('readOnly:false');
    const one = searchOf('readOnly:false');
    expect(withoutChip(one, chipAt(one, 0)).filter).toEqual(everything);
    const turned = withChipNegated(search, chipAt(search, 1));
    expect(said(turned)).toBe('errorCode:* and not readOnly:false');
    expect(withChipNegated(turned, chipAt(turned, 1)).filter).toEqual(search.filter);
    expect(said(withChipEdited(search, chipAt(search, 0), tree('eventName:a and b')))).toBe(
      'eventName:a and b and readOnly:false',
    );
    expect(said(withChipEdited(search, chipAt(search, 0), everything))).toBe('readOnly:false');
  });

  it('are set aside without being lost and applied again', () => {
    const search = searchOf('errorCode:* and readOnly:false');
    const aside = withChipToggled(search, chipAt(search, 0));
    expect(said(aside)).toBe('readOnly:false');
    expect(chipsOf(aside).map((chip) => [chip.says, chip.isApplied])).toEqual([
      ['Read-only is false', true],
      ['Error code is present', false],
    ]);
    const again = withChipToggled(aside, chipAt(aside, 1));
    expect(said(again)).toBe('readOnly:false and errorCode:*');
    expect(again.aside).toEqual([]);
    expect(withoutChip(aside, chipAt(aside, 1)).aside).toEqual([]);
  });

  it('stay when pinned: after clearing, opening a view, turning round and setting aside', () => {
    let search = searchOf('errorCode:* and readOnly:false and eventName:a');
    search = withChipPinned(search, chipAt(search, 1));
    search = withChipNegated(search, chipAt(search, 1));
    search = withChipToggled(search, chipAt(search, 0));
    expect(cleared(search)).toEqual({
      ...searchOf('not readOnly:false'),
      pinned: [tree('not readOnly:false')],
    });
    const view = withPinned({ ...freshState, filter: tree('awsRegion:b and not readOnly:false') }, search);
    expect(said(view)).toBe('awsRegion:b and not readOnly:false');
    search = withChipToggled(search, chipAt(search, 0));
    expect(cleared(search).aside).toEqual([tree('not readOnly:false')]);
    expect(withPinned(freshState, search).aside).toEqual([tree('not readOnly:false')]);
    const unpinned = withChipPinned(
      search,
      chipsOf(search).find((chip) => chip.isPinned)!,
    );
    expect(cleared(unpinned)).toEqual({ filter: everything, aside: [], pinned: [] });
  });

  it('and the text are one tree, whatever is done with them', () => {
    const act = fc.tuple(fc.constantFrom('remove', 'negate', 'toggle', 'pin', 'edit', 'clear'), fc.nat(5));
    const edits = {
      remove: withoutChip,
      negate: withChipNegated,
      toggle: withChipToggled,
      pin: withChipPinned,
    };
    fc.assert(
      fc.property(anyFilter, fc.array(act, { maxLength: 5 }), anyFilter, (first, acts, other) => {
        let search: SearchState = { filter: normalise(first), aside: [], pinned: [] };
        for (const [name, at] of acts) {
          const chips = chipsOf(search);
          const chip = chips[at % Math.max(1, chips.length)];
          if (!chip) break;
          if (name === 'clear') search = cleared(search);
          else search = name === 'edit' ? withChipEdited(search, chip, other) : edits[name](search, chip);
        }
        const printed = printFilter(search.filter);
        expect(parseFilter(printed)).toEqual({ filter: normalise(search.filter), problems: [] });
        const applied = chipsOf(search).filter((chip) => chip.isApplied);
        expect(normalise({ kind: 'and', of: applied.map((chip) => chip.filter) })).toEqual(
          normalise(search.filter),
        );
        for (const chip of chipsOf(search)) {
          expect(normalise(tree(chip.text))).toEqual(normalise(chip.filter));
          if (chip.isApplied) expect(printed.slice(chip.from, chip.to)).toBe(chip.text);
        }
      }),
      { numRuns: 300 },
    );
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
    await userEvent.keyboard('{Delete}');
    await vi.waitFor(() => expect(document.activeElement).toBe(box));
    expect(chipTexts()).toEqual([]);
    expect(printFilter(trail.explore.state.filter)).toBe('errorCode:*');
    expect(trail.explore.past.map((step) => step.label).at(-1)).toContain('without');
  });

  it('are edited in place: Enter applies, Escape leaves, what is wrong is said', async () => {
    const { trail } = await mount('errorCode:* and readOnly:false');
    await page.getByRole('button', { name: 'Read-only is false', exact: true }).click();
    const editor = page.getByRole('textbox', { name: 'Edit filter' });
    await expect.element(editor).toHaveFocus();
    expect(document.getSelection()?.toString()).toBe('readOnly:false');
    await userEvent.keyboard('readOnly:maybe{Escape}{Enter}');
    await expect.element(page.getByRole('alert')).toHaveTextContent('either true or false');
    await userEvent.keyboard('{Control>}a{/Control}eventNam:a{Escape}{Enter}');
    await page.getByRole('alert').getByRole('button').click();
    await userEvent.keyboard('{Enter}');
    expect(printFilter(trail.explore.state.filter)).toBe('errorCode:* and eventName:a');
    expect(trail.explore.past.at(-1)?.label).toBe('changed “Read-only is false”');
    await vi.waitFor(() => expect(document.activeElement?.textContent).toContain('Event name is a'));
    await userEvent.keyboard('{Enter}');
    await expect.element(editor).toHaveFocus();
    await userEvent.keyboard('x{Escape}{Escape}');
    await expect.element(editor).not.toBeInTheDocument();
    expect(printFilter(trail.explore.state.filter)).toBe('errorCode:* and eventName:a');
  });

  it('are there only while they say more than the search text', async () => {
    const { trail } = await mount('errorCode:*');
    const clear = page.getByRole('button', { name: 'Clear' });
    const bar = page.getByRole('toolbar', { name: 'Filters in force' });
    await expect.element(clear).toBeVisible();
    expect(bar.query()).toBeNull();
    const says = async (text: string): Promise<void> => {
      trail.explore.narrow('other', { filter: tree(text), aside: [], pinned: [] });
      await tick();
    };
    await says('errorCode:* or readOnly:false');
    expect(bar.query()).toBeNull();
    await says('errorCode:* and readOnly:false');
    await expect.element(bar).toBeVisible();
    await says('sourceIPAddress:(192.0.2.1, 192.0.2.2)');
    await expect.element(bar).toBeVisible();
    await says('needle');
    expect(bar.query()).toBeNull();
    trail.explore.narrow('aside', { filter: everything, aside: [tree('errorCode:*')] });
    await expect.element(bar).toBeVisible();
    await expect.element(clear).toBeVisible();
  });

  it('leave what can be done with a single part to the menu of the search', async () => {
    const { trail } = await mount('errorCode:*');
    const choose = async (name: string): Promise<void> => {
      (page.getByRole('button', { name: 'More about the search' }).element() as HTMLElement).focus();
      await userEvent.keyboard('{ArrowDown}');
      await expect.element(page.getByRole('menuitem').first()).toHaveFocus();
      expect(await findings()).toEqual([]);
      await page.getByRole('menuitem', { name, exact: true }).click();
    };
    await choose('Exclude instead');
    expect(printFilter(trail.explore.state.filter)).toBe('not errorCode:*');
    await choose('Include instead');
    expect(printFilter(trail.explore.state.filter)).toBe('errorCode:*');
    await choose('Set aside');
    expect(trail.explore.state).toMatchObject({ filter: everything, aside: [tree('errorCode:*')] });
    await vi.waitFor(() => expect(chipTexts()).toEqual(['Error code is present']));
    trail.explore.undo();
    await choose('Pin');
    expect(trail.explore.state.pinned).toEqual([tree('errorCode:*')]);
    expect(page.getByRole('button', { name: 'Clear' }).query()).toBeNull();
    document.querySelector<HTMLElement>('.chip .says')?.focus();
    trail.explore.undo();
    await expect.element(page.getByRole('textbox', { name: 'Search', exact: true })).toHaveFocus();
  });

  it('are written anew in their own place and no higher than they were', async () => {
    await mount('errorCode:* and readOnly:false and eventName:a');
    const bar = page.getByRole('toolbar', { name: 'Filters in force' }).element();
    const heightPx = bar.clientHeight;
    const leftPx = document.querySelectorAll('.chip')[1]?.getBoundingClientRect().left;
    await page.getByRole('button', { name: 'Read-only is false', exact: true }).click();
    const editor = page.getByRole('textbox', { name: 'Edit filter' });
    await expect.element(editor).toHaveFocus();
    expect(bar.clientHeight).toBe(heightPx);
    expect(editor.element().closest('.editor')?.getBoundingClientRect().left).toBe(leftPx);
    expect(chipTexts()).toEqual(['Error code is present', 'Event name is a']);
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(chipTexts()).toHaveLength(3));
  });

  it('have a menu, and keys for all of it', async () => {
    const { trail } = await mount('errorCode:* and readOnly:false');
    document.querySelector<HTMLElement>('.chip .says')?.focus();
    await userEvent.keyboard('{Shift>}{F10}{/Shift}');
    await expect.element(page.getByRole('menuitem', { name: 'Edit' })).toHaveFocus();
    expect(await findings()).toEqual([]);
    await userEvent.keyboard('{Escape}p');
    await expect.element(page.getByRole('button', { name: 'Error code is present, pinned' })).toHaveFocus();
    await userEvent.keyboard('d');
    await expect
      .element(page.getByRole('button', { name: 'Error code is present, pinned, set aside' }))
      .toHaveFocus();
    expect(printFilter(trail.explore.state.filter)).toBe('readOnly:false');
    await page.getByRole('button', { name: 'Clear' }).click();
    expect(chipTexts()).toEqual(['Error code is present']);
    expect(await findings()).toEqual([]);
    await page.getByRole('checkbox', { name: 'Apply: Error code is present' }).click();
    expect(printFilter(trail.explore.state.filter)).toBe('errorCode:*');
    trail.explore.undo();
    expect(trail.explore.state.aside).toEqual([tree('errorCode:*')]);
  });

  it('show hostile values harmlessly', async () => {
    await mount('eventName:"x\u202Ey" and readOnly:false');
    expect(chipTexts()[0]).not.toContain('\u202E');
    expect(document.querySelector('.chip .says')?.getAttribute('title')).toContain('⟦RLO⟧');
  });
});

describe('saved views', () => {
  const view = (name: string, text: string): SavedItem =>
    savedView(name, viewState({ ...freshState, filter: tree(text) }));
  const choose = async (item: string, action: string): Promise<void> => {
    await page.getByRole('button', { name: `Actions for ${item}` }).click();
    await page.getByRole('menuitem', { name: action }).click();
  };
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
    await choose('Deletions', 'Rename…');
    await userEvent.keyboard('Gone{Enter}');
    await vi.waitFor(() => expect(keeper.items[0]?.name).toBe('Gone'));
    await choose('Gone', 'Delete');
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

describe('a list', () => {
  const addresses = Array.from({ length: 214 }, (_, n) => `203.0.${n >> 7}.${n & 127}`);
  const listed: NonNullable<Parameters<typeof fakeTrail>[0]>['answers'] = {
    'search.listHits': ({ lists, question }) => ({
      hits: (lists[0]?.entries ?? []).slice(0, 2).map((entry, n) => ({
        entry,
        events: question.filter.kind === 'and' ? 40 - n : 7,
        firstMicros: 1_700_000_000_000_000,
        lastMicros: 1_700_000_060_000_000,
      })),
      events: 79,
    }),
  };

  const paste = (box: HTMLElement, text: string): void => {
    const clipboard = new DataTransfer();
    clipboard.setData('text/plain', text);
    box.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }),
    );
  };

  it('becomes one chip by its number and a panel of what hit and what did not', async () => {
    const { trail, box } = await mount('', [], listed);
    box.focus();
    paste(box, addresses.map((one) => one.replaceAll('.', '[.]')).join('\n'));
    await vi.waitFor(() => expect(chipTexts()).toEqual(['Source IP is one of 214 IP addresses']));
    expect(trail.explore.past).toHaveLength(1);
    const panel = page.getByRole('dialog', { name: 'Entries of the list' });
    await expect.element(panel).toHaveTextContent('214 entries: 2 found, 212 not found · 79 events');
    const first = panel.getByRole('row').nth(1);
    await expect.element(first).toHaveTextContent('203.0.0.0');
    await expect.element(first).toHaveTextContent('2023-11-14 22:13:20');
    await expect.element(panel.getByRole('button', { name: 'Show more (200 of 214)' })).toBeVisible();
    expect(await findings()).toEqual([]);
    await chooseOption(panel.getByRole('combobox', { name: 'Show' }), 'Found');
    await expect.poll(() => panel.getByRole('row').elements().length).toBe(3);
    await panel.getByRole('button', { name: 'Keep only those found' }).click();
    await vi.waitFor(() =>
      expect(printFilter(trail.explore.state.filter)).toBe('sourceIPAddress:(203.0.0.0, 203.0.0.1)'),
    );
    await expect.element(panel).toHaveTextContent('2 entries: 2 found, 0 not found');
    await userEvent.keyboard('{Escape}');
    await expect.element(panel).not.toBeInTheDocument();
    await vi.waitFor(() => expect(document.activeElement?.className).toContain('says'));
    await userEvent.keyboard('h');
    await expect.element(panel).toBeVisible();
  });

  it('says what it recognised before it narrows when it does not know all, and comes from a file too', async () => {
    const { trail, box, keeper } = await mount('', [], listed);
    keeper.picked = `${addresses.slice(0, 3).join(';')}\nsomething`;
    box.focus();
    expect(commands.run('filter-by-list')).toBe(true);
    const dialog = page.getByRole('dialog', { name: 'Filter by a list' });
    await dialog.getByRole('button', { name: 'From a file…' }).click();
    await expect.element(dialog).toHaveTextContent('3 IP addresses, 1 not recognised');
    await chooseOption(
      dialog.getByRole('combobox', { name: 'What was not recognised' }),
      'Look for them in User agent',
    );
    expect(await findings()).toEqual([]);
    await dialog.getByRole('button', { name: 'Filter by 4 entries' }).click();
    await vi.waitFor(() =>
      expect(printFilter(trail.explore.state.filter)).toBe(
        'sourceIPAddress:(203.0.0.0, 203.0.0.1, 203.0.0.2) or userAgent:something',
      ),
    );
  });
});

describe('words anywhere in the records', () => {
  it('tell how far the search is and what it has found, and are stopped without being lost', async () => {
    let tell: ((read: number) => void) | undefined;
    let end: (() => void) | undefined;
    const { trail } = await mount('errorCode:* and needle', [], {
      'search.scan': (_params, { report, signal }) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(new AppError('cancelled', 'stopped')));
          end = () => resolve({ read: 1_000_000, durationMs: 2_600 });
          tell = (read) =>
            report({
              read,
              total: 1_000_000,
              found: 1_204,
              first: [
                {
                  id: '3.4',
                  timeMicros: 1_700_000_000_000_000,
                  eventName: 'GetObject\u202e',
                  principal: null,
                },
              ],
            });
        }),
    });
    await vi.waitFor(() => expect(tell).toBeDefined());
    await new Promise((resolve) => setTimeout(resolve, 600));
    tell?.(430_000);
    const told = page.getByRole('region', { name: 'Search through the records' });
    await expect
      .element(told)
      .toHaveTextContent('contains needle · 43 % of 1,000,000 records · 1,204 events found so far');
    expect(await findings()).toEqual([]);
    await told.getByRole('button', { name: /GetObject⟦RLO⟧/ }).click();
    expect(trail.explore.state.selectedId).toBe('3.4');
    end?.();
    await expect
      .element(
        page
          .getByRole('status')
          .filter({ hasText: 'Looked through 1,000,000 records in 2.6 s: all of their text' }),
      )
      .toBeVisible();
    trail.explore.narrow('another', { filter: tree('errorCode:* and other') });
    await new Promise((resolve) => setTimeout(resolve, 700));
    tell?.(10);
    await told.getByRole('button', { name: 'Cancel' }).click();
    expect(printFilter(trail.explore.state.filter)).toBe('errorCode:*');
    expect(chipTexts()).toEqual(['Error code is present', 'contains other']);
    await expect.element(told).not.toBeInTheDocument();
  });
});

describe('a single word', () => {
  it('tells how far its search is without a chip, where it can be seen', async () => {
    let tell: (() => void) | undefined;
    let end: (() => void) | undefined;
    await mount('needle', [], {
      'search.scan': (_params, { report }) =>
        new Promise((resolve) => {
          tell = () => report({ read: 430_000, total: 1_000_000, found: 3, first: [] });
          end = () => resolve({ read: 1_000_000, durationMs: 2_600 });
        }),
    });
    await vi.waitFor(() => expect(tell).toBeDefined());
    await vi.waitFor(() => {
      tell?.();
      expect(document.querySelector('[aria-label="Search through the records"]')).not.toBeNull();
    });
    expect(chipTexts()).toEqual([]);
    end?.();
    const told = page.getByRole('status').filter({ hasText: 'Looked through 1,000,000 records in 2.6 s' });
    await expect.element(told).toBeVisible();
    expect(await findings()).toEqual([]);
  });
});

describe('help', () => {
  it('shows ways to write a search that all can be read', async () => {
    await mount();
    await page.getByRole('button', { name: 'How to search' }).click();
    const dialog = page.getByRole('dialog', { name: 'How to search' });
    await expect.element(dialog).toBeVisible();
    const written = dialog
      .getByRole('row')
      .elements()
      .flatMap((row) => row.querySelector('td')?.textContent ?? []);
    expect(written).toHaveLength(14);
    for (const text of written.slice(0, -1)) {
      for (const one of text.startsWith('absent(') ? text.split(', ') : [text])
        expect(parseFilter(one).problems, one).toEqual([]);
    }
    expect(await findings()).toEqual([]);
  });
});

describe('the search as SQL', () => {
  it('opens in the console', async () => {
    const { trail } = await mount('errorCode:*', [], {
      'search.sql': ({ columns }) => ({ sql: `SELECT ${columns.join(', ')} FROM event_columns` }),
    });
    await page.getByRole('button', { name: 'More about the search' }).click();
    await page.getByRole('menuitem', { name: 'Show as SQL' }).click();
    await vi.waitFor(() => expect(trail.screens.current).toBe('sql'));
    expect(trail.sqlConsole.current.text).toContain('FROM event_columns');
  });
});

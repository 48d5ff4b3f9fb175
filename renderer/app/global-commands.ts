import type { ScreenName } from '../state/screens.svelte.ts';
import type { Trail } from '../state/trail.ts';
import type { Actions } from '../services/actions.ts';
import { commands, type Command } from '../services/commands.svelte.ts';
import { focusNextPanel } from '../services/keys.ts';
import type { ThemeChoice } from '../services/theme.svelte.ts';

/** Headings of the shortcut sheet. */
const groups = { screens: 'Screens', history: 'Steps and ways', work: 'Everywhere' } as const;

/** What can be done everywhere. */
export function globalCommands(
  trail: Trail,
  actions: Actions,
  theme: ThemeChoice,
  show: (dialog: 'palette' | 'shortcuts' | 'about') => void,
): readonly Command[] {
  const { session, screens } = trail;
  const isOpen = (): boolean => session.info !== null;
  const go = (name: ScreenName, title: string, letter: string): Command => ({
    name: `go-${name}`,
    title: `Go to ${title}`,
    keys: `g ${letter}`,
    group: groups.screens,
    isEnabled: isOpen,
    run: () => screens.go(name),
  });
  return [
    go('explore', 'Explore', 'e'),
    go('places', 'Accounts & Regions', 'a'),
    go('notes', 'Notes', 'n'),
    go('sql', 'SQL', 'q'),
    go('evidence', 'Evidence', 'v'),
    ...historyCommands(trail, isOpen),
    {
      name: 'open-archive',
      title: 'Open archive folder…',
      keys: 'Ctrl+O',
      group: groups.work,
      run: () => void actions.pickArchive('folder'),
    },
    { name: 'open-files', title: 'Open archive files…', run: () => void actions.pickArchive('files') },
    {
      name: 'open-workspace',
      title: 'Open workspace…',
      keys: 'Ctrl+Shift+O',
      group: groups.work,
      run: () => void actions.pickWorkspace(),
    },
    {
      name: 'close-workspace',
      title: 'Close the workspace',
      isEnabled: isOpen,
      run: () => void actions.closeWorkspace(),
    },
    {
      name: 'theme',
      title: 'Change the theme',
      run: () => void theme.choose(theme.next),
    },
    {
      name: 'palette',
      title: 'Find a command, field, view or query',
      keys: 'Ctrl+K',
      group: groups.work,
      run: () => show('palette'),
    },
    {
      name: 'shortcuts',
      title: 'Keyboard shortcuts',
      keys: '?',
      group: groups.work,
      run: () => show('shortcuts'),
    },
    { name: 'about', title: 'About Trailglass', run: () => show('about') },
    ...panelCommands,
    ...fromElsewhere(isOpen, screens),
  ];
}

function historyCommands({ explore, journey }: Trail, isOpen: () => boolean): readonly Command[] {
  return [
    {
      name: 'undo',
      title: 'Undo the last narrowing',
      keys: 'Ctrl+Z',
      group: groups.history,
      isEnabled: () => isOpen() && explore.past.length > 0,
      run: () => explore.undo(),
    },
    {
      name: 'redo',
      title: 'Redo',
      keys: 'Ctrl+Shift+Z',
      alsoKeys: ['Ctrl+Y'],
      group: groups.history,
      isEnabled: () => isOpen() && explore.future.length > 0,
      run: () => explore.redo(),
    },
    {
      name: 'back',
      title: 'Back to what was on screen before',
      keys: 'Alt+Left',
      group: groups.history,
      isEnabled: () => isOpen() && journey.canGoBack,
      run: () => journey.back(),
    },
    {
      name: 'forward',
      title: 'Forward again',
      keys: 'Alt+Right',
      group: groups.history,
      isEnabled: () => isOpen() && journey.canGoForward,
      run: () => journey.forward(),
    },
  ];
}

const panelCommands: readonly Command[] = [
  {
    name: 'next-panel',
    title: 'Next panel',
    keys: 'F6',
    group: groups.work,
    run: () => focusNextPanel(1),
  },
  {
    name: 'previous-panel',
    title: 'Previous panel',
    keys: 'Shift+F6',
    group: groups.work,
    run: () => focusNextPanel(-1),
  },
  {
    name: 'escape',
    title: 'Cancel work, close a pane, clear the selection',
    keys: 'Escape',
    group: groups.work,
    run: escape,
  },
];

/** The order in which Escape gives way: what runs, what is open, what is selected. */
function escape(): void {
  const order = ['cancel-work', 'close-pane', 'clear-selection'];
  order.some((name) => commands.run(name));
}

/** Keys that belong to Explore but work on every screen: they go there first. */
function fromElsewhere(isOpen: () => boolean, screens: Trail['screens']): readonly Command[] {
  const inExplore = (name: string, title: string, keys: string, alsoKeys: string[] = []): Command => ({
    name,
    title,
    keys,
    alsoKeys,
    group: groups.work,
    isEnabled: () => isOpen() && screens.current !== 'explore',
    run: () => {
      screens.go('explore');
      // The screen registers its own command of this name once it is there.
      setTimeout(() => {
        if (screens.current === 'explore') commands.run(name);
      }, 60);
    },
  });
  return [
    inExplore('focus-search', 'Search', '/', ['Ctrl+F']),
    inExplore('save-view', 'Save view', 'Ctrl+S'),
    inExplore('history', 'Steps so far', 'Ctrl+H'),
    {
      ...inExplore('export', 'Export events…', 'Ctrl+Shift+E'),
      // The console exports its own result.
      isEnabled: () => isOpen() && screens.current !== 'explore' && screens.current !== 'sql',
    },
  ];
}

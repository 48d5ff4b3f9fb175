import type { ScreenName } from '../state/screens.svelte.ts';
import type { Trail } from '../state/trail.ts';
import type { Actions } from './actions.ts';
import { commands, type Command } from './commands.svelte.ts';
import { focusNextPanel } from './keys.ts';
import type { ThemeChoice } from './theme.svelte.ts';

/** What can be done everywhere. */
export function globalCommands(
  trail: Trail,
  actions: Actions,
  theme: ThemeChoice,
  show: (dialog: 'palette' | 'shortcuts' | 'about') => void,
): readonly Command[] {
  const { session, explore, screens } = trail;
  const isOpen = (): boolean => session.info !== null;
  const canUndo = (): boolean => isOpen() && explore.past.length > 0;
  const canRedo = (): boolean => isOpen() && explore.future.length > 0;
  const undo = (): void => explore.undo();
  const redo = (): void => explore.redo();
  const go = (name: ScreenName, title: string, letter: string): Command => ({
    name: `go-${name}`,
    title: `Go to ${title}`,
    keys: `g ${letter}`,
    isEnabled: isOpen,
    run: () => screens.go(name),
  });
  return [
    go('explore', 'Explore', 'e'),
    go('places', 'Accounts & Regions', 'a'),
    go('sql', 'SQL', 'q'),
    go('evidence', 'Evidence', 'v'),
    { name: 'undo', title: 'Undo the last narrowing', keys: 'Ctrl+Z', isEnabled: canUndo, run: undo },
    { name: 'redo', title: 'Redo', keys: 'Ctrl+Shift+Z', isEnabled: canRedo, run: redo },
    { name: 'back', title: 'Back', keys: 'Alt+Left', isEnabled: canUndo, run: undo },
    { name: 'forward', title: 'Forward', keys: 'Alt+Right', isEnabled: canRedo, run: redo },
    {
      name: 'open-archive',
      title: 'Open archive folder…',
      keys: 'Ctrl+O',
      run: () => void actions.pickArchive('folder'),
    },
    { name: 'open-files', title: 'Open archive files…', run: () => void actions.pickArchive('files') },
    { name: 'open-workspace', title: 'Open workspace…', run: () => void actions.pickWorkspace() },
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
    { name: 'palette', title: 'Command palette', keys: 'Ctrl+K', run: () => show('palette') },
    { name: 'shortcuts', title: 'Keyboard shortcuts', keys: '?', run: () => show('shortcuts') },
    { name: 'about', title: 'About Trailglass', run: () => show('about') },
    { name: 'next-panel', title: 'Next panel', keys: 'F6', run: () => focusNextPanel(1) },
    { name: 'previous-panel', title: 'Previous panel', keys: 'Shift+F6', run: () => focusNextPanel(-1) },
    { name: 'escape', title: 'Cancel work, close a pane, clear the selection', keys: 'Escape', run: escape },
    ...fromElsewhere(isOpen, screens),
  ];
}

/** The order in which Escape gives way: what runs, what is open, what is selected. */
function escape(): void {
  const order = ['cancel-work', 'close-pane', 'clear-selection'];
  order.some((name) => commands.run(name));
}

/** Keys that belong to Explore but work on every screen: they go there first. */
function fromElsewhere(isOpen: () => boolean, screens: Trail['screens']): readonly Command[] {
  const inExplore = (name: string, title: string, keys: string): Command => ({
    name,
    title,
    keys,
    isEnabled: () => isOpen() && screens.current !== 'explore',
    run: () => {
      screens.go('explore');
      // The screen registers its own command of this name once it is there.
      setTimeout(() => {
        if (screens.current === 'explore') commands.run(name);
      }, 60);
    },
  });
  return [inExplore('focus-search', 'Search', '/'), inExplore('save-view', 'Save view', 'Ctrl+S')];
}

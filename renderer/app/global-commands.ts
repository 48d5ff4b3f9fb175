import type { Trail } from '../state/trail.ts';
import type { Actions } from '../services/actions.ts';
import { commandGroups as groups, commands, type Command } from '../services/commands.svelte.ts';
import type { Feature, FeatureScreen } from '../services/feature.ts';
import { focusNextPanel } from '../services/keys.ts';
import type { ThemeChoice } from '../services/theme.svelte.ts';
import { localZone, type ZoneChoice } from '../services/zone.svelte.ts';

/** What can be done everywhere. */
export function globalCommands(
  trail: Trail,
  features: readonly Feature[],
  actions: Actions,
  { theme, zone }: { readonly theme: ThemeChoice; readonly zone: ZoneChoice },
  show: (dialog: 'palette' | 'shortcuts' | 'about') => void,
): readonly Command[] {
  const isOpen = (): boolean => trail.session.info !== null;
  return [
    ...features.flatMap(({ screen }) => (screen ? goCommands(screen, trail.screens, isOpen) : [])),
    ...historyCommands(trail, isOpen),
    ...intakeCommands(trail, actions),
    {
      name: 'theme',
      title: 'Change the theme',
      group: groups.everywhere,
      run: () => void theme.choose(theme.next),
    },
    {
      name: 'zone-utc',
      title: 'Show all times in UTC',
      group: groups.everywhere,
      run: () => void zone.choose('UTC'),
    },
    {
      name: 'zone-local',
      title: 'Show all times in this computer’s time zone',
      group: groups.everywhere,
      run: () => void zone.choose(localZone),
    },
    {
      name: 'palette',
      title: 'Find anything: a command, field, view, key, address, ID or time',
      keys: 'Ctrl+K',
      group: groups.everywhere,
      run: () => show('palette'),
    },
    {
      name: 'shortcuts',
      title: 'Keyboard shortcuts',
      keys: '?',
      group: groups.everywhere,
      run: () => show('shortcuts'),
    },
    { name: 'about', title: 'About Trailglass', group: groups.everywhere, run: () => show('about') },
    ...panelCommands,
    ...features.flatMap((feature) => feature.commands?.(trail) ?? []),
  ];
}

/** Opening makes a workspace or takes one up; adding brings more into the open one. */
function intakeCommands({ session }: Trail, actions: Actions): readonly Command[] {
  const isOpen = (): boolean => session.info !== null;
  const canAdd = (): boolean => session.info?.isReadOnly === false;
  return [
    {
      name: 'open-archive',
      title: 'Open archive folder as a new workspace…',
      keys: 'Ctrl+O',
      group: groups.everywhere,
      run: () => void actions.pickArchive('folder', 'open'),
    },
    {
      name: 'open-files',
      title: 'Open archive files as a new workspace…',
      group: groups.everywhere,
      run: () => void actions.pickArchive('files', 'open'),
    },
    {
      name: 'add-evidence',
      title: 'Add archive folder to this workspace…',
      group: groups.everywhere,
      isEnabled: canAdd,
      run: () => void actions.pickArchive('folder', 'add'),
    },
    {
      name: 'add-evidence-files',
      title: 'Add archive files to this workspace…',
      group: groups.everywhere,
      isEnabled: canAdd,
      run: () => void actions.pickArchive('files', 'add'),
    },
    {
      name: 'open-workspace',
      title: 'Open workspace…',
      keys: 'Ctrl+Shift+O',
      group: groups.everywhere,
      run: () => void actions.pickWorkspace(),
    },
    {
      name: 'close-workspace',
      title: 'Close the workspace',
      group: groups.everywhere,
      isEnabled: isOpen,
      run: () => void actions.closeWorkspace(),
    },
  ];
}

const goCommands = (
  { name, entry }: FeatureScreen,
  screens: Trail['screens'],
  isOpen: () => boolean,
): readonly Command[] =>
  entry
    ? [
        {
          name: `go-${name}`,
          title: `Go to ${entry.title}`,
          keys: entry.keys,
          group: groups.screens,
          isEnabled: isOpen,
          run: () => screens.go(name),
        },
      ]
    : [];

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
    group: groups.everywhere,
    run: () => focusNextPanel(1),
  },
  {
    name: 'previous-panel',
    title: 'Previous panel',
    keys: 'Shift+F6',
    group: groups.everywhere,
    run: () => focusNextPanel(-1),
  },
  {
    name: 'escape',
    title: 'Cancel work, close a pane, clear the selection',
    keys: 'Escape',
    group: groups.everywhere,
    run: escape,
  },
];

/** The order in which Escape gives way: what runs, what is open, what is selected. */
function escape(): void {
  const order = ['cancel-work', 'close-pane', 'clear-selection'];
  order.some((name) => commands.run(name));
}

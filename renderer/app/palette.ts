import type { Granted } from '../../shared/contract/host.ts';
import type { SavedItem } from '../../shared/contract/saved.ts';
import { searchableFields } from '../../shared/fields/catalogue.ts';
import { openView } from '../services/saved/open-view.ts';
import { arrangeColumns } from '../services/values/arrange-columns.ts';
import { withColumn } from '../services/values/value-actions.ts';
import { accountText, namedAccounts } from '../services/values/account-names.ts';
import type { Trail } from '../state/trail.ts';
import type { Actions } from '../services/actions.ts';
import { commandGroups, commands, type Command } from '../services/commands.svelte.ts';

/** Something the palette finds. */
export interface PaletteEntry {
  readonly id: string;
  readonly title: string;
  /** What it is, where it is not something to do: a view, a field. */
  readonly kind: string | undefined;
  readonly keys: string | undefined;
  readonly run: () => void;
}

/** A workspace that was open before. */
export interface RecentWorkspace {
  readonly granted: Granted;
  readonly title: string;
  readonly isThere: boolean;
}

const unlisted = new Set(['palette', 'escape']);

/** What can be done here: what the screen in front offers first, the ways to other screens last. */
export function commandEntries(): readonly PaletteEntry[] {
  const all = commands.enabled.filter((command) => !unlisted.has(command.name));
  const rank = ({ group }: Command): number =>
    group === undefined ? 0 : group === commandGroups.screens ? 2 : 1;
  return all
    .toSorted((one, other) => rank(one) - rank(other))
    .map(({ name, title, keys, run }) => ({ id: name, title, kind: undefined, keys, run }));
}

/** What can be found by name: saved views and queries, fields, workspaces of before. */
export function namedEntries(
  trail: Trail,
  actions: Actions,
  recent: readonly RecentWorkspace[],
): readonly PaletteEntry[] {
  const { session, saved } = trail;
  const open = session.info;
  const workspaces = recent
    .filter(({ isThere, granted }) => isThere && granted.label !== open?.path)
    .map(({ granted, title }): PaletteEntry => ({
      id: `workspace-${granted.grant}`,
      title,
      kind: 'workspace',
      keys: undefined,
      run: () => void actions.openWorkspace(granted),
    }));
  if (!open) return workspaces;
  return [
    ...saved.items.map((item) => savedEntry(trail, item)),
    ...accountEntries(trail),
    ...fieldEntries(trail),
    ...workspaces,
  ];
}

/** The pages of accounts that lists name, found by their names. */
const accountEntries = ({ screens }: Trail): readonly PaletteEntry[] =>
  namedAccounts().map(({ account }) => ({
    id: `account-${account}`,
    title: accountText(account),
    kind: 'account',
    keys: undefined,
    run: () => screens.go('profile', { kind: 'account', value: account }),
  }));

function savedEntry(trail: Trail, item: SavedItem): PaletteEntry {
  const folder = item.folder === '' ? '' : ` in ${item.folder}`;
  return {
    id: `saved-${item.id}`,
    title: item.name,
    kind: `${item.kind}${folder}`,
    keys: undefined,
    run: () => {
      if (item.kind === 'query') {
        trail.sqlConsole.openSaved(item);
        trail.screens.go('sql');
        return;
      }
      trail.screens.go('explore');
      openView(trail, item);
    },
  };
}

function fieldEntries(trail: Trail): readonly PaletteEntry[] {
  const { explore, screens } = trail;
  return searchableFields.map(({ name, label }) => {
    const isShown = explore.state.columns.some((column) => column.field === name);
    return {
      id: `field-${name}`,
      title: label === name ? label : `${label} (${name})`,
      kind: isShown ? 'column: take away' : 'column: add',
      keys: undefined,
      run: () => {
        const { columns } = explore.state;
        arrangeColumns(
          explore,
          isShown ? columns.filter((column) => column.field !== name) : withColumn(columns, name),
        );
        screens.go('explore');
      },
    };
  });
}

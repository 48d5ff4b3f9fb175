import type { Sort } from '../../shared/contract/events.ts';
import type { MenuItem } from '../kit/menu.ts';
import { sortAfterClick, type GridColumn } from './columns.ts';

/** The lines about sorting in a column's menu. */
export function sortItems(
  column: GridColumn,
  sort: Sort,
  onsort: ((sort: Sort) => void) | undefined,
): MenuItem[] {
  const at = sort.findIndex((key) => key.field === column.id);
  const disabled = column.isSortable === false || onsort === undefined;
  const items: MenuItem[] = [false, true].map((descending) => ({
    label: descending ? 'Sort descending' : 'Sort ascending',
    hint: at === 0 && sort[0]?.descending === descending ? 'now' : descending ? undefined : 'Enter',
    disabled,
    onselect: () => onsort?.([{ field: column.id, descending }]),
  }));
  const isBesideOthers = sort.length > (at < 0 ? 0 : 1);
  if (disabled || !isBesideOthers) return items;
  items.push({
    label: at < 0 ? 'Sort by this after the others' : `Turn sort key ${at + 1} around`,
    hint: 'Shift+Enter',
    onselect: () => onsort(sortAfterClick(sort, column.id, true)),
  });
  if (at >= 0) {
    items.push({
      label: 'No longer sort by this',
      onselect: () => onsort(sort.filter((key) => key.field !== column.id)),
    });
  }
  return items;
}

/** What a column's menu can do with the column itself. */
export interface ColumnActions {
  readonly pin: () => void;
  readonly move: (by: 1 | -1) => void;
  readonly fit: () => void;
  readonly hide: () => void;
  readonly reset: (() => void) | undefined;
}

/** The lines about the column itself. */
export const columnItems = (column: GridColumn, isOnly: boolean, actions: ColumnActions): MenuItem[] => [
  {
    label: column.isPinned ? 'Unpin' : 'Pin left',
    hint: 'p',
    separatorBefore: true,
    onselect: actions.pin,
  },
  { label: 'Move left', hint: 'Ctrl+←', onselect: () => actions.move(-1) },
  { label: 'Move right', hint: 'Ctrl+→', onselect: () => actions.move(1) },
  { label: 'Fit width', hint: 'f', onselect: actions.fit },
  { label: 'Hide', hint: 'Delete', disabled: isOnly, onselect: actions.hide },
  ...(actions.reset ? [{ label: 'Reset columns', onselect: actions.reset }] : []),
];

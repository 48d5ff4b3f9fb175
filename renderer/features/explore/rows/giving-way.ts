import type { Column } from '../../../state/explore-state.ts';

/** Give way where the columns do not fit, the first of them first: the detail says the same, and they tell rows apart least. */
const givingWay = ['client', 'userAgent', 'sourceIPAddress'];

const widthOf = (columns: readonly Column[]): number =>
  columns.reduce((sum, { widthPx }) => sum + widthPx, 0);

/** The columns that are shown in so much room; all of them while `mayHide` is false. */
export function columnsInRoom(
  columns: readonly Column[],
  roomPx: number,
  mayHide: boolean,
): readonly Column[] {
  let shown = columns;
  for (const field of mayHide ? givingWay : []) {
    if (widthOf(shown) <= roomPx) break;
    shown = shown.filter((column) => column.field !== field || column.isPinned);
  }
  return shown;
}

/** All columns after a change of those shown: the others stay behind the column they stood behind. */
export function withHidden(
  shown: readonly Column[],
  before: { readonly all: readonly Column[]; readonly shown: readonly Column[] },
): readonly Column[] {
  const isHidden = (column: Column): boolean => !before.shown.includes(column);
  const all = [...shown];
  before.all.forEach((column, at) => {
    if (!isHidden(column)) return;
    const leader = before.all[at - 1];
    const place = leader ? all.findIndex(({ field }) => field === leader.field) : -1;
    all.splice(leader && place < 0 ? all.length : place + 1, 0, column);
  });
  return all;
}

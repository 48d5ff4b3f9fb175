import type { Column } from '../../../state/explore-state.ts';

/** Give way where the columns do not fit, the first of them first: the detail says the same, and they tell rows apart least. */
const givingWay = [
  'recipientAccountId',
  'awsRegion',
  'eventSource',
  'client',
  'userAgent',
  'sourceIPAddress',
];

/** The columns that stay become narrower before one is cut by the pane, but not so narrow that they tell nothing. */
const narrowestShare = 0.7;

const widthOf = (columns: readonly Column[]): number =>
  columns.reduce((sum, { widthPx }) => sum + widthPx, 0);

/**
 * The columns that are shown in so much room, and how wide; all of them as they are while `mayHide` is false. A column that
 * rows are sorted by stays.
 */
export function columnsInRoom(
  columns: readonly Column[],
  roomPx: number,
  mayHide: boolean,
  sortedBy: readonly string[] = [],
): readonly Column[] {
  if (!mayHide) return columns;
  let shown = columns;
  for (const field of givingWay) {
    if (widthOf(shown) <= roomPx) break;
    if (sortedBy.includes(field)) continue;
    shown = shown.filter((column) => column.field !== field || column.isPinned);
  }
  return narrowed(shown, roomPx);
}

function narrowed(columns: readonly Column[], roomPx: number): readonly Column[] {
  const fixedPx = widthOf(columns.filter(({ isPinned }) => isPinned));
  const share = (roomPx - fixedPx) / (widthOf(columns) - fixedPx);
  if (!(share < 1) || share < narrowestShare) return columns;
  return columns.map((column) =>
    column.isPinned ? column : { ...column, widthPx: Math.floor(column.widthPx * share) },
  );
}

/**
 * All columns after a change of those shown: the others stay behind the column they stood behind, and a column that was
 * only narrower for want of room keeps its width.
 */
export function withHidden(
  shown: readonly Column[],
  before: { readonly all: readonly Column[]; readonly shown: readonly Column[] },
): readonly Column[] {
  const named = (columns: readonly Column[], field: string): Column | undefined =>
    columns.find((column) => column.field === field);
  const all = shown.map((column) => {
    const isAsWide = named(before.shown, column.field)?.widthPx === column.widthPx;
    return { ...column, widthPx: (isAsWide && named(before.all, column.field)?.widthPx) || column.widthPx };
  });
  before.all.forEach((column, at) => {
    if (named(before.shown, column.field)) return;
    const leader = before.all[at - 1];
    const place = leader ? all.findIndex(({ field }) => field === leader.field) : -1;
    all.splice(leader && place < 0 ? all.length : place + 1, 0, column);
  });
  return all;
}

import type { Column } from '../../state/explore-state.ts';
import type { Explore } from '../../state/explore.svelte.ts';
import { fieldLabel } from './field-label.ts';

/** What is done to columns, in words; undefined where they only got other widths. */
export function arrangementWords(before: readonly Column[], after: readonly Column[]): string | undefined {
  const has = (columns: readonly Column[], { field }: Column): boolean =>
    columns.some((column) => column.field === field);
  const added = after.filter((column) => !has(before, column));
  const removed = before.filter((column) => !has(after, column));
  const named = (columns: readonly Column[]): string =>
    columns.map(({ field }) => fieldLabel(field)).join(', ');
  if (added.length > 0 && removed.length > 0) return 'Other columns';
  if (added.length > 0) return `Column ${named(added)} added`;
  if (removed.length > 0) return `Column ${named(removed)} removed`;
  const places = (columns: readonly Column[]): string =>
    JSON.stringify(columns.map(({ field, isPinned }) => [field, isPinned]));
  return places(before) === places(after) ? undefined : 'Columns arranged';
}

/** Shown as a sign in the gutter of the grid, before all words. */
export const gutterField = 'note.star';

/** The fields of columns in the order in which they leave the screen: pinned ones first, as in the grid, the gutter last. */
export const fieldsToHandOn = (columns: readonly Column[]): readonly string[] => {
  const fields = [
    ...columns.filter(({ isPinned }) => isPinned),
    ...columns.filter(({ isPinned }) => !isPinned),
  ].map(({ field }) => field);
  return fields.includes(gutterField)
    ? [...fields.filter((field) => field !== gutterField), gutterField]
    : fields;
};

/** Other columns, or in another order, are a step that can be undone; other widths are not. */
export function arrangeColumns(explore: Explore, columns: readonly Column[]): void {
  const done = arrangementWords(explore.state.columns, columns);
  if (done === undefined) explore.adjust({ columns });
  else explore.narrow(done, { columns });
}

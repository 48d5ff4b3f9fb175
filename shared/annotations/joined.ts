import type { Cell } from '../table/cell.ts';
import { isNoteField } from '../fields/catalogue.ts';

const separators: Readonly<Record<string, string>> = {
  'note.tag': ', ',
  'note.author': ', ',
  'note.comment': ' | ',
};

/** True for a field of notes of which one event can have several values. */
export const hasSeveralNotes = (field: string): boolean =>
  isNoteField(field) && field !== 'note.star' && field !== 'note.colour';

/**
 * True for a cell in which several notes of one event stand together, or the newest of several times: no filter on the
 * field finds it by this text.
 */
export function isJoinedNote(field: string, value: Cell): boolean {
  if (field === 'note.time') return value !== null;
  const separator = separators[field];
  return separator !== undefined && typeof value === 'string' && value.includes(separator);
}

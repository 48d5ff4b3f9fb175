import { isNoteField } from '../fields/catalogue.ts';
import type { Filter } from '../filter/filter.ts';

/** True when the filter asks for notes, so that its answer changes as notes do. */
export function usesNotes(filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.of.some(usesNotes);
    case 'not':
      return usesNotes(filter.of);
    case 'field':
      return isNoteField(filter.field) || (filter.test.op === 'same-as' && isNoteField(filter.test.field));
    case 'text':
      return false;
  }
}

/** Cells of these in rows are kept up to date by whoever shows them; showing them is no question about annotations. */
const liveCells: ReadonlySet<string> = new Set(['note.star', 'note.tag', 'note.colour', 'note.comment']);

const namesFields: ReadonlySet<string> = new Set(['field', 'split', 'fields']);

/** True when a cell of this field has to be asked for again after annotations changed. */
export const isAskedCell = (field: string): boolean => isNoteField(field) && !liveCells.has(field);

/** True when the parameters of a call ask about annotations anywhere, so that its answer changes as they do. */
export function readsAnnotations(params: unknown): boolean {
  if (Array.isArray(params)) return params.some(readsAnnotations);
  if (typeof params !== 'object' || params === null) return false;
  return Object.entries(params).some(([key, value]: [string, unknown]) => {
    const names = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
    if (key === 'columns') return names.some(isAskedCell);
    if (namesFields.has(key) && names.length > 0) return names.some(isNoteField);
    return readsAnnotations(value);
  });
}

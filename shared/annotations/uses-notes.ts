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

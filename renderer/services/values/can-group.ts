import { hasSeveralNotes } from '../../../shared/annotations/joined.ts';
import { fieldNamed } from '../../../shared/fields/catalogue.ts';

/** A whole JSON element, a list of elements and notes of which there can be several have no single value to group by. */
export const canGroup = (field: string): boolean =>
  fieldNamed(field)?.type !== 'json' && !field.includes('[*]') && !hasSeveralNotes(field);

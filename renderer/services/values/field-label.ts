import { fieldNamed } from '../../../shared/fields/catalogue.ts';
import { visibleText } from '../../kit/format.ts';

/** A field's name as people read it; a path into the record stands for itself. */
export const fieldLabel = (field: string): string => fieldNamed(field)?.label ?? visibleText(field);

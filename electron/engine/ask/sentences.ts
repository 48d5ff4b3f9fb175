import { summariseShort } from '../../../shared/cloudtrail/summarise.ts';
import { isComposedField } from '../../../shared/fields/catalogue.ts';
import type { Cell } from '../../../shared/table/cell.ts';
import { sql, type Sql } from '../db/sql.ts';
import type { BesideFields, ColumnNamed } from './beside-fields.ts';
import { targetFieldsBeside } from './targets.ts';

const actionAndTarget = (_name: string, column: ColumnNamed): Sql =>
  sql`nullif(concat_ws(' ', ${column('eventName')}, ${targetFieldsBeside.column('target.name', column)}), '')`;

/** The sentence of an event. What a row has for its cell is the record's text, which `composedCell` makes the sentence of. */
export const sentenceField: BesideFields = {
  owns: isComposedField,
  column: actionAndTarget,
  cell: (_name, column) => column('raw'),
  many: () => undefined,
};

/** A cell as it was read, or what is composed from the text that was read for it; none where that is no JSON. */
export function composedCell(name: string, cell: Cell): Cell {
  if (!isComposedField(name) || typeof cell !== 'string') return cell;
  try {
    return summariseShort(JSON.parse(cell));
  } catch {
    return null;
  }
}

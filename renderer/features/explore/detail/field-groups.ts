import type { Cell } from '../../../../shared/table/cell.ts';
import { fields, type Field, type FieldGroup } from '../../../../shared/fields/catalogue.ts';

/** The headings of event detail, in reading order. */
const groupTitles: Readonly<Record<FieldGroup, string>> = {
  what: 'What',
  outcome: 'Outcome',
  who: 'Who',
  session: 'Session',
  where: 'Where',
  request: 'Request and answer',
  record: 'Record',
  source: 'Source',
  note: 'Notes',
};
const groups = Object.keys(groupTitles) as readonly FieldGroup[];

/** A field of an event with its value. */
export interface FilledField {
  readonly field: Field;
  readonly value: Cell;
}

/** The event's fields that have a value, by heading; headings without any are left out. */
export function filledGroups(
  values: Readonly<Record<string, Cell>>,
): readonly { readonly title: string; readonly fields: readonly FilledField[] }[] {
  return groups
    .map((group) => ({
      title: groupTitles[group],
      fields: fields
        .filter((field) => field.group === group)
        .map((field) => ({ field, value: values[field.name] ?? null }))
        .filter(({ value }) => value !== null),
    }))
    .filter((group) => group.fields.length > 0);
}

import { AppError } from '../../../../shared/bridge/errors.ts';
import { fieldNamed, type FieldType } from '../../../../shared/fields/catalogue.ts';
import { raw, sql, type Sql } from '../../db/sql.ts';

/**
 * Stands in every piece of SQL by which a question asks about notes, and in no other: who sees it knows that the answer
 * changes with the notes.
 */
export const askedAlias = 'asked_note';

/** Gives the SQL of a column of `event_columns` by name. */
type ColumnNamed = (name: string) => Sql;

interface NoteField {
  /** Which rows of `notes.main.marks` hold the field's values, and in which column. */
  readonly marks: string;
  readonly value: string;
  /** The column of `notes.main.noted_events` that holds them all in one. */
  readonly cell: string;
}

const noteFields: Readonly<Record<string, NoteField>> = {
  'note.star': { marks: `kind = 'star'`, value: 'true', cell: 'is_starred' },
  'note.tag': { marks: `kind = 'tag'`, value: `${askedAlias}."value"`, cell: 'tags' },
  'note.colour': { marks: `kind = 'colour'`, value: `${askedAlias}."value"`, cell: 'colour' },
  'note.comment': { marks: `kind = 'comment'`, value: `${askedAlias}."value"`, cell: 'comments' },
  'note.author': { marks: 'true', value: `${askedAlias}.author`, cell: 'authors' },
  'note.time': { marks: 'true', value: `${askedAlias}.noted_at`, cell: 'noted_at' },
};

const known = (name: string): NoteField => {
  const field = noteFields[name];
  if (!field) throw new AppError('filter-syntax', `There is no field ${name.slice(0, 100)} of notes.`);
  return field;
};

/**
 * The values of a field of which an event can have several: `event_file_id, event_ordinal, value` as text, each value once
 * an event.
 */
export function noteValues(name: string): Sql {
  const { marks, value } = known(name);
  const text =
    fieldNamed(name)?.type === 'time' ? `strftime(${value}, '%Y-%m-%dT%H:%M:%SZ')` : `${value}::VARCHAR`;
  return raw(
    `(SELECT DISTINCT event_file_id, event_ordinal, ${text} AS value FROM notes.main.marks ${askedAlias} WHERE ${marks})`,
  );
}

/** True for fields of which an event has no more than one value. */
export const isSingle = (name: string): boolean => name === 'note.star';

/** What one mark says, for a test inside `holdsForAny`: its type and the SQL of its value. */
export function markValue(name: string): { readonly type: FieldType; readonly value: Sql } {
  return { type: fieldNamed(name)?.type ?? 'text', value: raw(known(name).value) };
}

/** Holds for events of which any note of this field passes the condition. */
export const holdsForAny = (name: string, condition: Sql, column: ColumnNamed): Sql =>
  sql`(${column('file_id')}, ${column('ordinal')}) IN (
    SELECT ${raw(askedAlias)}.event_file_id, ${raw(askedAlias)}.event_ordinal FROM notes.main.marks ${raw(askedAlias)}
    WHERE ${raw(known(name).marks)} AND ${condition})`;

/**
 * All notes of a field on the event of the row, in one value: a star as true or false, several tags with commas between
 * them, the newest time; NULL where there are none. `alias` names the table inside.
 */
export function noteCell(name: string, column: ColumnNamed, alias: string = askedAlias): Sql {
  const { cell } = known(name);
  const noted = raw(alias);
  const looked = sql`(SELECT ${raw(`${alias}.${cell}`)} FROM notes.main.noted_events ${noted}
    WHERE ${noted}.event_file_id = ${column('file_id')} AND ${noted}.event_ordinal = ${column('ordinal')})`;
  return name === 'note.star' ? sql`coalesce(${looked}, false)` : looked;
}

/** Notes that whoever shows rows keeps up to date by `notes.of`; showing them is no question about notes. */
const shownLive = new Set(['note.star', 'note.tag', 'note.colour', 'note.comment']);

/** A field of notes as a cell of a row that is shown. */
export const shownNote = (name: string, column: ColumnNamed): Sql =>
  noteCell(name, column, shownLive.has(name) ? 'shown_note' : askedAlias);

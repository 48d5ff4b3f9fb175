import { fieldNamed, isNoteField, type FieldType } from '../../../../shared/fields/catalogue.ts';
import { isAskedCell } from '../../../../shared/annotations/reads-annotations.ts';
import { noSuchField, type BesideFields, type ColumnNamed } from '../../ask/beside-fields.ts';
import { raw, reading, sql, type Sql } from '../../db/sql.ts';

const alias = 'note';

interface NoteField {
  /** Which rows of `notes.main.marks` hold the field's values, and in which column. */
  readonly marks: string;
  readonly value: string;
  /** The column of `notes.main.noted_events` that holds them all in one. */
  readonly cell: string;
}

const noteFields: Readonly<Record<string, NoteField>> = {
  'note.star': { marks: `kind = 'star'`, value: 'true', cell: 'is_starred' },
  'note.tag': { marks: `kind = 'tag'`, value: `${alias}."value"`, cell: 'tags' },
  'note.colour': { marks: `kind = 'colour'`, value: `${alias}."value"`, cell: 'colour' },
  'note.comment': { marks: `kind = 'comment'`, value: `${alias}."value"`, cell: 'comments' },
  'note.author': { marks: 'true', value: `${alias}.author`, cell: 'authors' },
  'note.time': { marks: 'true', value: `${alias}.noted_at`, cell: 'noted_at' },
};

const known = (name: string): NoteField => {
  const field = noteFields[name];
  if (!field) throw noSuchField(name);
  return field;
};

const typeOf = (name: string): FieldType => fieldNamed(name)?.type ?? 'text';

const asked = (piece: Sql): Sql => reading(['annotations'], piece);

function valuesOf(name: string): Sql {
  const { marks, value } = known(name);
  const text = typeOf(name) === 'time' ? `strftime(${value}, '%Y-%m-%dT%H:%M:%SZ')` : `${value}::VARCHAR`;
  return raw(
    `(SELECT DISTINCT event_file_id, event_ordinal, ${text} AS value FROM notes.main.marks ${alias} WHERE ${marks})`,
  );
}

const holdsForAny = (name: string, condition: Sql, column: ColumnNamed): Sql =>
  sql`(${column('file_id')}, ${column('ordinal')}) IN (
    SELECT ${raw(alias)}.event_file_id, ${raw(alias)}.event_ordinal FROM notes.main.marks ${raw(alias)}
    WHERE ${raw(known(name).marks)} AND ${condition})`;

/** A star as true or false, several tags with commas between them, the newest time. */
function inOne(name: string, column: ColumnNamed): Sql {
  const noted = raw(alias);
  const looked = sql`(SELECT ${raw(`${alias}.${known(name).cell}`)} FROM notes.main.noted_events ${noted}
    WHERE ${noted}.event_file_id = ${column('file_id')} AND ${noted}.event_ordinal = ${column('ordinal')})`;
  return name === 'note.star' ? sql`coalesce(${looked}, false)` : looked;
}

/** What people noted about the events. */
export const noteFieldsBeside: BesideFields = {
  owns: isNoteField,
  column: (name, column) => asked(inOne(name, column)),
  cell: (name, column) => (isAskedCell(name) ? asked(inOne(name, column)) : inOne(name, column)),
  many: (name) =>
    name === 'note.star'
      ? undefined
      : {
          value: { type: typeOf(name), column: raw(known(name).value) },
          values: asked(valuesOf(name)),
          holdsForAny: (condition, column) => asked(holdsForAny(name, condition, column)),
        },
};

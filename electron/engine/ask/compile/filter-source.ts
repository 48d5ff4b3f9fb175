import type { FieldType } from '../../../../shared/fields/catalogue.ts';
import type { PathStep } from '../../../../shared/filter/path.ts';
import type { Sql } from '../../db/sql.ts';
import type { ColumnNamed, ManyValues } from '../beside-fields.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { placeOf, type PathPlace } from './place.ts';

/** A catalogue field: its column, and its values as text. */
export interface ColumnSource {
  readonly kind: 'column';
  readonly field: string;
  readonly type: FieldType;
  readonly column: Sql;
  readonly text: Sql;
  readonly isMany: false;
  /** Where the record's exact text has it; undefined for a field that is computed. */
  readonly inRecord: PathSource | undefined;
}

/** A place in a JSON document; `isMany` when the path has `[*]`, and then `text` is a list. */
export interface PathSource {
  readonly kind: 'path';
  readonly document: Sql;
  readonly steps: readonly PathStep[];
  readonly text: Sql;
  readonly isMany: boolean;
}

/** What a filter's field reads from. */
export type Source = ColumnSource | PathSource;

/** Columns as they are, or under the name or alias of their table. */
export function columnsOf(dialect: Dialect, table?: string): ColumnNamed {
  const column: ColumnNamed = (name) =>
    dialect.beside(name)?.column(name, column) ?? dialect.column(name, table);
  return column;
}

function pathSource(dialect: Dialect, { column, steps, isMany }: PathPlace, named: ColumnNamed): PathSource {
  const document = named(column);
  return { kind: 'path', document, steps, text: dialect.pathText(document, steps), isMany };
}

/** One of several values of a field beside the events, for a test inside `holdsForAny`. */
export function oneOfMany(
  dialect: Dialect,
  field: string,
  { value: { type, column } }: ManyValues,
): ColumnSource {
  const text = dialect.columnText(column, type);
  return { kind: 'column', field, type, column, text, isMany: false, inRecord: undefined };
}

/** Finds where a field's values are. Throws `filter-syntax` when the name is neither a field nor a path. */
export function sourceOf(dialect: Dialect, name: string, named: ColumnNamed): Source {
  const place = placeOf(name);
  if (place.kind === 'path') return pathSource(dialect, place, named);
  const { field, type, inRecord } = place;
  const column = named(field);
  return {
    kind: 'column',
    field,
    type,
    column,
    text: dialect.columnText(column, type),
    isMany: false,
    inRecord: inRecord && pathSource(dialect, inRecord, named),
  };
}

/** Any field or path as text, NULL where the record has none; several values of a `[*]` path stand in one line. */
export function fieldText(dialect: Dialect, name: string): Sql {
  const { text, isMany } = sourceOf(dialect, name, columnsOf(dialect));
  return isMany ? dialect.joinedList(text) : text;
}

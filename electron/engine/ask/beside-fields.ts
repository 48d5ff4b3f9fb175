import { AppError } from '../../../shared/bridge/errors.ts';
import type { FieldType } from '../../../shared/fields/catalogue.ts';
import type { Sql } from '../db/sql.ts';

/** Gives the SQL of a column of `event_columns` by name. */
export type ColumnNamed = (name: string) => Sql;

/** A field whose values stand in rows of their own, of one event several or, with `isOne`, one at most. */
export interface ManyValues {
  readonly isOne?: true;
  /** One value, for a condition inside `holdsForAny`. */
  readonly value: { readonly type: FieldType; readonly column: Sql };
  /** `event_file_id, event_ordinal, value` as text, each value once an event. */
  readonly values: Sql;
  /** Holds for events of which any value passes the condition on `value`. */
  readonly holdsForAny: (condition: Sql, column: ColumnNamed) => Sql;
}

/**
 * Fields that stand beside the events, in tables of an area. The pieces of SQL say what they read, so that answers made from
 * them are kept no longer than they hold.
 */
export interface BesideFields {
  readonly owns: (name: string) => boolean;
  /** All values of a field in the event of the row as one, NULL where there is none: what is sorted and grouped by. */
  readonly column: (name: string, column: ColumnNamed) => Sql;
  /** The same as a cell of a row that is shown, which its owner may keep up to date by other ways. */
  readonly cell: (name: string, column: ColumnNamed) => Sql;
  /** Undefined for a field whose value is worked out for every event. */
  readonly many: (name: string) => ManyValues | undefined;
}

/** The last registered first: it answers for a name that several own. */
let registered: readonly BesideFields[] = [];

/** Makes fields of an area known to every question, until what it answers is called. Registering the same ones again changes nothing. */
export function registerBesideFields(fields: BesideFields): () => void {
  if (!registered.includes(fields)) registered = [fields, ...registered];
  return () => {
    registered = registered.filter((one) => one !== fields);
  };
}

/** The fields that a name belongs to; undefined for columns of `event_columns` and for paths. */
export function besideOf(name: string): BesideFields | undefined {
  for (const fields of registered) if (fields.owns(name)) return fields;
  return undefined;
}

/** The error for a name that its owner does not know. */
export const noSuchField = (name: string): AppError =>
  new AppError('filter-syntax', `There is no field “${name.slice(0, 100)}”.`);

import { AppError } from '../../../../shared/bridge/errors.ts';
import { fieldNamed, type FieldType } from '../../../../shared/fields/catalogue.ts';
import { parsePath, type PathStep } from '../../../../shared/filter/path.ts';
import { identifier, raw, sql, type Sql } from '../../db/sql.ts';
import { besideOf, type ColumnNamed, type ManyValues } from '../beside-fields.ts';
import { jsonPath } from './json-path.ts';

/** A catalogue field: its column, and its values as text. */
export interface ColumnSource {
  readonly kind: 'column';
  readonly field: string;
  readonly type: FieldType;
  readonly column: Sql;
  readonly text: Sql;
  /** Where the record's exact text has it; undefined for a field that is computed. */
  readonly inRecord: PathSource | undefined;
}

/** A place in a JSON document; `isMany` when the path has `[*]`, and then `text` is a list. */
export interface PathSource {
  readonly kind: 'path';
  readonly document: Sql;
  readonly path: string;
  readonly text: Sql;
  readonly isMany: boolean;
}

/** What a filter's field reads from. */
export type Source = ColumnSource | PathSource;

/** Columns as they are, or under the name or alias of their table. */
export function columnsOf(table: string | undefined): ColumnNamed {
  const column: ColumnNamed = (name) => {
    const beside = besideOf(name);
    if (beside) return beside.column(name, column);
    return table === undefined ? identifier(name) : sql`${identifier(table)}.${identifier(name)}`;
  };
  return column;
}

/** A catalogue field of the event of a row, whether it is a column of `event_columns` or lies beside it. */
export const fieldColumn: ColumnNamed = columnsOf(undefined);

// TRY: a record that DuckDB's parser refuses (a lone surrogate, say) must not end the query for all others.
const pathSource = (document: Sql, steps: readonly PathStep[]): PathSource => {
  const path = jsonPath(steps);
  return {
    kind: 'path',
    document,
    path,
    text: sql`TRY(json_extract_string(${document}, ${path}))`,
    isMany: steps.some((step) => step.kind === 'any'),
  };
};

function textOf(type: FieldType, column: Sql): Sql {
  if (type === 'time') return sql`strftime(${column}, '%Y-%m-%dT%H:%M:%SZ')`;
  if (type === 'json') return sql`TRY(json_extract_string(${column}, '$'))`;
  return type === 'boolean' || type === 'number' ? sql`CAST(${column} AS VARCHAR)` : column;
}

/** One of several values of a field beside the events, for a test inside `holdsForAny`. */
export function oneOfMany(field: string, { value: { type, column } }: ManyValues): ColumnSource {
  return { kind: 'column', field, type, column, text: textOf(type, column), inRecord: undefined };
}

/** Finds where a field's values are. Throws `filter-syntax` when the name is neither a field nor a path. */
export function sourceOf(name: string, column: ColumnNamed): Source {
  const steps = parsePath(name);
  const [first, ...rest] = steps ?? [];
  if (!steps || first?.kind !== 'key') {
    throw new AppError(
      'filter-syntax',
      `“${name.slice(0, 100)}” is neither a field nor a path into the record.`,
    );
  }
  const field = fieldNamed(name);
  if (field) {
    return {
      kind: 'column',
      field: name,
      type: field.type,
      column: column(name),
      text: textOf(field.type, column(name)),
      inRecord: field.derived ? undefined : pathSource(column('raw'), steps),
    };
  }
  const isInColumn = fieldNamed(first.key)?.type === 'json';
  return isInColumn ? pathSource(column(first.key), rest) : pathSource(column('raw'), steps);
}

/** Holds when `holds` does for the value or, on a path with `[*]`, for any element. `holds` gets a VARCHAR. */
export function anyValue(source: Source, holds: (text: Sql) => Sql): Sql {
  const isMany = source.kind === 'path' && source.isMany;
  if (!isMany) return holds(source.text);
  return sql`len(list_filter(${source.text}, lambda element: ${holds(raw('element'))})) > 0`;
}

import type { Filter } from '../../../shared/filter/filter.ts';
import { sql, type Sql } from '../db/sql.ts';
import type { ColumnNamed } from './beside-fields.ts';
import * as compiler from './compile/compile-filter.ts';
import * as source from './compile/filter-source.ts';
import { keptPathOf } from './compile/kept-path.ts';
import type { Covered } from '../derive/background-tables.ts';
import { keptValues } from './dialects/duckdb/request-keys.ts';
import { duckdb } from './dialects/duckdb.ts';

/** A filter as a condition on `event_columns` in the workspace's own database; see `compileFilter` of the compiler. */
export const compileFilter = (filter: Filter, options?: compiler.CompileOptions): Sql =>
  compiler.compileFilter(duckdb, filter, options);

/** A catalogue field of the event of a row, whether it is a column of `event_columns` or lies beside it. */
export const fieldColumn: ColumnNamed = source.columnsOf(duckdb);

/** Where the values of a field or path are. Throws `filter-syntax` when the name is neither. */
export const sourceOf = (name: string): source.Source => source.sourceOf(duckdb, name, fieldColumn);

/** What is kept of a field beside the events: `event_file_id, event_ordinal, value` as text; undefined for one that is not kept. */
export function keptValuesOf(name: string, covered: Covered): Sql | undefined {
  const path = keptPathOf(name, covered);
  return (
    path &&
    sql`(SELECT event_file_id, event_ordinal, value FROM (${keptValues(path)}) WHERE value IS NOT NULL)`
  );
}

/** Any field or path as VARCHAR, NULL where the record has none; several values of a `[*]` path stand in one line. */
export const fieldText = (name: string): Sql => source.fieldText(duckdb, name);

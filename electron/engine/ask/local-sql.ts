import type { Filter } from '../../../shared/filter/filter.ts';
import type { Sql } from '../db/sql.ts';
import type { ColumnNamed } from './beside-fields.ts';
import * as compiler from './compile/compile-filter.ts';
import * as source from './compile/filter-source.ts';
import { duckdb } from './dialects/duckdb.ts';

/** A filter as a condition on `event_columns` in the workspace's own database; see `compileFilter` of the compiler. */
export const compileFilter = (filter: Filter, options?: compiler.CompileOptions): Sql =>
  compiler.compileFilter(duckdb, filter, options);

/** A catalogue field of the event of a row, whether it is a column of `event_columns` or lies beside it. */
export const fieldColumn: ColumnNamed = source.columnsOf(duckdb);

/** Where the values of a field or path are. Throws `filter-syntax` when the name is neither. */
export const sourceOf = (name: string): source.Source => source.sourceOf(duckdb, name, fieldColumn);

/** Any field or path as VARCHAR, NULL where the record has none; several values of a `[*]` path stand in one line. */
export const fieldText = (name: string): Sql => source.fieldText(duckdb, name);

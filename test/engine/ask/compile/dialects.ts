import type { DuckDBConnection } from '@duckdb/node-api';
import { compileFilter } from '../../../../electron/engine/ask/compile/compile-filter.ts';
import type { Dialect } from '../../../../electron/engine/ask/dialects/dialect.ts';
import type { Covered } from '../../../../electron/engine/derive/background-tables.ts';
import { duckdb } from '../../../../electron/engine/ask/dialects/duckdb.ts';
import type { Filter } from '../../../../shared/filter/filter.ts';
import { idsWhere, lastFile, openRows } from './compile-filter-rows.ts';

/** An engine that has the rows of `compile-filter-rows.ts`, and the dialect it is asked in. */
export interface DialectPresent {
  readonly name: string;
  readonly dialect: Dialect;
  /** The ids of the rows that a filter keeps, in order. */
  readonly matching: (filter: Filter) => Promise<readonly number[]>;
}

let opened: Promise<DuckDBConnection> | undefined;

/** DuckDB's answers to what a dialect prints. */
export const matchingInDuckdb =
  (dialect: Dialect, covered: Covered = 0): DialectPresent['matching'] =>
  async (filter) =>
    idsWhere(await (opened ??= openRows()), compileFilter(dialect, filter, { covered }));

/** The dialects that filters are held against. One that is added here is held against all of them. */
export const dialects: readonly DialectPresent[] = [
  { name: 'DuckDB', dialect: duckdb, matching: matchingInDuckdb(duckdb) },
  {
    name: 'DuckDB with the request keys of all events',
    dialect: duckdb,
    matching: matchingInDuckdb(duckdb, 'all'),
  },
  {
    name: 'DuckDB with the request keys of some files',
    dialect: duckdb,
    matching: matchingInDuckdb(duckdb, lastFile / 2),
  },
];

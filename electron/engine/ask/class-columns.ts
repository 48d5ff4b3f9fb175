import { consequenceClasses } from '../../../shared/cloudtrail/consequence.ts';
import { resultClasses } from '../../../shared/cloudtrail/result.ts';
import { raw } from '../db/sql.ts';
import { compileClasses } from './compile/compile-classes.ts';
import { duckdb } from './dialects/duckdb.ts';
import { sqlWithValues } from './dialects/duckdb/sql-literal.ts';

/**
 * SQL of the columns that sort events into classes, by name: text that runs by itself over whatever gives the other columns.
 * `column` says how those are named; by default as `event_columns` has them.
 */
export function classColumns(column?: (name: string) => string): Readonly<Record<string, string>> {
  const dialect = column ? { ...duckdb, column: (name: string) => raw(column(name)) } : duckdb;
  return {
    result: sqlWithValues(compileClasses(dialect, resultClasses)),
    consequence: sqlWithValues(compileClasses(dialect, consequenceClasses)),
  };
}

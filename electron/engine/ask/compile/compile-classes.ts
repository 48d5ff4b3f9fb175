import type { Classes } from '../../../../shared/cloudtrail/classes.ts';
import { join, sql, type Sql } from '../../db/sql.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { compileFilter } from './compile-filter.ts';

/** The class of each event as SQL: of the rules that hold, the first. */
export function compileClasses(dialect: Dialect, { rules, otherwise }: Classes<string>): Sql {
  const cases = rules.map(([name, rule]) => sql`WHEN ${compileFilter(dialect, rule)} THEN ${name}`);
  return sql`CASE ${join(cases, ' ')} ELSE ${otherwise} END`;
}

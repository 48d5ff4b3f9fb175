import { wildcardParts } from '../../../../shared/filter/wildcard.ts';
import { join, sql, type Sql } from '../../db/sql.ts';

// A run with three letters in a row cannot be part of a number, which DuckDB writes anew, and has no white space or
// punctuation between tokens, which it drops: so the element's own text has it too, unless something in it is escaped.
const runs = /[A-Za-z0-9_/.-]*[A-Za-z]{3}[A-Za-z0-9_/.-]*/g;
const mostRuns = 3;

/**
 * A cheap condition that holds wherever a pattern matches the JSON text of an element, so that DuckDB takes apart only
 * the few elements that pass (measured at 1 M events: a fifth of the time). Undefined when the pattern offers none.
 */
export function mayMatchElement(element: Sql, pattern: string, caseSensitive: boolean): Sql | undefined {
  const literals = wildcardParts(pattern).flatMap((part) => (part.kind === 'literal' ? [part.text] : []));
  const found = literals.flatMap((literal) => literal.match(runs) ?? []);
  const longest = [...new Set(found)].sort((a, b) => b.length - a.length).slice(0, mostRuns);
  if (longest.length === 0) return undefined;
  const holds = longest.map((run) =>
    caseSensitive
      ? sql`contains(${element}, ${run})`
      : sql`contains(lower(${element}), ${run.toLowerCase()})`,
  );
  return sql`((${join(holds, ' AND ')}) OR contains(${element}, ${'\\'}))`;
}

import { identifier, join, raw, sql, type Sql } from '../db/sql.ts';

const column = (index: number): Sql => identifier(`f${index}`);

/**
 * Every value of several texts with its measures, in one GROUPING SETS pass that reads and filters the events once. Columns:
 * `facet`, the place of the text in the list; `value`; and the measures, which may use the columns named by `beside`.
 * `withAll` adds the row of facet -1 for all events together.
 */
export function valuesOf(
  texts: readonly Sql[],
  events: {
    /** What stands behind FROM. */
    readonly from: Sql;
    readonly measures: Sql;
    readonly beside?: readonly Sql[];
    /** More columns in one piece, with the comma before it. */
    readonly handedOn?: Sql;
    readonly withAll?: boolean;
    /** What stands behind GROUP BY. */
    readonly having?: Sql;
  },
): Sql {
  const keys = texts.map((_, index) => column(index));
  const selected = texts.map((text, index) => sql`${text}::VARCHAR AS ${column(index)}`);
  const sets = keys.map((key) => sql`(${key})`);
  const facets = keys.map((key, index) => sql`WHEN grouping(${key}) = 0 THEN ${raw(String(index))}`);
  return sql`SELECT CASE ${join(facets, ' ')} ELSE -1 END AS facet, coalesce(${join(keys, ', ')}) AS value, ${events.measures}
    FROM (SELECT ${join([...selected, ...(events.beside ?? [])], ', ')}${events.handedOn ?? raw('')} FROM ${events.from})
    GROUP BY GROUPING SETS (${join(events.withAll ? [...sets, raw('()')] : sets, ', ')})${events.having ?? raw('')}`;
}

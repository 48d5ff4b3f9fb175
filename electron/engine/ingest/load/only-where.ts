/**
 * SQL of a condition that is worked out only for rows of which a first one holds, and false for all others. DuckDB works out both
 * sides of an AND for all rows of a projection, which made dear conditions on few rows an eighth of an import.
 */
export const onlyWhere = (first: string, then: string): string =>
  `(CASE WHEN ${first} THEN ${then} ELSE false END)`;

import { join, raw, sql, type Sql } from '../../db/sql.ts';

/** SQL that holds for no row. */
export const never = raw('false');
/** SQL that holds for every row. */
export const always = raw('true');

/** Any of these in one line; none for the empty list. */
export const anyOf = (pieces: readonly Sql[]): Sql =>
  pieces.length === 0 ? never : sql`(${join(pieces, ' OR ')})`;

/** All pieces under one operator, halved again and again so that long lists cost neither depth nor square time. */
export function combined(pieces: readonly Sql[], operator: 'AND' | 'OR'): Sql {
  const [only] = pieces;
  if (!only) return operator === 'AND' ? always : never;
  if (pieces.length === 1) return only;
  const half = pieces.length >> 1;
  const [left, right] = [combined(pieces.slice(0, half), operator), combined(pieces.slice(half), operator)];
  return sql`(${left} ${raw(operator)} ${right})`;
}

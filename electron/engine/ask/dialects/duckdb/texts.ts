import { DuckDBListValue } from '@duckdb/node-api';
import type { Comparison } from '../../../../../shared/filter/filter.ts';
import { wildcardParts } from '../../../../../shared/filter/wildcard.ts';
import { join, raw, sql, type Sql } from '../../../db/sql.ts';
import type { FieldText, TextRules } from '../dialect.ts';

const folded = (text: Sql, caseSensitive: boolean): Sql => (caseSensitive ? text : sql`lower(${text})`);

/**
 * A number as SQL. It is bound as text because the binding types a number, or a whole list by its first member, as
 * INTEGER when that is whole.
 */
export const double = (value: number): Sql => sql`${String(value)}::DOUBLE`;

const asNumber = (text: Sql): Sql => sql`TRY_CAST(${text} AS DOUBLE)`;

/** Equality of a text with a bound one. */
const textEquals = (text: Sql, value: string, caseSensitive: boolean): Sql =>
  sql`${folded(text, caseSensitive)} = ${folded(sql`${value}`, caseSensitive)}`;

/** From this many values on, a list is bound as one value. */
const longList = 30;

/**
 * Membership of a text in bound texts. In a lambda a long list cannot be a subquery (DuckDB: "subqueries in lambda
 * expressions are not supported"), so there it is searched as a list.
 */
export function textIn(text: Sql, values: readonly string[], { caseSensitive, isElement }: TextRules): Sql {
  const [only] = values;
  if (only !== undefined && values.length === 1) return textEquals(text, only, caseSensitive);
  // Addresses and account IDs have no case: the column is compared as it is, which is several times faster.
  const hasCase = values.some((value) => value.toLowerCase() !== value.toUpperCase());
  return anyText(text, values, { caseSensitive: caseSensitive || !hasCase, isElement });
}

function anyText(text: Sql, values: readonly string[], { caseSensitive, isElement }: TextRules): Sql {
  const wanted = folded(text, caseSensitive);
  if (values.length < longList) {
    const list = values.map((value) => folded(sql`${value}`, caseSensitive));
    return sql`${wanted} IN (${join(list, ', ')})`;
  }
  const list = new DuckDBListValue(values);
  if (!isElement) return sql`${wanted} IN (SELECT ${folded(sql`unnest(${list})`, caseSensitive)})`;
  if (caseSensitive) return sql`list_contains(${list}, ${wanted})`;
  return sql`list_contains(list_transform(${list}, lambda one: lower(one)), ${wanted})`;
}

/** DuckDB casts `2024_01` to 202401. Asked last, so that only the few texts that would pass are looked through. */
const isPlainNumber = (text: Sql): Sql => sql`NOT contains(${text}, '_')`;

/** Equality of a text that is a number with bound ones. */
export function numberIn(text: Sql, values: readonly number[]): Sql {
  const list = new DuckDBListValue(values.map(String));
  return sql`(list_contains(${list}::DOUBLE[], ${asNumber(text)}) AND ${isPlainNumber(text)})`;
}

/** A wildcard pattern over a text; the common shapes use functions that need no pattern matching. */
export function textLike(text: Sql, pattern: string, caseSensitive: boolean): Sql {
  const parts = wildcardParts(pattern);
  const value = folded(text, caseSensitive);
  const [first, second, third] = parts;
  const fold = (literal: string): Sql => folded(sql`${literal}`, caseSensitive);
  if (!first) return textEquals(text, '', caseSensitive);
  if (parts.length === 1 && first.kind === 'literal') return textEquals(text, first.text, caseSensitive);
  if (parts.length === 1 && first.kind === 'any') return sql`${text} IS NOT NULL`;
  if (parts.length === 2 && first.kind === 'literal' && second?.kind === 'any') {
    return sql`starts_with(${value}, ${fold(first.text)})`;
  }
  if (parts.length === 2 && first.kind === 'any' && second?.kind === 'literal') {
    return sql`suffix(${value}, ${fold(second.text)})`;
  }
  if (parts.length === 3 && first.kind === 'any' && second?.kind === 'literal' && third?.kind === 'any') {
    return sql`contains(${value}, ${fold(second.text)})`;
  }
  const like = parts
    .map((part) =>
      part.kind === 'any' ? '%' : part.kind === 'one' ? '_' : part.text.replace(/[\\%_]/g, '\\$&'),
    )
    .join('');
  return sql`${value} LIKE ${fold(like)} ESCAPE '\\'`;
}

/** A regular expression over a text. Errors of the pattern itself come when the query runs: see `asPatternError`. */
export const textMatches = (text: Sql, pattern: string, caseSensitive: boolean): Sql =>
  sql`regexp_matches(${text}, ${pattern}, ${raw(caseSensitive ? `'c'` : `'i'`)})`;

/** The order of a text against a bound; DuckDB compares the bytes of UTF-8, which sort as code points do. */
export const textCompares = (text: Sql, than: Comparison, bound: string): Sql =>
  sql`${text} ${raw(than)} ${bound}`;

/** The order of a text that is a finite number against a bound. */
export function numberCompares(text: Sql, than: Comparison, bound: number): Sql {
  const number = asNumber(text);
  return sql`(isfinite(${number}) AND ${number} ${raw(than)} ${double(bound)} AND ${isPlainNumber(text)})`;
}

function foldedField({ text, isMany }: FieldText, caseSensitive: boolean): Sql {
  if (!isMany || caseSensitive) return folded(text, caseSensitive);
  return sql`list_transform(${text}, lambda element: lower(element))`;
}

/** Equality of two fields of one event; with several values on a side, of any value there. */
export function sameText(one: FieldText, other: FieldText, caseSensitive: boolean): Sql {
  const [left, right] = [foldedField(one, caseSensitive), foldedField(other, caseSensitive)];
  if (one.isMany)
    return other.isMany ? sql`list_has_any(${left}, ${right})` : sql`list_contains(${left}, ${right})`;
  return other.isMany ? sql`list_contains(${right}, ${left})` : sql`${left} = ${right}`;
}

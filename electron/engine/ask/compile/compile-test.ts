import { DuckDBListValue, DuckDBTimestampValue } from '@duckdb/node-api';
import { AppError } from '../../../../shared/bridge/errors.ts';
import type { Comparison, Scalar } from '../../../../shared/filter/filter.ts';
import { addressRange } from '../../../../shared/filter/address-range.ts';
import { readTime } from '../../../../shared/time/read-time.ts';
import { wildcardParts } from '../../../../shared/filter/wildcard.ts';
import { join, raw, sql, type Sql } from '../../db/sql.ts';
import { maxPatternLength } from '../pattern-error.ts';

/** SQL that holds for no row. */
export const never = raw('false');
/** SQL that holds for every row. */
export const always = raw('true');

/** Any of these; none for the empty list. */
export const anyOf = (pieces: readonly Sql[]): Sql =>
  pieces.length === 0 ? never : sql`(${join(pieces, ' OR ')})`;

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
export function textIn(text: Sql, values: readonly string[], caseSensitive: boolean, inLambda: boolean): Sql {
  const [only] = values;
  if (only === undefined) return never;
  if (values.length === 1) return textEquals(text, only, caseSensitive);
  // Addresses and account IDs have no case: the column is compared as it is, which is several times faster.
  const hasCase = values.some((value) => value.toLowerCase() !== value.toUpperCase());
  return hasCase ? anyText(text, values, caseSensitive, inLambda) : anyText(text, values, true, inLambda);
}

function anyText(text: Sql, values: readonly string[], caseSensitive: boolean, inLambda: boolean): Sql {
  const wanted = folded(text, caseSensitive);
  if (values.length < longList) {
    const list = values.map((value) => folded(sql`${value}`, caseSensitive));
    return sql`${wanted} IN (${join(list, ', ')})`;
  }
  const list = new DuckDBListValue(values);
  if (!inLambda) return sql`${wanted} IN (SELECT ${folded(sql`unnest(${list})`, caseSensitive)})`;
  if (caseSensitive) return sql`list_contains(${list}, ${wanted})`;
  return sql`list_contains(list_transform(${list}, lambda one: lower(one)), ${wanted})`;
}

/** Equality of a JSON value's text with scalars of any type: numbers as numbers, truth values as JSON writes them. */
export function jsonIn(text: Sql, values: readonly Scalar[], caseSensitive: boolean, inLambda: boolean): Sql {
  const texts = values.flatMap((value) => (typeof value === 'number' ? [] : [String(value)]));
  const numbers = values.filter((value) => typeof value === 'number');
  const asNumbers = sql`list_contains(${new DuckDBListValue(numbers.map(String))}::DOUBLE[], ${asNumber(text)})`;
  return anyOf([
    ...(texts.length > 0 ? [textIn(text, texts, caseSensitive, inLambda)] : []),
    ...(numbers.length > 0 ? [asNumbers] : []),
  ]);
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
export function textMatches(text: Sql, pattern: string, caseSensitive: boolean): Sql {
  if (pattern.length > maxPatternLength) {
    throw new AppError(
      'bad-pattern',
      `A regular expression can be ${maxPatternLength} characters long at most.`,
    );
  }
  return sql`regexp_matches(${text}, ${pattern}, ${raw(caseSensitive ? `'c'` : `'i'`)})`;
}

/** The order of a text against a bound: as numbers when the bound is one, else by code point. */
export function textCompares(text: Sql, than: Comparison, value: string | number): Sql {
  if (typeof value === 'string') return sql`${text} ${raw(than)} ${value}`;
  const number = asNumber(text);
  return sql`(isfinite(${number}) AND ${number} ${raw(than)} ${double(value)})`;
}

/** A moment as a bound timestamp, or undefined when the text is none. */
export function moment(value: Scalar): Sql | undefined {
  const micros = readTime(String(value))?.micros;
  return micros === undefined ? undefined : sql`${new DuckDBTimestampValue(BigInt(micros))}`;
}

/** The order of a time column against a moment. Throws `filter-syntax` when the bound is not a time. */
export function timeCompares(column: Sql, field: string, than: Comparison, value: string | number): Sql {
  const bound = moment(value);
  if (bound) return sql`${column} ${raw(than)} ${bound}`;
  const shown = String(value).slice(0, 100);
  throw new AppError(
    'filter-syntax',
    `${field} is compared with “${shown}”, which is not a time such as 2023-07-10T11:00:00Z.`,
  );
}

const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const hex = (number: bigint): string => number.toString(16).padStart(32, '0');

/** An IPv4 address of a text within bounds, by arithmetic. */
function ipv4Within(text: Sql, first: bigint, last: bigint): Sql {
  const part = (at: number): Sql => sql`TRY_CAST(split_part(${text}, '.', ${raw(String(at))}) AS BIGINT)`;
  const number = sql`(${part(1)} * 16777216 + ${part(2)} * 65536 + ${part(3)} * 256 + ${part(4)})`;
  const shape = raw(`'${octet}([.]${octet}){3}'`);
  return sql`(regexp_full_match(${text}, ${shape}) AND ${number} BETWEEN ${first}::BIGINT AND ${last}::BIGINT)`;
}

/** An IPv6 address of a text within bounds: its groups written out to 32 hex digits, which sort as the numbers do. */
function ipv6Within(text: Sql, first: bigint, last: bigint): Sql {
  const address = sql`lower(${text})`;
  const groups = (half: number): Sql =>
    sql`list_filter(string_split(split_part(${address}, '::', ${raw(String(half))}), ':'), lambda part: part <> '')`;
  const count = sql`(len(${groups(1)}) + len(${groups(2)}))`;
  const gap = sql`list_resize([]::VARCHAR[], greatest(8 - ${count}, 0), '0')`;
  const all = sql`list_concat(list_concat(${groups(1)}, ${gap}), ${groups(2)})`;
  const digits = sql`list_aggregate(list_transform(${all}, lambda part: lpad(part, 4, '0')), 'string_agg', '')`;
  const isWhole = sql`regexp_full_match(${address}, '[0-9a-f]{1,4}(:[0-9a-f]{1,4}){7}')`;
  const isShort = sql`(regexp_full_match(${address}, '([0-9a-f]{1,4}(:[0-9a-f]{1,4})*)?::([0-9a-f]{1,4}(:[0-9a-f]{1,4})*)?') AND ${count} < 8)`;
  return sql`((${isWhole} OR ${isShort}) AND ${digits} BETWEEN ${hex(first)} AND ${hex(last)})`;
}

/** A text that is an address inside a block. Throws `bad-pattern` for a block that is none. */
export function textWithin(text: Sql, block: string): Sql {
  const { version, first, last } = addressRange(block);
  return version === 4 ? ipv4Within(text, first, last) : ipv6Within(text, first, last);
}

/**
 * A source address that names any of some addresses, whatever their spelling, by the numbers that importing put beside each
 * distinct text.
 */
export function sourceAddressIn(column: Sql, addresses: readonly string[]): Sql {
  const bounds = addresses.map(addressRange);
  const list = (values: readonly string[]): DuckDBListValue => new DuckDBListValue(values);
  return sql`${column} IN (
    SELECT ip_addresses."sourceIPAddress" FROM derived.main.ip_addresses JOIN (
      SELECT unnest(${list(bounds.map(({ version }) => String(version)))})::UTINYINT AS version,
        unnest(${list(bounds.map(({ first }) => String(first)))})::UHUGEINT AS number) wanted
    ON ip_addresses.version = wanted.version AND ip_addresses.number = wanted.number)`;
}

/** A source address inside any of some blocks, by the numbers that importing put beside each distinct address. */
export function sourceAddressWithin(column: Sql, blocks: readonly string[]): Sql {
  const bounds = blocks.map(addressRange);
  const [only] = bounds;
  if (only && bounds.length === 1) {
    return sql`${column} IN (
    SELECT ip_addresses."sourceIPAddress" FROM derived.main.ip_addresses
    WHERE ip_addresses.version = ${raw(String(only.version))}
      AND ip_addresses.number BETWEEN ${String(only.first)}::UHUGEINT AND ${String(only.last)}::UHUGEINT)`;
  }
  const list = (values: readonly string[]): DuckDBListValue => new DuckDBListValue(values);
  return sql`${column} IN (
    SELECT ip_addresses."sourceIPAddress" FROM derived.main.ip_addresses JOIN (
      SELECT unnest(${list(bounds.map(({ version }) => String(version)))})::UTINYINT AS version,
        unnest(${list(bounds.map(({ first }) => String(first)))})::UHUGEINT AS first,
        unnest(${list(bounds.map(({ last }) => String(last)))})::UHUGEINT AS last) block
    ON ip_addresses.version = block.version AND ip_addresses.number BETWEEN block.first AND block.last)`;
}

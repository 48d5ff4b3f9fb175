import { DuckDBListValue } from '@duckdb/node-api';
import type { AddressNumber, AddressRange } from '../../../../../shared/filter/address-range.ts';
import { raw, sql, type Sql } from '../../../db/sql.ts';

const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const hex = (number: bigint): string => number.toString(16).padStart(32, '0');

/**
 * An IPv4 address of a text within bounds, by arithmetic. DuckDB works that out for texts that are no address, too, where it must not
 * overflow: each part is a byte first.
 */
function ipv4Within(text: Sql, first: bigint, last: bigint): Sql {
  const part = (at: number): Sql =>
    sql`TRY_CAST(split_part(${text}, '.', ${raw(String(at))}) AS UTINYINT)::BIGINT`;
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

/** A text that is nothing but an address, in a range. */
export const textWithin = (text: Sql, { version, first, last }: AddressRange): Sql =>
  version === 4 ? ipv4Within(text, first, last) : ipv6Within(text, first, last);

const list = (values: readonly (number | bigint)[]): DuckDBListValue =>
  new DuckDBListValue(values.map(String));

/**
 * A source address that names any of some addresses, whatever their spelling, by the numbers that importing put beside each
 * distinct text.
 */
export const sourceAddressIn = (column: Sql, addresses: readonly AddressNumber[]): Sql => sql`${column} IN (
    SELECT ip_addresses."sourceIPAddress" FROM derived.main.ip_addresses JOIN (
      SELECT unnest(${list(addresses.map(({ version }) => version))})::UTINYINT AS version,
        unnest(${list(addresses.map(({ number }) => number))})::UHUGEINT AS number) wanted
    ON ip_addresses.version = wanted.version AND ip_addresses.number = wanted.number)`;

/** A source address inside any of some ranges, by the numbers that importing put beside each distinct address. */
export function sourceAddressWithin(column: Sql, ranges: readonly AddressRange[]): Sql {
  const [only] = ranges;
  if (only && ranges.length === 1) {
    return sql`${column} IN (
    SELECT ip_addresses."sourceIPAddress" FROM derived.main.ip_addresses
    WHERE ip_addresses.version = ${raw(String(only.version))}
      AND ip_addresses.number BETWEEN ${String(only.first)}::UHUGEINT AND ${String(only.last)}::UHUGEINT)`;
  }
  return sql`${column} IN (
    SELECT ip_addresses."sourceIPAddress" FROM derived.main.ip_addresses JOIN (
      SELECT unnest(${list(ranges.map(({ version }) => version))})::UTINYINT AS version,
        unnest(${list(ranges.map(({ first }) => first))})::UHUGEINT AS first,
        unnest(${list(ranges.map(({ last }) => last))})::UHUGEINT AS last) block
    ON ip_addresses.version = block.version AND ip_addresses.number BETWEEN block.first AND block.last)`;
}

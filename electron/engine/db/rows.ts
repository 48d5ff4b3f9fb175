import { DuckDBListValue, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import type { Cell } from '../../../shared/table/cell.ts';

/** Makes a value of a program out of a value of DuckDB. Errors: a plain one, for a value that is no such thing. */
export type Decoder<Value> = (value: unknown) => Value;

/** The columns of a row by name, each with what makes its values. */
export type RowShape = Readonly<Record<string, Decoder<unknown>>>;

/** A row of a shape. */
export type RowOf<Shape extends RowShape> = { -readonly [Name in keyof Shape]: ReturnType<Shape[Name]> };

const isNumber = (value: unknown): value is number => typeof value === 'number';

function wrong(what: string, value: unknown): Error {
  return new Error(`DuckDB answered ${value === null ? 'NULL' : typeof value} where ${what} was asked for`);
}

/** A text that is always there. */
export const text: Decoder<string> = (value) => {
  if (typeof value !== 'string') throw wrong('a text', value);
  return value;
};

/** A text, null for NULL. */
export const textOrNull: Decoder<string | null> = (value) => (value === null ? null : text(value));

/** A number that is always there, cast to DOUBLE or INTEGER in SQL. */
export const number: Decoder<number> = (value) => {
  if (!isNumber(value)) throw wrong('a number', value);
  return value;
};

/** A number, null for NULL; also a time in microseconds, as `epoch_us(…)::DOUBLE` gives it. */
export const numberOrNull: Decoder<number | null> = (value) => (value === null ? null : number(value));

/** A count; 0 where there was nothing to count. */
export const count: Decoder<number> = (value) => (value === null ? 0 : number(value));

/** A whole number of any size that is always there, cast to BIGINT or HUGEINT in SQL. */
export const bigint: Decoder<bigint> = (value) => {
  if (typeof value !== 'bigint') throw wrong('a whole number of any size', value);
  return value;
};

/** A whole number of any size, null for NULL. */
export const bigintOrNull: Decoder<bigint | null> = (value) => (value === null ? null : bigint(value));

/** True or false; NULL is false. */
export const flag: Decoder<boolean> = (value) => {
  if (value !== null && typeof value !== 'boolean') throw wrong('true or false', value);
  return value === true;
};

/** A list of texts, null for those that are NULL; NULL is an empty list. */
export const texts: Decoder<readonly (string | null)[]> = (value) => {
  if (value === null) return [];
  if (!(value instanceof DuckDBListValue)) throw wrong('a list of texts', value);
  return value.items.map(textOrNull);
};

/** One of some texts. */
export const oneOf =
  <Text extends string>(texts: readonly Text[]): Decoder<Text> =>
  (value) => {
    const found = texts.find((one) => one === value);
    if (found === undefined) throw wrong(`one of ${texts.join(', ')}`, value);
    return found;
  };

/** A text, a number, true or false, or null for NULL: what a field of the catalogue can hold. */
export const cell: Decoder<Cell> = (value) => {
  if (value !== null && typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    throw wrong('a text, a number, true or false', value);
  return value;
};

/**
 * Rows of an answer under the names of its columns. Errors: a plain one for a column that the answer does not have, or a
 * value that is not what its decoder takes.
 */
export function readRows<Shape extends RowShape>(
  names: readonly string[],
  rows: readonly (readonly unknown[])[],
  shape: Shape,
): readonly RowOf<Shape>[] {
  const columns = Object.entries(shape).map(([name, decode]) => {
    const at = names.indexOf(name);
    if (at < 0) throw new Error(`The answer has no column “${name}”, only ${names.join(', ')}`);
    return { name, decode, at };
  });
  return rows.map((row) => {
    const named: Record<string, unknown> = {};
    for (const { name, decode, at } of columns) named[name] = decode(row[at]);
    return named as RowOf<Shape>;
  });
}

/** The row of an answer that always has exactly one, as counting without GROUP BY has. Errors: a plain one for more or none. */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined || rows.length > 1)
    throw new Error(`DuckDB answered ${rows.length} rows instead of one`);
  return row;
}

/** Runs one query on a connection and gives its rows under the names of their columns. Errors: as `readRows`; DuckDB's own otherwise. */
export async function readFrom<Shape extends RowShape>(
  connection: DuckDBConnection,
  query: string,
  shape: Shape,
  values: readonly DuckDBValue[] = [],
): Promise<readonly RowOf<Shape>[]> {
  const answer = await connection.runAndReadAll(query, [...values]);
  return readRows(answer.columnNames(), answer.getRows(), shape);
}

/** Runs a query that always answers exactly one row, and gives that. Errors: as `readFrom` and `onlyRow`. */
export const readOne = async <Shape extends RowShape>(
  connection: DuckDBConnection,
  query: string,
  shape: Shape,
  values: readonly DuckDBValue[] = [],
): Promise<RowOf<Shape>> => onlyRow(await readFrom(connection, query, shape, values));

/** How many rows the text behind FROM stands for: a table, with a join or a condition where it needs one. */
export async function lengthOf(
  connection: DuckDBConnection,
  from: string,
  values: readonly DuckDBValue[] = [],
): Promise<number> {
  const counting = `SELECT count(*)::DOUBLE AS length FROM ${from}`;
  const { length } = await readOne(connection, counting, { length: number }, values);
  return length;
}

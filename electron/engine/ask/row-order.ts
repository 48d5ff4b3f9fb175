import type { Sort } from '../../../shared/contract/events.ts';
import { fieldNamed, type FieldType } from '../../../shared/fields/catalogue.ts';
import { identifier, join, raw, sql, type Sql } from '../db/sql.ts';
import { besideOf } from './beside-fields.ts';

/** One of the columns that events are sorted by. */
interface Key {
  readonly column: Sql;
  readonly type: Sql;
  readonly isDescending: boolean;
}

/** The columns of `event_columns` that put events into one order, the last two naming the event. Missing values come last. */
export type RowOrder = readonly Key[];

/** Where a row stands in an order: its values in the order's columns, as text. */
export type RowPlace = readonly (string | null)[];

const columnTypes: Readonly<Partial<Record<FieldType, Sql>>> = {
  text: raw('VARCHAR'),
  ip: raw('VARCHAR'),
  number: raw('DOUBLE'),
  boolean: raw('BOOLEAN'),
  time: raw('TIMESTAMP'),
};

/**
 * The order of a sort, ties broken as `orderBy` breaks them; undefined when some of it is no short column of the table
 * and would have to be worked out for every row that is compared.
 */
export function rowOrder(sort: Sort): RowOrder | undefined {
  const keys: Key[] = [];
  for (const { field, descending } of sort) {
    const known = fieldNamed(field);
    const type = known && !besideOf(field) ? columnTypes[known.type] : undefined;
    if (!type) return undefined;
    keys.push({ column: identifier(field), type, isDescending: descending });
  }
  const place = { type: raw('INTEGER'), isDescending: sort[0]?.descending ?? false };
  return [...keys, { ...place, column: raw('file_id') }, { ...place, column: raw('ordinal') }];
}

/** The list for ORDER BY; backwards, the same rows come from their end. */
export const inOrder = (order: RowOrder, isBackwards = false): Sql =>
  join(
    order.map(
      ({ column, isDescending }) =>
        sql`${column} ${raw(isDescending === isBackwards ? 'ASC' : 'DESC')} NULLS ${raw(isBackwards ? 'FIRST' : 'LAST')}`,
    ),
    ', ',
  );

/** The columns of the order as text, one list of a row's place. */
export const placeOfRow = (order: RowOrder): Sql =>
  sql`[${join(
    order.map(({ column }) => sql`${column}::VARCHAR`),
    ', ',
  )}]::VARCHAR[]`;

/**
 * The rows that stand before a place, in conditions of which no row meets two, so that their counts add up: those before
 * it by the first column, those equal in that and before it by the second, and so on.
 */
export const stepsBefore = (order: RowOrder, place: RowPlace): readonly Sql[] =>
  order.map((key, index) => {
    const equal = order.slice(0, index).map((before, at) => isSame(before, place[at] ?? null));
    return join([...equal, isBefore(key, place[index] ?? null)], ' AND ');
  });

/** The rows from one place to before another; undefined for the first row and for past the last one. */
export function isBetween(order: RowOrder, from: RowPlace | undefined, to: RowPlace | undefined): Sql {
  const conditions: Sql[] = [];
  let shared = 0;
  if (from && to)
    for (; shared < order.length && from[shared] === to[shared]; shared += 1)
      conditions.push(isSame(order[shared] as Key, from[shared] ?? null));
  const rest = order.slice(shared);
  const [first] = rest;
  const [low, high] = [from?.slice(shared), to?.slice(shared)];
  // What the first differing column can hold says nothing new, but whole row groups are passed over by it.
  if (first) conditions.push(...coarsely(first, low?.[0], high?.[0]));
  if (low) conditions.push(sql`(${isBeforePlace(rest, low)}) IS NOT TRUE`);
  if (high) conditions.push(sql`(${isBeforePlace(rest, high)})`);
  return conditions.length === 0 ? raw('true') : join(conditions, ' AND ');
}

const valueOf = ({ type }: Key, value: string): Sql => sql`CAST(${value}::VARCHAR AS ${type})`;

const isSame = (key: Key, value: string | null): Sql =>
  value === null ? sql`${key.column} IS NULL` : sql`${key.column} = ${valueOf(key, value)}`;

const isBefore = (key: Key, value: string | null): Sql =>
  value === null
    ? sql`${key.column} IS NOT NULL`
    : sql`${key.column} ${raw(key.isDescending ? '>' : '<')} ${valueOf(key, value)}`;

const isBeforePlace = (order: RowOrder, place: RowPlace): Sql =>
  join(
    stepsBefore(order, place).map((step) => sql`(${step})`),
    ' OR ',
  );

function coarsely(key: Key, low: string | null | undefined, high: string | null | undefined): readonly Sql[] {
  const { column, isDescending } = key;
  const conditions: Sql[] = [];
  const hasMissing = high === null || high === undefined;
  if (low === null) conditions.push(sql`${column} IS NULL`);
  else if (low !== undefined) {
    const isAtOrAfter = sql`${column} ${raw(isDescending ? '<=' : '>=')} ${valueOf(key, low)}`;
    conditions.push(hasMissing ? sql`(${isAtOrAfter} OR ${column} IS NULL)` : isAtOrAfter);
  }
  if (!hasMissing) conditions.push(sql`${column} ${raw(isDescending ? '>=' : '<=')} ${valueOf(key, high)}`);
  return conditions;
}

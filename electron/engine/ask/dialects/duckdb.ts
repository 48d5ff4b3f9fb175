import { DuckDBTimestampValue } from '@duckdb/node-api';
import { identifier, raw, sql, type Sql } from '../../db/sql.ts';
import { besideOf } from '../beside-fields.ts';
import type { Dialect } from './dialect.ts';
import { sourceAddressIn, sourceAddressWithin, textWithin } from './duckdb/addresses.ts';
import { columnText, isAbsent, isNull, jsonLike, mayHave, pathText } from './duckdb/json.ts';
import { recordContains } from './duckdb/records.ts';
import { keptHolds } from './duckdb/request-keys.ts';
import {
  double,
  numberCompares,
  numberIn,
  sameText,
  textCompares,
  textIn,
  textLike,
  textMatches,
} from './duckdb/texts.ts';

const column = (name: string, table: string | undefined): Sql =>
  table === undefined ? identifier(name) : sql`${identifier(table)}.${identifier(name)}`;

/** DuckDB, over the tables of a workspace. */
export const duckdb: Dialect = {
  column,
  beside: besideOf,
  isAmong: (rows, columnNamed) => sql`(${columnNamed('rowid')} IN (SELECT event FROM ${rows}))`,
  not: (condition) => sql`((${condition}) IS NOT TRUE)`,
  anyElement: (list, holds) => sql`len(list_filter(${list}, lambda element: ${holds(raw('element'))})) > 0`,
  joinedList: (list) => sql`array_to_string(${list}, ', ')`,
  number: double,
  moment: (micros) => sql`${new DuckDBTimestampValue(BigInt(micros))}`,
  columnText,
  pathText,
  isAbsent,
  isNull,
  mayHave,
  keptHolds,
  textIn,
  numberIn,
  textLike,
  jsonLike,
  textMatches,
  textCompares,
  numberCompares,
  sameText,
  textWithin,
  sourceAddressIn,
  sourceAddressWithin,
  recordContains,
};

import { AppError } from '../../../../shared/bridge/errors.ts';
import { isAddress } from '../../../../shared/filter/address.ts';
import type { Filter, Scalar, Test } from '../../../../shared/filter/filter.ts';
import { maxTreeDepth } from '../../../../shared/filter/limits.ts';
import { scalarFor } from '../../../../shared/filter/scalars.ts';
import { raw, sql, type Sql } from '../../db/sql.ts';
import { besideOf, type ColumnNamed, type ManyValues } from '../beside-fields.ts';
import {
  always,
  anyOf,
  double,
  jsonIn,
  moment,
  never,
  sourceAddressIn,
  sourceAddressWithin,
  textCompares,
  textIn,
  textLike,
  textMatches,
  textWithin,
  timeCompares,
} from './compile-test.ts';
import { anyValue, columnsOf, oneOfMany, sourceOf, type ColumnSource, type Source } from './filter-source.ts';
import { mayMatchElement } from './json-prefilter.ts';
import { knownRowsOf, nothingKnown, type KnownRows } from './known-rows.ts';
import { anyFormPattern, hasHiddenCase, jsonForms, jsonPattern } from './text-forms.ts';

/** A column's value among scalars, in the column's own type. */
function columnIn(source: ColumnSource, values: readonly Scalar[], caseSensitive: boolean): Sql {
  const { column, field, type } = source;
  const typed = values.map((value) => scalarFor(field, value));
  if (type === 'boolean') {
    return anyOf(typed.flatMap((value) => (typeof value === 'boolean' ? [sql`${column} = ${value}`] : [])));
  }
  if (type === 'number') {
    return anyOf(
      typed.flatMap((value) => (typeof value === 'number' ? [sql`${column} = ${double(value)}`] : [])),
    );
  }
  if (type === 'time') {
    const moments = typed.map(moment);
    return anyOf(moments.flatMap((bound) => (bound ? [sql`${column} = ${bound}`] : [])));
  }
  if (field !== 'sourceIPAddress') return textIn(source.text, typed.map(String), caseSensitive, false);
  const [addresses, texts] = [
    typed.map(String).filter(isAddress),
    typed.map(String).filter((text) => !isAddress(text)),
  ];
  return anyOf([
    ...(addresses.length > 0 ? [sourceAddressIn(column, addresses)] : []),
    ...(texts.length > 0 ? [textIn(source.text, texts, caseSensitive, false)] : []),
  ]);
}

function valueIn(source: Source, values: readonly Scalar[], caseSensitive: boolean): Sql {
  if (source.kind === 'column') return columnIn(source, values, caseSensitive);
  return anyValue(source, (text) => jsonIn(text, values, caseSensitive, source.isMany));
}

/** `absent` and `null` of a place in a document. */
function keyState(source: Source, state: 'absent' | 'null'): Sql {
  if (source.kind === 'column') {
    const { column, inRecord } = source;
    const isEmpty = sql`${column} IS NULL`;
    // A time that cannot be read is none.
    if (state === 'absent' && source.type === 'time') return isEmpty;
    if (inRecord) return sql`(${isEmpty} AND ${keyState(inRecord, state)})`;
    return state === 'absent' ? isEmpty : never;
  }
  const types = sql`TRY(json_type(${source.document}, ${source.path}))`;
  if (source.isMany) {
    return state === 'absent' ? sql`coalesce(len(${types}), 0) = 0` : sql`list_contains(${types}, 'NULL')`;
  }
  return state === 'absent' ? sql`${types} IS NULL` : sql`${types} = 'NULL'`;
}

function sameAs(left: Source, right: Source, caseSensitive: boolean): Sql {
  const isMany = (source: Source): boolean => source.kind === 'path' && source.isMany;
  if (left.kind === 'column' && right.kind === 'column' && left.type === right.type && left.type === 'time') {
    return sql`${left.column} = ${right.column}`;
  }
  const folded = (source: Source): Sql => {
    if (caseSensitive) return source.text;
    return isMany(source)
      ? sql`list_transform(${source.text}, lambda element: lower(element))`
      : sql`lower(${source.text})`;
  };
  const [one, other] = [folded(left), folded(right)];
  if (isMany(left))
    return isMany(right) ? sql`list_has_any(${one}, ${other})` : sql`list_contains(${one}, ${other})`;
  return isMany(right) ? sql`list_contains(${other}, ${one})` : sql`${one} = ${other}`;
}

function compare(source: Source, test: Test & { readonly op: 'compare' | 'between' }): Sql {
  const bounds =
    test.op === 'compare'
      ? [{ than: test.than, value: test.value }]
      : [
          { than: '>=' as const, value: test.from },
          { than: '<=' as const, value: test.to },
        ];
  const all = (pieces: readonly Sql[]): Sql => pieces.reduce((left, right) => sql`(${left} AND ${right})`);
  if (source.kind === 'column' && source.type === 'time') {
    return all(bounds.map(({ than, value }) => timeCompares(source.column, source.field, than, value)));
  }
  return anyValue(source, (text) => all(bounds.map(({ than, value }) => textCompares(text, than, value))));
}

/** Several values of one event, beside the events: the test is put to each of them. */
function compileManyTest(field: string, many: ManyValues, test: Test, column: ColumnNamed): Sql {
  if (test.op === 'null') return never;
  if (test.op === 'absent') return sql`NOT ${many.holdsForAny(always, column)}`;
  return many.holdsForAny(testOn(oneOfMany(field, many), test, column), column);
}

function compileTest(field: string, test: Test, column: ColumnNamed): Sql {
  const many = besideOf(field)?.many(field);
  if (many) return compileManyTest(field, many, test, column);
  return testOn(sourceOf(field, column), test, column);
}

function testOn(source: Source, test: Test, column: ColumnNamed): Sql {
  switch (test.op) {
    case 'equals':
      return valueIn(source, [test.value], test.caseSensitive);
    case 'in':
      return valueIn(source, test.values, test.caseSensitive);
    case 'wildcard': {
      const holds = anyValue(source, (text) => textLike(text, test.pattern, test.caseSensitive));
      if (source.kind !== 'column' || source.type !== 'json') return holds;
      const mayHold = mayMatchElement(source.column, test.pattern, test.caseSensitive);
      return mayHold ? sql`(${mayHold} AND ${holds})` : holds;
    }
    case 'regex':
      return anyValue(source, (text) => textMatches(text, test.pattern, test.caseSensitive));
    case 'compare':
    case 'between':
      return compare(source, test);
    case 'cidr':
      if (source.kind === 'column' && source.field === 'sourceIPAddress')
        return sourceAddressWithin(source.column, [test.block]);
      return anyValue(source, (text) => textWithin(text, test.block));
    case 'exists':
      if (source.kind === 'column') return sql`${source.column} IS NOT NULL`;
      return anyValue(source, (text) => sql`${text} IS NOT NULL`);
    case 'absent':
    case 'null':
      return keyState(source, test.op);
    case 'same-as':
      return sameAs(source, sourceOf(test.field, column), test.caseSensitive);
  }
}

// RE2 gives up on programs beyond a few megabytes; a longer text is searched in the forms a writer would give the whole.
const longestHiddenText = 500;
const longestFormPattern = 4_000;

function compileText(text: string, column: ColumnNamed): Sql {
  const record = column('raw');
  if (hasHiddenCase(text) && text.length <= longestHiddenText) {
    return sql`regexp_matches(${record}, ${jsonPattern(text)}, 'i')`;
  }
  const forms = jsonForms(text);
  const hasCase = forms.some((form) => form.toLowerCase() !== form.toUpperCase());
  // One pattern over the text as it is costs half of lowering the text first (measured, 1 M records).
  const pattern = hasCase ? anyFormPattern(forms) : '';
  if (pattern !== '' && pattern.length <= longestFormPattern)
    return sql`regexp_matches(${record}, ${pattern}, 'i')`;
  const found = (form: string): Sql =>
    hasCase ? sql`contains(lower(${record}), lower(${form}))` : sql`contains(${record}, ${form})`;
  return anyOf(forms.map(found));
}

/** The address block that a test of the source address asks for, when it asks for one. */
const sourceBlock = (filter: Filter): readonly string[] =>
  filter.kind === 'field' && filter.field === 'sourceIPAddress' && filter.test.op === 'cidr'
    ? [filter.test.block]
    : [];

/** All pieces under one operator, halved again and again so that long lists cost neither depth nor square time. */
function combined(pieces: readonly Sql[], operator: 'AND' | 'OR'): Sql {
  const [only] = pieces;
  if (!only) return operator === 'AND' ? always : never;
  if (pieces.length === 1) return only;
  const half = pieces.length >> 1;
  const [left, right] = [combined(pieces.slice(0, half), operator), combined(pieces.slice(half), operator)];
  return sql`(${left} ${raw(operator)} ${right})`;
}

function compile(filter: Filter, column: ColumnNamed, known: KnownRows, depth: number): Sql {
  if (depth > maxTreeDepth)
    throw new AppError('filter-syntax', `A filter can be nested ${maxTreeDepth} deep at most.`);
  const rows = knownRowsOf(filter, known);
  if (rows) return sql`(${column('rowid')} IN (SELECT event FROM ${rows}))`;
  switch (filter.kind) {
    case 'and':
      return combined(
        filter.of.map((member) => compile(member, column, known, depth + 1)),
        'AND',
      );
    case 'or': {
      const blocks = filter.of.flatMap(sourceBlock);
      const isMany = blocks.length > 1;
      const others = isMany ? filter.of.filter((member) => sourceBlock(member).length === 0) : filter.of;
      const pieces = others.map((member) => compile(member, column, known, depth + 1));
      const within = isMany ? [sourceAddressWithin(column('sourceIPAddress'), blocks)] : [];
      return combined([...within, ...pieces], 'OR');
    }
    case 'not':
      // Two-valued: what is unknown to SQL does not hold, so its negation does.
      return sql`((${compile(filter.of, column, known, depth + 1)}) IS NOT TRUE)`;
    case 'field':
      return sql`(${compileTest(filter.field, filter.test, column)})`;
    case 'text':
      return compileText(filter.text, column);
  }
}

/**
 * A predicate tree as a condition on `event_columns`, for WHERE and FILTER; NULL counts as false there. `table` is the
 * table's alias where the statement needs one, `known` what has been looked up already. All values are bound. Throws `filter-syntax` for a field that is no path,
 * a bound that is no time or a tree nested too deeply, `bad-pattern` for an impossible address block; a bad regular
 * expression shows when the statement runs, where `asPatternError` recognises it.
 */
export const compileFilter = (
  filter: Filter,
  { table, known }: { readonly table?: string; readonly known?: KnownRows } = {},
): Sql => compile(filter, columnsOf(table), known ?? nothingKnown, 1);

import { AppError } from '../../../../shared/bridge/errors.ts';
import { addressNumber, addressRange } from '../../../../shared/filter/address-range.ts';
import type { Comparison, Scalar, Test } from '../../../../shared/filter/filter.ts';
import { scalarFor } from '../../../../shared/filter/scalars.ts';
import { readTime } from '../../../../shared/time/read-time.ts';
import { raw, sql, type Sql } from '../../db/sql.ts';
import type { ColumnNamed, ManyValues } from '../beside-fields.ts';
import type { Covered } from '../../derive/background-tables.ts';
import type { Dialect, KeptPath } from '../dialects/dialect.ts';
import { maxPatternLength } from '../pattern-error.ts';
import { oneOfMany, sourceOf, type ColumnSource, type PathSource, type Source } from './filter-source.ts';
import { keptPathOf } from './kept-path.ts';
import { always, anyOf, combined, never } from './logic.ts';

/** What a test is printed with. */
export interface Printing {
  readonly dialect: Dialect;
  readonly column: ColumnNamed;
  /** How far the table of request keys goes. */
  readonly covered: Covered;
}

/** Holds when `holds` does for the value or, on a path with `[*]`, for any element. */
const anyValue = (dialect: Dialect, { text, isMany }: Source, holds: (text: Sql) => Sql): Sql =>
  isMany ? dialect.anyElement(text, holds) : holds(text);

/** A moment that a text says, or undefined when it says none. */
function moment(dialect: Dialect, value: Scalar): Sql | undefined {
  const micros = readTime(String(value))?.micros;
  return micros === undefined ? undefined : dialect.moment(micros);
}

function sourceAddressOrTextIn(
  dialect: Dialect,
  { column, text }: ColumnSource,
  values: readonly string[],
  caseSensitive: boolean,
): Sql {
  const addresses = values.flatMap((value) => addressNumber(value) ?? []);
  const texts = values.filter((value) => addressNumber(value) === undefined);
  return anyOf([
    ...(addresses.length > 0 ? [dialect.sourceAddressIn(column, addresses)] : []),
    ...(texts.length > 0 ? [dialect.textIn(text, texts, { caseSensitive, isElement: false })] : []),
  ]);
}

/** A column's value among scalars, in the column's own type. */
function columnIn(
  dialect: Dialect,
  source: ColumnSource,
  values: readonly Scalar[],
  caseSensitive: boolean,
): Sql {
  const { column, field, type } = source;
  const typed = values.map((value) => scalarFor(field, value));
  if (type === 'boolean') {
    return anyOf(typed.flatMap((value) => (typeof value === 'boolean' ? [sql`${column} = ${value}`] : [])));
  }
  if (type === 'number') {
    return anyOf(
      typed.flatMap((value) =>
        typeof value === 'number' ? [sql`${column} = ${dialect.number(value)}`] : [],
      ),
    );
  }
  if (type === 'time') {
    const moments = typed.map((value) => moment(dialect, value));
    return anyOf(moments.flatMap((bound) => (bound ? [sql`${column} = ${bound}`] : [])));
  }
  const texts = typed.map(String);
  if (field === 'sourceIPAddress') return sourceAddressOrTextIn(dialect, source, texts, caseSensitive);
  return texts.length === 0 ? never : dialect.textIn(source.text, texts, { caseSensitive, isElement: false });
}

/** Equality of a JSON value's text with scalars of any type: numbers as numbers, truth values as JSON writes them. */
function jsonIn(
  dialect: Dialect,
  text: Sql,
  values: readonly Scalar[],
  rules: { readonly caseSensitive: boolean; readonly isElement: boolean },
): Sql {
  const texts = values.flatMap((value) => (typeof value === 'number' ? [] : [String(value)]));
  const numbers = values.filter((value) => typeof value === 'number');
  return anyOf([
    ...(texts.length > 0 ? [dialect.textIn(text, texts, rules)] : []),
    ...(numbers.length > 0 ? [dialect.numberIn(text, numbers)] : []),
  ]);
}

function valueIn(dialect: Dialect, source: Source, values: readonly Scalar[], caseSensitive: boolean): Sql {
  if (source.kind === 'column') return columnIn(dialect, source, values, caseSensitive);
  const rules = { caseSensitive, isElement: source.isMany };
  return anyValue(dialect, source, (text) => jsonIn(dialect, text, values, rules));
}

/** `absent` and `null` of a place in a document. */
function keyState(dialect: Dialect, source: Source, state: 'absent' | 'null'): Sql {
  if (source.kind === 'path') {
    const { document, steps } = source;
    const mayHave = dialect.mayHave(document, steps);
    const holds = state === 'absent' ? dialect.isAbsent(document, steps) : dialect.isNull(document, steps);
    if (!mayHave) return holds;
    return state === 'absent' ? sql`(NOT ${mayHave} OR ${holds})` : sql`(${mayHave} AND ${holds})`;
  }
  const { column, inRecord } = source;
  const isEmpty = sql`${column} IS NULL`;
  // A time that cannot be read is none.
  if (state === 'absent' && source.type === 'time') return isEmpty;
  if (inRecord) return sql`(${isEmpty} AND ${keyState(dialect, inRecord, state)})`;
  return state === 'absent' ? isEmpty : never;
}

function sameAs(dialect: Dialect, left: Source, right: Source, caseSensitive: boolean): Sql {
  const areTimes =
    left.kind === 'column' && right.kind === 'column' && left.type === 'time' && right.type === 'time';
  return areTimes ? sql`${left.column} = ${right.column}` : dialect.sameText(left, right, caseSensitive);
}

function timeCompares(
  dialect: Dialect,
  { column, field }: ColumnSource,
  than: Comparison,
  value: string | number,
): Sql {
  const bound = moment(dialect, value);
  if (bound) return sql`${column} ${raw(than)} ${bound}`;
  const shown = String(value).slice(0, 100);
  throw new AppError(
    'filter-syntax',
    `${field} is compared with “${shown}”, which is not a time such as 2023-07-10T11:00:00Z.`,
  );
}

interface Bound {
  readonly than: Comparison;
  readonly value: string | number;
}

const boundsOf = (test: Test & { readonly op: 'compare' | 'between' }): readonly Bound[] =>
  test.op === 'compare'
    ? [{ than: test.than, value: test.value }]
    : [
        { than: '>=', value: test.from },
        { than: '<=', value: test.to },
      ];

function compare(dialect: Dialect, source: Source, bounds: readonly Bound[]): Sql {
  if (source.kind === 'column' && source.type === 'time') {
    return combined(
      bounds.map(({ than, value }) => timeCompares(dialect, source, than, value)),
      'AND',
    );
  }
  const isInOrder = (text: Sql, { than, value }: Bound): Sql =>
    typeof value === 'string'
      ? dialect.textCompares(text, than, value)
      : dialect.numberCompares(text, than, value);
  return anyValue(dialect, source, (text) =>
    combined(
      bounds.map((bound) => isInOrder(text, bound)),
      'AND',
    ),
  );
}

function matches(dialect: Dialect, source: Source, pattern: string, caseSensitive: boolean): Sql {
  if (pattern.length > maxPatternLength) {
    throw new AppError(
      'bad-pattern',
      `A regular expression can be ${maxPatternLength} characters long at most.`,
    );
  }
  return anyValue(dialect, source, (text) => dialect.textMatches(text, pattern, caseSensitive));
}

function within(dialect: Dialect, source: Source, block: string): Sql {
  const range = addressRange(block);
  if (source.kind === 'column' && source.field === 'sourceIPAddress')
    return dialect.sourceAddressWithin(source.column, [range]);
  return anyValue(dialect, source, (text) => dialect.textWithin(text, range));
}

function testOn(source: Source, test: Test, { dialect, column }: Printing): Sql {
  switch (test.op) {
    case 'equals':
      return valueIn(dialect, source, [test.value], test.caseSensitive);
    case 'in':
      return valueIn(dialect, source, test.values, test.caseSensitive);
    case 'wildcard':
      if (source.kind === 'column' && source.type === 'json')
        return dialect.jsonLike(source.column, test.pattern, test.caseSensitive);
      return anyValue(dialect, source, (text) => dialect.textLike(text, test.pattern, test.caseSensitive));
    case 'regex':
      return matches(dialect, source, test.pattern, test.caseSensitive);
    case 'compare':
    case 'between':
      return compare(dialect, source, boundsOf(test));
    case 'cidr':
      return within(dialect, source, test.block);
    case 'exists':
      if (source.kind === 'column') return sql`${source.column} IS NOT NULL`;
      return anyValue(dialect, source, (text) => sql`${text} IS NOT NULL`);
    case 'absent':
    case 'null':
      return keyState(dialect, source, test.op);
    case 'same-as':
      return sameAs(dialect, source, sourceOf(dialect, test.field, column), test.caseSensitive);
  }
}

/** Several values of one event, beside the events: the test is put to each of them. */
function manyTest(field: string, many: ManyValues, test: Test, printing: Printing): Sql {
  const { dialect, column } = printing;
  if (test.op === 'null') return never;
  if (test.op === 'absent') return sql`NOT ${many.holdsForAny(always, column)}`;
  return many.holdsForAny(testOn(oneOfMany(dialect, field, many), test, printing), column);
}

/** A test of a request key, answered from what is kept of it. */
function keptTest(path: KeptPath, test: Test, printing: Printing): Sql {
  const { dialect, column } = printing;
  if (test.op === 'null') return dialect.keptHolds(path, ({ isNull }) => isNull, column);
  if (test.op === 'absent') {
    return sql`NOT ${dialect.keptHolds(path, ({ text, isNull }) => sql`(${text} IS NOT NULL OR ${isNull})`, column)}`;
  }
  const document = column(path.document);
  return dialect.keptHolds(
    path,
    ({ text }) => testOn({ kind: 'path', document, steps: path.steps, text, isMany: false }, test, printing),
    column,
  );
}

/** A test of a place in a document, which is read only where something may stand there. */
function pathTest(source: PathSource, test: Test, printing: Printing): Sql {
  const holds = testOn(source, test, printing);
  if (test.op === 'absent' || test.op === 'null') return holds;
  const mayHave = printing.dialect.mayHave(source.document, source.steps);
  return mayHave ? sql`(${mayHave} AND ${holds})` : holds;
}

/** A test of a field as a condition. Throws `filter-syntax` and `bad-pattern` as `compileFilter` does. */
export function compileTest(field: string, test: Test, printing: Printing): Sql {
  const { dialect, column } = printing;
  const many = dialect.beside(field)?.many(field);
  if (many) return manyTest(field, many, test, printing);
  const kept = keptPathOf(field, printing.covered);
  if (kept && test.op !== 'same-as') return keptTest(kept, test, printing);
  const source = sourceOf(dialect, field, column);
  return source.kind === 'path' ? pathTest(source, test, printing) : testOn(source, test, printing);
}

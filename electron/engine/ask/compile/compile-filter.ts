import { AppError } from '../../../../shared/bridge/errors.ts';
import { addressRange } from '../../../../shared/filter/address-range.ts';
import type { Filter } from '../../../../shared/filter/filter.ts';
import { maxTreeDepth } from '../../../../shared/filter/limits.ts';
import { sql, type Sql } from '../../db/sql.ts';
import type { Covered } from '../../derive/background-tables.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { compileTest, type Printing } from './compile-test.ts';
import { columnsOf } from './filter-source.ts';
import { nothingCovered } from './kept-path.ts';
import { knownRowsOf, nothingKnown, type KnownRows } from './known-rows.ts';
import { combined } from './logic.ts';

interface Compiling extends Printing {
  readonly known: KnownRows;
}

/** The address block that a test of the source address asks for, when it asks for one. */
const sourceBlock = (filter: Filter): readonly string[] =>
  filter.kind === 'field' && filter.field === 'sourceIPAddress' && filter.test.op === 'cidr'
    ? [filter.test.block]
    : [];

/** Any of some filters; blocks of the source address are looked up together. */
function compileAny(members: readonly Filter[], compiling: Compiling, depth: number): Sql {
  const { dialect, column } = compiling;
  const ranges = members.flatMap(sourceBlock).map(addressRange);
  const isTogether = ranges.length > 1;
  const others = isTogether ? members.filter((member) => sourceBlock(member).length === 0) : members;
  const pieces = others.map((member) => compile(member, compiling, depth));
  const within = isTogether ? [dialect.sourceAddressWithin(column('sourceIPAddress'), ranges)] : [];
  return combined([...within, ...pieces], 'OR');
}

function compile(filter: Filter, compiling: Compiling, depth: number): Sql {
  const { dialect, column, known } = compiling;
  if (depth > maxTreeDepth)
    throw new AppError('filter-syntax', `A filter can be nested ${maxTreeDepth} deep at most.`);
  const rows = knownRowsOf(filter, known);
  if (rows) return dialect.isAmong(rows, column);
  switch (filter.kind) {
    case 'and':
      return combined(
        filter.of.map((member) => compile(member, compiling, depth + 1)),
        'AND',
      );
    case 'or':
      return compileAny(filter.of, compiling, depth + 1);
    case 'not':
      return dialect.not(compile(filter.of, compiling, depth + 1));
    case 'field':
      return sql`(${compileTest(filter.field, filter.test, compiling)})`;
    case 'text':
      return dialect.recordContains(column('raw'), filter.text);
  }
}

/** Where a filter is compiled to. */
export interface CompileOptions {
  /** The name or alias of the events' table where the statement needs one. */
  readonly table?: string;
  /** What has been looked up already. */
  readonly known?: KnownRows;
  /** How far the table of request keys goes; by default it is not asked. */
  readonly covered?: Covered;
}

/**
 * A predicate tree as a condition on the events, for WHERE and FILTER; NULL counts as false there. All values are bound. Throws
 * `filter-syntax` for a field that is no path, a bound that is no time or a tree nested too deeply, `bad-pattern` for an impossible
 * address block or a regular expression that is too long; a bad regular expression shows when the statement runs, where
 * `asPatternError` recognises it.
 */
export const compileFilter = (
  dialect: Dialect,
  filter: Filter,
  { table, known = nothingKnown, covered = nothingCovered }: CompileOptions = {},
): Sql => compile(filter, { dialect, column: columnsOf(dialect, table), known, covered }, 1);

import {
  DuckDBBlobValue,
  DuckDBTypeId,
  StatementType,
  type DuckDBConnection,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  type DuckDBValue,
} from '@duckdb/node-api';
import { AppError } from '../../../../shared/bridge/errors.ts';
import type { Cell } from '../../../../shared/table/cell.ts';
import type { ResultExported } from '../../../../shared/contract/export.ts';
import { lengthOf } from '../../db/rows.ts';
import { identifier, join, raw, sql, sqlText, type Sql } from '../../db/sql.ts';
import { bindArguments } from '../console/console-arguments.ts';
import { isNested, jsonText, toCell } from '../console/console-cells.ts';
import { asConsoleError } from '../console/console-error.ts';
import { admit } from '../console/console-gate.ts';
import { storedBatches, type Batches } from './batches.ts';
import type { TextColumn } from './formats/csv.ts';
import { copyOf } from './formats/parquet.ts';
import type { Tally } from './tally.ts';

/** The rows of a statement of the person's, in full. */
export interface StatementRows {
  readonly columns: readonly TextColumn[];
  readonly total: number;
  readonly batches: Batches;
}

const numberTypes = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)|BIGNUM)$/;

/**
 * Runs a statement to its end through the console's gate on a read-only snapshot, and gives its rows. A SELECT fills a
 * temporary table first, which goes to disk when it is long: a failure then shows before anything is written, and the
 * rows are counted. Errors: those of the console.
 */
export async function statementRows(
  connection: DuckDBConnection,
  what: ResultExported,
  signal: AbortSignal,
): Promise<StatementRows> {
  return asConsole(what.sql, async () => {
    const judged = await admit(connection, what.sql);
    const prepare = preparer(connection, what);
    const shape = await shapeOf(judged, what, prepare);
    if (!shape) {
      bindArguments(judged, what.arguments);
      const result = await judged.run();
      const rows = await result.getRows();
      return { columns: columnsOf(result), total: rows.length, batches: once(rows) };
    }
    const { aliases, inner, result } = shape;
    await (
      await prepare(sql`CREATE TEMP TABLE temp.main.export_rows AS SELECT * FROM ${inner} AS r(${aliases})`)
    ).run();
    const total = await lengthOf(connection, 'temp.main.export_rows');
    return {
      columns: columnsOf(result),
      total,
      batches: storedBatches(connection, 'temp.main.export_rows', total, signal),
    };
  });
}

async function* once<Item>(item: Item): AsyncGenerator<Item> {
  yield item;
}

const columnsOf = (result: DuckDBResult): TextColumn[] => {
  const types = result.columnTypes();
  return result.columnNames().map((name, at) => ({ name, isNumber: numberTypes.test(String(types[at])) }));
};

type Prepare = (statement: Sql) => Promise<DuckDBPreparedStatement>;

/** Prepares a statement around the person's with the values of its parameters. */
const preparer =
  (connection: DuckDBConnection, what: ResultExported): Prepare =>
  async (statement) => {
    const made = await connection.prepare(sqlText(statement));
    bindArguments(made, what.arguments);
    return made;
  };

interface Shape {
  /** The statement in brackets. */
  readonly inner: Sql;
  /** Names for its columns that differ from each other. */
  readonly aliases: Sql;
  /** No rows, but the columns. */
  readonly result: DuckDBResult;
}

/** What a statement's rows are like; undefined when it cannot stand in brackets, as EXPLAIN and PRAGMA cannot. */
async function shapeOf(
  judged: DuckDBPreparedStatement,
  what: ResultExported,
  prepare: Prepare,
): Promise<Shape | undefined> {
  if (judged.statementType !== StatementType.SELECT) return undefined;
  // The gate has read this very text as one SELECT; in brackets it is the same one or none.
  const inner = raw(`(\n${what.sql.replace(/[\s;]+$/, '')}\n)`);
  try {
    const result = await (await prepare(sql`SELECT * FROM ${inner} LIMIT 0`)).run();
    const names = Array.from({ length: result.columnCount }, (_, at) => `c${at}`);
    return { inner, aliases: raw(names.join(', ')), result };
  } catch (error) {
    if (error instanceof Error && /^(Parser|Syntax) Error/.test(error.message)) return undefined;
    throw error;
  }
}

async function asConsole<Result>(sqlOfPerson: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw asConsoleError(error, sqlOfPerson);
  }
}

/**
 * Has DuckDB write a statement's rows to a path of ours. HUGEINT, which Parquet would round to a double, becomes
 * DECIMAL(38,0), and UHUGEINT text. Errors: those of the console, `sql-not-allowed` for what is no SELECT.
 */
export async function copyStatement(
  connection: DuckDBConnection,
  what: ResultExported,
  path: string,
): Promise<{ readonly rowsChanged: number }> {
  return asConsole(what.sql, async () => {
    const prepare = preparer(connection, what);
    const shape = await shapeOf(await admit(connection, what.sql), what, prepare);
    if (!shape) throw notParquet();
    const items = parquetItems(shape.result);
    return (
      await prepare(copyOf(sql`SELECT ${items} FROM ${shape.inner} AS r(${shape.aliases})`, path))
    ).run();
  });
}

function parquetItems(shape: DuckDBResult): Sql {
  const items = shape.columnNames().map((name, at) => {
    const type = shape.columnTypeId(at);
    const wider =
      type === DuckDBTypeId.HUGEINT ? '::DECIMAL(38,0)' : type === DuckDBTypeId.UHUGEINT ? '::VARCHAR' : '';
    return sql`${raw(`r.c${at}${wider}`)} AS ${identifier(name)}`;
  });
  return join(items, ', ');
}

const notParquet = (): AppError =>
  new AppError(
    'sql-not-allowed',
    'Parquet is written from one SELECT with nothing behind it. Take away what follows the statement, or export this result as CSV or JSON lines.',
  );

/** A value as a cell of text, uncut: all digits, BLOBs as hex, nested values as JSON. */
export function wholeCell(value: DuckDBValue): Cell {
  if (typeof value === 'string') return value;
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('hex');
  return isNested(value) ? jsonText(value) : toCell(value);
}

const jsonValue = (value: DuckDBValue): string =>
  value instanceof DuckDBBlobValue ? JSON.stringify(wholeCell(value)) : jsonText(value);

/** A JSON object a row, with every digit of numbers. DuckDB has made the names differ. */
export async function* objectLines(rows: StatementRows, tally: Tally): AsyncGenerator<string> {
  const keys = rows.columns.map(({ name }) => JSON.stringify(name));
  for await (const batch of rows.batches) {
    yield batch
      .map((row) => `{${row.map((value, at) => `${keys[at] ?? '""'}:${jsonValue(value)}`).join(',')}}\n`)
      .join('');
    tally.rows += batch.length;
  }
}

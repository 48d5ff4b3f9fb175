import type { DuckDBConnection, DuckDBInstance, DuckDBResult } from '@duckdb/node-api';
import { AppError } from '../../../../shared/bridge/errors.ts';
import type { CallContext, ParamsOf, ProgressOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { Cell } from '../../../../shared/table/cell.ts';
import type { consoleContract } from '../../../../shared/contract/console.ts';
import { interruptible } from '../../db/interrupt.ts';
import { transactReads } from '../../db/transact.ts';
import { longestTimeLimitMs } from '../../../../shared/sql/time-limit.ts';
import type { Part } from '../../part.ts';
import { bindArguments } from './console-arguments.ts';
import { cellAt } from './console-cells.ts';
import { asConsoleError } from './console-error.ts';
import { admit } from './console-gate.ts';
import { sampleEvents } from './console-sample.ts';
import { StatementGuard, type StatementLimits, type Stuck } from '../../db/statement-guard.ts';

type RunCall = (typeof consoleContract)['sql.run'];
/** What a run reports. */
export type ConsoleReport = ProgressOf<RunCall>;
/** How a run ended. `isTruncated` also when the answer grew too large before the row limit. */
export type ConsoleResult = ResultOf<RunCall>;

/** Runs single read-only statements, each on a connection of its own. */
export interface SqlConsole {
  /**
   * Errors: `sql-syntax` (with `detail.offset` in UTF-16 units where known), `sql-not-allowed`, `sql-failed`,
   * `cancelled`, and those of `StatementGuard.run`. A cancel interrupts DuckDB.
   */
  run(options: RunOptions): Promise<ConsoleResult>;
  /** Watches over other work that runs a statement of the person's own. Errors: those of `work` and of `StatementGuard.run`. */
  watchOver<Result>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
  /** Stops everything that runs and waits until DuckDB has let go; to be called before the instance is closed. */
  close(): Promise<void>;
}

type RunOptions = ParamsOf<RunCall> & CallContext<ConsoleReport>;

const rowsPerReport = 1_000;
/** A report is sent before its rows are full when its text grows beyond this. */
const textPerReport = 4_000_000;
/** The whole answer's text; beyond it the rest is left out. */
const textPerRun = 256_000_000;
const percentEveryMs = 200;

/** A console on a hardened instance (`openDatabase`). `onStuck` hears of a statement that cannot be stopped. */
export function createConsole(
  instance: DuckDBInstance,
  onStuck: (stuck: Stuck) => void,
  limits: Partial<StatementLimits> = {},
): SqlConsole {
  const guard = new StatementGuard(onStuck, limits);
  return {
    run: (options) =>
      guard.run({ signal: options.signal, timeoutMs: options.timeoutMs ?? longestTimeLimitMs }, (signal) =>
        runOne(instance, { ...options, signal }),
      ),
    watchOver: (signal, work) => guard.run({ signal, timeoutMs: longestTimeLimitMs }, work),
    close: () => guard.close(),
  };
}

/** The console of a workspace. */
export const consolePart: Part<SqlConsole> = {
  name: 'its console',
  open: ({ instance, onStuck, statementLimits }) => createConsole(instance, onStuck, statementLimits),
};

async function runOne(instance: DuckDBInstance, options: RunOptions): Promise<ConsoleResult> {
  const { signal, sql } = options;
  throwIfAborted(signal);
  const connection = await instance.connect();
  try {
    await showProgressQuietly(connection);
    if (options.samplePercent !== undefined) await sampleEvents(connection, options.samplePercent);
    return await transactReads(connection, () =>
      interruptible(connection, signal, () => answer(connection, options)),
    );
  } catch (error) {
    throwIfAborted(signal);
    throw asConsoleError(error, sql);
  } finally {
    connection.closeSync();
  }
}

async function answer(
  connection: DuckDBConnection,
  { sql, limit, mode, arguments: given, signal, report }: RunOptions,
): Promise<ConsoleResult> {
  const startedMs = performance.now();
  const prepared = await admit(connection, sql, mode);
  bindArguments(prepared, given ?? []);
  throwIfAborted(signal);
  const stopPolling = pollPercent(connection, report);
  try {
    const result = await prepared.stream();
    const told = await deliver(result, limit, signal, report);
    if (!told.isTruncated) await refuseBrokenOff(connection);
    return { ...told, durationMs: performance.now() - startedMs };
  } finally {
    stopPolling();
  }
}

/**
 * DuckDB's driver ends a stream that fails as if it were complete (1.5.5), without a reason; only its transaction then
 * refuses the next statement.
 */
async function refuseBrokenOff(connection: DuckDBConnection): Promise<void> {
  await connection.run('SELECT 1').catch((cause: unknown) => {
    throw new AppError(
      'sql-failed',
      'The statement failed after these rows, and DuckDB does not say why. They are not the whole result; an export of it tells the reason.',
      { cause },
    );
  });
}

/** These two are allowed although settings are locked; without the second DuckDB draws a bar on standard output. */
async function showProgressQuietly(connection: DuckDBConnection): Promise<void> {
  await connection.run('PRAGMA enable_progress_bar');
  await connection.run('PRAGMA disable_print_progress_bar');
}

function pollPercent(connection: DuckDBConnection, report: (progress: ConsoleReport) => void): () => void {
  let told = 0;
  const timer = setInterval(() => {
    const percent = Math.min(100, connection.progress.percentage);
    // DuckDB answers -1 while it cannot tell.
    if (percent <= told) return;
    told = percent;
    report({ kind: 'percent', percent });
  }, percentEveryMs);
  return () => clearInterval(timer);
}

async function deliver(
  result: DuckDBResult,
  limit: number,
  signal: AbortSignal,
  report: (progress: ConsoleReport) => void,
): Promise<{ readonly rows: number; readonly isTruncated: boolean }> {
  const types = result.columnTypes();
  report({
    kind: 'columns',
    columns: result.columnNames().map((name, index) => ({ name, type: String(types[index]) })),
  });
  const blocks = new RowBlocks(result.columnCount, report);
  try {
    for (;;) {
      const chunk = await result.fetchChunk();
      throwIfAborted(signal);
      if (!chunk || chunk.rowCount === 0) break;
      // Cell by cell: the values of a whole chunk of long texts would not fit.
      const columns = Array.from({ length: chunk.columnCount }, (_, at) => chunk.getColumnVector(at));
      for (let row = 0; row < chunk.rowCount; row++) {
        if (blocks.rows === limit || blocks.text > textPerRun)
          return { rows: blocks.rows, isTruncated: true };
        blocks.add(columns.map((column) => cellAt(column, row)));
      }
    }
    return { rows: blocks.rows, isTruncated: false };
  } finally {
    blocks.send();
  }
}

/** Gathers rows as columns and reports them in blocks. */
class RowBlocks {
  readonly #width: number;
  readonly #report: (progress: ConsoleReport) => void;
  #columns: Cell[][];
  #blockRows = 0;
  #blockText = 0;
  rows = 0;
  /** All text so far, in UTF-16 units. */
  text = 0;

  constructor(width: number, report: (progress: ConsoleReport) => void) {
    this.#width = width;
    this.#report = report;
    this.#columns = emptyBlock(width);
  }

  add(cells: readonly Cell[]): void {
    cells.forEach((cell, column) => {
      this.#columns[column]?.push(cell);
      if (typeof cell !== 'string') return;
      this.#blockText += cell.length;
      this.text += cell.length;
    });
    this.rows += 1;
    this.#blockRows += 1;
    if (this.#blockRows === rowsPerReport || this.#blockText > textPerReport) this.send();
  }

  send(): void {
    if (this.#blockRows === 0) return;
    this.#report({ kind: 'rows', columns: this.#columns });
    this.#columns = emptyBlock(this.#width);
    this.#blockRows = 0;
    this.#blockText = 0;
  }
}

const emptyBlock = (width: number): Cell[][] => Array.from({ length: width }, () => []);

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('cancelled', 'The statement was cancelled.');
}

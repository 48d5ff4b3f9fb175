import type { DuckDBConnection, DuckDBInstance, DuckDBResultReader } from '@duckdb/node-api';
import { priorities, type Priority } from '../../../shared/bridge/contract.ts';
import { AppError } from '../../../shared/bridge/errors.ts';
import { asDamage } from './damage.ts';
import { interruptOnAbort } from './interrupt.ts';
import { onlyRow, readRows, type RowOf, type RowShape } from './rows.ts';
import { sqlText, type Sql } from './sql.ts';

/** A result row: values as DuckDB's own JS types, cast in SQL to text, DOUBLE, INTEGER or BOOLEAN. */
export type Row = readonly unknown[];

/** Reads of one call: all as urgent as the call, and over when its signal aborts. */
export interface Reader {
  readonly signal: AbortSignal | undefined;
  /** Runs one statement and gives its rows by position, for cells of columns that are chosen at run time. Errors: `cancelled` on abort; DuckDB's own otherwise. */
  rows(query: Sql): Promise<readonly Row[]>;
  /** Runs one read and gives its rows under the names of their columns; see `rows.ts`. Errors: as `rows`. */
  read<Shape extends RowShape>(query: Sql, shape: Shape): Promise<readonly RowOf<Shape>[]>;
  /** As `read`, of a query that always answers exactly one row. Errors: also a plain one for more or none. */
  one<Shape extends RowShape>(query: Sql, shape: Shape): Promise<RowOf<Shape>>;
}

interface Waiting {
  readonly priority: number;
  readonly start: (connection: DuckDBConnection) => void;
}

/**
 * The read connections of one database. Reads wait by priority; an abort interrupts the running query and the
 * connection comes back only after DuckDB has settled.
 */
export class Pool {
  readonly #instance: DuckDBInstance;
  readonly #size: number;
  readonly #explain: (error: unknown) => unknown;
  readonly #idle: DuckDBConnection[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #lent = new Set<DuckDBConnection>();
  #opened = 0;
  #isClosed = false;
  #onReturned: () => void = () => undefined;

  constructor(
    instance: DuckDBInstance,
    options: {
      readonly size?: number;
      /** Turns DuckDB's words about what the person asked into an error of ours; undefined for all others. */
      readonly explain?: (error: unknown) => unknown;
    } = {},
  ) {
    this.#instance = instance;
    this.#size = options.size ?? 4;
    this.#explain = options.explain ?? (() => undefined);
  }

  /** The reads of one call. */
  reader(priority: Priority, signal?: AbortSignal): Reader {
    const run = (query: Sql): Promise<DuckDBResultReader> =>
      this.use(priority, signal, (connection) => connection.runAndReadAll(sqlText(query), [...query.values]));
    const read: Reader['read'] = async (query, shape) => {
      const answer = await run(query);
      return readRows(answer.columnNames(), answer.getRows(), shape);
    };
    return {
      signal,
      rows: async (query) => (await run(query)).getRows(),
      read,
      one: async (query, shape) => onlyRow(await read(query, shape)),
    };
  }

  /** Lends a connection to `work`; abort interrupts whatever runs on it. */
  async use<Result>(
    priority: Priority,
    signal: AbortSignal | undefined,
    work: (connection: DuckDBConnection) => Promise<Result>,
  ): Promise<Result> {
    const connection = await this.#acquire(priorities.indexOf(priority), signal);
    const stopWatching = interruptOnAbort(connection, signal);
    try {
      throwIfAborted(signal);
      return await work(connection);
    } catch (error) {
      throwIfAborted(signal);
      throw asDamage(error) ?? this.#explain(error) ?? error;
    } finally {
      stopWatching();
      this.#release(connection);
    }
  }

  /** Stops what runs and waits until DuckDB has let go; to be called before the instance is closed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const connection of this.#idle.splice(0)) connection.closeSync();
    if (this.#lent.size === 0) return;
    const interrupting = setInterval(() => {
      for (const connection of this.#lent) connection.interrupt();
    }, 20);
    await new Promise<void>((resolve) => (this.#onReturned = resolve));
    clearInterval(interrupting);
  }

  async #acquire(priority: number, signal: AbortSignal | undefined): Promise<DuckDBConnection> {
    throwIfAborted(signal);
    if (this.#isClosed) throw new AppError('no-workspace', 'The workspace was closed.');
    const idle = this.#idle.pop();
    if (idle) return this.#lend(idle);
    if (this.#opened < this.#size) {
      this.#opened += 1;
      return this.#lend(await this.#instance.connect());
    }
    return new Promise((resolve, reject) => {
      const entry: Waiting = {
        priority,
        start: (connection) => {
          signal?.removeEventListener('abort', leave);
          resolve(connection);
        },
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(cancelled());
      };
      signal?.addEventListener('abort', leave, { once: true });
      const at = this.#waiting.findIndex((other) => other.priority > priority);
      this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, entry);
    });
  }

  #lend(connection: DuckDBConnection): DuckDBConnection {
    this.#lent.add(connection);
    return connection;
  }

  #release(connection: DuckDBConnection): void {
    const next = this.#waiting.shift();
    if (next) {
      next.start(connection);
      return;
    }
    this.#lent.delete(connection);
    if (!this.#isClosed) this.#idle.push(connection);
    else {
      connection.closeSync();
      if (this.#lent.size === 0) this.#onReturned();
    }
  }
}

/** The error of work that was cancelled. */
export const cancelled = (): AppError => new AppError('cancelled', 'The work was cancelled.');

/** Throws `cancelled` when the signal has been aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}

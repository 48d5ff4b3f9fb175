import type { DuckDBInstance } from '@duckdb/node-api';
import { interruptOnAbort } from '../db/interrupt.ts';
import { lengthOf } from '../db/rows.ts';
import { raw, sql, sqlKey, sqlText, type Sql } from '../db/sql.ts';
import { Kept, type Keeping } from '../derive/kept.ts';
import type { Versions } from '../derive/versions.ts';

/** How many tables are kept, and what their names begin with where several keep some. */
export interface CursorOptions {
  readonly most?: number;
  readonly name?: string;
}

/** A sorted answer as a table of (position, event …), and its length. */
export interface CursorTable {
  readonly table: Sql;
  readonly total: number;
}

interface Cursor {
  readonly ready: Promise<CursorTable>;
  readonly end: () => void;
  readonly drop: () => Promise<void>;
}

/**
 * Sorted answers kept as tables of (position, rowid …) in an attached in-memory database, so that any window of ten million
 * rows is a join of a few hundred. Row ids change with the data, so they hold for one version of it.
 */
export class Cursors {
  readonly #instance: DuckDBInstance;
  readonly #kept: Kept<Cursor>;
  readonly #name: string;
  #made = 0;

  constructor(
    instance: DuckDBInstance,
    versions: Versions,
    { most = 8, name = 'cursor' }: CursorOptions = {},
  ) {
    this.#instance = instance;
    this.#name = name;
    this.#kept = new Kept({ versions, most });
  }

  /**
   * Lends the table of the answer to this condition in this order, made when it is not there. Several callers may wait for
   * one table: an abort lets only its own caller go, and the making ends with the last of them. It stays while it is lent.
   */
  async lend<Result>(
    where: Sql,
    orderBy: Sql,
    signal: AbortSignal | undefined,
    use: (cursor: CursorTable) => Promise<Result>,
  ): Promise<Result> {
    const query = sql`SELECT row_number() OVER (ORDER BY ${orderBy}) - 1 AS position, rowid AS event
      FROM trail.main.event_columns WHERE ${where}`;
    return this.lendTable(query, signal, use);
  }

  /** Lends the table of a query's answer, which must have a column `position` counting from 0; otherwise as `lend`. */
  async lendTable<Result>(
    query: Sql,
    signal: AbortSignal | undefined,
    use: (cursor: CursorTable) => Promise<Result>,
  ): Promise<Result> {
    return this.#of(query).use(signal, use);
  }

  /** Stops making and waits until DuckDB has let go; to be called before the instance is closed. */
  close(): Promise<void> {
    return this.#kept.close();
  }

  #of(query: Sql): Keeping<Cursor> {
    return this.#kept.of(sqlKey(query), query.reads, () => {
      this.#made += 1;
      const name = `cursors.main.${this.#name}_${this.#made}`;
      const making = new AbortController();
      return {
        ready: this.#make(name, query, making.signal),
        end: () => making.abort(),
        drop: () => this.#drop(name),
      };
    });
  }

  async #make(name: string, query: Sql, signal: AbortSignal): Promise<CursorTable> {
    const connection = await this.#instance.connect();
    const stopWatching = interruptOnAbort(connection, signal);
    try {
      const statement = sqlText(sql`CREATE TABLE ${raw(name)} AS SELECT * FROM (${query}) ORDER BY position`);
      await connection.run(statement, [...query.values]);
      return { table: raw(name), total: await lengthOf(connection, name) };
    } finally {
      stopWatching();
      connection.closeSync();
    }
  }

  async #drop(name: string): Promise<void> {
    const connection = await this.#instance.connect();
    await connection.run(`DROP TABLE IF EXISTS ${name}`).finally(() => connection.closeSync());
  }
}

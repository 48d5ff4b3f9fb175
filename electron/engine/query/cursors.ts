import type { DuckDBInstance } from '@duckdb/node-api';
import { interruptOnAbort } from '../db/interrupt.ts';
import { raw, sql, sqlText, type Sql } from '../db/sql.ts';

interface Cursor {
  readonly table: string;
  readonly ready: Promise<number>;
}

/**
 * Sorted answers kept as tables of (position, rowid) in an attached in-memory database, so that any window of ten million
 * rows is a join of a few hundred. The least recently used beyond the limit is dropped; a dropped one is built again when
 * asked for. Row ids change with the data, so a new data version drops them all.
 */
export class Cursors {
  readonly #instance: DuckDBInstance;
  readonly #limit: number;
  readonly #cursors = new Map<string, Cursor>();
  readonly #closing = new AbortController();
  #version = 0;
  #made = 0;

  constructor(instance: DuckDBInstance, limit = 8) {
    this.#instance = instance;
    this.#limit = limit;
  }

  /** The table of the answer to this condition in this order, built when it is not there; and its length. */
  async open(
    where: Sql,
    orderBy: Sql,
    version: number,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly table: Sql; readonly total: number }> {
    if (version !== this.#version) await this.clear();
    this.#version = version;
    const query = sql`SELECT row_number() OVER (ORDER BY ${orderBy}) - 1 AS position, rowid AS event
      FROM event_columns WHERE ${where}`;
    const key = JSON.stringify([query.parts, query.values.map(String)]);
    let cursor = this.#cursors.get(key);
    if (!cursor) {
      cursor = this.#build(query, signal);
      cursor.ready.catch(() => this.#cursors.delete(key));
    }
    this.#cursors.delete(key);
    this.#cursors.set(key, cursor);
    await this.#dropOldest();
    return { table: raw(cursor.table), total: await cursor.ready };
  }

  /** Stops building and waits until DuckDB has let go; to be called before the instance is closed. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled([...this.#cursors.values()].map((cursor) => cursor.ready));
  }

  /** Drops every cursor. */
  async clear(): Promise<void> {
    const dropped = [...this.#cursors.values()];
    this.#cursors.clear();
    for (const cursor of dropped) await this.#drop(cursor);
  }

  #build(query: Sql, signal: AbortSignal | undefined): Cursor {
    this.#made += 1;
    const table = `cursors.main.cursor_${this.#made}`;
    const ready = (async (): Promise<number> => {
      const connection = await this.#instance.connect();
      const stopWatching = interruptOnAbort(
        connection,
        signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal,
      );
      try {
        const statement = sqlText(
          sql`CREATE TABLE ${raw(table)} AS SELECT * FROM (${query}) ORDER BY position`,
        );
        await connection.run(statement, [...query.values]);
        const count = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${table}`);
        return Number(count.getRows()[0]?.[0] ?? 0);
      } finally {
        stopWatching();
        connection.closeSync();
      }
    })();
    return { table, ready };
  }

  async #dropOldest(): Promise<void> {
    for (const [key, cursor] of this.#cursors) {
      if (this.#cursors.size <= this.#limit) return;
      this.#cursors.delete(key);
      await this.#drop(cursor);
    }
  }

  async #drop(cursor: Cursor): Promise<void> {
    await cursor.ready.catch(() => undefined);
    const connection = await this.#instance.connect();
    try {
      await connection.run(`DROP TABLE IF EXISTS ${cursor.table}`);
    } finally {
      connection.closeSync();
    }
  }
}

import type { DuckDBInstance } from '@duckdb/node-api';
import { interruptOnAbort } from '../db/interrupt.ts';
import { throwIfAborted } from '../db/pool.ts';
import { raw, sql, sqlText, type Sql } from '../db/sql.ts';

interface Cursor {
  readonly table: string;
  readonly ready: Promise<number>;
  /** Ends the building when nobody waits for it any more. */
  readonly building: AbortController;
  waiting: number;
  isBuilt: boolean;
  dropped?: Promise<void>;
}

/** True for the failure of a query whose cursor was dropped under it; asking again builds it anew. */
export const isDroppedCursor = (error: unknown): boolean =>
  error instanceof Error && /cursor_\d+ does not exist/.test(error.message);

/**
 * Sorted answers kept as tables of (position, rowid …) in an attached in-memory database, so that any window of ten million
 * rows is a join of a few hundred. The least recently used beyond the limit is dropped; a dropped one is built again when
 * asked for. Row ids change with the data, so a new data version drops them all.
 */
export class Cursors {
  readonly #instance: DuckDBInstance;
  readonly #limit: number;
  readonly #onQuery: (text: string) => void;
  readonly #cursors = new Map<string, Cursor>();
  /** Those of the map, and those that are on their way out. */
  readonly #live = new Set<Cursor>();
  #version = 0;
  #made = 0;
  #isClosed = false;

  /** `onQuery` is told the text of every query whose table is asked for. */
  constructor(instance: DuckDBInstance, limit = 8, onQuery: (text: string) => void = () => undefined) {
    this.#instance = instance;
    this.#limit = limit;
    this.#onQuery = onQuery;
  }

  /**
   * The table of the answer to this condition in this order, built when it is not there; and its length. Several callers
   * may wait for one table: an abort lets only its own caller go, and the building ends with the last of them.
   */
  async open(
    where: Sql,
    orderBy: Sql,
    version: number,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly table: Sql; readonly total: number }> {
    const query = sql`SELECT row_number() OVER (ORDER BY ${orderBy}) - 1 AS position, rowid AS event
      FROM trail.main.event_columns WHERE ${where}`;
    return this.keep(query, version, signal);
  }

  /** The table of a query's answer, which must have a column `position` counting from 0; otherwise as `open`. */
  async keep(
    query: Sql,
    version: number,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly table: Sql; readonly total: number }> {
    throwIfAborted(signal);
    if (version !== this.#version) await this.clear();
    this.#version = version;
    const key = JSON.stringify([query.parts, query.values.map(String)]);
    this.#onQuery(key);
    const cursor = this.#cursors.get(key) ?? this.#build(key, query);
    this.#cursors.delete(key);
    this.#cursors.set(key, cursor);
    const [total] = await Promise.all([this.#wait(cursor, signal), this.#dropOldest()]);
    return { table: raw(cursor.table), total };
  }

  /** Stops building and waits until DuckDB has let go; to be called before the instance is closed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const all = [...this.#live];
    for (const { building } of all) building.abort();
    await Promise.allSettled(all.map((cursor) => cursor.ready));
  }

  /** Drops the cursors whose query, as text, is one of these. */
  async forget(isGone: (query: string) => boolean): Promise<void> {
    const dropped = [...this.#cursors].filter(([key]) => isGone(key));
    for (const [key] of dropped) this.#cursors.delete(key);
    for (const [, cursor] of dropped) await this.#drop(cursor);
  }

  /** Drops every cursor. */
  async clear(): Promise<void> {
    const dropped = [...this.#cursors.values()];
    this.#cursors.clear();
    for (const cursor of dropped) await this.#drop(cursor);
  }

  async #wait(cursor: Cursor, signal: AbortSignal | undefined): Promise<number> {
    cursor.waiting += 1;
    let leave: (() => void) | undefined;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
      signal?.addEventListener('abort', leave, { once: true });
    });
    try {
      await Promise.race([cursor.ready, left]);
      throwIfAborted(signal);
      return await cursor.ready;
    } finally {
      if (leave) signal?.removeEventListener('abort', leave);
      cursor.waiting -= 1;
      if (cursor.waiting === 0 && signal?.aborted) this.#abandon(cursor);
    }
  }

  /** Nobody waits any more: the building ends, and who asks again gets a new one. A finished table stays. */
  #abandon(cursor: Cursor): void {
    if (cursor.isBuilt) return;
    for (const [key, one] of this.#cursors) if (one === cursor) this.#cursors.delete(key);
    cursor.building.abort();
    void this.#drop(cursor);
  }

  #build(key: string, query: Sql): Cursor {
    this.#made += 1;
    const table = `cursors.main.cursor_${this.#made}`;
    const building = new AbortController();
    const ready = this.#fill(table, query, building.signal);
    const cursor: Cursor = { table, ready, building, waiting: 0, isBuilt: false };
    this.#live.add(cursor);
    ready.then(
      () => (cursor.isBuilt = true),
      () => {
        if (this.#cursors.get(key) === cursor) this.#cursors.delete(key);
        void this.#drop(cursor);
      },
    );
    return cursor;
  }

  async #fill(table: string, query: Sql, signal: AbortSignal): Promise<number> {
    const connection = await this.#instance.connect();
    const stopWatching = interruptOnAbort(connection, signal);
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
  }

  async #dropOldest(): Promise<void> {
    for (const [key, cursor] of this.#cursors) {
      if (this.#cursors.size <= this.#limit) return;
      this.#cursors.delete(key);
      await this.#drop(cursor);
    }
  }

  /** Once for every cursor, whoever asks: two drops at the same time are a conflict to DuckDB. */
  #drop(cursor: Cursor): Promise<void> {
    cursor.dropped ??= this.#dropTable(cursor);
    return cursor.dropped;
  }

  async #dropTable(cursor: Cursor): Promise<void> {
    await cursor.ready.catch(() => undefined);
    this.#live.delete(cursor);
    try {
      const connection = await this.#instance.connect();
      await connection.run(`DROP TABLE IF EXISTS ${cursor.table}`).finally(() => connection.closeSync());
    } catch (error) {
      // The tables go with the instance.
      if (!this.#isClosed) throw error;
    }
  }
}

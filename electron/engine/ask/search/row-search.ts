import type { DuckDBInstance } from '@duckdb/node-api';
import type { Filter } from '../../../../shared/filter/filter.ts';
import type { Pool, Reader } from '../../db/pool.ts';
import { bigint, number } from '../../db/rows.ts';
import { raw, sql, type Sql } from '../../db/sql.ts';
import { compileFilter } from '../local-sql.ts';

const firstSliceRows = 16_384;

/** Consecutive rows, the last one excluded. */
export interface Rows {
  readonly low: number;
  readonly high: number;
}

/** One search through all records for one part of a filter; the rows it finds stand in a table of its own. */
export class RowSearch {
  readonly part: Filter;
  readonly table: Sql;
  /** Settles when all records have been read, or the search failed or was ended. */
  readonly ready: Promise<void>;
  /** Records read so far. */
  read = 0;
  /** Rows from this one on have been read. */
  low = Number.MAX_SAFE_INTEGER;
  /** Hits so far. */
  found = 0;
  /** The slices that had hits, newest first. */
  readonly steps: Rows[] = [];
  readonly #searching = new AbortController();
  readonly #firstFound = new AbortController();
  readonly #instance: DuckDBInstance;
  readonly #reader: Reader;
  readonly #sliceRows: number;
  readonly #name: string;

  constructor(
    where: { readonly instance: DuckDBInstance; readonly pool: Pool; readonly sliceRows: number },
    part: Filter,
    tableName: string,
  ) {
    this.#instance = where.instance;
    this.#reader = where.pool.reader('background', this.#searching.signal);
    this.#sliceRows = where.sliceRows;
    this.#name = tableName;
    this.part = part;
    this.table = raw(tableName);
    this.ready = Promise.resolve().then(() => this.#lookUp());
  }

  /** Aborts with the first hit. */
  get firstFound(): AbortSignal {
    return this.#firstFound.signal;
  }

  /** Ends the search. */
  end(): void {
    this.#searching.abort();
  }

  /** Drops the table. */
  async drop(): Promise<void> {
    const connection = await this.#instance.connect();
    await connection.run(`DROP TABLE IF EXISTS ${this.#name}`).finally(() => connection.closeSync());
  }

  async #lookUp(): Promise<void> {
    const condition = compileFilter(this.part);
    await this.#reader.rows(sql`CREATE TABLE ${this.table} (event BIGINT)`);
    let high = await lastRow(this.#reader);
    // Small slices first: the newest hits show within a blink.
    let size = Math.min(firstSliceRows, this.#sliceRows);
    while (high > 0) {
      const low = Math.max(0, high - size);
      size = Math.min(size * 2, this.#sliceRows);
      const { Count } = await this.#reader.one(
        sql`INSERT INTO ${this.table} SELECT rowid FROM trail.main.event_columns
            WHERE rowid >= ${low} AND rowid < ${high} AND ${condition}`,
        { Count: bigint },
      );
      this.read += high - low;
      this.low = low;
      if (Count > 0n) this.#hit(Number(Count), { low, high });
      high = low;
    }
  }

  #hit(hits: number, slice: Rows): void {
    this.found += hits;
    this.steps.push(slice);
    this.#firstFound.abort();
  }
}

/** One more than the last row of the events; rows that left the table count too. */
export async function lastRow(reader: Reader): Promise<number> {
  const { length } = await reader.one(
    sql`SELECT coalesce(max(rowid) + 1, 0)::DOUBLE AS length FROM trail.main.event_columns`,
    { length: number },
  );
  return length;
}

/** Waits so long, or until one of the signals. */
export const pause = (ms: number, signals: readonly AbortSignal[]): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    for (const signal of signals) signal.addEventListener('abort', end, { once: true });
    if (signals.some((signal) => signal.aborted)) end();
  });

import type { DuckDBConnection } from '@duckdb/node-api';
import { madeByKey } from '../db/derived-shape.ts';
import { interruptible } from '../db/interrupt.ts';
import { throwIfAborted } from '../db/pool.ts';
import { count, numberOrNull, readFrom, readOne, textOrNull } from '../db/rows.ts';
import { setMeta, transact } from '../db/transact.ts';
import type { Building, TableInBackground } from './derived-table.ts';

/** How far a table goes: up to the file with this number, 0 for no file, or over all events. */
export type Covered = number | 'all';

/** Events of one piece; a piece has whole files, and is what a kill or a question that comes costs at most. */
const usualPieceEvents = 200_000;

interface Parts {
  readonly building: (connection: DuckDBConnection, table: TableInBackground) => Building;
  /** False while a table that another is made from is outdated. */
  readonly isReady: (table: TableInBackground) => boolean;
  readonly pieceEvents?: number;
}

/**
 * The derived tables that are made in the background, each up to a file with a certain number. How far one is stands in
 * `meta` with the version of its rules, and is written in the transaction that adds or invalidates rows. What is told of it
 * is never more than that: before a transaction that lowers it ends, and after one that raises it.
 */
export class BackgroundTables {
  readonly #tables: readonly TableInBackground[];
  readonly #parts: Parts;
  readonly #lastFile = new Map<string, number>();
  readonly #isWhole = new Set<string>();

  /** `tables` are those in the file, each behind those they are made from. */
  constructor(tables: readonly TableInBackground[], parts: Parts) {
    this.#tables = tables;
    this.#parts = parts;
  }

  /** How far a table goes now. */
  covered(name: string): Covered {
    return this.#isWhole.has(name) ? 'all' : (this.#lastFile.get(name) ?? 0);
  }

  /** True when there is nothing to make. */
  get areNone(): boolean {
    return this.#tables.length === 0;
  }

  /** True when every table goes over all events. */
  get areWhole(): boolean {
    return this.#tables.every(({ name }) => this.#isWhole.has(name));
  }

  /** Events were added that none of the tables covers. */
  eventsAdded(): void {
    this.#isWhole.clear();
  }

  /** Takes up from the database how far the tables are. */
  async readCovered(connection: DuckDBConnection): Promise<void> {
    const last = await lastOf(connection, 'file_id', 'trail.main.event_columns');
    for (const table of this.#tables) {
      const covered = await this.#coveredBy(connection, table);
      // A table that begins anew still has its former rows, also where there are no events: it is whole after its first piece.
      this.#tell(table, covered ?? 0, covered === undefined ? Infinity : last);
    }
  }

  /** Makes the next piece of the first table that lacks one; answers whether there was any. Errors: `cancelled`. */
  async makePiece(connection: DuckDBConnection, signal: AbortSignal): Promise<boolean> {
    const table = this.#tables.find((one) => !this.#isWhole.has(one.name) && this.#parts.isReady(one));
    if (!table) return false;
    const files = await transact(connection, () =>
      interruptible(connection, signal, () => this.#addPiece(connection, table, signal)),
    ).catch((error: unknown) => {
      throwIfAborted(signal);
      throw error;
    });
    this.#tell(table, files.to, files.last);
    return true;
  }

  /**
   * Takes events out, with all that stands for them, by `takeOut`; to be called in the transaction that does it. `leaving` is
   * a table with their `file_id` and `ordinal`.
   */
  async letLeave(
    connection: DuckDBConnection,
    leaving: string,
    takeOut: () => Promise<unknown>,
  ): Promise<void> {
    const first = await firstOf(connection, leaving);
    const concerned: TableInBackground[] = [];
    for (const table of this.#tables) {
      const covered = (await this.#coveredBy(connection, table)) ?? 0;
      if (first === null || covered < first) continue;
      concerned.push(table);
      await table.subtract?.(this.#parts.building(connection, table), leaving, covered);
    }
    await takeOut();
    for (const table of concerned) if (!table.subtract) await this.#trim(connection, table);
  }

  /** To be called in a transaction behind its other changes, where it cannot be told which events of covered files have left. */
  async eventsLeft(connection: DuckDBConnection): Promise<void> {
    for (const table of this.#tables) {
      const covered = (await this.#coveredBy(connection, table)) ?? 0;
      if (covered > 0) await this.#trim(connection, table);
    }
  }

  /**
   * To be called in a transaction that brings events of files from a number on, or changes columns of theirs: tables that
   * cover such files begin anew.
   */
  async changed(connection: DuckDBConnection, what: 'events' | 'columns', from: number): Promise<void> {
    const anew = new Set<string>();
    for (const table of this.#tables) {
      const covered = (await this.#coveredBy(connection, table)) ?? 0;
      const isConcerned = what === 'events' || table.follows === 'columns';
      if ((covered >= from && isConcerned) || table.from.some((name) => anew.has(name))) {
        anew.add(table.name);
        await this.forget(connection, table);
      }
    }
  }

  /**
   * To be called in a transaction that takes files out, behind its other changes: the numbers of the last ones will be used
   * again, and nothing of the former may be found under them.
   */
  async filesLeft(connection: DuckDBConnection): Promise<void> {
    await this.eventsLeft(connection);
    const last = await lastOf(connection, 'id', 'trail.main.files');
    for (const table of this.#tables) {
      const covered = (await this.#coveredBy(connection, table)) ?? 0;
      if (covered <= last) continue;
      this.#isWhole.delete(table.name);
      this.#lastFile.set(table.name, last);
      await this.#note(connection, table, last);
    }
  }

  /** To be called in a transaction: the table begins anew with its next piece. */
  async forget(connection: DuckDBConnection, { name }: TableInBackground): Promise<void> {
    this.#isWhole.delete(name);
    this.#lastFile.delete(name);
    await connection.run(`DELETE FROM trail.main.meta WHERE key = $1`, [madeByKey(name)]);
  }

  async #addPiece(
    connection: DuckDBConnection,
    table: TableInBackground,
    signal: AbortSignal,
  ): Promise<{ readonly to: number; readonly last: number }> {
    const building = { ...this.#parts.building(connection, table), signal };
    const covered = await this.#coveredBy(connection, table);
    if (covered === undefined) await connection.run(`DELETE FROM ${building.into}`);
    const last = await lastOf(connection, 'file_id', 'trail.main.event_columns');
    const to = await endOfPiece(
      connection,
      covered ?? 0,
      this.#parts.pieceEvents ?? table.pieceEvents ?? usualPieceEvents,
    );
    if (to !== null) await table.build(building, { from: (covered ?? 0) + 1, to });
    throwIfAborted(signal);
    await this.#note(connection, table, to ?? covered ?? 0);
    return { to: to ?? covered ?? 0, last };
  }

  async #trim(connection: DuckDBConnection, table: TableInBackground): Promise<void> {
    if (table.trim) await table.trim(this.#parts.building(connection, table));
    else await this.forget(connection, table);
  }

  #tell({ name }: TableInBackground, covered: number, last: number): void {
    this.#lastFile.set(name, covered);
    if (covered >= last) this.#isWhole.add(name);
    else this.#isWhole.delete(name);
  }

  /** What the database says of a table that was made by the rules of this version. */
  async #coveredBy(
    connection: DuckDBConnection,
    { name, version }: TableInBackground,
  ): Promise<number | undefined> {
    const [noted] = await readFrom(
      connection,
      `SELECT left(value, 20) AS value FROM trail.main.meta WHERE key = $1 LIMIT 1`,
      { value: textOrNull },
      [madeByKey(name)],
    );
    return coveredIn(noted?.value ?? null, version);
  }

  async #note(
    connection: DuckDBConnection,
    { name, version }: TableInBackground,
    covered: number,
  ): Promise<void> {
    await setMeta(connection, madeByKey(name), `${version} ${covered}`);
  }
}

/** The last file that a table goes to, by what `meta` says of it; undefined when other rules made it, or none. */
export function coveredIn(noted: string | null, version: number): number | undefined {
  const [, by, covered] = /^(\d+) (\d{1,10})$/.exec(noted ?? '') ?? [];
  return by === String(version) ? Number(covered) : undefined;
}

async function lastOf(connection: DuckDBConnection, column: string, table: string): Promise<number> {
  const { last } = await readOne(connection, `SELECT max(${column}) AS last FROM ${table}`, { last: count });
  return last;
}

async function firstOf(connection: DuckDBConnection, table: string): Promise<number | null> {
  const { first } = await readOne(connection, `SELECT min(file_id) AS first FROM ${table}`, {
    first: numberOrNull,
  });
  return first;
}

/** The last file of the piece that begins behind a file; null when no events come behind it. */
async function endOfPiece(
  connection: DuckDBConnection,
  covered: number,
  pieceEvents: number,
): Promise<number | null> {
  const { to } = await readOne(
    connection,
    `SELECT max(file_id) AS "to" FROM (
       SELECT file_id, sum(count(*)) OVER (ORDER BY file_id) - count(*) AS before
       FROM trail.main.event_columns WHERE file_id > ${covered} GROUP BY file_id)
     WHERE before < ${pieceEvents}`,
    { to: numberOrNull },
  );
  return to;
}

import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { createDerived, madeByKey } from '../db/derived-shape.ts';
import { interruptible } from '../db/interrupt.ts';
import type { Database } from '../db/open.ts';
import { throwIfAborted } from '../db/pool.ts';
import { readFrom, text, textOrNull } from '../db/rows.ts';
import { setMeta, transact } from '../db/transact.ts';
import { BackgroundTables, coveredIn, type Covered } from './background-tables.ts';
import {
  inOrder,
  isInBackground,
  shapeOf,
  type Building,
  type DerivedTable,
  type FileRange,
  type TableInBackground,
  type TableWithEvents,
} from './derived-table.ts';

/** Told how many of the tables are done. */
export interface MakingReport {
  readonly phase: (name: string, total: number, unit: string) => void;
  readonly done: (done: number) => void;
}

/**
 * The derived tables of an open database. In the file, where a transaction on the events keeps them in line; in memory where
 * the file cannot be written and does not have them as this version makes them.
 */
export class DerivedTables {
  /** Those that are made piece by piece. */
  readonly background: BackgroundTables;
  readonly #tables: readonly TableWithEvents[];
  readonly #isInFile: (table: DerivedTable) => boolean;
  readonly #outdated: Set<string>;
  readonly #instance: DuckDBInstance;
  #naming: Promise<void> = Promise.resolve();

  private constructor(
    tables: readonly DerivedTable[],
    isInFile: (table: DerivedTable) => boolean,
    outdated: Set<string>,
    pieceEvents: number | undefined,
    instance: DuckDBInstance,
  ) {
    this.#instance = instance;
    this.#tables = tables.filter((table) => !isInBackground(table));
    this.#isInFile = isInFile;
    this.#outdated = outdated;
    this.background = new BackgroundTables(tables.filter(isInBackground).filter(isInFile), {
      building: (connection, table) => this.#building(connection, table),
      ...(pieceEvents === undefined ? {} : { pieceEvents }),
      isReady: ({ from }) => !from.some((name) => outdated.has(name)),
      told: (table, covered) => this.#standIn(table, covered),
    });
  }

  /**
   * Makes the tables known under their names. Those that were made by other rules, or never, are outdated until `make` has
   * run, but for a database without events; those of the background go as far as they went.
   * `pieceEvents` is for tests, by default as people need it.
   */
  static async open(
    database: Database,
    tables: readonly DerivedTable[],
    pieceEvents?: number,
  ): Promise<DerivedTables> {
    const { instance, isReadOnly, sound } = database;
    const connection = await instance.connect();
    try {
      await connection.run(`ATTACH ':memory:' AS derived (READ_WRITE)`);
      const madeBy = await madeVersions(connection);
      const ordered = inOrder(tables);
      const others = new Set<string>();
      for (const table of ordered) {
        const noted = madeBy.get(madeByKey(table.name)) ?? null;
        const isMade = isInBackground(table)
          ? coveredIn(noted, table.version) !== undefined
          : noted === String(table.version);
        if (!sound.has(table.name) || !isMade || table.from.some((one) => others.has(one)))
          others.add(table.name);
      }
      const inMemory = new Set(isReadOnly ? others : []);
      const isInFile = ({ name }: DerivedTable): boolean => !inMemory.has(name);
      const outdated = ordered.filter((table) => !isInBackground(table) && others.has(table.name));
      const opened = new DerivedTables(
        ordered,
        isInFile,
        new Set(outdated.map(({ name }) => name)),
        pieceEvents,
        instance,
      );
      for (const table of ordered) await opened.#name(connection, table);
      if (!isReadOnly) {
        const anew = ordered.filter(isInBackground).filter(({ name }) => others.has(name));
        for (const table of anew) await opened.background.forget(connection, table);
      }
      await opened.background.readCovered(connection);
      if (await isEmpty(connection)) await opened.make(connection);
      return opened;
    } finally {
      connection.closeSync();
    }
  }

  /** True while some table is not as the rules of this version make it; those of the background are never waited for. */
  get isOutdated(): boolean {
    return this.#outdated.size > 0;
  }

  /** How far a table of the background goes; questions ask it for these files, and the events for all others. */
  covered(name: string): Covered {
    return this.background.covered(name);
  }

  /** Adds what the events of new files bring; to be called in the transaction that adds them. */
  async grow(connection: DuckDBConnection, files: FileRange): Promise<void> {
    await this.background.eventsAdded();
    for (const table of this.#tables) {
      if (table.trim && !this.#outdated.has(table.name))
        await table.build(this.#building(connection, table), files);
    }
  }

  /**
   * Brings every table in line with the events once these are settled: those that grew with them lose what was merged, all
   * others are made anew. Those of the background have followed already.
   */
  async follow(
    connection: DuckDBConnection,
    events: 'added' | 'changed',
    report?: MakingReport,
  ): Promise<void> {
    const hasGrown = ({ name, trim }: TableWithEvents): boolean =>
      events === 'added' && trim !== undefined && !this.#outdated.has(name);
    for (const table of this.#tables) {
      if (!hasGrown(table)) this.#outdated.add(table.name);
      else await transact(connection, async () => table.trim?.(this.#building(connection, table)));
    }
    await this.make(connection, report);
  }

  /** Makes the outdated tables anew, each as a whole or not at all. Errors: `cancelled`; what was made until then stays. */
  async make(connection: DuckDBConnection, report?: MakingReport, signal?: AbortSignal): Promise<void> {
    const wanted = this.#tables.filter(({ name }) => this.#outdated.has(name));
    report?.phase('Making tables from the events', wanted.length, 'tables');
    for (const [done, table] of wanted.entries()) {
      report?.done(done);
      throwIfAborted(signal);
      await transact(connection, () =>
        interruptible(connection, signal, () => this.#makeOne(connection, table)),
      ).catch((error: unknown) => {
        throwIfAborted(signal);
        throw error;
      });
      this.#outdated.delete(table.name);
    }
    report?.done(wanted.length);
  }

  async #makeOne(connection: DuckDBConnection, table: TableWithEvents): Promise<void> {
    const building = this.#building(connection, table);
    await connection.run(`DELETE FROM ${building.into}`);
    await table.build(building);
    if (this.#isInFile(table)) await setMeta(connection, madeByKey(table.name), String(table.version));
  }

  async #name(connection: DuckDBConnection, table: DerivedTable): Promise<void> {
    const { name } = table;
    const { rows, needs = [] }: Pick<TableInBackground, 'rows' | 'needs'> = isInBackground(table)
      ? table
      : {};
    for (const statement of needs) await connection.run(statement);
    await connection.run(
      this.#isInFile(table)
        ? `CREATE VIEW derived.main.${name} AS SELECT * FROM trail.main.${name}`
        : rows
          ? `CREATE VIEW derived.main.${name} AS ${rows('true')}`
          : createDerived('derived', shapeOf(table)),
    );
    await connection.run(`CREATE VIEW memory.main.${name} AS SELECT * FROM derived.main.${name}`);
  }

  /** Lets the name of a table stand for all its rows, those that are not made yet too. One after the other, on a connection of its own. */
  #standIn({ name, rows }: TableInBackground, covered: Covered): Promise<void> {
    if (!rows) return Promise.resolve();
    const made = `SELECT * FROM trail.main.${name}`;
    const all =
      covered === 'all'
        ? made
        : `${made} WHERE file_id <= ${covered} UNION ALL ${rows(`file_id > ${covered}`)}`;
    const naming = this.#naming.then(async () => {
      const connection = await this.#instance.connect();
      await connection
        .run(`CREATE OR REPLACE VIEW derived.main.${name} AS ${all}`)
        .finally(() => connection.closeSync());
    });
    this.#naming = naming.catch(() => undefined);
    return naming;
  }

  #building(connection: DuckDBConnection, table: DerivedTable): Building {
    const catalogue = this.#isInFile(table) ? 'trail' : 'derived';
    return { connection, catalogue, into: `${catalogue}.main.${table.name}` };
  }
}

async function isEmpty(connection: DuckDBConnection): Promise<boolean> {
  const reader = await connection.runAndReadAll(`SELECT 1 FROM trail.main.event_columns LIMIT 1`);
  return reader.currentRowCount === 0;
}

async function madeVersions(connection: DuckDBConnection): Promise<ReadonlyMap<string, string | null>> {
  const rows = await readFrom(
    connection,
    `SELECT left(key, 100) AS key, left(value, 20) AS value FROM trail.main.meta WHERE starts_with(key, 'derived ') LIMIT 1000`,
    { key: text, value: textOrNull },
  );
  return new Map(rows.map(({ key, value }) => [key, value]));
}

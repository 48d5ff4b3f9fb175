import type { DuckDBInstance } from '@duckdb/node-api';
import { readOne, textOrNull } from './db/rows.ts';
import { setMeta, transact } from './db/transact.ts';

const key = 'data-version';
/** More commits than one piece of work can have. */
const stepsPerWork = 1_000_000;

/**
 * The number that tells one state of the events from every other. It counts up, also through a kill: every piece of work on
 * the evidence writes a new number into the database before its first change and another after its last one, and the
 * commits between are counted in memory only. What was told before a kill is therefore told again only of the same events.
 */
export class EvidenceVersion {
  readonly #instance: DuckDBInstance;
  #stored: number;
  #steps = 0;

  private constructor(instance: DuckDBInstance, stored: number) {
    this.#instance = instance;
    this.#stored = stored;
  }

  /** Reads the number of an open database. */
  static async read(instance: DuckDBInstance): Promise<EvidenceVersion> {
    const connection = await instance.connect();
    try {
      const { value } = await readOne(
        connection,
        `SELECT max(value) AS value FROM trail.main.meta WHERE key = $1`,
        { value: textOrNull },
        [key],
      );
      return new EvidenceVersion(instance, Number(value ?? 0));
    } finally {
      connection.closeSync();
    }
  }

  get now(): number {
    return this.#stored * stepsPerWork + this.#steps;
  }

  /** To be called before work changes the first event. Errors: DuckDB's own; then nothing may be changed. */
  async begin(): Promise<void> {
    await this.#store();
    this.#steps = 1;
  }

  /** To be called after every commit of the work. */
  step(): void {
    this.#steps += 1;
  }

  /** To be called after the work, however it ended. */
  async end(): Promise<void> {
    try {
      await this.#store();
      this.#steps = 0;
    } catch {
      // Not written: the number stays one that no opening of this database begins with.
      this.#steps += 1;
    }
  }

  async #store(): Promise<void> {
    const connection = await this.#instance.connect();
    try {
      await transact(connection, () => setMeta(connection, key, String(this.#stored + 1)));
      this.#stored += 1;
    } finally {
      connection.closeSync();
    }
  }
}

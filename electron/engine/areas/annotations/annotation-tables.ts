import { DuckDBTimestampValue, type DuckDBConnection, type DuckDBInstance } from '@duckdb/node-api';
import { interruptOnAbort } from '../../db/interrupt.ts';
import { throwIfAborted } from '../../db/pool.ts';
import { count, flag, lengthOf, number, readFrom, readOne, text } from '../../db/rows.ts';
import { raw, sql, sqlText, type Sql } from '../../db/sql.ts';
import { transact } from '../../db/transact.ts';
import type { NamedPiece } from './annotation-line.ts';
import {
  attachNotes,
  currentNotes,
  identityAccount,
  isKnownByText,
  notedEvents,
  noteTables,
  resolveByHash,
  resolvePlaces,
  rewriteFrom,
  type Slot,
} from './tables.ts';

/** A change as its row of `notes.main.changes`. */
export interface ChangeRow {
  readonly number: number;
  readonly atMicros: number;
  readonly author: string;
  readonly slot: Slot;
  readonly slotKey: string;
  readonly sets: boolean;
  readonly value: string | null;
  readonly isUndone: boolean;
}

/** The events that changes name, as columns of equal length. */
export interface NamedEvents {
  readonly changes: number[];
  readonly accounts: string[];
  readonly names: string[];
  readonly isByHash: boolean[];
}

/** No events yet. */
export const noNamedEvents = (): NamedEvents => ({ changes: [], accounts: [], names: [], isByHash: [] });

const list = (column: number, type: string): string =>
  `unnest(from_json($${column}::VARCHAR, '["${type}"]'))`;
const timestamp = (micros: number): DuckDBTimestampValue => new DuckDBTimestampValue(BigInt(micros));
/** A column for `list`. People may write half a character, which JavaScript keeps and DuckDB's JSON reader refuses. */
const listText = (column: readonly unknown[]): string =>
  JSON.stringify(column, (_key, value: unknown) =>
    typeof value === 'string' ? value.replace(/\p{Cs}/gu, '\ufffd') : value,
  );
const targetTable = 'temp.main.note_target';
const allKeys = 'SELECT * FROM notes.main.keys';

/**
 * The tables of the notes and their one writing connection. Calls must come one after the other. What is read meanwhile
 * sees the notes as before or as after a change, never half of it.
 */
export class NoteTables {
  readonly #connection: DuckDBConnection;
  #nextKey = 1;

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  /** Makes the tables, empty. */
  static async make(instance: DuckDBInstance): Promise<NoteTables> {
    const connection = await instance.connect();
    const made = new NoteTables(connection);
    await made.#run(attachNotes);
    for (const statement of noteTables) await made.#run(statement);
    return made;
  }

  close(): void {
    this.#connection.closeSync();
  }

  /** Begins to read the text file: everything is forgotten. */
  async begin(): Promise<void> {
    for (const table of ['keys', 'places', 'changes', 'change_keys', 'current', 'noted_events']) {
      await this.#run(`DELETE FROM notes.main.${table}`);
    }
    await this.#run(
      `CREATE OR REPLACE TABLE notes.main.staged (change INTEGER, account VARCHAR, name VARCHAR, is_by_hash BOOLEAN)`,
    );
    this.#nextKey = 1;
  }

  /** Takes events that changes name. */
  async stage({ changes, accounts, names, isByHash }: NamedEvents): Promise<void> {
    if (changes.length === 0) return;
    await this.#run(
      `INSERT INTO notes.main.staged SELECT ${list(1, 'INTEGER')}, ${list(2, 'VARCHAR')}, ${list(3, 'VARCHAR')}, ${list(4, 'BOOLEAN')}`,
      [changes, accounts, names, isByHash].map(listText),
    );
  }

  /** Ends reading the text file: what was staged and these changes become the notes. Answers how many events each named. */
  async finish(changes: readonly ChangeRow[]): Promise<ReadonlyMap<number, number>> {
    await this.#addChanges(changes);
    await this.#run(
      `INSERT INTO notes.main.keys SELECT (row_number() OVER ())::INTEGER, account, name, is_by_hash
       FROM (SELECT DISTINCT account, name, is_by_hash FROM notes.main.staged)`,
    );
    await this.#run(
      `INSERT INTO notes.main.change_keys SELECT DISTINCT s.change, k.key FROM notes.main.staged s
       JOIN notes.main.keys k ON k.name = s.name AND k.account = s.account AND k.is_by_hash = s.is_by_hash`,
    );
    await this.#run(`DROP TABLE notes.main.staged`);
    const counts = await readFrom(
      this.#connection,
      `SELECT change, count(*)::DOUBLE AS events FROM notes.main.change_keys GROUP BY change`,
      { change: number, events: count },
    );
    this.#nextKey = await this.#keyAfterAll();
    await transact(this.#connection, async () => {
      await this.#run(`INSERT INTO notes.main.current ${currentNotes('true')}`);
    });
    await this.resolve();
    return new Map(counts.map(({ change, events }) => [change, events]));
  }

  /** Finds all noted events in the evidence again. */
  async resolve(): Promise<void> {
    await transact(this.#connection, async () => {
      await this.#run(`DELETE FROM notes.main.places`);
      if (this.#nextKey > 1) {
        await this.#run(`INSERT INTO notes.main.places ${resolvePlaces(allKeys)}`);
        if ((await lengthOf(this.#connection, `notes.main.keys WHERE is_by_hash`)) > 0)
          await this.#run(`INSERT INTO notes.main.places ${resolveByHash(allKeys)}`);
      }
      await this.#rewriteNotedEvents();
    });
  }

  /** True when no event was ever noted. */
  get isEmpty(): boolean {
    return this.#nextKey === 1;
  }

  /**
   * Holds the events of a condition on `event_columns` ready as the target of a change; answers how many. Errors:
   * `cancelled`.
   */
  async aim(where: Sql, signal: AbortSignal): Promise<number> {
    return this.#abortable(signal, async () => {
      const query = sql`SELECT e.file_id, e.ordinal, ${raw(identityAccount)} AS account, e."eventID" AS name,
          ${raw(isKnownByText)} AS is_by_hash FROM trail.main.event_columns e WHERE ${where}`;
      await this.#connection.run(`CREATE OR REPLACE TEMP TABLE temp.main.note_target AS ${sqlText(query)}`, [
        ...query.values,
      ]);
      await this.#run(
        `UPDATE ${targetTable} SET name = hashed.name FROM (
           SELECT file_id, ordinal, sha256(raw) AS name FROM trail.main.event_columns
           WHERE ${isKnownByText} AND (file_id, ordinal) IN (SELECT file_id, ordinal FROM ${targetTable} WHERE is_by_hash)) hashed
         WHERE note_target.is_by_hash AND hashed.file_id = note_target.file_id AND hashed.ordinal = note_target.ordinal`,
      );
      return lengthOf(this.#connection, targetTable);
    });
  }

  /** Leaves out of the target the events that have the note already, or those that do not have it; answers how many are left. */
  async narrow(slot: Slot, slotKey: string, value: string | null, keep: 'without' | 'with'): Promise<number> {
    const have = sql`(account, name, is_by_hash) IN (SELECT k.account, k.name, k.is_by_hash FROM notes.main.current c
      JOIN notes.main.keys k ON k.key = c.key JOIN notes.main.changes h ON h.change = c.change
      WHERE c.slot = ${slot} AND c.slot_key = ${slotKey} AND (${value}::VARCHAR IS NULL OR h."value" = ${value}))`;
    const gone = keep === 'without' ? have : sql`NOT (${have})`;
    const query = sql`DELETE FROM temp.main.note_target WHERE ${gone}`;
    await this.#connection.run(sqlText(query), [...query.values]);
    return lengthOf(this.#connection, targetTable);
  }

  /** The identities of the target as JSON lists of at most `perPiece`, account by account in the order of the evidence. */
  async pieces(perPiece: number): Promise<readonly NamedPiece[]> {
    return readFrom(
      this.#connection,
      `SELECT account, is_by_hash AS "isByHash", to_json(list(name ORDER BY place))::VARCHAR AS names, count(*)::DOUBLE AS count FROM (
         SELECT *, row_number() OVER (PARTITION BY account, is_by_hash ORDER BY first) AS place FROM (
           SELECT account, name, is_by_hash, min((file_id, ordinal)) AS first FROM ${targetTable} GROUP BY ALL))
       GROUP BY account, is_by_hash, (place - 1) // ${perPiece} ORDER BY account, is_by_hash, min(place)`,
      { account: text, isByHash: flag, names: text, count },
    );
  }

  /** Makes the change of the target that the text file has now. */
  async apply(change: ChangeRow): Promise<void> {
    const first = this.#nextKey;
    const isTarget = `t.account = k.account AND t.name = k.name AND t.is_by_hash = k.is_by_hash`;
    await transact(this.#connection, async () => {
      await this.#addChanges([change]);
      await this.#run(
        `INSERT INTO notes.main.keys SELECT (${first - 1} + row_number() OVER ())::INTEGER, account, name, is_by_hash
         FROM (SELECT DISTINCT account, name, is_by_hash FROM ${targetTable}) t
         WHERE NOT EXISTS (SELECT 1 FROM notes.main.keys k WHERE ${isTarget})`,
      );
      await this.#run(
        `INSERT INTO notes.main.places SELECT k.key, t.file_id, t.ordinal FROM ${targetTable} t
         JOIN notes.main.keys k ON ${isTarget} WHERE k.key >= ${first}`,
      );
      await this.#addTwins(first);
      await this.#run(
        `INSERT INTO notes.main.change_keys SELECT DISTINCT ${change.number}, k.key
         FROM ${targetTable} t JOIN notes.main.keys k ON ${isTarget}`,
      );
      await this.#refresh(change);
    });
    this.#nextKey = await this.#keyAfterAll();
  }

  /** Takes a change back, or does it again. */
  async setUndone(change: ChangeRow): Promise<void> {
    await transact(this.#connection, async () => {
      await this.#run(
        `UPDATE notes.main.changes SET is_undone = ${String(change.isUndone)} WHERE change = ${change.number}`,
      );
      await this.#refresh(change);
    });
  }

  /** Gives a comment another text. */
  async setText(change: ChangeRow, text: string): Promise<void> {
    await transact(this.#connection, async () => {
      await this.#run(`UPDATE notes.main.changes SET "value" = $1 WHERE change = ${change.number}`, [text]);
      await this.#refresh(change);
    });
  }

  /** Events that share the identity of a newly noted one are noted with it. */
  async #addTwins(first: number): Promise<void> {
    const isNew = `SELECT * FROM notes.main.keys WHERE key >= ${first}`;
    const others = `(file_id, ordinal) NOT IN (SELECT file_id, ordinal FROM notes.main.places WHERE key >= ${first})`;
    const conflicts = `derived.main.conflicting_events c JOIN (${isNew}) k ON c."eventID" = k.name WHERE NOT k.is_by_hash`;
    if ((await lengthOf(this.#connection, conflicts)) > 0) {
      await this.#run(
        `INSERT INTO notes.main.places SELECT * FROM (${resolvePlaces(isNew)}) found WHERE ${others}`,
      );
    }
    if ((await lengthOf(this.#connection, `(${isNew}) WHERE is_by_hash`)) === 0) return;
    // Records with the same text have the same time and name, which are cheaper to look at than their texts.
    const alike = `("eventTime", "eventName") IN (SELECT "eventTime", "eventName" FROM trail.main.event_columns
      WHERE (file_id, ordinal) IN (SELECT file_id, ordinal FROM ${targetTable} WHERE is_by_hash))`;
    await this.#run(
      `INSERT INTO notes.main.places SELECT * FROM (${resolveByHash(isNew, alike)}) found WHERE ${others}`,
    );
  }

  /** Works out again what holds of the events of a change. */
  async #refresh({ number, slot, slotKey }: ChangeRow): Promise<void> {
    const own = `(SELECT key FROM notes.main.change_keys WHERE change = ${number})`;
    await this.#run(`DELETE FROM notes.main.current WHERE slot = $1 AND slot_key = $2 AND key IN ${own}`, [
      slot,
      slotKey,
    ]);
    await this.#run(
      `INSERT INTO notes.main.current ${currentNotes(`c.slot = $1 AND c.slot_key = $2 AND k.key IN ${own}`)}`,
      [slot, slotKey],
    );
    if (
      (await lengthOf(this.#connection, `notes.main.change_keys WHERE change = ${number}`)) >= rewriteFrom
    ) {
      await this.#rewriteNotedEvents();
      return;
    }
    const there = `(event_file_id, event_ordinal) IN (
      SELECT file_id, ordinal FROM notes.main.places WHERE key IN ${own})`;
    await this.#run(`DELETE FROM notes.main.noted_events WHERE ${there}`);
    await this.#run(`INSERT INTO notes.main.noted_events ${notedEvents(there)}`);
  }

  async #rewriteNotedEvents(): Promise<void> {
    await this.#run(`DELETE FROM notes.main.noted_events`);
    await this.#run(`INSERT INTO notes.main.noted_events ${notedEvents('true')}`);
  }

  async #addChanges(changes: readonly ChangeRow[]): Promise<void> {
    if (changes.length === 1) {
      const [one] = changes;
      if (!one) return;
      const query = sql`INSERT INTO notes.main.changes VALUES (${one.number}, ${timestamp(one.atMicros)}, ${one.author},
        ${one.slot}, ${one.slotKey}, ${one.sets}, ${one.value}, ${one.isUndone})`;
      await this.#connection.run(sqlText(query), [...query.values]);
      return;
    }
    if (changes.length === 0) return;
    const types = ['INTEGER', 'BIGINT', 'VARCHAR', 'VARCHAR', 'VARCHAR', 'BOOLEAN', 'VARCHAR', 'BOOLEAN'];
    const columns = [
      changes.map((one) => one.number),
      changes.map((one) => one.atMicros),
      changes.map((one) => one.author),
      changes.map((one) => one.slot),
      changes.map((one) => one.slotKey),
      changes.map((one) => one.sets),
      changes.map((one) => one.value),
      changes.map((one) => one.isUndone),
    ];
    const items = types.map((type, index) =>
      index === 1 ? `make_timestamp(${list(index + 1, type)})` : list(index + 1, type),
    );
    await this.#run(`INSERT INTO notes.main.changes SELECT ${items.join(', ')}`, columns.map(listText));
  }

  /** The key of the next event that is noted. */
  async #keyAfterAll(): Promise<number> {
    const { next } = await readOne(
      this.#connection,
      `SELECT (coalesce(max(key), 0) + 1)::DOUBLE AS next FROM notes.main.keys`,
      { next: number },
    );
    return next;
  }

  async #abortable<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    throwIfAborted(signal);
    const stopWatching = interruptOnAbort(this.#connection, signal);
    try {
      return await work();
    } catch (error) {
      throwIfAborted(signal);
      throw error;
    } finally {
      stopWatching();
    }
  }

  async #run(statement: string, values: readonly string[] = []): Promise<void> {
    await this.#connection.run(statement, [...values]);
  }
}

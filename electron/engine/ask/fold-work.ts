import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { interruptOnAbort } from '../db/interrupt.ts';
import { throwIfAborted } from '../db/pool.ts';
import { bigint, count, readFrom, readOne } from '../db/rows.ts';
import { raw, sql, sqlText, type Sql } from '../db/sql.ts';
import { transact } from '../db/transact.ts';
import type { Work } from '../derive/kept.ts';
import {
  addSlice,
  dropTables,
  foldSlice,
  foldTables,
  makeTables,
  placeBlocks,
  type FoldTables,
} from './fold-query.ts';

/** How events are cut into slices. */
export interface Slicing {
  /** Every so many rows of the table one is looked at to find out where to cut. */
  readonly sampledEvery: number;
  /** About how many events the slices hold, the first ones and all after them. */
  readonly sizes: readonly number[];
}

/** The first slice fills a few screens within a tenth of a second; later ones are as large as fold fastest (measured at 10 M). */
export const usualSlicing: Slicing = { sampledEvery: 97, sizes: [20_000, 60_000, 200_000, 500_000] };

/** How far folding is. */
export interface FoldState {
  readonly tables: FoldTables;
  /** Lines there are; those that are there keep their numbers. */
  readonly lines: number;
  /** Events whose lines are there. */
  readonly folded: number;
  readonly isWhole: boolean;
}

/** What is folded, in which order of time. */
export interface Folded {
  readonly where: Sql;
  readonly isDescending: boolean;
}

/**
 * The making of one fold: from the end that is shown first, slice by slice, so that the first lines are there long before
 * the last ones. Lines keep their numbers; what may still grow is said of each.
 */
export class FoldWork implements Work {
  readonly ready: Promise<FoldState>;
  readonly #instance: DuckDBInstance;
  readonly #asked: Folded;
  readonly #slicing: Slicing;
  readonly #making = new AbortController();
  #state: FoldState;
  readonly #waiting = new Set<() => void>();

  constructor(instance: DuckDBInstance, fold: number, asked: Folded, slicing: Slicing) {
    this.#instance = instance;
    this.#asked = asked;
    this.#slicing = slicing;
    this.#state = { tables: foldTables(fold), lines: 0, folded: 0, isWhole: false };
    this.ready = this.#make();
  }

  /** How far folding is now. */
  get state(): FoldState {
    return this.#state;
  }

  readonly end = (): void => this.#making.abort();

  readonly drop = (): Promise<void> =>
    this.#connected(async (connection) => {
      for (const statement of dropTables(this.#state.tables)) await run(connection, statement);
    });

  /** Waits for the next slice, or until all is folded. Errors: `cancelled`, those of folding. */
  async further(signal: AbortSignal | undefined): Promise<void> {
    throwIfAborted(signal);
    let wake = (): void => undefined;
    const woken = new Promise<void>((resolve) => (wake = resolve));
    this.#waiting.add(wake);
    signal?.addEventListener('abort', wake, { once: true });
    try {
      await Promise.race([woken, this.ready]);
      throwIfAborted(signal);
    } finally {
      this.#waiting.delete(wake);
      signal?.removeEventListener('abort', wake);
    }
  }

  #make(): Promise<FoldState> {
    return this.#connected(async (connection) => {
      const { signal } = this.#making;
      const stopWatching = interruptOnAbort(connection, signal);
      try {
        for (const statement of makeTables(this.#state.tables)) await run(connection, statement);
        for (const slice of await this.#slices(connection)) {
          throwIfAborted(signal);
          await this.#fold(connection, slice);
        }
        await run(connection, placeBlocks(this.#state.tables, this.#state.lines));
        this.#tell({ ...this.#state, isWhole: true });
        return this.#state;
      } finally {
        stopWatching();
      }
    });
  }

  /** Where slices begin and end, told by a sample; the last one has the events without a time. */
  async #slices(connection: DuckDBConnection): Promise<readonly TimeSlice[]> {
    const { where, isDescending } = this.#asked;
    const { sampledEvery, sizes } = this.#slicing;
    const sample = sql`SELECT epoch_us("eventTime") AS micros FROM trail.main.event_columns
      WHERE rowid % ${sampledEvery} = 0 AND "eventTime" IS NOT NULL AND (${where})
      ORDER BY micros ${raw(isDescending ? 'DESC' : 'ASC')}`;
    const times = await readFrom(connection, sqlText(sample), { micros: bigint }, [...sample.values]);
    const edges: bigint[] = [];
    const sizeOf = (slice: number): number =>
      Math.max(1, Math.round((sizes[Math.min(slice, sizes.length - 1)] ?? 1) / sampledEvery));
    for (let at = sizeOf(0), slice = 1; at < times.length; at += sizeOf(slice), slice += 1) {
      const edge = times[at]?.micros;
      if (edge !== undefined && edge !== edges.at(-1)) edges.push(edge);
    }
    return [
      ...[...edges, undefined].map((until, index) => ({ since: edges[index - 1], until })),
      'without a time' as const,
    ];
  }

  async #fold(connection: DuckDBConnection, slice: TimeSlice): Promise<void> {
    const { where, isDescending } = this.#asked;
    const { tables, lines, folded } = this.#state;
    const own = sql`${inSlice(slice, isDescending)} AND (${where})`;
    await run(connection, foldSlice(tables, { where: own, isDescending, lines }));
    const edge = slice === 'without a time' ? null : (slice.until ?? null);
    await transact(connection, async () => {
      for (const statement of addSlice(tables, lines, edge)) await run(connection, statement);
    });
    const added = await readOne(
      connection,
      sqlText(sql`SELECT count(*)::DOUBLE AS events, (max(line) + 1)::DOUBLE AS lines FROM ${tables.slice}`),
      { events: count, lines: count },
    );
    this.#tell({ ...this.#state, lines: Math.max(lines, added.lines), folded: folded + added.events });
  }

  #tell(state: FoldState): void {
    this.#state = state;
    for (const wake of this.#waiting) wake();
  }

  async #connected<Result>(work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    const connection = await this.#instance.connect();
    return work(connection).finally(() => connection.closeSync());
  }
}

/** Events from one time to before another in the order shown, undefined for all that way; or those without a time. */
type TimeSlice =
  { readonly since: bigint | undefined; readonly until: bigint | undefined } | 'without a time';

const run = async (connection: DuckDBConnection, statement: Sql): Promise<void> => {
  await connection.run(sqlText(statement), [...statement.values]);
};

function inSlice(slice: TimeSlice, isDescending: boolean): Sql {
  if (slice === 'without a time') return raw('"eventTime" IS NULL');
  const [at, before] = isDescending ? [raw('<='), raw('>')] : [raw('>='), raw('<')];
  const since =
    slice.since === undefined ? raw('true') : sql`"eventTime" ${at} make_timestamp(${slice.since}::BIGINT)`;
  const until =
    slice.until === undefined
      ? raw('true')
      : sql`"eventTime" ${before} make_timestamp(${slice.until}::BIGINT)`;
  return sql`"eventTime" IS NOT NULL AND ${since} AND ${until}`;
}

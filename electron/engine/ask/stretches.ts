import type { DuckDBInstance } from '@duckdb/node-api';
import type { Pool, Reader } from '../db/pool.ts';
import { count, number, texts } from '../db/rows.ts';
import { join, sql, sqlKey, type Sql } from '../db/sql.ts';
import { Kept, type Keeping } from '../derive/kept.ts';
import type { Versions } from '../derive/versions.ts';
import { Cursors } from './cursors.ts';
import { inOrder, isBetween, placeOfRow, stepsBefore, type RowOrder, type RowPlace } from './row-order.ts';

/** Where an answer is cut. */
export interface Cutting {
  /** Every so many rows of the table one is looked at. */
  readonly sampledEvery: number;
  readonly samplesInStretch: number;
}

/** Stretches of about a hundred thousand rows are sorted at once, and long enough that the next window is in them too. */
const usual: Cutting = { sampledEvery: 97, samplesInStretch: 1_000 };
const mostStretches = 24;
const mostCuts = 24;

/** A sorted answer of which a part is wanted. `total` is its length, for guessing where the part is. */
export interface SortedPart {
  readonly where: Sql;
  readonly order: RowOrder;
  readonly offset: number;
  readonly limit: number;
  readonly total: number;
}

/** Looking where to cut an answer. */
interface Looking {
  readonly ready: Promise<Cuts>;
  readonly end: () => void;
}

/** Where an answer is cut into stretches, and in front of which position as far as that was counted. */
interface Cuts {
  readonly places: readonly RowPlace[];
  readonly samples: number;
  readonly starts: Map<number, number>;
}

/**
 * Windows of a sorted answer without sorting the whole of it. A sample says where to cut it into stretches of some
 * hundred thousand rows; the rows before a cut are counted, and only the stretch that a window lies in is sorted and kept
 * as a cursor. Samples only say where to look: what is answered is exact.
 */
export class Stretches {
  readonly #pool: Pool;
  readonly #cuts: Kept<Looking>;
  readonly #sorted: Cursors;
  readonly #cutting: Cutting;

  constructor(instance: DuckDBInstance, pool: Pool, versions: Versions, cutting = usual) {
    this.#pool = pool;
    this.#cutting = cutting;
    this.#cuts = new Kept({ versions, most: mostCuts });
    this.#sorted = new Cursors(instance, versions, { most: mostStretches, name: 'stretch' });
  }

  /** Lends (position, event) of the rows of a part, as SQL that can stand behind FROM in brackets. Errors: `cancelled`. */
  async lend<Result>(part: SortedPart, reader: Reader, use: (rows: Sql) => Promise<Result>): Promise<Result> {
    const cuts = await this.#cutsOf(part).wait(reader.signal);
    const guess = Math.floor(((part.offset / part.total) * cuts.samples) / this.#cutting.samplesInStretch);
    let at = Math.min(cuts.places.length, guess);
    let start = await startOf(at, cuts, part, reader);
    while (start > part.offset) start = await startOf((at -= 1), cuts, part, reader);
    return this.#lendFrom({ part, cuts, reader }, at, start, [], use);
  }

  /** Stops what is being made; to be called before the instance is closed. */
  async close(): Promise<void> {
    await Promise.all([this.#cuts.close(), this.#sorted.close()]);
  }

  async #lendFrom<Result>(
    asked: { readonly part: SortedPart; readonly cuts: Cuts; readonly reader: Reader },
    at: number,
    start: number,
    before: readonly Sql[],
    use: (rows: Sql) => Promise<Result>,
  ): Promise<Result> {
    const { cuts, reader } = asked;
    const { where, order, offset, limit } = asked.part;
    const query = sql`SELECT row_number() OVER (ORDER BY ${inOrder(order)}) - 1 AS position, rowid AS event
      FROM trail.main.event_columns
      WHERE ${isBetween(order, cuts.places[at - 1], cuts.places[at])} AND (${where})`;
    return this.#sorted.lendTable(query, reader.signal, async ({ table, total }) => {
      const end = start + total;
      const own = sql`SELECT position + ${start} AS position, event FROM ${table}
        WHERE position >= ${offset - start} AND position < ${offset + limit - start}`;
      const rows = [...before, own];
      if (at === cuts.places.length || end >= offset + limit) return use(join(rows, ' UNION ALL '));
      cuts.starts.set(at + 1, end);
      return this.#lendFrom(asked, at + 1, end, end > offset ? rows : before, use);
    });
  }

  #cutsOf({ where, order }: SortedPart): Keeping<Looking> {
    const { sampledEvery, samplesInStretch } = this.#cutting;
    const query = sql`SELECT place, samples::DOUBLE AS samples FROM (
        SELECT ${placeOfRow(order)} AS place, row_number() OVER (ORDER BY ${inOrder(order)}) AS n,
          count(*) OVER () AS samples
        FROM trail.main.event_columns WHERE rowid % ${sampledEvery} = 0 AND (${where}))
      WHERE n % ${samplesInStretch} = 0 ORDER BY n`;
    return this.#cuts.of(sqlKey(query), query.reads, () => {
      const looking = new AbortController();
      const reader = this.#pool.reader('window', looking.signal);
      return {
        ready: reader.read(query, { place: texts, samples: count }).then((rows) => ({
          places: rows.map(({ place }) => place),
          samples: rows[0]?.samples ?? 0,
          starts: new Map(),
        })),
        end: () => looking.abort(),
      };
    });
  }
}

/** How many rows stand before a place. Errors: `cancelled`. */
export async function countBefore(
  { where, order }: Pick<SortedPart, 'where' | 'order'>,
  place: RowPlace,
  reader: Reader,
): Promise<number> {
  const steps = stepsBefore(order, place).map(
    (step) => sql`SELECT count(*) AS events FROM trail.main.event_columns WHERE ${step} AND (${where})`,
  );
  const { events } = await reader.one(
    sql`SELECT sum(events)::DOUBLE AS events FROM (${join(steps, ' UNION ALL ')})`,
    { events: number },
  );
  return events;
}

async function startOf(at: number, cuts: Cuts, part: SortedPart, reader: Reader): Promise<number> {
  const place = cuts.places[at - 1];
  if (!place) return 0;
  const known = cuts.starts.get(at);
  if (known !== undefined) return known;
  const start = await countBefore(part, place, reader);
  cuts.starts.set(at, start);
  return start;
}

import { setTimeout } from 'node:timers/promises';
import { DuckDBListValue } from '@duckdb/node-api';
import type { ResultOf } from '../../../../shared/bridge/contract.ts';
import type { searchContract } from '../../../../shared/contract/search.ts';
import { fieldNamed } from '../../../../shared/fields/catalogue.ts';
import { requestKeyOf } from '../../../../shared/fields/request-keys.ts';
import { printPath, type PathStep } from '../../../../shared/filter/path.ts';
import type { Pool, Reader } from '../../db/pool.ts';
import { number, text } from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import { Kept } from '../../derive/kept.ts';
import type { Versions } from '../../derive/versions.ts';
import type { Part } from '../../part.ts';

/** Paths for what was typed; `sampled` records have been looked at, and `isComplete` says that no more will be. */
export type SuggestedPaths = ResultOf<(typeof searchContract)['search.paths']>;
type FoundPath = SuggestedPaths['paths'][number];

/** Kinds of event (service and name) that are looked at, records of each, and records read in one query. */
const mostKinds = 3_000;
const recordsOfKind = 4;
const recordsPerRead = 400;
/** Deeper places and wider objects are data, not structure: policies, tags under names of their own. */
const deepest = 8;
const widest = 120;
const mostPaths = 20_000;
/** What a person can be made to wait; the budget of completion is 100 ms. */
const patienceMs = 70;

interface Kind {
  readonly events: number;
  readonly rows: readonly number[];
}

/**
 * The paths that occur, from a few records of every kind of event: which keys a request has depends on the call, so
 * this finds nearly all with a few thousand records. Read in the background, a part at a time, once a version of the events.
 */
export class RecordPaths {
  readonly #pool: Pool;
  readonly #kept: Kept<PathReading>;

  constructor(pool: Pool, versions: Versions) {
    this.#pool = pool;
    this.#kept = new Kept({ versions, most: 1 });
  }

  /** What is known by now; the first call begins the reading and waits a little for its first part. */
  async suggest(typed: string, limit: number): Promise<SuggestedPaths> {
    const { work } = this.#kept.of('paths', [], () => new PathReading(this.#pool));
    await Promise.race([work.begun, setTimeout(patienceMs, undefined, { ref: false })]);
    return work.found(typed, limit);
  }

  /** Ends the reading. */
  close(): Promise<void> {
    return this.#kept.close();
  }
}

/** The paths into the records of a workspace. */
export const recordPathsPart: Part<RecordPaths> = {
  name: 'its paths into records',
  open: ({ pool, versions }) => new RecordPaths(pool, versions),
};

/** One reading of the paths. */
class PathReading {
  readonly ready: Promise<void>;
  /** Settles with the first part, or with the end. */
  readonly begun: Promise<void>;
  readonly #reading = new AbortController();
  readonly #reader: Reader;
  readonly #events = new Map<string, number>();
  #sampled = 0;
  #isComplete = false;

  constructor(pool: Pool) {
    this.#reader = pool.reader('background', this.#reading.signal);
    let onFirst = (): void => undefined;
    const first = new Promise<void>((resolve) => (onFirst = resolve));
    this.ready = Promise.resolve().then(() => this.#read(() => onFirst()));
    // Without paths completion still has all fields; who asks next begins again.
    this.begun = Promise.race([first, this.ready.catch(() => undefined)]);
  }

  end(): void {
    this.#reading.abort();
  }

  found(typed: string, limit: number): SuggestedPaths {
    const wanted = typed.toLowerCase();
    const starting: FoundPath[] = [];
    const containing: FoundPath[] = [];
    for (const [path, events] of this.#events) {
      const at = path.toLowerCase().indexOf(wanted);
      if (at === 0) starting.push({ path, events: Math.round(events) });
      else if (at > 0 && wanted.length > 1) containing.push({ path, events: Math.round(events) });
    }
    const isKey = ({ path }: FoundPath): number => (requestKeyOf(path) ? 1 : 0);
    const byEvents = (a: FoundPath, b: FoundPath): number =>
      isKey(b) - isKey(a) || b.events - a.events || (a.path < b.path ? -1 : 1);
    return {
      paths: [...starting.sort(byEvents), ...containing.sort(byEvents)].slice(0, limit),
      sampled: this.#sampled,
      isComplete: this.#isComplete,
    };
  }

  async #read(onFirst: () => void): Promise<void> {
    const kinds = await kindsOf(this.#reader);
    const all = kinds.flatMap(({ events, rows }) =>
      rows.map((row) => ({ row, weight: events / rows.length })),
    );
    for (let at = 0; at < all.length; at += recordsPerRead) {
      const part = all.slice(at, at + recordsPerRead);
      const weights = new Map(part.map(({ row, weight }) => [row, weight]));
      const list = new DuckDBListValue(part.map(({ row }) => BigInt(row)));
      const rows = await this.#reader.read(
        sql`SELECT rowid::DOUBLE AS row, raw FROM trail.main.event_columns WHERE rowid IN (SELECT unnest(${list}::BIGINT[]))`,
        { row: number, raw: text },
      );
      for (const { row, raw } of rows) this.#note(raw, weights.get(row) ?? 1);
      this.#sampled += rows.length;
      onFirst();
    }
    this.#isComplete = true;
  }

  #note(record: string, weight: number): void {
    let value: unknown;
    try {
      value = JSON.parse(record);
    } catch {
      return;
    }
    const own = new Set<string>();
    walk(value, [], own);
    for (const path of own) {
      if (this.#events.size >= mostPaths && !this.#events.has(path)) continue;
      this.#events.set(path, (this.#events.get(path) ?? 0) + weight);
    }
  }
}

/** Kinds of event by frequency, each with its first and last record and two in between. */
async function kindsOf(reader: Reader): Promise<readonly Kind[]> {
  const rows = await reader.read(
    sql`SELECT count(*)::DOUBLE AS events, min(rowid)::DOUBLE AS first, max(rowid)::DOUBLE AS last,
          min_by(rowid, hash(rowid))::DOUBLE AS one, max_by(rowid, hash(rowid))::DOUBLE AS other
        FROM trail.main.event_columns GROUP BY "eventSource", "eventName" ORDER BY events DESC LIMIT ${mostKinds}`,
    { events: number, first: number, last: number, one: number, other: number },
  );
  return rows.map(({ events, first, last, one, other }) => ({
    events,
    rows: [...new Set([first, last, one, other])].slice(0, recordsOfKind),
  }));
}

/** Paths to values; containers are left out unless they are empty, and so are the catalogue’s own fields. */
function walk(value: unknown, steps: readonly PathStep[], found: Set<string>): void {
  if (typeof value === 'object' && value !== null && steps.length < deepest) {
    if (Array.isArray(value)) {
      const each: readonly PathStep[] = [...steps, { kind: 'any' }];
      for (const element of value.slice(0, 20)) walk(element, each, found);
      return;
    }
    for (const [key, member] of Object.entries(value).slice(0, widest)) {
      if (key !== '' && key !== '*') walk(member, [...steps, { kind: 'key', key }], found);
    }
    return;
  }
  if (steps.length < 2 || value === null) return;
  const path = printPath(steps);
  if (path.length <= 500 && fieldNamed(path) === undefined) found.add(path);
}

import { setTimeout } from 'node:timers/promises';
import { DuckDBListValue } from '@duckdb/node-api';
import type { ResultOf } from '../../../../shared/bridge/contract.ts';
import type { searchContract } from '../../../../shared/contract/search.ts';
import { fieldNamed } from '../../../../shared/fields/catalogue.ts';
import { printPath, type PathStep } from '../../../../shared/filter/path.ts';
import type { Pool } from '../../db/pool.ts';
import { sql } from '../../db/sql.ts';

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
 * this finds nearly all with a few thousand records. Read in the background, a part at a time, once a data version.
 */
export class RecordPaths {
  readonly #pool: Pool;
  readonly #version: () => number;
  #closing = new AbortController();
  #seen = -1;
  #events = new Map<string, number>();
  #sampled = 0;
  #isComplete = false;
  #started: Promise<void> | undefined;

  constructor(pool: Pool, version: () => number) {
    this.#pool = pool;
    this.#version = version;
  }

  /** What is known by now; the first call begins the reading and waits a little for its first part. */
  async suggest(typed: string, limit: number): Promise<SuggestedPaths> {
    const version = this.#version();
    if (version !== this.#seen) this.#begin(version);
    await Promise.race([this.#started, setTimeout(patienceMs, undefined, { ref: false })]);
    const wanted = typed.toLowerCase();
    const starting: FoundPath[] = [];
    const containing: FoundPath[] = [];
    for (const [path, events] of this.#events) {
      const at = path.toLowerCase().indexOf(wanted);
      if (at === 0) starting.push({ path, events: Math.round(events) });
      else if (at > 0 && wanted.length > 1) containing.push({ path, events: Math.round(events) });
    }
    const byEvents = (a: FoundPath, b: FoundPath): number =>
      b.events - a.events || (a.path < b.path ? -1 : 1);
    return {
      paths: [...starting.sort(byEvents), ...containing.sort(byEvents)].slice(0, limit),
      sampled: this.#sampled,
      isComplete: this.#isComplete,
    };
  }

  /** Ends the reading. */
  close(): void {
    this.#closing.abort();
  }

  #begin(version: number): void {
    this.#closing.abort();
    this.#closing = new AbortController();
    this.#seen = version;
    this.#events = new Map();
    this.#sampled = 0;
    this.#isComplete = false;
    const { signal } = this.#closing;
    this.#started = new Promise((resolve) => {
      this.#read(signal, resolve)
        // Without paths completion still has all fields; the next data version tries again.
        .catch(() => undefined)
        .finally(resolve);
    });
  }

  async #read(signal: AbortSignal, onFirst: () => void): Promise<void> {
    const kinds = await this.#kinds(signal);
    const all = kinds.flatMap(({ events, rows }) =>
      rows.map((row) => ({ row, weight: events / rows.length })),
    );
    for (let at = 0; at < all.length; at += recordsPerRead) {
      const part = all.slice(at, at + recordsPerRead);
      const weights = new Map(part.map(({ row, weight }) => [row, weight]));
      const list = new DuckDBListValue(part.map(({ row }) => BigInt(row)));
      const rows = await this.#pool.rows(
        sql`SELECT rowid::DOUBLE, raw FROM trail.main.event_columns WHERE rowid IN (SELECT unnest(${list}::BIGINT[]))`,
        'background',
        signal,
      );
      if (signal.aborted) return;
      for (const [row, text] of rows) this.#note(String(text), weights.get(Number(row)) ?? 1);
      this.#sampled += rows.length;
      onFirst();
    }
    this.#isComplete = true;
  }

  /** Kinds of event by frequency, each with its first and last record and two in between. */
  async #kinds(signal: AbortSignal): Promise<readonly Kind[]> {
    const rows = await this.#pool.rows(
      sql`SELECT count(*)::DOUBLE AS events, min(rowid)::DOUBLE, max(rowid)::DOUBLE,
            min_by(rowid, hash(rowid))::DOUBLE, max_by(rowid, hash(rowid))::DOUBLE
          FROM trail.main.event_columns GROUP BY "eventSource", "eventName" ORDER BY events DESC LIMIT ${mostKinds}`,
      'background',
      signal,
    );
    return rows.map(([events, ...places]) => ({
      events: Number(events),
      rows: [...new Set(places.map(Number))].slice(0, recordsOfKind),
    }));
  }

  #note(text: string, weight: number): void {
    let record: unknown;
    try {
      record = JSON.parse(text);
    } catch {
      return;
    }
    const own = new Set<string>();
    walk(record, [], own);
    for (const path of own) {
      if (this.#events.size >= mostPaths && !this.#events.has(path)) continue;
      this.#events.set(path, (this.#events.get(path) ?? 0) + weight);
    }
  }
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

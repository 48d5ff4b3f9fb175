import type { DuckDBInstance } from '@duckdb/node-api';
import { availableParallelism } from 'node:os';
import type { Filter } from '../../../../shared/filter/filter.ts';
import { normalise } from '../../../../shared/filter/normalise.ts';
import type { Question } from '../../../../shared/contract/common.ts';
import type { ScanProgress } from '../../../../shared/contract/search.ts';
import { textOrNull, throwIfAborted, type Pool } from '../../db/pool.ts';
import { sql, type Sql } from '../../db/sql.ts';
import { answeredBy, costlyParts, withoutCostly, withParts } from '../compile/known-rows.ts';
import { whereOf } from '../question.ts';
import { lastRow, pause, RowSearch } from './row-search.ts';

/** A question whose costly parts are answered, for as long as it is held. */
export interface AnsweredQuestion {
  readonly question: Question;
  /** To be called once the question is not asked any more: its tables may go then. */
  release(): void;
}

/** DuckDB's row groups; whole ones keep all threads busy and touch no block twice. */
const rowGroup = 122_880;
const firstHits = 12;
const reportEveryMs = 250;
/** Telling what was found takes its own time, the longer the more there is; the search itself gets several times that. */
const reportShare = 5;
const mostCounts = 500;

/**
 * Looks costly parts of filters up in all records once, newest slice first, and keeps the row ids; counting, windows,
 * histogram and facets of one question then share the work. Below `directRows` candidates nothing is looked up
 * beforehand: asking directly is faster. Found row ids hold for one data version.
 */
export class RecordSearch {
  readonly #instance: DuckDBInstance;
  readonly #pool: Pool;
  readonly #version: () => number;
  readonly #directRows: number;
  readonly #sliceRows: number;
  readonly #kept: number;
  readonly #searches = new Map<string, RowSearch>();
  readonly #candidates = new Map<string, number>();
  #made = 0;
  #seen = 0;
  #forgotten = 0;

  constructor(
    instance: DuckDBInstance,
    pool: Pool,
    version: () => number,
    options: { readonly directRows?: number; readonly sliceRows?: number; readonly kept?: number } = {},
  ) {
    this.#instance = instance;
    this.#pool = pool;
    this.#version = version;
    this.#directRows = options.directRows ?? 150_000;
    this.#sliceRows = options.sliceRows ?? rowGroup * Math.max(2, availableParallelism());
    this.#kept = options.kept ?? 12;
  }

  /** The question with its costly parts answered; waits for the work, which others may wait for too. */
  async answer(question: Question, signal: AbortSignal | undefined): Promise<AnsweredQuestion> {
    return this.#ofNow(
      signal,
      () => this.#answer(question, signal),
      (old) => old.release(),
    );
  }

  /** Forgets what was found for these parts, which have other events now although the records are the same. */
  forget(isGone: (part: Filter) => boolean): void {
    for (const [key, search] of this.#searches) {
      if (!isGone(search.part)) continue;
      this.#searches.delete(key);
      this.#forgotten += 1;
      void search.retire();
    }
  }

  /** Begins work again when the data changed meanwhile: rows found before are not those of now, and their search may be ended. */
  async #ofNow<Result>(
    signal: AbortSignal | undefined,
    work: () => Promise<Result>,
    giveUp: (old: Result) => void = () => undefined,
  ): Promise<Result> {
    for (;;) {
      const [version, forgotten] = [this.#version(), this.#forgotten];
      const isOfNow = (): boolean => version === this.#version() && forgotten === this.#forgotten;
      try {
        const result = await work();
        if (isOfNow()) return result;
        giveUp(result);
      } catch (error) {
        if (signal?.aborted || isOfNow()) throw error;
      }
      throwIfAborted(signal);
    }
  }

  async #answer(question: Question, signal: AbortSignal | undefined): Promise<AnsweredQuestion> {
    const held: RowSearch[] = [];
    const release = (): void => {
      for (const search of held.splice(0)) search.holders -= 1;
    };
    let now = question;
    try {
      for (;;) {
        const part = await this.#nextPart(now, signal);
        if (!part) return { question: now, release };
        const search = this.#searchFor(part);
        search.holders += 1;
        held.push(search);
        await this.#wait(search, signal);
        now = { ...now, filter: replaced(now.filter, part, search.table) };
      }
    } catch (error) {
      release();
      throw error;
    }
  }

  /**
   * The work for a whole screen, told about while it goes on: the timeline draws all of the question’s events whatever
   * its range. Answers how many records were read for it, 0 when nothing had to be.
   */
  async follow(
    question: Question,
    report: (progress: ScanProgress) => void,
    signal: AbortSignal,
  ): Promise<number> {
    return this.#ofNow(signal, () => this.#follow(question, report, signal));
  }

  async #follow(
    question: Question,
    report: (progress: ScanProgress) => void,
    signal: AbortSignal,
  ): Promise<number> {
    let read = 0;
    let now = question;
    for (;;) {
      const part = await this.#nextPart(inAllTime(now), signal);
      if (!part) return read;
      const search = this.#searchFor(part);
      search.holders += 1;
      try {
        if (!search.isDone) read += await this.#tell(search, now, report, signal);
        await this.#wait(search, signal);
        now = { ...now, filter: replaced(now.filter, part, search.table) };
      } finally {
        search.holders -= 1;
      }
    }
  }

  /** Stops all searching and waits until DuckDB has let go; to be called before the instance is closed. */
  async close(): Promise<void> {
    const all = [...this.#searches.values()];
    for (const { working } of all) working.abort();
    await Promise.allSettled(all.map((search) => search.ready));
  }

  async #tell(
    search: RowSearch,
    question: Question,
    report: (progress: ScanProgress) => void,
    signal: AbortSignal,
  ): Promise<number> {
    const over = new AbortController();
    void search.ready.then(
      () => over.abort(),
      () => over.abort(),
    );
    search.waiting += 1;
    try {
      const total = await lastRow(this.#pool, signal);
      let pauseMs = reportEveryMs;
      while (!search.isDone && !over.signal.aborted) {
        throwIfAborted(signal);
        await pause(pauseMs, [signal, over.signal]);
        throwIfAborted(signal);
        const { read } = search;
        const askedMs = performance.now();
        if (search.low > 0) report({ read, total, ...(await this.#soFar(search, question, signal)) });
        pauseMs = Math.max(reportEveryMs, reportShare * (performance.now() - askedMs));
      }
      return total;
    } finally {
      this.#left(search, signal);
    }
  }

  /** What has been found until now, by the question as a whole where its other parts are cheap. */
  async #soFar(
    search: RowSearch,
    question: Question,
    signal: AbortSignal,
  ): Promise<Pick<ScanProgress, 'found' | 'first'>> {
    const filter = withoutCostly(replaced(question.filter, search.part, search.table));
    const where = whereOf({ ...question, filter });
    const rows = await this.#pool.rows(
      sql`SELECT file_id || '.' || ordinal, epoch_us("eventTime")::DOUBLE, "eventName", "principal", (count(*) OVER ())::DOUBLE
          FROM trail.main.event_columns WHERE rowid >= ${BigInt(search.low)} AND ${where} ORDER BY "eventTime" DESC NULLS LAST LIMIT ${firstHits}`,
      'count',
      signal,
    );
    return {
      found: Number(rows[0]?.[4] ?? 0),
      first: rows.map(([id, micros, eventName, principal]) => ({
        id: String(id),
        timeMicros: typeof micros === 'number' ? micros : null,
        eventName: textOrNull(eventName),
        principal: textOrNull(principal),
      })),
    };
  }

  /** The first part that is worth a search of its own; undefined when the question can be asked as it is. */
  async #nextPart(question: Question, signal: AbortSignal | undefined): Promise<Filter | undefined> {
    await this.#forgetOldData();
    const parts = costlyParts(question.filter);
    const [first] = parts;
    if (!first) return undefined;
    const done = parts.find((part) => this.#searches.get(keyOf(part))?.isDone);
    if (done) return done;
    if ((await lastRow(this.#pool, signal)) <= this.#directRows) return undefined;
    const candidates = await this.#count({ ...question, filter: withoutCostly(question.filter) }, signal);
    return candidates <= this.#directRows ? undefined : first;
  }

  async #count(question: Question, signal: AbortSignal | undefined): Promise<number> {
    const where = whereOf(question);
    const key = JSON.stringify([where.parts, where.values.map(String)]);
    const known = this.#candidates.get(key);
    if (known !== undefined) return known;
    const [row] = await this.#pool.rows(
      sql`SELECT count(*)::DOUBLE FROM trail.main.event_columns WHERE ${where}`,
      'count',
      signal,
    );
    const count = Number(row?.[0] ?? 0);
    if (this.#candidates.size >= mostCounts) this.#candidates.clear();
    this.#candidates.set(key, count);
    return count;
  }

  #searchFor(part: Filter): RowSearch {
    const key = keyOf(part);
    const found = this.#searches.get(key);
    if (found) {
      this.#searches.delete(key);
      this.#searches.set(key, found);
      return found;
    }
    this.#made += 1;
    const search = new RowSearch(
      { instance: this.#instance, pool: this.#pool, sliceRows: this.#sliceRows },
      part,
      `cursors.main.search_${this.#made}`,
    );
    this.#searches.set(key, search);
    search.ready.catch(() => {
      if (this.#searches.get(key) === search) this.#searches.delete(key);
      void search.drop();
    });
    return search;
  }

  async #wait(search: RowSearch, signal: AbortSignal | undefined): Promise<void> {
    if (search.isDone) return;
    search.waiting += 1;
    let leave: (() => void) | undefined;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
      signal?.addEventListener('abort', leave, { once: true });
    });
    try {
      throwIfAborted(signal);
      await Promise.race([search.ready, left]);
      throwIfAborted(signal);
      await search.ready;
    } finally {
      if (leave) signal?.removeEventListener('abort', leave);
      this.#left(search, signal);
    }
  }

  /** The search ends when nobody waits for it any more. */
  #left(search: RowSearch, signal: AbortSignal | undefined): void {
    search.waiting -= 1;
    if (search.waiting > 0 || search.isDone || !signal?.aborted) return;
    for (const [key, one] of this.#searches) if (one === search) this.#searches.delete(key);
    void search.retire();
  }

  async #forgetOldData(): Promise<void> {
    const version = this.#version();
    if (version !== this.#seen) {
      this.#seen = version;
      this.#candidates.clear();
      const old = [...this.#searches.values()];
      this.#searches.clear();
      for (const search of old) void search.retire();
      return;
    }
    for (const [key, search] of this.#searches) {
      if (this.#searches.size <= this.#kept) return;
      if (search.holders > 0 || !search.isDone) continue;
      this.#searches.delete(key);
      await search.drop();
    }
  }
}

/** The question without its range. */
export const inAllTime = (question: Question): Question => ({
  ...question,
  scope: { ...question.scope, range: null },
});

const keyOf = (part: Filter): string => JSON.stringify(normalise(part));

const isUnanswered = (part: Filter): boolean =>
  part.kind !== 'and' && part.kind !== 'not' && costlyParts(part).length > 0;

const replaced = (filter: Filter, part: Filter, table: Sql): Filter => {
  const key = keyOf(part);
  return withParts(filter, (one) =>
    isUnanswered(one) && keyOf(one) === key ? answeredBy(one, table) : undefined,
  );
};

import type { DuckDBInstance } from '@duckdb/node-api';
import { availableParallelism } from 'node:os';
import type { Question } from '../../../../shared/contract/common.ts';
import type { ScanProgress } from '../../../../shared/contract/search.ts';
import type { Filter } from '../../../../shared/filter/filter.ts';
import { throwIfAborted, type Pool } from '../../db/pool.ts';
import { count } from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import { Kept, type Keeping } from '../../derive/kept.ts';
import type { Versions } from '../../derive/versions.ts';
import { compileFilter } from '../local-sql.ts';
import { nothingCovered } from '../compile/kept-path.ts';
import { costlyParts, partKey, withoutCostly } from '../compile/known-rows.ts';
import type { Covered } from '../../derive/background-tables.ts';
import type { Counts } from '../counts.ts';
import { inAllTime, unanswered, type AnsweredQuestion } from '../question.ts';
import { FoundSoFar } from './found-so-far.ts';
import { lastRow, pause, RowSearch } from './row-search.ts';

/** DuckDB's row groups; whole ones keep all threads busy and touch no block twice. */
const rowGroup = 122_880;
const reportEveryMs = 250;
/** Telling what was found takes its own time, the longer the more there is; the search itself gets several times that. */
const reportShare = 5;

/** What searching works on. */
export interface SearchParts {
  readonly instance: DuckDBInstance;
  readonly pool: Pool;
  readonly counts: Counts;
  readonly versions: Versions;
  /** How far the table of request keys goes. */
  readonly covered: () => Covered;
}

/** The sizes that decide what is looked up beforehand, and how. */
export interface SearchSizes {
  /** Of fewer candidates nothing is looked up beforehand: asking directly is faster. */
  readonly directRows: number;
  readonly sliceRows: number;
  readonly most: number;
}

/** An answered question, and what ends its use: its tables may go then. */
export interface HeldQuestion {
  readonly question: AnsweredQuestion;
  readonly release: () => void;
}

/**
 * Looks costly parts of filters up in all records once, newest slice first, and keeps the row ids; counting, windows,
 * histogram and facets of one question then share the work. Found row ids hold for one version of the data.
 */
export class RecordSearch {
  readonly #parts: SearchParts;
  readonly #sizes: SearchSizes;
  readonly #searches: Kept<RowSearch>;
  #made = 0;

  constructor(parts: SearchParts, sizes: Partial<SearchSizes> = {}) {
    this.#parts = parts;
    this.#sizes = {
      directRows: sizes.directRows ?? 150_000,
      sliceRows: sizes.sliceRows ?? rowGroup * Math.max(2, availableParallelism()),
      most: sizes.most ?? 12,
    };
    this.#searches = new Kept({ versions: parts.versions, most: this.#sizes.most });
  }

  /**
   * Does work about a question whose costly parts have been looked up, which others may wait for too. What was found stays
   * until the work has ended. `asks` is the time within which the parts must be known.
   */
  async answered<Result>(
    question: Question,
    asks: 'scope' | 'all-time',
    signal: AbortSignal | undefined,
    work: (question: AnsweredQuestion) => Promise<Result>,
  ): Promise<Result> {
    const held = await this.answer(question, asks, signal);
    try {
      return await work(held.question);
    } finally {
      held.release();
    }
  }

  /** The question with its costly parts looked up, until it is released; see `answered`. */
  answer(
    question: Question,
    asks: 'scope' | 'all-time',
    signal: AbortSignal | undefined,
  ): Promise<HeldQuestion> {
    return this.#ofCurrentData(
      signal,
      () => this.#lookUp(question, asks, signal),
      (old) => old.release(),
    );
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
    return this.#ofCurrentData(signal, () => this.#follow(question, report, signal));
  }

  /** Stops all searching and waits until DuckDB has let go; to be called before the instance is closed. */
  close(): Promise<void> {
    return this.#searches.close();
  }

  /** Begins work again when the data changed meanwhile: rows found before may be others now. */
  async #ofCurrentData<Result>(
    signal: AbortSignal | undefined,
    work: () => Promise<Result>,
    giveUp: (old: Result) => void = () => undefined,
  ): Promise<Result> {
    const { versions } = this.#parts;
    const version = (): string => versions.of(['events', 'annotations', 'names']);
    for (;;) {
      const before = version();
      try {
        const result = await work();
        if (before === version()) return result;
        giveUp(result);
      } catch (error) {
        if (signal?.aborted || before === version()) throw error;
      }
      throwIfAborted(signal);
    }
  }

  async #lookUp(
    question: Question,
    asks: 'scope' | 'all-time',
    signal: AbortSignal | undefined,
  ): Promise<HeldQuestion> {
    const held: (() => void)[] = [];
    const release = (): void => {
      for (const letGo of held.splice(0)) letGo();
    };
    let now = unanswered(question, await this.#covered(signal));
    try {
      for (;;) {
        const part = await this.#nextPart(asks === 'all-time' ? inAllTime(now) : now, signal);
        if (!part) return { question: now, release };
        const search = this.#searchFor(part);
        held.push(search.hold());
        await search.wait(signal);
        now = withKnown(now, search.work);
      }
    } catch (error) {
      release();
      throw error;
    }
  }

  async #follow(
    question: Question,
    report: (progress: ScanProgress) => void,
    signal: AbortSignal,
  ): Promise<number> {
    let read = 0;
    let now = unanswered(question, await this.#covered(signal));
    for (;;) {
      const part = await this.#nextPart(inAllTime(now), signal);
      if (!part) return read;
      const search = this.#searchFor(part);
      const release = search.hold();
      try {
        if (!search.isDone) read += await this.#tell(search, now, report, signal);
        await search.wait(signal);
        now = withKnown(now, search.work);
      } finally {
        release();
      }
    }
  }

  #tell(
    search: Keeping<RowSearch>,
    question: AnsweredQuestion,
    report: (progress: ScanProgress) => void,
    signal: AbortSignal,
  ): Promise<number> {
    const over = new AbortController();
    const end = (): void => over.abort();
    void search.work.ready.then(end, end);
    return search.whileWaiting(signal, async () => {
      const total = await lastRow(this.#parts.pool.reader('count', signal));
      let hasTold = false;
      const soFar = new FoundSoFar(search.work, withKnown(question, search.work));
      let pauseMs = reportEveryMs;
      while (!search.isDone && !over.signal.aborted) {
        throwIfAborted(signal);
        const { firstFound } = search.work;
        await pause(pauseMs, [signal, over.signal, ...(firstFound.aborted && hasTold ? [] : [firstFound])]);
        throwIfAborted(signal);
        const { read, low } = search.work;
        hasTold ||= firstFound.aborted;
        const askedMs = performance.now();
        if (low > 0) report({ read, total, ...(await soFar.read(this.#parts.pool.reader('count', signal))) });
        pauseMs = Math.max(reportEveryMs, reportShare * (performance.now() - askedMs));
      }
      return total;
    });
  }

  /** The first part that is worth a search of its own; undefined when the question can be asked as it is. */
  async #nextPart(question: AnsweredQuestion, signal: AbortSignal | undefined): Promise<Filter | undefined> {
    const { pool, counts } = this.#parts;
    this.#searches.dropOutdated();
    const parts = costlyParts(question.filter, question.known, question.covered);
    const [first] = parts;
    if (!first) return undefined;
    const done = parts.find((part) => this.#searches.find(partKey(part))?.isDone);
    if (done) return done;
    if ((await lastRow(pool.reader('count', signal))) <= this.#sizes.directRows) return undefined;
    const filter = withoutCostly(question.filter, question.known, question.covered);
    const candidates = await counts.total({ ...question, filter }, signal);
    return candidates <= this.#sizes.directRows ? undefined : first;
  }

  /** How far request keys are worth asking: where many events lie beyond, looking them up once is faster. */
  async #covered(signal: AbortSignal | undefined): Promise<Covered> {
    const covered = this.#parts.covered();
    if (covered === 'all' || covered === nothingCovered) return covered;
    const { beyond } = await this.#parts.pool
      .reader('count', signal)
      .one(sql`SELECT count(*)::DOUBLE AS beyond FROM trail.main.event_columns WHERE file_id > ${covered}`, {
        beyond: count,
      });
    return beyond <= this.#sizes.directRows ? covered : nothingCovered;
  }

  #searchFor(part: Filter): Keeping<RowSearch> {
    const { instance, pool } = this.#parts;
    return this.#searches.of(partKey(part), compileFilter(part).reads, () => {
      this.#made += 1;
      return new RowSearch(
        { instance, pool, sliceRows: this.#sizes.sliceRows },
        part,
        `cursors.main.search_${this.#made}`,
      );
    });
  }
}

const withKnown = (question: AnsweredQuestion, { part, table }: RowSearch): AnsweredQuestion => ({
  ...question,
  known: new Map([...question.known, [partKey(part), table]]),
});

import type { DuckDBInstance } from '@duckdb/node-api';
import { sqlKey, type Sql } from '../db/sql.ts';
import { Kept, type Keeping } from '../derive/kept.ts';
import type { Versions } from '../derive/versions.ts';
import { allPlaced } from './fold-query.ts';
import { FoldWork, usualSlicing, type FoldState } from './fold-work.ts';
import { whereOf, type AnsweredQuestion } from './question.ts';

/** A folded answer of ten million events takes some hundred megabytes. */
const most = 3;

/** What is to be folded: the events of a question, from the newest or from the oldest. */
export interface FoldedQuestion {
  readonly question: AnsweredQuestion;
  readonly descending: boolean;
}

/** Folded answers, each made once for all who ask and kept while the evidence stays as it is. */
export class Folds {
  readonly #instance: DuckDBInstance;
  readonly #kept: Kept<FoldWork>;
  readonly #slicing: typeof usualSlicing;
  #made = 0;

  constructor(instance: DuckDBInstance, versions: Versions, slicing = usualSlicing) {
    this.#instance = instance;
    this.#kept = new Kept({ versions, most });
    this.#slicing = slicing;
  }

  /**
   * Lends a fold as soon as it is far enough, at the latest when it is whole; it is begun when it is not there, goes on
   * by itself afterwards, and ends when an abort lets the last go who waits. When the evidence changes on the way, it is
   * begun anew. Errors: `cancelled`.
   */
  async lend<Result>(
    asked: FoldedQuestion,
    signal: AbortSignal | undefined,
    isEnough: (state: FoldState) => boolean | Promise<boolean>,
    use: (state: FoldState) => Promise<Result>,
  ): Promise<Result> {
    for (;;) {
      const keeping = this.#of(asked);
      const release = keeping.hold();
      try {
        const state = await keeping.whileWaiting(signal, () => far(keeping.work, signal, isEnough));
        if (keeping.isCurrent()) return await use(state);
      } finally {
        release();
      }
    }
  }

  /** Lends (position, event) of all events as they stand when every line is unfolded, as a piece for FROM. Errors: `cancelled`. */
  lendEvents<Result>(
    asked: FoldedQuestion,
    signal: AbortSignal | undefined,
    use: (events: Sql) => Promise<Result>,
  ): Promise<Result> {
    return this.lend(
      asked,
      signal,
      () => false,
      ({ tables, lines }) => use(allPlaced(tables, lines)),
    );
  }

  /** Stops folding and waits until DuckDB has let go; to be called before the instance is closed. */
  close(): Promise<void> {
    return this.#kept.close();
  }

  #of({ question, descending }: FoldedQuestion): Keeping<FoldWork> {
    const where = whereOf(question);
    return this.#kept.of(`${sqlKey(where)} ${descending}`, where.reads, () => {
      this.#made += 1;
      return new FoldWork(this.#instance, this.#made, { where, isDescending: descending }, this.#slicing);
    });
  }
}

async function far(
  work: FoldWork,
  signal: AbortSignal | undefined,
  isEnough: (state: FoldState) => boolean | Promise<boolean>,
): Promise<FoldState> {
  for (;;) {
    const { state } = work;
    if ((await isEnough(state)) || state.isWhole) return state;
    if (work.state === state) await work.further(signal);
  }
}

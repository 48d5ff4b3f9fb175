import type { Pool } from '../db/pool.ts';
import { count } from '../db/rows.ts';
import { sql, sqlKey } from '../db/sql.ts';
import { Kept } from '../derive/kept.ts';
import type { Versions } from '../derive/versions.ts';
import { whereOf, type AnsweredQuestion } from './question.ts';

/** A question may hold a list of thousands of addresses. */
const most = 500;

/** How many events a question matches; kept, because every window asks again. */
export class Counts {
  readonly #pool: Pool;
  readonly #kept: Kept<{ readonly ready: Promise<number>; readonly end: () => void }>;

  constructor(pool: Pool, versions: Versions) {
    this.#pool = pool;
    this.#kept = new Kept({ versions, most });
  }

  /** The number of events a question matches. Errors: `cancelled`, those of `whereOf`. */
  total(question: AnsweredQuestion, signal: AbortSignal | undefined): Promise<number> {
    const where = whereOf(question);
    return this.#kept
      .of(sqlKey(where), where.reads, () => {
        const counting = new AbortController();
        const reader = this.#pool.reader('count', counting.signal);
        const query = sql`SELECT count(*)::DOUBLE AS total FROM trail.main.event_columns WHERE ${where}`;
        return {
          ready: reader.one(query, { total: count }).then(({ total }) => total),
          end: () => counting.abort(),
        };
      })
      .wait(signal);
  }

  /** Stops counting; to be called before the instance is closed. */
  close(): Promise<void> {
    return this.#kept.close();
  }
}

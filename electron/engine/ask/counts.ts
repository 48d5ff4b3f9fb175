import type { Pool, Reader } from '../db/pool.ts';
import { count } from '../db/rows.ts';
import { sql, sqlKey } from '../db/sql.ts';
import { Kept } from '../derive/kept.ts';
import type { Versions } from '../derive/versions.ts';
import type { DerivedTables } from '../derive/derived-tables.ts';
import { counted } from './roll-ups/counted.ts';
import { inAllTime, whereOf, type AnsweredQuestion } from './question.ts';

/** A question may hold a list of thousands of addresses. */
const most = 500;

/** How many events a question matches; kept, because every window asks again. */
export class Counts {
  readonly #pool: Pool;
  readonly #derived: Pick<DerivedTables, 'covered'>;
  readonly #kept: Kept<{ readonly ready: Promise<number>; readonly end: () => void }>;

  constructor(pool: Pool, derived: Pick<DerivedTables, 'covered'>, versions: Versions) {
    this.#pool = pool;
    this.#derived = derived;
    this.#kept = new Kept({ versions, most });
  }

  /** The number of events a question matches. Errors: `cancelled`, those of `whereOf`. */
  total(question: AnsweredQuestion, signal: AbortSignal | undefined): Promise<number> {
    const where = whereOf(question);
    return this.#kept
      .of(sqlKey(where), where.reads, () => {
        const counting = new AbortController();
        const reader = this.#pool.reader('count', counting.signal);
        return {
          ready: this.#count(reader, question),
          end: () => counting.abort(),
        };
      })
      .wait(signal);
  }

  async #count(reader: Reader, question: AnsweredQuestion): Promise<number> {
    const { from, events } = await counted(
      { reader, derived: this.#derived },
      { where: whereOf(inAllTime(question)), range: question.scope.range, columns: [] },
    );
    const { total } = await reader.one(sql`SELECT ${events}::DOUBLE AS total FROM ${from}`, { total: count });
    return total;
  }

  /** Stops counting; to be called before the instance is closed. */
  close(): Promise<void> {
    return this.#kept.close();
  }
}

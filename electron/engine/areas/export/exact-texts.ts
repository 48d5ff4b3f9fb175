import { DuckDBBlobValue, type DuckDBValue } from '@duckdb/node-api';
import type { Question } from '../../../../shared/contract/common.ts';
import type { Sort } from '../../../../shared/contract/events.ts';
import { raw } from '../../db/sql.ts';
import type { Investigation } from '../../investigation.ts';
import { orderBy } from '../../ask/event-rows.ts';
import { unanswered, whereOf } from '../../ask/question.ts';
import { eventBatches } from './batches.ts';
import { inSnapshot } from './snapshot.ts';

/** Which records, in which order, and how many of them at most; `Infinity` for all. */
export interface ExactTexts {
  readonly question: Question;
  readonly sort: Sort;
  readonly limit: number;
}

const items = raw(
  `raw, (SELECT b.bytes FROM trail.main.exact_bytes b WHERE b.file_id = e.file_id AND b.ordinal = e.ordinal) AS exact`,
);

/**
 * Hands on the records of a question as they stand in the evidence, a batch at a time: text, or bytes where they are not
 * valid UTF-8 or the container has another form. Errors: `cancelled`, `bad-pattern`, `disk-full`, and those of `take`.
 */
export async function exactTexts(
  { database }: Investigation,
  { question, sort, limit }: ExactTexts,
  take: (records: readonly (string | Buffer)[]) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  await inSnapshot(database.instance, signal, async (connection) => {
    const isInWindows = sort.length === 0 || sort[0]?.field === 'eventTime';
    const query = { items, where: whereOf(unanswered(question)), orderBy: orderBy(sort), isInWindows };
    let left = limit;
    for await (const rows of eventBatches(connection, query, signal)) {
      await take(rows.slice(0, left).map(recordOf));
      left -= rows.length;
      if (left <= 0) return;
    }
  });
}

const recordOf = ([text, exact]: readonly DuckDBValue[]): string | Buffer =>
  exact instanceof DuckDBBlobValue ? Buffer.from(exact.bytes) : String(text);

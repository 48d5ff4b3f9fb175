import { isDeepStrictEqual } from 'node:util';
import { wholeScope, type Scope } from '../../../../shared/contract/common.ts';
import type { ScanProgress } from '../../../../shared/contract/search.ts';
import type { Reader } from '../../db/pool.ts';
import { count, number, numberOrNull, text, textOrNull } from '../../db/rows.ts';
import { join, raw, sql } from '../../db/sql.ts';
import { partKey, withoutCostly } from '../compile/known-rows.ts';
import { whereOf, type AnsweredQuestion } from '../question.ts';
import type { RowSearch } from './row-search.ts';

const firstHits = 12;

type Found = Pick<ScanProgress, 'found' | 'first'>;
type Hit = Found['first'][number];

const hitItems = raw(
  `file_id || '.' || ordinal AS id, epoch_us("eventTime")::DOUBLE AS "timeMicros", "eventName", "principal"`,
);
const hitShape = { id: text, timeMicros: numberOrNull, eventName: textOrNull, principal: textOrNull };

const isWhole = (scope: Scope): boolean => isDeepStrictEqual(scope, wholeScope);

/** What a search has found until now, for one who is told about it while it goes on. */
export class FoundSoFar {
  readonly #search: RowSearch;
  readonly #question: AnsweredQuestion;
  /** How many of the search's steps have been looked at. */
  #steps = 0;
  /** The newest hits in them. */
  #newest: readonly (Hit & { readonly row: number })[] = [];

  /** `question` knows the search's own table for the part that it looks up. */
  constructor(search: RowSearch, question: AnsweredQuestion) {
    this.#search = search;
    this.#question = question;
  }

  /** The events that answer the whole question, where its other parts are cheap. */
  read(reader: Reader): Promise<Found> {
    const { filter, scope } = this.#question;
    const isAll = partKey(filter) === partKey(this.#search.part) && isWhole(scope);
    return isAll ? this.#ofSearch(reader) : this.#ofQuestion(reader);
  }

  /** Every hit is an answer: they are counted already, and only new ones can be among the newest. */
  async #ofSearch(reader: Reader): Promise<Found> {
    const { found, steps, table } = this.#search;
    const from = this.#steps;
    this.#steps = steps.length;
    if (steps.length > from) {
      const low = Math.min(...steps.slice(from).map((step) => step.low));
      const high = Math.max(...steps.slice(from).map((step) => step.high));
      const rows = await reader.read(
        sql`SELECT rowid::DOUBLE AS row, epoch_us("eventTime")::DOUBLE AS "timeMicros" FROM trail.main.event_columns
            WHERE rowid >= ${low} AND rowid < ${high} AND rowid IN (SELECT event FROM ${table} WHERE event >= ${low} AND event < ${high})
            ORDER BY "eventTime" DESC NULLS LAST LIMIT ${firstHits}`,
        { row: number, timeMicros: numberOrNull },
      );
      const known = new Map(this.#newest.map((hit) => [hit.row, hit]));
      const newest = [...new Map([...this.#newest, ...rows].map(({ row, timeMicros }) => [row, timeMicros]))]
        .sort(([, one], [, other]) => (other ?? -Infinity) - (one ?? -Infinity) || 0)
        .slice(0, firstHits)
        .map(([row]) => row);
      const added = await hitsAt(
        reader,
        newest.filter((row) => !known.has(row)),
      );
      this.#newest = newest.flatMap((row) => known.get(row) ?? added.get(row) ?? []);
    }
    return { found, first: this.#newest.map(({ row: _row, ...hit }) => hit) };
  }

  /** Hits may lie anywhere, but what the question says otherwise is right for rows alone that have been looked at in full. */
  async #ofQuestion(reader: Reader): Promise<Found> {
    const { filter, known, covered } = this.#question;
    const where = whereOf({ ...this.#question, filter: withoutCostly(filter, known, covered) });
    const rows = await reader.read(
      sql`SELECT ${hitItems}, (count(*) OVER ())::DOUBLE AS found FROM trail.main.event_columns
          WHERE rowid >= ${BigInt(this.#search.low)} AND ${where} ORDER BY "eventTime" DESC NULLS LAST LIMIT ${firstHits}`,
      { ...hitShape, found: count },
    );
    return { found: rows[0]?.found ?? 0, first: rows.map(({ found: _found, ...hit }) => hit) };
  }
}

/** Some events by their rows. One by one: a list of rows would be looked for through the whole table. */
async function hitsAt(
  reader: Reader,
  rows: readonly number[],
): Promise<ReadonlyMap<number, Hit & { readonly row: number }>> {
  if (rows.length === 0) return new Map();
  const each = rows.map(
    (row) => sql`SELECT rowid::DOUBLE AS row, ${hitItems} FROM trail.main.event_columns WHERE rowid = ${row}`,
  );
  const found = await reader.read(join(each, ' UNION ALL '), { row: number, ...hitShape });
  return new Map(found.map((hit) => [hit.row, hit]));
}

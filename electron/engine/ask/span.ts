import type { Range } from '../../../shared/contract/common.ts';
import type { Reader } from '../db/pool.ts';
import { numberOrNull } from '../db/rows.ts';
import { raw, sql, type Sql } from '../db/sql.ts';

const second = 1_000_000;

/** Columns of an aggregate over events: the times of the first and of the last one, NULL where none has a time. */
export const spanItems = raw(
  `epoch_us(min("eventTime"))::DOUBLE AS first_at, epoch_us(max("eventTime"))::DOUBLE AS last_at`,
);

/** What reads the columns of `spanItems`. */
export const spanShape = { first_at: numberOrNull, last_at: numberOrNull };

/** From the first event to the last one, which is included; undefined where no event has a time. */
export const spanBetween = (firstMicros: number | null, lastMicros: number | null): Range | undefined =>
  firstMicros === null || lastMicros === null
    ? undefined
    : { fromMicros: firstMicros, toMicros: lastMicros + second };

/** From the first to the last event that a condition holds for; undefined where none has a time. */
export async function spanWhere(reader: Reader, where: Sql): Promise<Range | undefined> {
  const { first_at, last_at } = await reader.one(
    sql`SELECT ${spanItems} FROM trail.main.event_columns WHERE ${where}`,
    spanShape,
  );
  return spanBetween(first_at, last_at);
}

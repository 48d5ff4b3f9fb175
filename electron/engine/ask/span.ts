import type { Range } from '../../../shared/contract/common.ts';
import type { Reader } from '../db/pool.ts';
import { numberOrNull } from '../db/rows.ts';
import { sql, type Sql } from '../db/sql.ts';

const second = 1_000_000;

/** From the first event to the last one, which is included; undefined where no event has a time. */
export const spanBetween = (firstMicros: number | null, lastMicros: number | null): Range | undefined =>
  firstMicros === null || lastMicros === null
    ? undefined
    : { fromMicros: firstMicros, toMicros: lastMicros + second };

/** From the first to the last event that a condition holds for; undefined where none has a time. */
export async function spanWhere(reader: Reader, where: Sql): Promise<Range | undefined> {
  const [row] = await reader.read(
    sql`SELECT epoch_us(min("eventTime"))::DOUBLE AS first_at, epoch_us(max("eventTime"))::DOUBLE AS last_at
        FROM trail.main.event_columns WHERE ${where}`,
    { first_at: numberOrNull, last_at: numberOrNull },
  );
  return row && spanBetween(row.first_at, row.last_at);
}

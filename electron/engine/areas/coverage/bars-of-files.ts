import type { Reader } from '../../db/pool.ts';
import { number, text } from '../../db/rows.ts';
import { raw, sql, type Sql } from '../../db/sql.ts';
import { barsOf, binOf, type Bins } from '../timeline/bins.ts';

/** The bars that the spans of a query (`key`, `begins`, `ends`) touch, by key. */
export async function touchedBars(
  reader: Reader,
  spans: Sql,
  bins: Bins,
): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const { toMicros } = barsOf(bins);
  const clamped = (micros: Sql): Sql =>
    sql`least(greatest(${micros}, ${BigInt(bins.fromMicros)}::BIGINT), ${BigInt(toMicros - 1)}::BIGINT)`;
  const rows = await reader.read(
    sql`WITH spans AS (${spans})
        SELECT DISTINCT coalesce(key, '') AS key, unnest(range(${binOf(clamped(raw('epoch_us(begins)')), bins)}::BIGINT,
          ${binOf(clamped(raw('epoch_us(ends) - 1')), bins)}::BIGINT + 1))::INTEGER AS bin
        FROM spans WHERE epoch_us(ends) > ${BigInt(bins.fromMicros)}::BIGINT AND epoch_us(begins) < ${BigInt(toMicros)}::BIGINT`,
    { key: text, bin: number },
  );
  const byKey = new Map<string, Set<number>>();
  for (const { key, bin } of rows) {
    const own = byKey.get(key) ?? new Set<number>();
    byKey.set(key, own.add(bin));
  }
  return byKey;
}

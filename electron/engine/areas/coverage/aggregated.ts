import type { Question, Range } from '../../../../shared/contract/common.ts';
import type { Reader } from '../../db/pool.ts';
import { count } from '../../db/rows.ts';
import { sql } from '../../db/sql.ts';
import { countersIn } from './places.ts';

/**
 * How many counters of data events have their window begin in a view. They are no events, and are never added to any. Source:
 * AWS CloudTrail User Guide, “Aggregated events”.
 */
export async function countAggregated(reader: Reader, question: Question, view: Range): Promise<number> {
  const { records } = await reader.one(
    // Materialized, for DuckDB 1.5.5 fails to bind TRY below an aggregate.
    sql`WITH counters AS MATERIALIZED (
          SELECT TRY(json_extract_string(raw, '$.accountId')) AS account, TRY(json_extract_string(raw, '$.awsRegion')) AS region,
            TRY_CAST(TRY(json_extract_string(raw, '$.timeWindow.windowStart')) AS TIMESTAMP) AS begins
          FROM trail.main.aggregated_records)
        SELECT count(*)::DOUBLE AS records FROM counters WHERE epoch_us(begins) >= ${BigInt(view.fromMicros)}::BIGINT
          AND epoch_us(begins) < ${BigInt(view.toMicros)}::BIGINT AND ${countersIn(question)}`,
    { records: count },
  );
  return records;
}

import { results } from '../../../../../shared/cloudtrail/result.ts';
import { consequences } from '../../../../../shared/cloudtrail/consequence.ts';
import type { Reader } from '../../../db/pool.ts';
import { count, numberOrNull, oneOf, text, textOrNull } from '../../../db/rows.ts';
import { raw, sql } from '../../../db/sql.ts';

/** More rows than these, the rarest, are not looked at. */
const mostActions = 50_000;

/** What a row must be to be looked at one by one; all others are counted in other tables. */
const telling = `result = 'refused' OR consequence <> 'other' OR object IS NOT NULL OR "userIdentity.type" = 'Root'`;

/** What a caller did with one action in one hour. */
export type Action = Awaited<ReturnType<typeof readActions>>[number];

/** What callers did with actions that tell something, hour by hour, in order of time. */
export async function readActions(reader: Reader) {
  const rows = await reader.read(
    sql`SELECT left(principal, 2000) AS principal, "userIdentity.type" AS "identityType", left("sourceIPAddress", 200) AS address,
        left("awsRegion", 100) AS region, "eventSource" AS source, "eventName" AS name, result, consequence,
        left(object, 4000) AS object, epoch_us(min(first_event))::DOUBLE AS first, epoch_us(max(last_event))::DOUBLE AS last,
        sum(events)::DOUBLE AS events, coalesce(sum(bytes_out), 0)::DOUBLE AS "bytesOut"
      FROM derived.main.action_uses
      WHERE (${raw(telling)}) AND coalesce("userIdentity.type", '') <> 'AWSService'
      GROUP BY principal, "userIdentity.type", "sourceIPAddress", "awsRegion", "eventSource", "eventName", result, consequence, object, hour
      HAVING min(first_event) IS NOT NULL ORDER BY first LIMIT ${raw(String(mostActions))}`,
    {
      principal: text,
      identityType: textOrNull,
      address: textOrNull,
      region: textOrNull,
      source: text,
      name: text,
      result: oneOf(results),
      consequence: oneOf(consequences),
      object: textOrNull,
      first: numberOrNull,
      last: numberOrNull,
      events: count,
      bytesOut: count,
    },
  );
  return rows.map((row) => ({ ...row, first: row.first ?? 0, last: row.last ?? 0 }));
}

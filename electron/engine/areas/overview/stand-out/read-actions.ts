import { consequences } from '../../../../../shared/cloudtrail/consequence.ts';
import { results } from '../../../../../shared/cloudtrail/result.ts';
import type { Reader } from '../../../db/pool.ts';
import { count, numberOrNull, oneOf, text, textOrNull, texts } from '../../../db/rows.ts';
import { raw, sql, type Sql } from '../../../db/sql.ts';

/** More rows than these, the latest, are not looked at. */
const mostActions = 20_000;
const mostTaken = 2_000;

const sums = raw(`epoch_us(min(first_event))::DOUBLE AS first, epoch_us(max(last_event))::DOUBLE AS last,
  sum(events)::DOUBLE AS events, coalesce(sum(bytes_out), 0)::DOUBLE AS "bytesOut", count(DISTINCT hour)::DOUBLE AS hours,
  list_slice(list_sort(list_distinct(flatten(list(addresses)))), 1, 6) AS addresses`);

const shape = {
  principal: text,
  identityType: textOrNull,
  source: text,
  name: text,
  result: oneOf(results),
  consequence: oneOf(consequences),
  object: textOrNull,
  first: numberOrNull,
  last: numberOrNull,
  events: count,
  bytesOut: count,
  hours: count,
  addresses: texts,
};

const keys =
  raw(`principal, "userIdentity.type" AS "identityType", "eventSource" AS source, "eventName" AS name,
  result, consequence, object`);

async function read(reader: Reader, query: Sql) {
  const rows = await reader.read(query, shape);
  return rows.map((row) => ({
    ...row,
    first: row.first ?? 0,
    last: row.last ?? 0,
    addresses: row.addresses.filter((one) => one !== null),
  }));
}

/** What a caller did with one action, result and object: from when to when, in how many hours, from where. */
export type Action = Awaited<ReturnType<typeof read>>[number];

const byPeople = `coalesce("userIdentity.type", '') <> 'AWSService'`;

/** What callers did with actions that tell something, in order of time. Reads of objects stand in `readTaken`. */
export const readActions = (reader: Reader): Promise<readonly Action[]> =>
  read(
    reader,
    sql`SELECT ${keys}, ${sums} FROM derived.main.action_uses
      WHERE ${raw(byPeople)} AND (result = 'refused' OR consequence <> 'other' OR "userIdentity.type" = 'Root'
        OR (object IS NOT NULL AND "eventName" <> 'GetObject') OR starts_with("eventName", 'GetParameter'))
      GROUP BY ALL HAVING min(first_event) IS NOT NULL ORDER BY first LIMIT ${raw(String(mostActions))}`,
  );

/** Reads of objects hour by hour, of callers and buckets with many of them in some hour. */
export const readTaken = (reader: Reader, least: number, leastBytes: number): Promise<readonly Action[]> =>
  read(
    reader,
    sql`WITH hourly AS (SELECT ${keys}, ${sums} FROM derived.main.action_uses
        WHERE "eventName" = 'GetObject' AND result = 'done' AND object IS NOT NULL AND ${raw(byPeople)}
        GROUP BY 1, 2, 3, 4, 5, 6, 7, hour HAVING min(first_event) IS NOT NULL)
      SELECT * FROM hourly WHERE (principal, object) IN (SELECT (principal, object) FROM hourly
        WHERE events >= ${least} OR "bytesOut" >= ${leastBytes}) ORDER BY first LIMIT ${raw(String(mostTaken))}`,
  );

/** Changes that were done by one caller or in one Region. */
export interface Changes {
  readonly value: string;
  readonly first: number;
  readonly last: number;
  readonly events: number;
}

/** The changes that were done, by caller or Region, the earliest beginnings first. */
export async function readChanges(
  reader: Reader,
  field: 'principal' | 'awsRegion',
): Promise<readonly Changes[]> {
  const name = raw(`"${field}"`);
  const rows = await reader.read(
    sql`SELECT ${name} AS value, epoch_us(min(first_event))::DOUBLE AS first,
        epoch_us(max(last_event))::DOUBLE AS last, sum(events)::DOUBLE AS events
      FROM derived.main.action_uses WHERE consequence = 'change' AND result = 'done' AND ${name} IS NOT NULL
      GROUP BY 1 HAVING min(first_event) IS NOT NULL ORDER BY first LIMIT 10000`,
    { value: text, first: numberOrNull, last: numberOrNull, events: count },
  );
  return rows.map((row) => ({ ...row, first: row.first ?? 0, last: row.last ?? 0 }));
}

import type { Reader } from '../../../db/pool.ts';
import { tools } from '../../../../../shared/cloudtrail/stand-out/tools.ts';
import { count, numberOrNull, text, textOrNull, texts } from '../../../db/rows.ts';
import { join, raw, sql, type Sql } from '../../../db/sql.ts';

/** Where and how one credential was used from one address: a row of a key, an address and a client. */
export interface Use {
  readonly principal: string;
  readonly identityType: string | null;
  /** The session's own ARN. */
  readonly arn: string | null;
  readonly key: string;
  readonly account: string | null;
  readonly address: string;
  readonly agent: string;
  readonly first: number;
  readonly last: number;
  readonly events: number;
  readonly writes: number;
}

/** Uses beyond these, the rarest, are not looked at. */
const mostUses = 10_000;
const mostBusiest = 2_000;
/** Callers in more networks than these are in no place that could be left. */
const mostNetworks = 12;

const address = `"sourceIPAddress" IS NOT NULL AND NOT ends_with("sourceIPAddress", '.amazonaws.com') AND "sourceIPAddress" <> 'AWS Internal'`;

const columns = raw(`principal, "userIdentity.type" AS "identityType", "userIdentity.arn" AS arn,
  "userIdentity.accessKeyId" AS key, "userIdentity.accountId" AS account, "sourceIPAddress" AS address,
  coalesce("userAgent", '') AS agent, epoch_us(min(first_event))::DOUBLE AS first, epoch_us(max(last_event))::DOUBLE AS last,
  sum(events)::DOUBLE AS events, sum(writes)::DOUBLE AS writes`);

const shape = {
  principal: text,
  identityType: textOrNull,
  arn: textOrNull,
  key: textOrNull,
  account: textOrNull,
  address: text,
  agent: text,
  first: numberOrNull,
  last: numberOrNull,
  events: count,
  writes: count,
};

async function read(reader: Reader, query: Sql): Promise<readonly Use[]> {
  const rows = await reader.read(query, shape);
  return rows
    .map(({ key, first, last, ...row }) => ({ ...row, key: key ?? '', first: first ?? 0, last: last ?? 0 }))
    .sort((a, b) => a.first - b.first);
}

const toolNames = tools.map(({ pattern }) => pattern).join('|');

/**
 * Uses of credentials from addresses that are no names of services, in order of time: of callers who came from some networks,
 * of sessions of machines, and of clients that name themselves like a known tool.
 */
export const readUses = (reader: Reader): Promise<readonly Use[]> =>
  read(
    reader,
    sql`WITH moving AS (SELECT principal AS mover FROM derived.main.credential_uses WHERE ${raw(address)} GROUP BY principal
        HAVING count(DISTINCT network) BETWEEN 2 AND ${raw(String(mostNetworks))})
      SELECT ${columns} FROM derived.main.credential_uses
      WHERE ${raw(address)} AND (principal IN (SELECT mover FROM moving) OR regexp_matches("userAgent", ${`(?i)${toolNames}`})
        OR regexp_matches("userIdentity.arn", '/i-[0-9a-f]{8,17}$') OR contains("userAgent", 'exec-env/AWS_'))
      GROUP BY ALL HAVING min(first_event) IS NOT NULL ORDER BY events DESC LIMIT ${raw(String(mostUses))}`,
  );

/** The uses with most changes and events, in order of time. */
export const readBusiest = (reader: Reader): Promise<readonly Use[]> =>
  read(
    reader,
    sql`SELECT ${columns} FROM derived.main.credential_uses WHERE ${raw(address)}
      GROUP BY ALL HAVING min(first_event) IS NOT NULL ORDER BY writes DESC, events DESC LIMIT ${raw(String(mostBusiest))}`,
  );

/** Access keys by their ID, with the addresses that used them. */
export type KeyUses = ReadonlyMap<string, { readonly addresses: readonly string[] }>;

/** The uses of some access keys. */
export async function readKeyUses(reader: Reader, keys: readonly string[]): Promise<KeyUses> {
  if (keys.length === 0) return new Map();
  const rows = await reader.read(
    sql`SELECT "userIdentity.accessKeyId" AS key, list_slice(list(DISTINCT "sourceIPAddress"), 1, 6) AS addresses
      FROM derived.main.credential_uses WHERE "sourceIPAddress" IS NOT NULL
        AND "userIdentity.accessKeyId" IN (${join(
          keys.map((key) => sql`${key}`),
          ', ',
        )}) GROUP BY 1`,
    { key: text, addresses: texts },
  );
  return new Map(
    rows.map(({ key, addresses }) => [key, { addresses: addresses.filter((one) => one !== null) }]),
  );
}

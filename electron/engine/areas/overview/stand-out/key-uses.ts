import type { Reader } from '../../../db/pool.ts';
import { count, numberOrNull, text, textOrNull } from '../../../db/rows.ts';
import { raw, sql } from '../../../db/sql.ts';

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
  readonly isFromInstance: boolean;
  readonly first: number;
  readonly last: number;
  readonly events: number;
  readonly writes: number;
}

/** Uses beyond these, the rarest, are not looked at. */
const mostUses = 50_000;

const address = `"sourceIPAddress" IS NOT NULL AND NOT ends_with("sourceIPAddress", '.amazonaws.com') AND "sourceIPAddress" <> 'AWS Internal'`;

/** Every use of a credential from an address that is no name of a service, the latest beginnings last. */
export async function readUses(reader: Reader): Promise<readonly Use[]> {
  const rows = await reader.read(
    sql`SELECT left(principal, 2000) AS principal, "userIdentity.type" AS "identityType", left("userIdentity.arn", 2000) AS arn,
        left("userIdentity.accessKeyId", 200) AS key, "userIdentity.accountId" AS account, left("sourceIPAddress", 200) AS address,
        left(coalesce("userAgent", ''), 1000) AS agent,
        bool_or("userIdentity.sessionContext.ec2RoleDelivery" IS NOT NULL)::INTEGER::DOUBLE AS delivered,
        epoch_us(min(first_event))::DOUBLE AS first, epoch_us(max(last_event))::DOUBLE AS last,
        sum(events)::DOUBLE AS events, sum(writes)::DOUBLE AS writes
      FROM derived.main.credential_uses WHERE ${raw(address)} GROUP BY ALL
      HAVING min(first_event) IS NOT NULL ORDER BY events DESC LIMIT ${raw(String(mostUses))}`,
    {
      principal: text,
      identityType: textOrNull,
      arn: textOrNull,
      key: textOrNull,
      account: textOrNull,
      address: text,
      agent: text,
      delivered: count,
      first: numberOrNull,
      last: numberOrNull,
      events: count,
      writes: count,
    },
  );
  return rows
    .map(({ key, delivered, first, last, ...row }) => ({
      ...row,
      key: key ?? '',
      isFromInstance: delivered > 0,
      first: first ?? 0,
      last: last ?? 0,
    }))
    .sort((a, b) => a.first - b.first);
}

/** Access keys by their ID, with the addresses that used them. */
export type KeyUses = ReadonlyMap<string, { readonly addresses: readonly string[] }>;

/** The uses of each access key. */
export function keyUsesOf(uses: readonly Use[]): KeyUses {
  const byKey = new Map<string, { addresses: string[] }>();
  for (const { key, address } of uses) {
    if (key === '') continue;
    const known = byKey.get(key) ?? { addresses: [] };
    if (!known.addresses.includes(address)) known.addresses.push(address);
    byKey.set(key, known);
  }
  return byKey;
}

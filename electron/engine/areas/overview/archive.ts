import { isOfConsequence } from '../../../../shared/cloudtrail/consequence.ts';
import { isFailed, isRefused, isServiceCall, isWrite } from '../../../../shared/cloudtrail/rules.ts';
import type { ArchiveAtAGlance } from '../../../../shared/contract/overview.ts';
import { compileFilter } from '../../ask/local-sql.ts';
import { counted } from '../../ask/roll-ups/counted.ts';
import { spanWhere } from '../../ask/span.ts';
import type { StatementsFrom } from '../../ask/statement-sources.ts';
import type { Reader } from '../../db/pool.ts';
import { count, text, textOrNull } from '../../db/rows.ts';
import { identifier, join, raw, sql, type Sql } from '../../db/sql.ts';
import { isLogFileSql } from '../../ingest/load/counts.ts';

/** Places and people are listed up to here; the rest is counted. */
const most = { places: 12, people: 8 };

const category = identifier('eventCategory');
const principal = identifier('principal');
const address = identifier('sourceIPAddress');

const failed = compileFilter(isFailed);
const refused = compileFilter(isRefused);
const writes = sql`(${compileFilter(isWrite)} AND NOT coalesce(${failed}, false))`;
const serviceCalls = compileFilter(isServiceCall);
const consequence = compileFilter(isOfConsequence);
const withoutConsequence = compileFilter({ kind: 'not', of: isOfConsequence });

const totalsShape = {
  value: textOrNull,
  events: count,
  writes: count,
  failed: count,
  refused: count,
  serviceCalls: count,
  withoutConsequence: count,
};

/** The numbers of events, by category, the most first. */
async function totals(local: StatementsFrom) {
  const conditions = { writes, failed, refused, serviceCalls, withoutConsequence };
  const { from, events, eventsWith, having } = await counted(local, {
    where: raw('true'),
    columns: [category, ...Object.values(conditions)],
  });
  const counts = Object.entries(conditions).map(
    ([name, condition]) => sql`${eventsWith(condition)}::DOUBLE AS ${identifier(name)}`,
  );
  return local.reader.read(
    sql`SELECT ${category} AS value, ${events}::DOUBLE AS events, ${join(counts, ', ')}
        FROM ${from} GROUP BY ${category}${having} ORDER BY events DESC, value`,
    totalsShape,
  );
}

interface Places {
  readonly values: { value: string; events: number }[];
  readonly inAll: number;
}

/** The values of a place's column with the most events, and how many there are. */
async function places(local: StatementsFrom, column: Sql): Promise<Places> {
  const { from, events, having } = await counted(local, {
    where: sql`${column} IS NOT NULL`,
    columns: [column],
  });
  const rows = await local.reader.read(
    sql`SELECT ${column} AS value, ${events}::DOUBLE AS events, (count(*) OVER ())::DOUBLE AS "inAll"
        FROM ${from} GROUP BY ${column}${having} ORDER BY events DESC, value LIMIT ${most.places}`,
    { value: text, events: count, inAll: count },
  );
  return {
    values: rows.map(({ value, events }) => ({ value, events })),
    inAll: rows[0]?.inAll ?? 0,
  };
}

/** An address as CloudTrail writes it, not the name of a service that stands in its place. */
const isAddress = raw(`regexp_full_match("sourceIPAddress", '[0-9a-fA-F.:]+')`);

/** Who did most of what has consequences. Services on their own are left out. */
const people = (reader: Reader): Promise<readonly ArchiveAtAGlance['who'][number][]> =>
  reader.read(
    sql`WITH people AS (
          SELECT ${principal} AS principal, count(*) AS events, count(*) FILTER (WHERE ${writes}) AS writes,
            count(*) FILTER (WHERE ${consequence}) AS weight
          FROM trail.main.event_columns WHERE ${principal} IS NOT NULL AND NOT coalesce(${serviceCalls}, false)
          GROUP BY ALL ORDER BY weight DESC, events DESC, principal LIMIT ${most.people}),
        addresses AS (
          SELECT principal, count(*) FILTER (WHERE ${isAddress}) AS addresses
          FROM (SELECT DISTINCT ${principal} AS principal, ${address} FROM trail.main.event_columns
            WHERE ${principal} IN (SELECT principal FROM people)) GROUP BY ALL)
        SELECT principal, events::DOUBLE AS events, writes::DOUBLE AS writes, addresses::DOUBLE AS addresses
        FROM people JOIN addresses USING (principal) ORDER BY weight DESC, events DESC, principal`,
    { principal: text, events: count, writes: count, addresses: count },
  );

const files = (reader: Reader): Promise<ArchiveAtAGlance['files']> =>
  reader.one(
    sql`SELECT count(*)::DOUBLE AS "all", count(*) FILTER (WHERE ${raw(isLogFileSql)})::DOUBLE AS logs,
          count(*) FILTER (WHERE status = 'refused')::DOUBLE AS refused,
          count(*) FILTER (WHERE status = 'partial')::DOUBLE AS partial,
          count(*) FILTER (WHERE kind = 'digest')::DOUBLE AS digests FROM trail.main.files`,
    { all: count, logs: count, refused: count, partial: count, digests: count },
  );

/** What the archive holds, at a glance. Errors: `cancelled`. */
export async function archiveAtAGlance(local: StatementsFrom): Promise<ArchiveAtAGlance> {
  const [categories, accounts, regions, span, who, fileCounts] = await Promise.all([
    totals(local),
    places(local, identifier('recipientAccountId')),
    places(local, identifier('awsRegion')),
    spanWhere(local.reader, raw('true')),
    people(local.reader),
    files(local.reader),
  ]);
  type Counted = Exclude<keyof typeof totalsShape, 'value'>;
  const sum = (name: Counted): number => categories.reduce((all, line) => all + line[name], 0);
  return {
    span: span ?? null,
    events: sum('events'),
    writes: sum('writes'),
    failed: sum('failed'),
    refused: sum('refused'),
    serviceCalls: sum('serviceCalls'),
    withoutConsequence: sum('withoutConsequence'),
    accounts: accounts.values,
    accountsInAll: accounts.inAll,
    regions: regions.values,
    regionsInAll: regions.inAll,
    categories: categories.map(({ value, events }) => ({ value, events })),
    files: fileCounts,
    who: [...who],
  };
}

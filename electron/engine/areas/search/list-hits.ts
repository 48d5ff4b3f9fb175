import { DuckDBListValue } from '@duckdb/node-api';
import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { searchContract } from '../../../../shared/contract/search.ts';
import { addressRange } from '../../../../shared/filter/address-range.ts';
import { isAddress, isAddressBlock } from '../../../../shared/filter/address.ts';
import type { Reader } from '../../db/pool.ts';
import { count, textOrNull } from '../../db/rows.ts';
import { join, sql, type Sql } from '../../db/sql.ts';
import { sourceOf } from '../../ask/local-sql.ts';
import { whereOf, type Answered } from '../../ask/question.ts';
import { spanItems, spanShape } from '../../ask/span.ts';

type Call = (typeof searchContract)['search.listHits'];

const textList = (values: readonly string[]): Sql => sql`${new DuckDBListValue(values)}::VARCHAR[]`;

/** Entry and event of every hit of texts in one field. */
function textHits(field: string, entries: readonly string[], where: Sql): Sql {
  const source = sourceOf(field);
  const wanted = sql`(SELECT lower(unnest(${textList(entries)})))`;
  const each = source.isMany ? sql`unnest(list_distinct(${source.text}))` : source.text;
  return sql`SELECT lower(text) AS entry, event, "eventTime" FROM
    (SELECT ${each} AS text, rowid AS event, "eventTime" FROM trail.main.event_columns WHERE ${where})
    WHERE lower(text) IN ${wanted}`;
}

/** Entry and event of every hit of addresses and address blocks in the source address. */
function blockHits(blocks: readonly string[], where: Sql): Sql {
  const bounds = blocks.map((block) => ({ block, ...addressRange(block) }));
  return sql`SELECT entry, rowid AS event, "eventTime" FROM trail.main.event_columns JOIN (
      SELECT block.entry, ip_addresses."sourceIPAddress" AS address FROM derived.main.ip_addresses JOIN (
        SELECT unnest(${textList(bounds.map((one) => one.block.toLowerCase()))}) AS entry,
          unnest(${textList(bounds.map((one) => String(one.version)))})::UTINYINT AS version,
          unnest(${textList(bounds.map((one) => String(one.first)))})::UHUGEINT AS first,
          unnest(${textList(bounds.map((one) => String(one.last)))})::UHUGEINT AS last) block
      ON ip_addresses.version = block.version AND ip_addresses.number BETWEEN block.first AND block.last)
    ON "sourceIPAddress" = address WHERE ${where}`;
}

/** How often each entry of some lists stands in any of its fields, in one pass a field. */
export async function listHits(
  reader: Reader,
  { question, lists }: Answered<ParamsOf<Call>>,
): Promise<ResultOf<Call>> {
  const where = whereOf(question);
  const parts = lists.flatMap(({ fields, entries }) =>
    fields.flatMap((field) => {
      const isByNumber = (entry: string): boolean =>
        field === 'sourceIPAddress' && (isAddress(entry) || isAddressBlock(entry));
      const blocks = entries.filter(isByNumber);
      const texts = entries.filter((entry) => !isByNumber(entry));
      return [
        ...(texts.length > 0 ? [textHits(field, texts, where)] : []),
        ...(blocks.length > 0 ? [blockHits(blocks, where)] : []),
      ];
    }),
  );
  if (parts.length === 0) return { hits: [], events: 0 };
  const rows = await reader.read(
    sql`WITH hits AS MATERIALIZED (SELECT DISTINCT * FROM (${join(parts, ' UNION ALL ')}))
        SELECT entry, count(*)::DOUBLE AS events, ${spanItems} FROM hits GROUP BY entry
        UNION ALL SELECT NULL, count(DISTINCT event)::DOUBLE, NULL, NULL FROM hits`,
    { entry: textOrNull, events: count, ...spanShape },
  );
  const spelt = new Map(lists.flatMap(({ entries }) => entries.map((entry) => [entry.toLowerCase(), entry])));
  return {
    hits: rows.flatMap(({ entry, events, first_at, last_at }) =>
      entry === null
        ? []
        : [{ entry: spelt.get(entry) ?? entry, events, firstMicros: first_at, lastMicros: last_at }],
    ),
    events: rows.find(({ entry }) => entry === null)?.events ?? 0,
  };
}

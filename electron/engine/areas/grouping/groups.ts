import type { Sort } from '../../../../shared/contract/events.ts';
import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import { groupMeasures, type groupingContract } from '../../../../shared/contract/grouping.ts';
import { AppError } from '../../../../shared/bridge/errors.ts';
import { count, numberOrNull, textOrNull } from '../../db/rows.ts';
import { identifier, join, raw, sql, type Sql } from '../../db/sql.ts';
import type { Local } from '../../ask/local.ts';
import { fieldText } from '../../ask/local-sql.ts';
import { whereOf, type Answered } from '../../ask/question.ts';

type Call = (typeof groupingContract)['groups.window'];

const keyName = (index: number): string => `k${index}`;
const key = (index: number): Sql => identifier(keyName(index));
const list = (pieces: readonly Sql[]): Sql => join(pieces, ', ');

const measures: ReadonlyMap<string, Sql> = new Map([
  [groupMeasures.events, raw('events')],
  [groupMeasures.first, raw('first')],
  [groupMeasures.last, raw('last')],
]);

function groupOrder(sort: Sort, fields: readonly string[]): Sql {
  const keys = sort.map(({ field, descending }) => {
    const place = fields.indexOf(field);
    const by = measures.get(field) ?? (place < 0 ? undefined : key(place));
    if (!by)
      throw new AppError('bad-params', 'Groups can be sorted by their fields and their measures only.');
    return sql`${by} ${raw(descending ? 'DESC' : 'ASC')} NULLS LAST`;
  });
  return list([...keys, raw('event')]);
}

/**
 * Events counted by one or two fields, a window of the sorted groups. All groups are kept as a table that names one event
 * of each; their values are read from that event for the window only, so millions of groups stay small. Errors:
 * `bad-params` for a sort by anything else.
 */
export async function groupsWindow(
  { question, fields, sort, offset, limit }: Answered<ParamsOf<Call>>,
  { reader, cursors, counts }: Local,
): Promise<ResultOf<Call>> {
  const keys = fields.map((_, index) => key(index));
  const keyShape = Object.fromEntries(fields.map((_, index) => [keyName(index), textOrNull]));
  const values = fields.map((field, index) => sql`${fieldText(field)}::VARCHAR AS ${key(index)}`);
  const grouped = sql`SELECT ${list(keys)}, min(event) AS event, count(*) AS events,
      min(moment) AS first, max(moment) AS last
    FROM (SELECT rowid AS event, "eventTime" AS moment, ${list(values)} FROM trail.main.event_columns WHERE ${whereOf(question)})
    GROUP BY ${list(keys)}`;
  const query = sql`SELECT row_number() OVER (ORDER BY ${groupOrder(sort, fields)}) - 1 AS position,
      event, events, first, last FROM (${grouped})`;
  return cursors.lendTable(query, reader.signal, async (kept) => {
    const events = await counts.total(question, reader.signal);
    const rows = await reader.read(
      sql`SELECT c.events::DOUBLE AS "ownEvents", epoch_us(c.first)::DOUBLE AS "firstMicros",
          epoch_us(c.last)::DOUBLE AS "lastMicros", ${list(values)}
        FROM ${kept.table} c JOIN trail.main.event_columns e ON e.rowid = c.event
        WHERE c.position >= ${offset} AND c.position < ${offset + limit}
          AND e.rowid IN (SELECT event FROM ${kept.table} WHERE position >= ${offset} AND position < ${offset + limit})
        ORDER BY c.position`,
      { ownEvents: count, firstMicros: numberOrNull, lastMicros: numberOrNull, ...keyShape },
    );
    return {
      total: kept.total,
      events,
      groups: rows.map(({ ownEvents, firstMicros, lastMicros, ...own }) => ({
        values: Object.values<string | null>(own),
        events: ownEvents,
        firstMicros,
        lastMicros,
      })),
    };
  });
}

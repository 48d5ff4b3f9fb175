import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { groupingContract } from '../../../../shared/contract/grouping.ts';
import { join, raw, sql, type Sql } from '../../db/sql.ts';
import { eventId, eventIdParts, orderBy, shownText } from '../../ask/event-rows.ts';
import type { Local } from '../../ask/local.ts';
import type { Reader } from '../../db/pool.ts';
import { count, number, text } from '../../db/rows.ts';
import { whereOf, type Answered } from '../../ask/question.ts';

type Call = (typeof groupingContract)['find.next'];
type PlaceCall = (typeof groupingContract)['find.place'];

/** Near rows are looked at first: a match is usually near, and the way to it then does not grow with the archive. */
const firstStretch = 20_000;
const growth = 10;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Stretches of growing length that cover `from` to `to`, nearest first. */
function stretches(from: number, to: number, backwards: boolean): readonly Stretch[] {
  const result: Stretch[] = [];
  let length = firstStretch;
  let [low, high] = [from, to];
  while (low < high) {
    const next = backwards
      ? { from: Math.max(low, high - length), to: high }
      : { from: low, to: Math.min(high, low + length) };
    result.push(next);
    if (backwards) high = next.from;
    else low = next.to;
    length *= growth;
  }
  return result;
}

const showsText = (fields: readonly string[], wanted: string): Sql =>
  join(
    fields.map((field) => sql`coalesce(contains(lower(${shownText(field)}), lower(${wanted})), false)`),
    ' OR ',
  );

/** The next row that shows the text in one of the fields, ignoring case, around the end; null when no row does. */
export async function findNext(
  request: Answered<ParamsOf<Call>>,
  { reader, cursors }: Local,
): Promise<ResultOf<Call>['found']> {
  const { backwards, fields, question, sort } = request;
  const shows = showsText(fields, request.text);
  return cursors.lend(whereOf(question), orderBy(sort), reader.signal, async (cursor) => {
    const start = await positionOf(reader, cursor.table, request.after);
    const here = start ?? (backwards ? cursor.total : -1);
    const near = backwards ? stretches(0, Math.max(0, here), true) : stretches(here + 1, cursor.total, false);
    const around = backwards
      ? stretches(here, cursor.total, true)
      : stretches(0, Math.min(cursor.total, here + 1), false);
    for (const { from, to, isAround } of [
      ...near.map((stretch) => ({ ...stretch, isAround: false })),
      ...around.map((stretch) => ({ ...stretch, isAround: true })),
    ]) {
      const inStretch = sql`position >= ${from} AND position < ${to}`;
      const [row] = await reader.read(
        sql`SELECT ${eventId} AS id, c.position::DOUBLE AS position FROM trail.main.event_columns e
          JOIN (SELECT position, event FROM ${cursor.table} WHERE ${inStretch}) c ON e.rowid = c.event
          WHERE e.rowid IN (SELECT event FROM ${cursor.table} WHERE ${inStretch}) AND (${shows})
          ORDER BY c.position ${raw(backwards ? 'DESC' : 'ASC')} LIMIT 1`,
        { id: text, position: number },
      );
      if (row) return { ...row, isAround };
    }
    return null;
  });
}

/** Which of all rows that show the text the one at a position is. */
export const placeOfMatch = (
  { question, sort, fields, text: wanted, position }: Answered<ParamsOf<PlaceCall>>,
  { reader, cursors }: Local,
): Promise<ResultOf<PlaceCall>> =>
  cursors.lend(whereOf(question), orderBy(sort), reader.signal, (cursor) =>
    reader.one(
      sql`SELECT count(*)::DOUBLE AS total, (count(*) FILTER (WHERE c.position <= ${position}))::DOUBLE AS place
        FROM trail.main.event_columns e JOIN ${cursor.table} c ON e.rowid = c.event WHERE ${showsText(fields, wanted)}`,
      { place: count, total: count },
    ),
  );

async function positionOf(reader: Reader, table: Sql, id: string | null): Promise<number | undefined> {
  if (id === null) return undefined;
  const [fileId, ordinal] = eventIdParts(id);
  const [row] = await reader.read(
    sql`SELECT position::DOUBLE AS position FROM ${table} WHERE event = (
        SELECT rowid FROM trail.main.event_columns WHERE file_id = ${fileId} AND ordinal = ${ordinal})`,
    { position: number },
  );
  return row?.position;
}

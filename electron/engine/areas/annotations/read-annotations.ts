import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { NoteMark, notesContract, NotesSummary } from '../../../../shared/contract/annotations.ts';
import type { EventNotes } from '../../../../shared/annotations/event-notes.ts';
import { isNoteColour, type NoteColour } from '../../../../shared/annotations/colours.ts';
import type { Reader } from '../../db/pool.ts';
import { count, flag, number, text, textOrNull, type Decoder } from '../../db/rows.ts';
import { sql, type Sql } from '../../db/sql.ts';
import { eventIdParts } from '../../ask/event-rows.ts';
import { whereOf, type Answered } from '../../ask/question.ts';
import type { ChangeLog } from './change-log.ts';

/** The condition that a table's place columns are among these events. */
export function isAmong(ids: readonly string[], columns: Sql): Sql {
  const [only] = ids;
  if (only !== undefined && ids.length === 1) {
    const [fileId, ordinal] = eventIdParts(only);
    return sql`(${columns}) = (${fileId}, ${ordinal})`;
  }
  const parts = ids.map(eventIdParts);
  const files = JSON.stringify(parts.map(([fileId]) => fileId));
  const ordinals = JSON.stringify(parts.map(([, ordinal]) => ordinal));
  return sql`(${columns}) IN (SELECT unnest(from_json(${files}::VARCHAR, '["INTEGER"]')),
    unnest(from_json(${ordinals}::VARCHAR, '["INTEGER"]')))`;
}

/** The condition that a row stands in one of some spans of a sorted answer. */
export function amongSpans(
  table: Sql,
  spans: readonly { readonly from: number; readonly to: number }[],
): Sql {
  const starts = JSON.stringify(spans.map(({ from }) => from));
  const ends = JSON.stringify(spans.map(({ to }) => to));
  return sql`rowid IN (SELECT c.event FROM ${table} c JOIN (
    SELECT unnest(from_json(${starts}::VARCHAR, '["BIGINT"]')) AS span_from,
      unnest(from_json(${ends}::VARCHAR, '["BIGINT"]')) AS span_to) s
    ON c.position >= s.span_from AND c.position < s.span_to)`;
}

const colourOrNull = (value: unknown): NoteColour | null =>
  typeof value === 'string' && isNoteColour(value) ? value : null;

/** Tags as the table of noted events has them in one text. */
const tags: Decoder<string[]> = (value) => textOrNull(value)?.split(', ') ?? [];

const markColumns = sql`n.event_file_id || '.' || n.event_ordinal AS id, n.is_starred AS "isStarred", n.colour,
  nullif(n.tags, '') AS tags, n.comment_count AS comments, n.newest_comment AS comment`;
const markShape = {
  id: text,
  isStarred: flag,
  colour: colourOrNull,
  tags,
  comments: count,
  comment: textOrNull,
};

/** The notes in short of those of these events that have any. */
export async function marksOf(reader: Reader, ids: readonly string[]): Promise<NoteMark[]> {
  if (ids.length === 0) return [];
  const marks = await reader.read(
    sql`SELECT ${markColumns} FROM notes.main.noted_events n
        WHERE ${isAmong(ids, sql`n.event_file_id, n.event_ordinal`)}`,
    markShape,
  );
  return [...marks];
}

/** Everything noted about events, in the order asked; who edited a comment is known to the log alone. */
export async function notesOf(reader: Reader, log: ChangeLog, ids: readonly string[]): Promise<EventNotes[]> {
  const found = new Map(
    ids.map((id): [string, EventNotes] => [id, { id, star: null, colour: null, tags: [], comments: [] }]),
  );
  if (found.size === 0) return [];
  const rows = await reader.read(
    sql`SELECT m.event_file_id || '.' || m.event_ordinal AS id, m.kind, m."value", m.author,
          epoch_us(m.noted_at)::DOUBLE AS "atMicros", m.change
        FROM notes.main.marks m WHERE ${isAmong([...found.keys()], sql`m.event_file_id, m.event_ordinal`)}
        ORDER BY m.change`,
    { id: text, kind: text, value: textOrNull, author: text, atMicros: number, change: number },
  );
  for (const { id, kind, value, author, atMicros, change } of rows) {
    const notes = found.get(id);
    const signed = { author, atMicros };
    const logged = log.numbered(change);
    const colour = colourOrNull(value);
    if (!notes) continue;
    if (kind === 'star') notes.star = signed;
    else if (kind === 'colour' && colour) notes.colour = { colour, ...signed };
    else if (kind === 'tag') notes.tags.push({ tag: value ?? '', ...signed });
    else if (kind === 'comment' && logged) {
      const edited = logged.edit && { author: logged.edit.author, atMicros: logged.edit.atMicros };
      notes.comments.push({ id: logged.id, text: value ?? '', ...signed, edited, events: logged.events });
    }
  }
  for (const { tags } of found.values()) tags.sort((a, b) => a.tag.localeCompare(b.tag));
  return [...found.values()];
}

type MarksCall = (typeof notesContract)['notes.marks'];
/** What is asked of noted events on a timeline. */
export type MarksAsked = ParamsOf<MarksCall>;
/** Noted events with what a timeline needs besides. */
export type TimedMarks = ResultOf<MarksCall>;

/** Noted events of a question in order of time; beyond `limit` commented ones first, then starred, coloured and tagged ones. */
export async function timedMarks(
  reader: Reader,
  { question, view, limit }: Answered<MarksAsked>,
): Promise<TimedMarks> {
  const asked = view ? { ...question, scope: { ...question.scope, range: view } } : question;
  const rows = await reader.read(
    sql`WITH found AS MATERIALIZED (
          SELECT file_id, ordinal, epoch_us("eventTime")::DOUBLE AS "timeMicros", "eventName" FROM trail.main.event_columns
          WHERE "eventTime" IS NOT NULL AND ${whereOf(asked)}
            AND (file_id, ordinal) IN (SELECT event_file_id, event_ordinal FROM notes.main.noted_events)),
        chosen AS (
          SELECT ${markColumns}, f."timeMicros", f."eventName", (SELECT count(*) FROM found)::DOUBLE AS total
          FROM found f JOIN notes.main.noted_events n ON n.event_file_id = f.file_id AND n.event_ordinal = f.ordinal
          ORDER BY n.comment_count > 0 DESC, n.is_starred DESC, n.colour IS NOT NULL DESC, f."timeMicros", f.file_id, f.ordinal
          LIMIT ${limit})
        SELECT * FROM chosen ORDER BY "timeMicros"`,
    { ...markShape, timeMicros: number, eventName: textOrNull, total: count },
  );
  return { total: rows[0]?.total ?? 0, marks: rows.map(({ total: _, ...mark }) => mark) };
}

/** How the notes stand, for `version` of them. */
export async function summaryOf(reader: Reader, version: number): Promise<NotesSummary> {
  const counts = await reader.one(
    sql`SELECT count(*)::DOUBLE AS events, (count(*) FILTER (is_starred))::DOUBLE AS starred,
          (SELECT count(DISTINCT key) FROM notes.main.current
           WHERE key NOT IN (SELECT key FROM notes.main.places))::DOUBLE AS missing
        FROM notes.main.noted_events`,
    { events: count, starred: count, missing: count },
  );
  const tagCounts = await reader.read(
    sql`SELECT "value" AS tag, count(*)::DOUBLE AS events FROM notes.main.marks WHERE kind = 'tag'
        GROUP BY tag ORDER BY events DESC, tag LIMIT 1000`,
    { tag: text, events: count },
  );
  return { version, ...counts, tags: [...tagCounts] };
}

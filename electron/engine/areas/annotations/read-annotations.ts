import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { NoteMark, notesContract, NotesSummary } from '../../../../shared/contract/annotations.ts';
import type { EventNotes } from '../../../../shared/annotations/event-notes.ts';
import { isNoteColour, type NoteColour } from '../../../../shared/annotations/colours.ts';
import { textOrNull, type Reader, type Row } from '../../db/pool.ts';
import { sql, type Sql } from '../../db/sql.ts';
import { eventIdParts } from '../../ask/event-rows.ts';
import { whereOf, type AnsweredQuestion } from '../../ask/question.ts';
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

const tagsOf = (value: unknown): string[] =>
  typeof value === 'string' && value !== '' ? value.split(', ') : [];

const markColumns = sql`n.event_file_id || '.' || n.event_ordinal, n.is_starred, n.colour, n.tags, n.comment_count,
  n.newest_comment`;

function markOf([id, isStarred, colour, tags, comments, comment]: Row): NoteMark {
  return {
    id: String(id),
    isStarred: isStarred === true,
    colour: colourOrNull(colour),
    tags: tagsOf(tags),
    comments: Number(comments),
    comment: textOrNull(comment),
  };
}

/** The notes in short of those of these events that have any. */
export async function marksOf(reader: Reader, ids: readonly string[]): Promise<NoteMark[]> {
  if (ids.length === 0) return [];
  const rows = await reader.rows(
    sql`SELECT ${markColumns} FROM notes.main.noted_events n
        WHERE ${isAmong(ids, sql`n.event_file_id, n.event_ordinal`)}`,
  );
  return rows.map(markOf);
}

/** Everything noted about events, in the order asked; who edited a comment is known to the log alone. */
export async function notesOf(reader: Reader, log: ChangeLog, ids: readonly string[]): Promise<EventNotes[]> {
  const found = new Map(
    ids.map((id): [string, EventNotes] => [id, { id, star: null, colour: null, tags: [], comments: [] }]),
  );
  if (found.size === 0) return [];
  const rows = await reader.rows(
    sql`SELECT m.event_file_id || '.' || m.event_ordinal, m.kind, m."value", m.author, epoch_us(m.noted_at)::DOUBLE, m.change
        FROM notes.main.marks m WHERE ${isAmong([...found.keys()], sql`m.event_file_id, m.event_ordinal`)}
        ORDER BY m.change`,
  );
  for (const [id, kind, value, author, at, change] of rows) {
    const notes = found.get(String(id));
    const signed = { author: String(author), atMicros: Number(at) };
    const logged = log.numbered(Number(change));
    const colour = colourOrNull(value);
    if (!notes) continue;
    if (kind === 'star') notes.star = signed;
    else if (kind === 'colour' && colour) notes.colour = { colour, ...signed };
    else if (kind === 'tag') notes.tags.push({ tag: String(value), ...signed });
    else if (kind === 'comment' && logged) {
      const edited = logged.edit && { author: logged.edit.author, atMicros: logged.edit.atMicros };
      notes.comments.push({ id: logged.id, text: String(value), ...signed, edited, events: logged.events });
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
  { question, view, limit }: Omit<MarksAsked, 'question'> & { readonly question: AnsweredQuestion },
): Promise<TimedMarks> {
  const asked = view ? { ...question, scope: { ...question.scope, range: view } } : question;
  const rows = await reader.rows(
    sql`WITH found AS MATERIALIZED (
          SELECT file_id, ordinal, epoch_us("eventTime")::DOUBLE AS micros, "eventName" AS name FROM trail.main.event_columns
          WHERE "eventTime" IS NOT NULL AND ${whereOf(asked)}
            AND (file_id, ordinal) IN (SELECT event_file_id, event_ordinal FROM notes.main.noted_events)),
        chosen AS (
          SELECT ${markColumns}, f.micros, f.name, (SELECT count(*) FROM found)::DOUBLE AS total
          FROM found f JOIN notes.main.noted_events n ON n.event_file_id = f.file_id AND n.event_ordinal = f.ordinal
          ORDER BY n.comment_count > 0 DESC, n.is_starred DESC, n.colour IS NOT NULL DESC, f.micros, f.file_id, f.ordinal
          LIMIT ${limit})
        SELECT * FROM chosen ORDER BY micros`,
  );
  return {
    total: Number(rows[0]?.[8] ?? 0),
    marks: rows.map((row) => ({
      ...markOf(row),
      timeMicros: Number(row[6]),
      eventName: textOrNull(row[7]),
    })),
  };
}

/** How the notes stand, for `version` of them. */
export async function summaryOf(reader: Reader, version: number): Promise<NotesSummary> {
  const [counts] = await reader.rows(
    sql`SELECT count(*)::DOUBLE, (count(*) FILTER (is_starred))::DOUBLE,
          (SELECT count(DISTINCT key) FROM notes.main.current
           WHERE key NOT IN (SELECT key FROM notes.main.places))::DOUBLE
        FROM notes.main.noted_events`,
  );
  const tags = await reader.rows(
    sql`SELECT "value", count(*)::DOUBLE AS events FROM notes.main.marks WHERE kind = 'tag'
        GROUP BY 1 ORDER BY events DESC, 1 LIMIT 1000`,
  );
  const [events, starred, missing] = counts ?? [];
  return {
    version,
    events: Number(events ?? 0),
    starred: Number(starred ?? 0),
    missing: Number(missing ?? 0),
    tags: tags.map(([tag, count]) => ({ tag: String(tag), events: Number(count) })),
  };
}

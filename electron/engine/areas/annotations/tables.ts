/** Where one kind of note stands: a change replaces what an earlier one put into the same slot of an event. */
export type Slot = 'star' | 'tag' | 'colour' | 'comment';

/** Makes room for the tables of the notes: a database of their own, in memory. */
export const attachNotes = `ATTACH ':memory:' AS notes (READ_WRITE)`;

/**
 * The notes as tables, in a database in memory beside the events: derived from annotations.jsonl at every opening, so that
 * they can never differ from it. `marks` has a row a note on an event, `noted_events` a row an event with any.
 */
export const noteTables: readonly string[] = [
  `CREATE TABLE notes.main.keys (key INTEGER, account VARCHAR, name VARCHAR, is_by_hash BOOLEAN)`,
  `CREATE TABLE notes.main.places (key INTEGER, file_id INTEGER, ordinal INTEGER)`,
  `CREATE TABLE notes.main.changes (
    change INTEGER, noted_at TIMESTAMP, author VARCHAR, slot VARCHAR, slot_key VARCHAR, sets BOOLEAN, "value" VARCHAR,
    is_undone BOOLEAN)`,
  `CREATE TABLE notes.main.change_keys (change INTEGER, key INTEGER)`,
  `CREATE TABLE notes.main.current (key INTEGER, slot VARCHAR, slot_key VARCHAR, change INTEGER)`,
  `CREATE TABLE notes.main.noted_events (
    event_file_id INTEGER, event_ordinal INTEGER, is_starred BOOLEAN, colour VARCHAR, tags VARCHAR, comments VARCHAR,
    comment_count INTEGER, newest_comment VARCHAR, authors VARCHAR, noted_at TIMESTAMP)`,
  `CREATE VIEW notes.main.marks AS
    SELECT p.file_id AS event_file_id, p.ordinal AS event_ordinal, c.slot AS kind, h."value", h.author, h.noted_at, c.change
    FROM notes.main.current c JOIN notes.main.places p ON p.key = c.key JOIN notes.main.changes h ON h.change = c.change`,
];

/** So many noted events are replaced one by one; for more the whole table is made anew. */
export const rewriteFrom = 50_000;

/** Names longer than this, in bytes, are none that AWS gives; whole lines of the text file must stay readable. */
const longestName = 100;

/** The receiving account as a part of an event's identity; empty for none. */
export const identityAccount = `CASE WHEN strlen("recipientAccountId") <= ${longestName} THEN "recipientAccountId" ELSE '' END`;

/** True for records that are known by their text: those without an event ID, or with one that cannot be one. */
export const isKnownByText = `("eventID" IS NULL OR strlen("eventID") > ${longestName})`;

/** Finds where noted events stand in the evidence as it is. A record that lost its account is found by its event ID alone. */
export const resolvePlaces = (keys: string): string => `
  SELECT k.key, e.file_id, e.ordinal FROM trail.main.event_columns e
  JOIN (${keys}) k ON e."eventID" = k.name AND (k.account = ${identityAccount} OR k.account = '')
  WHERE NOT k.is_by_hash`;

/** The same for records without an event ID, which are known by their text. */
export const resolveByHash = (keys: string, where = 'true'): string => `
  SELECT k.key, e.file_id, e.ordinal FROM (
    SELECT file_id, ordinal, ${identityAccount} AS account, sha256(raw) AS name
    FROM trail.main.event_columns WHERE ${isKnownByText} AND ${where}) e
  JOIN (${keys}) k ON e.name = k.name AND k.account = e.account WHERE k.is_by_hash`;

/** What holds of each event: of the changes of one slot, the newest that was not undone. */
export const currentNotes = (where: string): string => `
  SELECT key, slot, slot_key, (newest // 2)::INTEGER FROM (
    SELECT k.key, c.slot, c.slot_key, max(c.change::BIGINT * 2 + c.sets::BIGINT) AS newest
    FROM notes.main.change_keys k JOIN notes.main.changes c ON c.change = k.change
    WHERE NOT c.is_undone AND ${where} GROUP BY ALL)
  WHERE newest % 2 = 1`;

/**
 * A row an event out of its marks. Tags have no commas, so that they can be told apart again. Lists are made only for
 * events that need one, because making them for each of a million takes seconds.
 */
export const notedEvents = (where: string): string => `
  WITH own AS (SELECT * FROM notes.main.marks WHERE ${where}),
  simple AS (
    SELECT event_file_id, event_ordinal, bool_or(kind = 'star') AS is_starred, max("value") FILTER (kind = 'colour') AS colour,
      min("value") FILTER (kind = 'tag') AS tag, count(*) FILTER (kind = 'tag') AS tag_count,
      (count(*) FILTER (kind = 'comment'))::INTEGER AS comment_count,
      min(author) AS first_author, max(author) AS last_author, max(noted_at) AS noted_at
    FROM own GROUP BY event_file_id, event_ordinal),
  several AS (
    SELECT event_file_id, event_ordinal,
      array_to_string(list_sort(list("value") FILTER (kind = 'tag')), ', ') AS tags,
      string_agg("value", ' | ' ORDER BY change) FILTER (kind = 'comment') AS comments,
      arg_max(left("value", 200), change) FILTER (kind = 'comment') AS newest_comment,
      array_to_string(list_sort(list(DISTINCT author)), ', ') AS authors
    FROM own WHERE (event_file_id, event_ordinal) IN (
      SELECT event_file_id, event_ordinal FROM simple
      WHERE tag_count > 1 OR comment_count > 0 OR first_author <> last_author)
    GROUP BY event_file_id, event_ordinal)
  SELECT s.event_file_id, s.event_ordinal, s.is_starred, s.colour, coalesce(m.tags, s.tag), m.comments, s.comment_count,
    m.newest_comment, coalesce(m.authors, s.first_author), s.noted_at
  FROM simple s LEFT JOIN several m ON m.event_file_id = s.event_file_id AND m.event_ordinal = s.event_ordinal`;

import type { Cell, Question } from '../../../../shared/contract/common.ts';
import type { EventDetail, Sort } from '../../../../shared/contract/events.ts';
import { AppError } from '../../../../shared/bridge/errors.ts';
import { fields, type Field } from '../../../../shared/fields/catalogue.ts';
import type { Pool } from '../../db/pool.ts';
import { isRebuiltIn, kindLabel } from '../../ingest/kinds.ts';
import { identifier, join, sql, type Sql } from '../../db/sql.ts';
import type { Cursors } from './cursors.ts';
import { again, cellOf, eventId, eventIdParts, inColumns, orderBy } from './event-rows.ts';
import { whereOf } from '../filter/question.ts';

/** Windows that end before this row are cheaper to sort on the spot than to build a cursor for (measured at 10 M). */
const shallowRows = 4_000;
/** A question may hold a list of thousands of addresses. */
const mostTotals = 500;

/** What the event queries work on. */
export interface EventsContext {
  readonly pool: Pool;
  readonly cursors: Cursors;
  readonly dataVersion: () => number;
}

interface WindowRequest {
  readonly question: Question;
  readonly sort: Sort;
  readonly offset: number;
  readonly limit: number;
  readonly columns: readonly string[];
}

interface EventWindow {
  total: number;
  offset: number;
  ids: string[];
  columns: Cell[][];
}

/** How many events a question matches; remembered for the current data, because every window asks again. */
export class Counts {
  readonly #pool: Pool;
  readonly #known = new Map<string, number>();
  #version = -1;
  #forgotten = 0;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async total(question: Question, version: number, signal: AbortSignal | undefined): Promise<number> {
    if (version !== this.#version) this.#known.clear();
    this.#version = version;
    const key = JSON.stringify(question);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const forgotten = this.#forgotten;
    const rows = await this.#pool.rows(
      sql`SELECT count(*)::DOUBLE FROM trail.main.event_columns WHERE ${whereOf(question)}`,
      'count',
      signal,
    );
    const total = Number(rows[0]?.[0] ?? 0);
    if (this.#known.size >= mostTotals) this.#known.clear();
    if (version === this.#version && forgotten === this.#forgotten) this.#known.set(key, total);
    return total;
  }

  /** Forgets the totals of questions, as JSON text, that have another answer now. */
  forget(isGone: (question: string) => boolean): void {
    this.#forgotten += 1;
    for (const key of this.#known.keys()) if (isGone(key)) this.#known.delete(key);
  }
}

/** A window of the sorted answer. */
export async function eventWindow(
  context: EventsContext & { readonly counts: Counts },
  request: WindowRequest,
  signal: AbortSignal,
): Promise<EventWindow> {
  const { question, sort, offset, limit } = request;
  const where = whereOf(question);
  const items = join([eventId, ...request.columns.map(cellOf)], ', ');
  const version = context.dataVersion();
  const total = await context.counts.total(question, version, signal);
  const columnCount = request.columns.length;
  if (offset >= total) return { total, offset, ids: [], columns: request.columns.map(() => []) };
  const answer = (rows: readonly (readonly unknown[])[], all: number): EventWindow => ({
    total: all,
    offset,
    ids: rows.map((row) => String(row[0])),
    columns: inColumns(rows, 1, columnCount),
  });
  if (offset + limit <= shallowRows) {
    const order = orderBy(sort);
    // The rows are chosen before their cells are read: a path into the record then costs the window, not the archive.
    const query = sql`WITH chosen AS MATERIALIZED (
      SELECT rowid AS event FROM trail.main.event_columns WHERE ${where} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset})
    SELECT ${items} FROM trail.main.event_columns WHERE rowid IN (SELECT event FROM chosen) ORDER BY ${order}`;
    return answer(await context.pool.rows(query, 'window', signal), total);
  }
  return again(async () => {
    const cursor = await context.cursors.open(where, orderBy(sort), version, signal);
    const query = sql`SELECT ${items} FROM trail.main.event_columns e JOIN ${cursor.table} c ON e.rowid = c.event
    WHERE c.position >= ${offset} AND c.position < ${offset + limit}
      AND e.rowid IN (SELECT event FROM ${cursor.table} WHERE position >= ${offset} AND position < ${offset + limit})
    ORDER BY c.position`;
    return answer(await context.pool.rows(query, 'window', signal), cursor.total);
  });
}

/** The failure of asking for an event that is not there (any more). */
export const noSuchEvent = (): AppError =>
  new AppError(
    'not-found',
    'This event is no longer in the workspace. Its evidence may have been removed or read again.',
  );

/** Where an event stands in the sorted answer, from 0; null when the question leaves it out. */
export async function locateEvent(
  context: EventsContext,
  request: { readonly question: Question; readonly sort: Sort; readonly id: string },
  signal: AbortSignal,
): Promise<number | null> {
  const [fileId, ordinal] = eventIdParts(request.id);
  const where = whereOf(request.question);
  const isIn = await context.pool.rows(
    sql`SELECT rowid::DOUBLE FROM trail.main.event_columns WHERE file_id = ${fileId} AND ordinal = ${ordinal} AND ${where}`,
    'count',
    signal,
  );
  const event = isIn[0]?.[0];
  if (event === undefined) return null;
  return again(async () => {
    const version = context.dataVersion();
    const cursor = await context.cursors.open(where, orderBy(request.sort), version, signal);
    const rows = await context.pool.rows(
      sql`SELECT position::DOUBLE FROM ${cursor.table} WHERE event = ${Number(event)}`,
      'window',
      signal,
    );
    return rows[0] ? Number(rows[0][0]) : null;
  });
}

const asCell = (field: Field, value: unknown): Cell =>
  field.type === 'time'
    ? String(value)
    : typeof value === 'boolean' || typeof value === 'number'
      ? value
      : String(value);

const occurrencesQuery = (fileId: number, ordinal: number): Sql => sql`
  WITH seen AS (
    SELECT file_id, ordinal, position, strlen(raw) AS length, true AS same FROM trail.main.event_columns
    WHERE file_id = ${fileId} AND ordinal = ${ordinal}
    UNION ALL
    SELECT file_id, ordinal, position, strlen(raw), raw = (
      SELECT raw FROM trail.main.event_columns WHERE file_id = ${fileId} AND ordinal = ${ordinal}) FROM trail.main.duplicate_records
    WHERE event_file_id = ${fileId} AND event_ordinal = ${ordinal})
  SELECT f.path, f.sha256, ordinal::DOUBLE, s.position::DOUBLE, length::DOUBLE, f.kind, same FROM (
    SELECT file_id AS read_in, file_id, ordinal, position, length, same FROM seen
    UNION ALL
    SELECT seen.file_id, twin.id, ordinal, seen.position, length, same FROM seen
    JOIN trail.main.files twin ON twin.same_as = seen.file_id) s
  JOIN trail.main.files f ON f.id = s.file_id ORDER BY f.path, ordinal`;

/** Everything known of one event: its exact text, its fields, and every place of the evidence it stands in. */
export async function eventDetail(
  context: EventsContext,
  id: string,
  signal: AbortSignal,
): Promise<EventDetail> {
  const [fileId, ordinal] = eventIdParts(id);
  const columns = join(
    fields.map((field) =>
      field.type === 'time'
        ? sql`strftime(${identifier(field.name)}, '%Y-%m-%dT%H:%M:%SZ')`
        : identifier(field.name),
    ),
    ', ',
  );
  const [row] = await context.pool.rows(
    sql`SELECT raw, (SELECT base64(bytes) FROM trail.main.exact_bytes b WHERE b.file_id = ${fileId} AND b.ordinal = ${ordinal}), ${columns}
        FROM trail.main.event_columns WHERE file_id = ${fileId} AND ordinal = ${ordinal}`,
    'window',
    signal,
  );
  if (!row) throw noSuchEvent();
  const occurrences = await context.pool.rows(occurrencesQuery(fileId, ordinal), 'window', signal);
  const [text, exactBytes, ...values] = row;
  const present = fields.flatMap((field, index): [string, Cell][] => {
    const value = values[index];
    return value === null || value === undefined ? [] : [[field.name, asCell(field, value)]];
  });
  return {
    id,
    raw: String(text),
    exactBytes: typeof exactBytes === 'string' ? exactBytes : null,
    fields: Object.fromEntries(present),
    occurrences: occurrences.map(([path, sha256, at, position, length, kind, isSame]) => ({
      path: String(path),
      sha256: typeof sha256 === 'string' ? sha256 : null,
      ordinal: Number(at),
      positionBytes: Number(position),
      lengthBytes: Number(length),
      kind: kindLabel(String(kind)),
      isRebuilt: isRebuiltIn(String(kind)),
      isSameText: isSame === true,
    })),
  };
}

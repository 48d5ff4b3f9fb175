import type { Cell } from '../../../../shared/table/cell.ts';
import type { EventDetail } from '../../../../shared/contract/events.ts';
import { AppError } from '../../../../shared/bridge/errors.ts';
import { fields, type Field } from '../../../../shared/fields/catalogue.ts';
import { eventIdParts } from '../../ask/event-rows.ts';
import type { Reader } from '../../db/pool.ts';
import { identifier, join, sql, type Sql } from '../../db/sql.ts';
import { isRebuiltIn, kindLabel } from '../../ingest/record/kinds.ts';

/** The failure of asking for an event that is not there (any more). */
export const noSuchEvent = (): AppError =>
  new AppError(
    'not-found',
    'This event is no longer in the workspace. Its evidence may have been removed or read again.',
  );

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
export async function eventDetail(reader: Reader, id: string): Promise<EventDetail> {
  const [fileId, ordinal] = eventIdParts(id);
  const columns = join(
    fields.map((field) =>
      field.type === 'time'
        ? sql`strftime(${identifier(field.name)}, '%Y-%m-%dT%H:%M:%SZ')`
        : identifier(field.name),
    ),
    ', ',
  );
  const [row] = await reader.rows(
    sql`SELECT raw, (SELECT base64(bytes) FROM trail.main.exact_bytes b WHERE b.file_id = ${fileId} AND b.ordinal = ${ordinal}), ${columns}
        FROM trail.main.event_columns WHERE file_id = ${fileId} AND ordinal = ${ordinal}`,
  );
  if (!row) throw noSuchEvent();
  const occurrences = await reader.rows(occurrencesQuery(fileId, ordinal));
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

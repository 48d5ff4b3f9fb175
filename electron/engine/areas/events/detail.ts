import type { Cell } from '../../../../shared/table/cell.ts';
import type { EventDetail } from '../../../../shared/contract/events.ts';
import { AppError } from '../../../../shared/bridge/errors.ts';
import { fields, fieldsByValue, nameFields } from '../../../../shared/fields/catalogue.ts';
import { eventIdParts } from '../../ask/event-rows.ts';
import { fieldColumn } from '../../ask/local-sql.ts';
import type { Reader } from '../../db/pool.ts';
import { cell, count, flag, number, text, textOrNull } from '../../db/rows.ts';
import { identifier, join, sql, type Sql } from '../../db/sql.ts';
import { isRebuiltIn, kindLabel } from '../../ingest/record/kinds.ts';

/** The failure of asking for an event that is not there (any more). */
export const noSuchEvent = (): AppError =>
  new AppError(
    'not-found',
    'This event is no longer in the workspace. Its evidence may have been removed or read again.',
  );

/** Whose an address is stands beside it by a call of its own: its table may not be made yet. */
const namesOfAccounts = nameFields.filter(({ name }) => !name.startsWith('ip.'));
const all = [...fields, ...fieldsByValue, ...namesOfAccounts];
const cells = Object.fromEntries(all.map(({ name }) => [name, cell]));

const occurrencesQuery = (fileId: number, ordinal: number): Sql => sql`
  WITH seen AS (
    SELECT file_id, ordinal, position, strlen(raw) AS length, true AS same FROM trail.main.event_columns
    WHERE file_id = ${fileId} AND ordinal = ${ordinal}
    UNION ALL
    SELECT file_id, ordinal, position, strlen(raw), raw = (
      SELECT raw FROM trail.main.event_columns WHERE file_id = ${fileId} AND ordinal = ${ordinal}) FROM trail.main.duplicate_records
    WHERE event_file_id = ${fileId} AND event_ordinal = ${ordinal})
  SELECT f.path, f.sha256, ordinal, s.position::DOUBLE AS "positionBytes", length::DOUBLE AS "lengthBytes", f.kind,
    same AS "isSameText" FROM (
    SELECT file_id AS read_in, file_id, ordinal, position, length, same FROM seen
    UNION ALL
    SELECT seen.file_id, twin.id, ordinal, seen.position, length, same FROM seen
    JOIN trail.main.files twin ON twin.same_as = seen.file_id) s
  JOIN trail.main.files f ON f.id = s.file_id ORDER BY f.path, ordinal`;

/** Everything known of one event: its exact text, its fields, and every place of the evidence it stands in. */
export async function eventDetail(reader: Reader, id: string): Promise<EventDetail> {
  const [fileId, ordinal] = eventIdParts(id);
  const columns = join(
    all.map(({ name, type }) => {
      const value = fieldColumn(name);
      const shown = type === 'time' ? sql`strftime(${value}, '%Y-%m-%dT%H:%M:%SZ')` : value;
      return sql`${shown} AS ${identifier(name)}`;
    }),
    ', ',
  );
  const [row] = await reader.read(
    sql`SELECT raw, (SELECT base64(bytes) FROM trail.main.exact_bytes b
          WHERE b.file_id = ${fileId} AND b.ordinal = ${ordinal}) AS "exactBytes", ${columns}
        FROM trail.main.event_columns WHERE file_id = ${fileId} AND ordinal = ${ordinal}`,
    { ...cells, raw: text, exactBytes: textOrNull },
  );
  if (!row) throw noSuchEvent();
  const { raw, exactBytes, ...values } = row;
  const occurrences = await reader.read(occurrencesQuery(fileId, ordinal), {
    path: text,
    sha256: textOrNull,
    ordinal: number,
    positionBytes: count,
    lengthBytes: count,
    kind: text,
    isSameText: flag,
  });
  return {
    id,
    raw,
    exactBytes,
    fields: Object.fromEntries(Object.entries<Cell>(values).filter(([, value]) => value !== null)),
    occurrences: occurrences.map((one) => ({
      ...one,
      kind: kindLabel(one.kind),
      isRebuilt: isRebuiltIn(one.kind),
    })),
  };
}

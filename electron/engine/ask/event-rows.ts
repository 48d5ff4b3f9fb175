import type { Cell } from '../../../shared/table/cell.ts';
import type { Sort } from '../../../shared/contract/events.ts';
import { fieldNamed } from '../../../shared/fields/catalogue.ts';
import type { Row } from '../db/pool.ts';
import { join, raw, sql, type Sql } from '../db/sql.ts';
import { besideOf } from './beside-fields.ts';
import { fieldColumn, fieldText } from './local-sql.ts';

/** Names the event of a row on the wire: `file.ordinal`. */
export const eventId = raw(`file_id || '.' || ordinal`);

/** The file and the ordinal that an event's id names. */
export const eventIdParts = (id: string): readonly [fileId: number, ordinal: number] => {
  const [fileId = 0, ordinal = 0] = id.split('.').map(Number);
  return [fileId, ordinal];
};

/** A field of any kind as a cell: times in microseconds, booleans and numbers as they are, all else text. */
export function cellOf(name: string): Sql {
  const field = fieldNamed(name);
  if (!field) return fieldText(name);
  const column = besideOf(name)?.cell(name, fieldColumn) ?? fieldColumn(name);
  return field.type === 'time' ? sql`epoch_us(${column})::DOUBLE` : column;
}

/** A field of any kind as text, as the grid shows it: times to the second in UTC. */
export const shownText = (name: string): Sql =>
  fieldNamed(name)?.type === 'time'
    ? sql`strftime(${fieldColumn(name)}, '%Y-%m-%d %H:%M:%S')`
    : sql`${fieldText(name)}::VARCHAR`;

const sortKey = (name: string): Sql => (fieldNamed(name) ? fieldColumn(name) : fieldText(name));

/** Ties are broken by the place in the evidence, turned with the first key, so that reversing a sort reverses all rows. */
export function orderBy(sort: Sort): Sql {
  const keys = sort.map(
    ({ field, descending }) => sql`${sortKey(field)} ${raw(descending ? 'DESC' : 'ASC')} NULLS LAST`,
  );
  const tie = raw(sort[0]?.descending ? 'file_id DESC, ordinal DESC' : 'file_id, ordinal');
  return join([...keys, tie], ', ');
}

/** Turns rows into columns; the first `skip` items of a row are not cells. */
export const inColumns = (rows: readonly Row[], skip: number, count: number): Cell[][] =>
  Array.from({ length: count }, (_, column) => rows.map((row) => row[column + skip] as Cell));

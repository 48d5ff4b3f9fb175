import type { Cell } from '../../../shared/table/cell.ts';
import type { Sort } from '../../../shared/contract/events.ts';
import { targetOf, targetDocuments } from '../../../shared/cloudtrail/targets/target-of.ts';
import { fieldNamed, isTargetField } from '../../../shared/fields/catalogue.ts';
import type { Row } from '../db/pool.ts';
import type { Covered } from '../derive/background-tables.ts';
import { identifier, join, raw, sql, type Sql } from '../db/sql.ts';
import { besideOf } from './beside-fields.ts';
import { fieldColumn, fieldText } from './local-sql.ts';
import { composedCell } from './sentences.ts';
import { targetColumns } from './targets-sql.ts';

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

/** The cells of rows that are shown: what is selected for them, and how they are read out of the rows. */
export interface Cells {
  readonly items: Sql;
  /** A list a field; the first `skip` items of a row are not cells. */
  readonly inColumns: (rows: readonly Row[], skip: number) => Cell[][];
}

/**
 * Fields of any kind as cells of few rows. While the table of targets does not go over all events, targets are found in what
 * their rows have, which costs these rows and not all that are missing there.
 */
export function cellsOf(names: readonly string[], targetsCovered: Covered): Cells {
  const isFound = (name: string): boolean => targetsCovered !== 'all' && isTargetField(name);
  const items = names.map((name) => (isFound(name) ? raw('NULL') : cellOf(name)));
  const further = names.some(isFound) ? targetColumns.map(identifier) : [];
  const cell = (row: Row, name: string, at: number, skip: number): Cell =>
    isFound(name)
      ? targetCell(row.slice(skip + names.length), name)
      : composedCell(name, row[skip + at] as Cell);
  return {
    items: join([...items, ...further], ', '),
    inColumns: (rows, skip) => names.map((name, at) => rows.map((row) => cell(row, name, at, skip))),
  };
}

function targetCell(values: readonly unknown[], name: string): Cell {
  const target = targetOf((column) => {
    const value = values[targetColumns.indexOf(column)];
    return targetDocuments.has(column) && typeof value === 'string' ? parsed(value) : value;
  });
  const members: Readonly<Record<string, string | undefined>> = { ...target };
  return members[name.slice(name.indexOf('.') + 1)] ?? null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

import { fields, type Field, type FieldType } from '../../../shared/fields/catalogue.ts';
import { recordFamilies } from './record-families.ts';

/** Version of the tables below. A workspace with another version rebuilds its database from the evidence. */
export const schemaVersion = 3;

/** Named instead of found out: trying every way of packing on every text column costs a tenth of an import. */
const text = 'VARCHAR USING COMPRESSION dict_fsst';

const columnTypes: Record<FieldType, string> = {
  text,
  ip: text,
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  time: 'TIMESTAMP',
  json: 'VARCHAR USING COMPRESSION zstd',
};

const quoted = (name: string): string => `"${name}"`;

/** Nested `struct_pack` text for dotted names: `userIdentity.arn` becomes a member of `userIdentity`. */
function nestedColumns(all: readonly Field[], prefix = ''): string[] {
  const heads = new Map<string, Field[]>();
  for (const field of all) {
    const head = field.name.slice(prefix.length).split('.')[0] ?? '';
    heads.set(head, [...(heads.get(head) ?? []), field]);
  }
  return [...heads].map(([head, members]) => {
    const only = members[0];
    if (members.length === 1 && only?.name === prefix + head)
      return `${quoted(head)} := ${quoted(only.name)}`;
    return `${quoted(head)} := struct_pack(${nestedColumns(members, `${prefix}${head}.`).join(', ')})`;
  });
}

const asSelectItem = (assignment: string): string => {
  const at = assignment.indexOf(' := ');
  return `${assignment.slice(at + 4)} AS ${assignment.slice(0, at)}`;
};

/**
 * The tables of a workspace database. `event_columns` holds one row an event, a column a catalogue field, with the exact
 * record text in `raw`; `events` is the same data under AWS's nested names. Compression needs storage version 'latest'
 * (DuckDB: zstd for VARCHAR columns since 1.2).
 */
export const schemaStatements: readonly string[] = [
  `CREATE TABLE meta (key VARCHAR, value VARCHAR)`,
  `CREATE TABLE sources (id INTEGER, path VARCHAR, added_at TIMESTAMP)`,
  `CREATE TABLE files (
    id INTEGER, source_id INTEGER, member_of INTEGER, path VARCHAR, size_bytes BIGINT, modified_at TIMESTAMP, sha256 VARCHAR,
    status VARCHAR, kind VARCHAR, reason VARCHAR, detail VARCHAR, position BIGINT, same_as INTEGER,
    records BIGINT, events BIGINT, duplicates BIGINT, refused_records BIGINT, first_event TIMESTAMP, last_event TIMESTAMP,
    path_account VARCHAR, path_region VARCHAR, delivered_at TIMESTAMP)`,
  `CREATE TABLE file_problems (file_id INTEGER, position BIGINT, reason VARCHAR, sample VARCHAR)`,
  `CREATE TABLE event_columns (
    file_id INTEGER, ordinal INTEGER, position BIGINT,
    ${fields.map((field) => `${quoted(field.name)} ${columnTypes[field.type]}`).join(',\n    ')},
    raw VARCHAR USING COMPRESSION zstd)`,
  `CREATE TABLE duplicate_records (
    file_id INTEGER, ordinal INTEGER, position BIGINT, raw VARCHAR USING COMPRESSION zstd,
    event_file_id INTEGER, event_ordinal INTEGER, completeness VARCHAR)`,
  `CREATE TABLE conflicting_events ("recipientAccountId" VARCHAR, "eventID" VARCHAR, events BIGINT)`,
  `CREATE TABLE aggregated_records (file_id INTEGER, ordinal INTEGER, position BIGINT, raw VARCHAR)`,
  `CREATE TABLE exact_bytes (file_id INTEGER, ordinal INTEGER, bytes BLOB)`,
  `CREATE TABLE ip_addresses ("sourceIPAddress" VARCHAR, version UTINYINT, number UHUGEINT)`,
  `CREATE VIEW events AS SELECT ${nestedColumns(fields).map(asSelectItem).join(', ')},
    raw, file_id, ordinal, position FROM event_columns`,
  ...recordFamilies.map(({ statement }) => statement),
];

import { fields, type Field, type FieldType } from '../../../shared/fields/catalogue.ts';

/** Version of the tables below. `upgrade.ts` makes those of a former version from it; other versions are rebuilt from the evidence. */
export const schemaVersion = 6;

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

/** Fields of ours whose columns came later. They stand behind the record's text, where an upgrade can add them. */
const laterNames: readonly string[] = ['result', 'consequence'];

/** The fields of the catalogue in the order of their columns in `event_columns`, with `raw` between the two lists. */
export const columnOrder: { readonly beforeRaw: readonly Field[]; readonly behindRaw: readonly Field[] } = {
  beforeRaw: fields.filter(({ name }) => !laterNames.includes(name)),
  behindRaw: fields.filter(({ name }) => laterNames.includes(name)),
};

const columnOf = ({ name, type }: Field): string => `${quoted(name)} ${columnTypes[type]}`;

/** A table by its name and what stands between the brackets of its CREATE. */
interface Table {
  readonly name: string;
  readonly columns: string;
}

const table = (name: string, columns: string): Table => ({ name, columns });

function createStatement({ name, columns }: Table): string {
  return `CREATE TABLE trail.main.${name} (${columns})`;
}

/**
 * The tables of a workspace database. `event_columns` holds one row an event, a column a catalogue field, with the exact
 * record text in `raw`. Compression needs storage version 'latest' (DuckDB: zstd for VARCHAR columns since 1.2).
 */
const tables: readonly Table[] = [
  table('meta', 'key VARCHAR, value VARCHAR'),
  table('sources', 'id INTEGER, path VARCHAR, added_at TIMESTAMP'),
  table(
    'files',
    `id INTEGER, source_id INTEGER, member_of INTEGER, path VARCHAR, size_bytes BIGINT, modified_at TIMESTAMP, sha256 VARCHAR,
    status VARCHAR, kind VARCHAR, reason VARCHAR, detail VARCHAR, position BIGINT, same_as INTEGER,
    records BIGINT, events BIGINT, duplicates BIGINT, refused_records BIGINT, first_event TIMESTAMP, last_event TIMESTAMP,
    path_account VARCHAR, path_region VARCHAR, delivered_at TIMESTAMP, content_sha256 VARCHAR, gzip_members BIGINT[]`,
  ),
  table('file_problems', 'file_id INTEGER, position BIGINT, reason VARCHAR, sample VARCHAR'),
  table(
    'event_columns',
    `file_id INTEGER, ordinal INTEGER, position BIGINT,
    ${columnOrder.beforeRaw.map(columnOf).join(',\n    ')},
    raw VARCHAR USING COMPRESSION zstd, ${columnOrder.behindRaw.map(columnOf).join(', ')}`,
  ),
  table(
    'duplicate_records',
    `file_id INTEGER, ordinal INTEGER, position BIGINT, raw VARCHAR USING COMPRESSION zstd,
    event_file_id INTEGER, event_ordinal INTEGER, completeness VARCHAR, likeness VARCHAR`,
  ),
  table('aggregated_records', 'file_id INTEGER, ordinal INTEGER, position BIGINT, raw VARCHAR'),
  table('exact_bytes', 'file_id INTEGER, ordinal INTEGER, bytes BLOB'),
  table(
    'companions',
    'file_id INTEGER, kind VARCHAR, content VARCHAR USING COMPRESSION zstd, sha256 VARCHAR',
  ),
];

/** The statement that makes one of them. Errors: a plain one for any other name. */
export function createTable(name: string): string {
  const found = tables.find((one) => one.name === name);
  if (!found) throw new Error(`There is no table ${name}`);
  return createStatement(found);
}

/** The names of the tables, as they stand in `trail.main`; derived ones stand beside them. */
export const tableNames: readonly string[] = tables.map(({ name }) => name);

/** Attaches an empty database in memory where the file of a workspace would be: for what only needs to know the tables. */
export const attachInMemory = `ATTACH ':memory:' AS trail (READ_WRITE)`;

/** Makes the tables of this version in an empty database that is attached as `trail`. */
export const schemaStatements: readonly string[] = tables.map(createStatement);

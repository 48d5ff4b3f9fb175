import { DuckDBInstance } from '@duckdb/node-api';
import type { ResultOf } from '../../../../shared/bridge/contract.ts';
import type { consoleContract } from '../../../../shared/contract/console.ts';
import { fields } from '../../../../shared/fields/catalogue.ts';
import { recordFamilies } from '../../db/record-families.ts';
import { createDerived } from '../../db/derived-shape.ts';
import { readFrom, text } from '../../db/rows.ts';
import { attachInMemory, schemaStatements } from '../../db/schema.ts';
import { viewStatements } from '../../db/views.ts';
import { shapeOf, type DerivedTable } from '../../derive/derived-table.ts';
import { attachNotes, noteTables } from '../annotations/tables.ts';
import { attachNames, namesTables, namesTablesHelp } from '../names/tables.ts';

/** The documented tables as `sql.schema` answers them. */
export type ConsoleSchema = ResultOf<(typeof consoleContract)['sql.schema']>;

/** A table in plain words: what a row is, and what each column holds. */
interface TableHelp {
  readonly table: string;
  readonly help: string;
  readonly columns: Readonly<Record<string, string>>;
}

const place = {
  file_id: 'The file it came from: files.id',
  ordinal: 'Its place among the file’s records, from 0',
  position: 'Where it begins in the file’s unpacked content, in bytes',
} as const;

const notedPlace = {
  event_file_id: 'The event: event_columns.file_id',
  event_ordinal: 'The event: event_columns.ordinal',
} as const;

const record = { raw: 'The record’s text, exactly as in the evidence' } as const;

const nestedHelp: Readonly<Record<string, string>> = {
  userIdentity: 'Who made the request, with AWS’s own nested names: userIdentity.arn',
  tlsDetails: 'How the connection was encrypted: tlsDetails.tlsVersion',
};

const heads = [...new Set(fields.map((field) => field.name.split('.')[0] ?? field.name))];

const eventsHelp = Object.fromEntries(
  heads.map((head) => [
    head,
    fields.find((field) => field.name === head)?.help ??
      nestedHelp[head] ??
      `Members: ${fields
        .filter((field) => field.name.startsWith(`${head}.`))
        .map((field) => field.name)
        .join(', ')}`,
  ]),
);

/** Every table of a workspace that is no derived one and that a person may ask, most useful first. */
const importedTables: readonly TableHelp[] = [
  {
    table: 'events',
    help: 'One row an event, under AWS’s own nested names, duplicates left out. Large archives answer questions about userIdentity several times faster by event_columns.',
    columns: { ...eventsHelp, ...record, ...place },
  },
  {
    table: 'event_columns',
    help: 'The same events with one flat column a field: "userIdentity.arn" needs the quotes.',
    columns: {
      ...place,
      ...Object.fromEntries(fields.map((field) => [field.name, field.help])),
      ...record,
    },
  },
  ...recordFamilies.map(({ view, help, columns }) => ({ table: view, help, columns })),
  {
    table: 'notes.marks',
    help: 'One row a note on an event: a star, a tag, a colour or a comment.',
    columns: {
      ...notedPlace,
      kind: 'star, tag, colour or comment',
      value: 'The tag, the name of the colour or the text of the comment',
      author: 'Who noted it',
      noted_at: 'When, UTC',
      change: 'Number of the change that noted it; one change can note many events',
    },
  },
  {
    table: 'notes.noted_events',
    help: 'One row an event with any note, all notes on it together.',
    columns: {
      ...notedPlace,
      is_starred: 'Whether it is starred',
      colour: 'The name of its colour',
      tags: 'Its tags, with commas between them',
      comments: 'Its comments, the oldest first',
      comment_count: 'How many comments stand at it',
      newest_comment: 'The first 200 characters of the newest comment',
      authors: 'Who noted anything about it, with commas between them',
      noted_at: 'When it was last noted, UTC',
    },
  },
  {
    table: 'files',
    help: 'One row a file of the evidence, whatever became of it.',
    columns: {
      id: 'Number of the file in this workspace',
      source_id: 'The imported folder or file it was found in: sources.id',
      member_of: 'The archive it lies in: files.id; NULL for a file itself',
      path: 'Where it is; members of an archive follow its path',
      size_bytes: 'Its size on disk',
      modified_at: 'When it was last changed, UTC',
      sha256: 'SHA-256 of its bytes',
      status: 'accepted, partial, same-content, refused or skipped',
      kind: 'What it was found to be',
      reason: 'Why it was refused or skipped, or a remark',
      detail: 'Which account its records were given that name none, and why',
      position: 'Where in the unpacked content the problem is, in bytes',
      same_as: 'The file with the same content that was read instead: files.id',
      records: 'Places where a record stands: events + duplicates + aggregated + refused',
      events: 'Events it was the first to bring',
      duplicates: 'Records that other files or records had brought already',
      refused_records: 'Places where a record stands that could not be read',
      first_event: 'Time of its earliest event, UTC',
      last_event: 'Time of its latest event, UTC',
      path_account: 'Account named in its path',
      path_region: 'Region named in its path',
      delivered_at: 'Delivery time in its name, UTC',
      content_sha256:
        'SHA-256 of its unpacked content; empty for archives, and until it is read again for what an earlier version read',
      gzip_members: 'Where each gzip member begins in its unpacked content, when there are several',
    },
  },
  {
    table: 'file_problems',
    help: 'One row a place inside a file that could not be read, the first hundred of each file.',
    columns: {
      file_id: 'The file: files.id',
      position: 'Where it is in the file’s unpacked content, in bytes',
      reason: 'What is wrong',
      sample: 'The beginning of what stands there',
    },
  },
  {
    table: 'duplicate_records',
    help: 'One row a record that repeats an event exactly or in another order of keys.',
    columns: {
      ...place,
      ...record,
      event_file_id: 'The event it repeats: event_columns.file_id',
      event_ordinal: 'The event it repeats: event_columns.ordinal',
      completeness: 'complete, unread, reduced, truncated or partial',
      likeness:
        'same: the same JSON; reshaped: the same in another spelling; updated: corrected by the record that is shown; part: a copy that lost some on its way',
    },
  },
  {
    table: 'aggregated_records',
    help: 'One row a record that sums up many events and is therefore not one itself.',
    columns: { ...place, ...record },
  },
  ...namesTablesHelp,
  {
    table: 'companions',
    help: 'One row a file that is no events and answers what events leave open: outputs of AWS commands, lists of AWS.',
    columns: {
      file_id: 'The file: files.id',
      kind: 'The command or list, such as list-accounts',
      content: 'Its text, exactly as in the evidence',
      sha256: 'SHA-256 of the unpacked content',
    },
  },
  {
    table: 'sources',
    help: 'One row a folder or file that was imported.',
    columns: { id: 'Number of the source', path: 'Where it is', added_at: 'When it was first imported, UTC' },
  },
];

/** Tables that only Trailglass itself needs. */
export const internalTables: readonly string[] = [
  'notes.change_keys',
  'notes.changes',
  'notes.current',
  'notes.keys',
  'notes.places',
  'meta',
  'exact_bytes',
];

/** Every table a person may ask: those that are imported, then those that follow from them. */
export const tableHelp = (derived: readonly DerivedTable[]): readonly TableHelp[] => [
  ...importedTables,
  ...derived.map(({ name, help, columns }) => ({
    table: name,
    help,
    columns: Object.fromEntries(columns.map((column) => [column.name, column.help])),
  })),
];

/** Statements that make every table a person may ask in an empty instance of DuckDB. */
export const statementsOf = (derived: readonly DerivedTable[]): readonly string[] => [
  attachInMemory,
  ...schemaStatements,
  ...viewStatements,
  attachNotes,
  ...noteTables,
  attachNames,
  ...namesTables,
  ...derived.map((table) => createDerived('memory', shapeOf(table))),
];

let described: Promise<ConsoleSchema> | undefined;

/** The tables with their help, and their columns in order with the types DuckDB gives them. No workspace is needed. */
export function describeSchema(derived: readonly DerivedTable[]): Promise<ConsoleSchema> {
  described ??= readSchema(derived);
  return described;
}

async function readSchema(derived: readonly DerivedTable[]): Promise<ConsoleSchema> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    for (const statement of statementsOf(derived)) await connection.run(statement);
    const rows = await readFrom(
      connection,
      `SELECT if(database_name = 'memory', '', database_name || '.') || table_name AS owner, column_name AS name,
         data_type AS type
       FROM system.main.duckdb_columns() WHERE database_name IN ('memory', 'notes', 'names') ORDER BY table_name, column_index`,
      { owner: text, name: text, type: text },
    );
    return tableHelp(derived).map(({ table, help, columns }) => ({
      table,
      help,
      columns: rows.flatMap(({ owner, name, type }) =>
        owner === table ? [{ name, type, help: columns[name] ?? '' }] : [],
      ),
    }));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

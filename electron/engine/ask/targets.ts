import { isTargetField } from '../../../shared/fields/catalogue.ts';
import { identifier, join, raw, sql, type Sql } from '../db/sql.ts';
import type { TableInBackground } from '../derive/derived-table.ts';
import type { BesideFields, ColumnNamed } from './beside-fields.ts';
import { sqlWithValues } from './dialects/duckdb/sql-literal.ts';
import { targetColumns, targetRules, targetsOf } from './targets-sql.ts';

const eventColumns = join(['file_id', 'ordinal', ...targetColumns].map(identifier), ', ');

const rows = (isOfFile: string): string =>
  sqlWithValues(
    targetsOf(
      sql`(SELECT ${eventColumns} FROM trail.main.event_columns WHERE ${raw(isOfFile)})`,
      raw('file_id, ordinal, '),
    ),
  );

/** What the calls are about. Its name stands for all events at any time, so nobody has to ask how far it is made. */
export const targets: TableInBackground = {
  name: 'targets',
  help: 'One row an event that names what it is about, found by its action; derived by Trailglass.',
  columns: [
    { name: 'file_id', type: 'INTEGER', help: 'The event: event_columns.file_id' },
    { name: 'ordinal', type: 'INTEGER', help: 'The event: event_columns.ordinal' },
    { name: 'kind', type: 'VARCHAR', help: 'What it is: bucket, role, instance, secret …' },
    { name: 'name', type: 'VARCHAR', help: 'Its name without what its ARN says besides' },
    {
      name: 'part',
      type: 'VARCHAR',
      help: 'What of it: the key of an object in a bucket, the policy of a role',
    },
    { name: 'arn', type: 'VARCHAR', help: 'Its ARN where the record has one' },
  ],
  version: 2,
  from: [],
  when: 'in-background',
  follows: 'columns',
  rows,
  needs: targetRules,
  build: async ({ connection, into }, { from, to }) => {
    await connection.run(`INSERT INTO ${into} ${rows(`file_id BETWEEN ${from} AND ${to}`)}`);
  },
  trim: async ({ connection, into }) => {
    await connection.run(
      `DELETE FROM ${into} WHERE (file_id, ordinal) IN (SELECT (file_id, ordinal) FROM trail.main.duplicate_records)
         OR file_id NOT IN (SELECT id FROM trail.main.files)`,
    );
  },
};

const memberOf = (name: string): Sql => identifier(name.slice('target.'.length));

const looked = (name: string, column: ColumnNamed): Sql => sql`(SELECT target.value FROM (
    SELECT file_id AS event_file_id, ordinal AS event_ordinal, ${memberOf(name)} AS value FROM derived.main.targets) target
  WHERE target.event_file_id = ${column('file_id')} AND target.event_ordinal = ${column('ordinal')})`;

/** What the call of an event is about. */
export const targetFieldsBeside: BesideFields = {
  owns: isTargetField,
  column: looked,
  cell: looked,
  many: (name) => ({
    isOne: true,
    value: { type: 'text', column: sql`target.${memberOf(name)}` },
    values: sql`(SELECT file_id AS event_file_id, ordinal AS event_ordinal, ${memberOf(name)} AS value
      FROM derived.main.targets WHERE ${memberOf(name)} IS NOT NULL)`,
    holdsForAny: (condition, column) => sql`(${column('file_id')}, ${column('ordinal')}) IN (
      SELECT target.file_id, target.ordinal FROM derived.main.targets target WHERE target.${memberOf(name)} IS NOT NULL AND ${condition})`,
  }),
};

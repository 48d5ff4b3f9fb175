import { standOutRules } from '../../../../../shared/cloudtrail/stand-out/all-rules.ts';
import type { Rule } from '../../../../../shared/cloudtrail/stand-out/rule.ts';
import { sqlWithValues } from '../../../ask/dialects/duckdb/sql-literal.ts';
import { compileFilter } from '../../../ask/local-sql.ts';
import { identifier, join, raw, sql, type Sql } from '../../../db/sql.ts';
import type { TableInBackground } from '../../../derive/derived-table.ts';

/** Columns of the events that lines are made from, as they stand there. */
const kept = [
  'eventTime',
  'eventID',
  'eventSource',
  'eventName',
  'result',
  'errorCode',
  'principal',
  'userIdentity.type',
  'userIdentity.arn',
  'userIdentity.accountId',
  'recipientAccountId',
  'userIdentity.accessKeyId',
  'sourceIPAddress',
  'userAgent',
];
const documents = ['requestParameters', 'responseElements', 'additionalEventData'];

/** A longer document is not looked into; user data and policies are far shorter. */
const longestDocument = 60_000;

/** The second half of a rule reads documents, and is put only to events that the first half names. */
function named({ id, calls, and }: Rule): Sql {
  const name = and ? sql`CASE WHEN ${compileFilter(and)} THEN ${id} END` : sql`${id}`;
  return sql`CASE WHEN ${compileFilter(calls)} THEN ${name} END`;
}

const ruleIds = sql`concat_ws(' ', ${join(standOutRules.map(named), ', ')})`;
const names = join(
  [...new Set(standOutRules.flatMap((rule) => rule.names))].map((name) => sql`${name}`),
  ', ',
);
const shortened = documents.map(
  (name) =>
    sql`CASE WHEN length(${identifier(name)}) <= ${raw(String(longestDocument))} THEN ${identifier(name)} END AS ${identifier(name)}`,
);

const rows = (isOfFile: string): string =>
  sqlWithValues(sql`SELECT file_id, ordinal, rules, ${join(kept.map(identifier), ', ')}, ${join(shortened, ', ')} FROM (
    SELECT *, ${ruleIds} AS rules FROM trail.main.event_columns
    WHERE ${raw(isOfFile)} AND "eventName" IN (${names})) WHERE rules <> ''`);

/** The events that a rule of what stands out names, with what sentences about them are made from. */
export const notableEvents: TableInBackground = {
  name: 'notable_events',
  help: 'One row an event that a rule of what stands out names; derived by Trailglass.',
  columns: [
    { name: 'file_id', type: 'INTEGER', help: 'The event: event_columns.file_id' },
    { name: 'ordinal', type: 'INTEGER', help: 'The event: event_columns.ordinal' },
    { name: 'rules', type: 'VARCHAR', help: 'The rules by their ids, with a space between two' },
    ...[...kept, ...documents].map((name) => ({
      name,
      type: name === 'eventTime' ? 'TIMESTAMP' : 'VARCHAR',
      help: `event_columns."${name}"`,
    })),
  ],
  version: 1,
  from: [],
  when: 'in-background',
  follows: 'columns',
  pieceEvents: 1_000_000,
  rows,
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

import { standOutRules } from '../../../../../shared/cloudtrail/stand-out/all-rules.ts';
import { sqlWithValues } from '../../../ask/dialects/duckdb/sql-literal.ts';
import { compileFilter } from '../../../ask/local-sql.ts';
import { identifier, join, raw, sql } from '../../../db/sql.ts';
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

const ruleNames = raw('derived.main.notable_rules');

/** Which rules may name an event of a service and a name. */
const rulesByName = standOutRules.flatMap(({ id, calls }, n) =>
  calls.flatMap(({ source, names }) => names.map((name) => ({ source, name, id, n }))),
);

/** In memory: as conditions in every statement, names would be read anew by each of them. */
const madeRuleNames = sqlWithValues(sql`CREATE TABLE ${ruleNames} AS
  SELECT one.source AS source, one.name AS name, list(one.id ORDER BY one.n) AS rules FROM (
    SELECT unnest(from_json(${JSON.stringify(rulesByName)}, '[{"source":"VARCHAR","name":"VARCHAR","id":"VARCHAR","n":"INTEGER"}]')) AS one)
  GROUP BY ALL`);

/** What a rule asks besides service and name; it is looked at where these are right. */
const further = join(
  standOutRules.flatMap(({ id, and }) =>
    and ? [sql`WHEN ${id} THEN coalesce(${compileFilter(and)}, false)`] : [],
  ),
  ' ',
);

const shortened = documents.map(
  (name) =>
    sql`CASE WHEN length(${identifier(name)}) <= ${raw(String(longestDocument))} THEN ${identifier(name)} END AS ${identifier(name)}`,
);

const rows = (isOfFile: string): string =>
  sqlWithValues(sql`SELECT file_id, ordinal, array_to_string(named, ' ') AS rules, ${join(kept.map(identifier), ', ')}, ${join(shortened, ', ')} FROM (
    SELECT event.*, list_filter(known.rules, lambda rule: CASE rule ${further} ELSE true END) AS named
    FROM (SELECT * FROM trail.main.event_columns WHERE ${raw(isOfFile)}) event
    JOIN ${ruleNames} known ON known.source = event."eventSource" AND known.name = event."eventName") WHERE len(named) > 0`);

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
  needs: [madeRuleNames],
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

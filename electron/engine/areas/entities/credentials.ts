import { isFailed, isWrite } from '../../../../shared/cloudtrail/rules.ts';
import { compileFilter } from '../../ask/local-sql.ts';
import { sqlWithValues } from '../../ask/dialects/duckdb/sql-literal.ts';
import { raw, sql } from '../../db/sql.ts';
import type { TableInBackground } from '../../derive/derived-table.ts';
import { credentialKey, credentialVia } from './credential-sql.ts';

/** Values listed of one credential in one file. */
const most = 50;

const some = (column: string): string =>
  `list_sort(list(DISTINCT ${column}) FILTER (WHERE ${column} IS NOT NULL))[:${most}]`;

const keys = sql`file_id, ${credentialVia} AS via, ${credentialKey} AS access_key, principal, "userIdentity.principalId" AS principal_id,
  "userIdentity.sessionContext.attributes.creationDate" AS created`;

const rows = (isOfFile: string): string =>
  sqlWithValues(sql`SELECT file_id, via, access_key, principal, principal_id, created,
      min("eventTime") AS first_event, max("eventTime") AS last_event, count(*)::BIGINT AS events,
      (count(*) FILTER (WHERE writes))::BIGINT AS writes, (count(*) FILTER (WHERE failed))::BIGINT AS failed,
      ${raw(some('"sourceIPAddress"'))} AS addresses, ${raw(some('"userAgent"'))} AS agents
    FROM (SELECT ${keys}, "eventTime", "sourceIPAddress", "userAgent", ${compileFilter(isWrite)} AS writes,
        ${compileFilter(isFailed)} AS failed
      FROM trail.main.event_columns
      WHERE ${raw(isOfFile)} AND (nullif("userIdentity.accessKeyId", '') IS NOT NULL
        OR "userIdentity.sessionContext.attributes.creationDate" IS NOT NULL))
    GROUP BY ALL`);

const column = (name: string, type: string, help: string) => ({ name, type, help });

/**
 * Every credential that was used, summed by file, so that it grows with the files. A console session has a new key for nearly
 * every request, as have the calls that AWS makes for somebody: these are told by identity and `created`, without their keys.
 */
export const credentials: TableInBackground = {
  name: 'credentials',
  help: 'One row a credential and log file: an access key, or a console session by identity and creation. Sum over files.',
  columns: [
    column('file_id', 'INTEGER', 'The log file: files.id'),
    column(
      'via',
      'VARCHAR',
      '“key” or “temporary” for calls signed with it, “console” from the console, “aws” made by an AWS service for its holder',
    ),
    column(
      'access_key',
      'VARCHAR',
      'The access key; NULL for “console” and “aws”, where nearly every call has its own',
    ),
    column('principal', 'VARCHAR', 'Whose: event_columns.principal'),
    column('principal_id', 'VARCHAR', 'Unique ID of its holder, with session name for roles'),
    column('created', 'TIMESTAMP', 'When a temporary credential was issued, as the records say'),
    column('first_event', 'TIMESTAMP', 'First use in this file'),
    column('last_event', 'TIMESTAMP', 'Last use in this file'),
    column('events', 'BIGINT', 'How many events'),
    column('writes', 'BIGINT', 'How many of them ask for a write, failed ones included'),
    column('failed', 'BIGINT', 'How many of them failed'),
    column('addresses', 'VARCHAR[]', `Up to ${most} source addresses`),
    column('agents', 'VARCHAR[]', `Up to ${most} user agents`),
  ],
  version: 1,
  from: [],
  when: 'in-background',
  follows: 'columns',
  rows,
  build: async ({ connection, into }, { from, to }) => {
    await connection.run(`INSERT INTO ${into} ${rows(`file_id BETWEEN ${from} AND ${to}`)}`);
  },
  subtract: async ({ connection, into }, leaving, covered) => {
    const concerned = `(SELECT DISTINCT file_id FROM ${leaving} WHERE file_id <= ${covered})`;
    await connection.run(`DELETE FROM ${into} WHERE file_id IN ${concerned}`);
    await connection.run(
      `INSERT INTO ${into} ${rows(`file_id IN ${concerned} AND (file_id, ordinal) NOT IN (SELECT (file_id, ordinal) FROM ${leaving})`)}`,
    );
  },
};

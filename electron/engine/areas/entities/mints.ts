import {
  mintedArnPaths,
  mintedIdPaths,
  mintedKeyPaths,
  mintingActions,
  signInActions,
} from '../../../../shared/cloudtrail/mints.ts';
import { sqlWithValues } from '../../ask/dialects/duckdb/sql-literal.ts';
import { identifier, join, raw, sql, type Sql } from '../../db/sql.ts';
import type { TableInBackground } from '../../derive/derived-table.ts';

const textIn = (document: string, path: string): Sql =>
  sql`nullif(TRY(json_extract_string(${identifier(document)}, ${path})), '')`;

const firstIn = (document: string, paths: readonly string[]): Sql =>
  sql`coalesce(NULL, ${join(
    paths.map((path) => textIn(document, path)),
    ', ',
  )})`;

const among = (values: readonly string[]): Sql =>
  sql`(${join(
    values.map((value) => sql`${value}`),
    ', ',
  )})`;

const isMint = join(
  Object.entries(mintingActions).map(
    ([source, names]) => sql`("eventSource" = ${source} AND "eventName" IN ${among(names)})`,
  ),
  ' OR ',
);

const isSignIn = sql`"eventName" IN ${among(signInActions)}`;

const rows = (isOfFile: string): string =>
  sqlWithValues(sql`SELECT file_id, ordinal, "eventTime" AS issued_at, "eventName" AS action,
      ${firstIn('responseElements', mintedKeyPaths)} AS issued_key,
      coalesce(${firstIn('responseElements', mintedIdPaths)},
        CASE WHEN ${isSignIn} THEN "userIdentity.principalId" END) AS issued_id,
      coalesce(${firstIn('responseElements', mintedArnPaths)},
        CASE WHEN ${isSignIn} THEN "userIdentity.arn" END) AS issued_arn,
      coalesce(${textIn('responseElements', '$.accessKey.userName')}, ${textIn('requestParameters', '$.userName')}) AS issued_user,
      ${textIn('requestParameters', '$.roleArn')} AS role_arn,
      coalesce(principal, ${textIn('additionalEventData', '$.SwitchFrom')}) AS by_principal,
      nullif("userIdentity.accessKeyId", '') AS by_key, "sourceIPAddress" AS address,
      ${textIn('additionalEventData', '$.MFAUsed')} AS mfa
    FROM trail.main.event_columns
    WHERE ${raw(isOfFile)} AND result = 'done' AND (${isMint})`);

const column = (name: string, type: string, help: string) => ({ name, type, help });

/** Every event that handed out a credential: role sessions, session tokens, access keys, console sign-ins. */
export const mints: TableInBackground = {
  name: 'mints',
  help: 'One row an event that handed out a credential, with the key that the answer names; derived by Trailglass.',
  columns: [
    column('file_id', 'INTEGER', 'The event: event_columns.file_id'),
    column('ordinal', 'INTEGER', 'The event: event_columns.ordinal'),
    column('issued_at', 'TIMESTAMP', 'When it was handed out: event_columns.eventTime'),
    column('action', 'VARCHAR', 'How: AssumeRole, CreateAccessKey, ConsoleLogin …'),
    column('issued_key', 'VARCHAR', 'The access key that the answer names; NULL for console sign-ins'),
    column('issued_id', 'VARCHAR', 'Unique ID with session of whoever has the credential from then on'),
    column('issued_arn', 'VARCHAR', 'ARN with session of whoever has the credential from then on'),
    column('issued_user', 'VARCHAR', 'User that a long-term key was made for'),
    column('role_arn', 'VARCHAR', 'The role that was asked for'),
    column('by_principal', 'VARCHAR', 'Who asked: event_columns.principal'),
    column('by_key', 'VARCHAR', 'The access key that was asked with'),
    column('address', 'VARCHAR', 'Where the request came from'),
    column('mfa', 'VARCHAR', 'Whether a console sign-in was made with MFA, as the record says'),
  ],
  version: 1,
  from: [],
  when: 'in-background',
  follows: 'columns',
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

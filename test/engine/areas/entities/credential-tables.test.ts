import type { DuckDBConnection } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { credentials } from '../../../../electron/engine/areas/entities/credentials.ts';
import { mints } from '../../../../electron/engine/areas/entities/mints.ts';
import { transact } from '../../../../electron/engine/db/transact.ts';
import type { TableInBackground } from '../../../../electron/engine/derive/derived-table.ts';
import { opened, rows } from '../../../support/opened-tables.ts';
import { tempFolder } from '../../../support/temp.ts';

const never = new AbortController().signal;
const tables: readonly TableInBackground[] = [mints, credentials];

/** Events of every kind of credential, some of which hand out others. */
const events = (file: number): string => `INSERT INTO trail.main.event_columns
  (file_id, ordinal, "eventTime", "eventSource", "eventName", result, outcome, "readOnly", principal, "sourceIPAddress", "userAgent",
   "userIdentity.principalId", "userIdentity.arn", "userIdentity.accessKeyId", "userIdentity.invokedBy", "sessionCredentialFromConsole",
   "userIdentity.sessionContext.attributes.creationDate", "requestParameters", "responseElements", "additionalEventData")
  SELECT ${file}, n, TIMESTAMP '2025-03-03 10:00:00' + to_seconds(n * ${file}),
    CASE n % 5 WHEN 0 THEN 'sts.amazonaws.com' WHEN 1 THEN 'iam.amazonaws.com' WHEN 2 THEN 'signin.amazonaws.com' ELSE 's3.amazonaws.com' END,
    CASE n % 5 WHEN 0 THEN 'AssumeRole' WHEN 1 THEN 'CreateAccessKey' WHEN 2 THEN 'ConsoleLogin' ELSE 'PutObject' END,
    CASE WHEN n % 7 = 0 THEN 'refused' ELSE 'done' END, CASE WHEN n % 7 = 0 THEN 'error' ELSE 'success' END, n % 3 = 0,
    'arn:aws:iam::111122223333:user/u' || (n % 4), '198.51.100.' || (n % 9), CASE WHEN n % 2 = 0 THEN 'aws-cli/2' END,
    'AIDA' || (n % 4), 'arn:aws:iam::111122223333:user/u' || (n % 4),
    CASE n % 6 WHEN 0 THEN '' WHEN 1 THEN 'AKIA' || (n % 4) WHEN 2 THEN NULL ELSE 'ASIA' || n END,
    CASE WHEN n % 6 = 3 THEN 'kms.amazonaws.com' END, n % 6 = 4,
    CASE WHEN n % 6 > 2 THEN TIMESTAMP '2025-03-03 09:00:00' + to_seconds(n // 20) END,
    '{"roleArn":"arn:aws:iam::111122223333:role/r","userName":"u1"}',
    CASE n % 5 WHEN 0 THEN '{"credentials":{"accessKeyId":"ASIAX' || n || '"},"assumedRoleUser":{"assumedRoleId":"AROA:s","arn":"arn:x"}}'
      WHEN 1 THEN '{"accessKey":{"accessKeyId":"AKIAX' || n || '","userName":"u2"}}' ELSE '{"cut off' END,
    '{"MFAUsed":"Yes"}'
  FROM range(300) r(n)`;

type Open = Awaited<ReturnType<typeof opened>>;

async function makeAll({ derived, connection }: Open): Promise<void> {
  await derived.background.readCovered(connection);
  while (await derived.background.makePiece(connection, never));
}

const contents = async (connection: DuckDBConnection, catalogue: string): Promise<unknown[]> => [
  await rows(connection, `SELECT * FROM ${catalogue}.main.mints ORDER BY ALL`),
  await rows(connection, `SELECT * FROM ${catalogue}.main.credentials ORDER BY ALL`),
];

async function madeAnew(connection: DuckDBConnection): Promise<unknown[]> {
  const made: unknown[] = [];
  for (const { rows: all } of tables)
    made.push(await rows(connection, `SELECT * FROM (${all?.('true') ?? ''}) ORDER BY ALL`));
  return made;
}

describe('the tables of credentials', () => {
  it('are the same grown by files, asked before they are made, and made anew', async () => {
    const open = await opened(tempFolder(), tables, { pieceEvents: 1 });
    const { connection } = open;
    for (const file of [1, 2]) await connection.run(events(file));
    await makeAll(open);
    await open.derived.background.eventsAdded();
    await connection.run(events(3));
    expect(await contents(connection, 'derived')).toEqual(await madeAnew(connection));
    await makeAll(open);
    const grown = await contents(connection, 'trail');
    expect(grown).toEqual(await madeAnew(connection));
    expect(grown.map((table) => (table as unknown[]).length > 50)).toEqual([true, true]);
  });

  it('lose what events stood for that leave', async () => {
    const open = await opened(tempFolder(), tables);
    const { connection } = open;
    for (const file of [1, 2, 3]) await connection.run(events(file));
    await makeAll(open);
    const leaving = `(SELECT file_id, ordinal FROM trail.main.event_columns WHERE file_id >= 2 AND ordinal % 3 = 0)`;
    await transact(connection, () =>
      open.derived.background.letLeave(connection, leaving, async () => {
        await connection.run(`INSERT INTO trail.main.files (id) VALUES (1), (2), (3)`);
        await connection.run(
          `INSERT INTO trail.main.duplicate_records (file_id, ordinal) SELECT file_id, ordinal FROM ${leaving}`,
        );
        await connection.run(`DELETE FROM trail.main.event_columns WHERE (file_id, ordinal) IN ${leaving}`);
      }),
    );
    await makeAll(open);
    expect(await contents(connection, 'trail')).toEqual(await madeAnew(connection));
  });

  it('name the key, the holder and the user that an answer names, and nothing of what was refused', async () => {
    const open = await opened(tempFolder(), tables);
    await open.connection.run(events(1));
    await makeAll(open);
    expect(
      await rows(
        open.connection,
        `SELECT action, issued_key, issued_id, issued_user, role_arn, mfa FROM trail.main.mints WHERE ordinal IN (0, 1, 5, 7, 12) ORDER BY ordinal`,
      ),
    ).toEqual([
      ['CreateAccessKey', 'AKIAX1', null, 'u2', 'arn:aws:iam::111122223333:role/r', 'Yes'],
      ['AssumeRole', 'ASIAX5', 'AROA:s', 'u1', 'arn:aws:iam::111122223333:role/r', 'Yes'],
      ['ConsoleLogin', null, 'AIDA0', 'u1', 'arn:aws:iam::111122223333:role/r', 'Yes'],
    ]);
  });
});

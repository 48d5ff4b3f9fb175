import { DuckDBInstance } from '@duckdb/node-api';
import { dirname, join } from 'node:path';
import { viewStatements } from '../../electron/engine/db/views.ts';
import { printTable, times, type Line } from './table.ts';

/** `events` under AWS's nested names: a view over flat columns, or a table with STRUCT columns? */
export async function compareNesting(workspace: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`ATTACH '${join(workspace, 'events.duckdb')}' AS trail (READ_ONLY)`);
  for (const statement of viewStatements) await connection.run(statement);
  // In a file of the same format, so that both are read from compressed blocks.
  const file = join(dirname(workspace), 'struct.duckdb');
  await connection.run(`ATTACH '${file}' AS nested (READ_WRITE, STORAGE_VERSION 'latest')`);
  await connection.run(
    `CREATE TABLE nested.struct_events AS SELECT * EXCLUDE (raw, requestParameters, responseElements, resources, additionalEventData) FROM events`,
  );
  await connection.run('CHECKPOINT nested');
  const queries: readonly (readonly [string, string])[] = [
    [
      'two fields of failed events',
      `SELECT count(eventName), max(userIdentity.arn) FROM X WHERE errorCode IS NOT NULL`,
    ],
    [
      'count by userIdentity.arn',
      `SELECT userIdentity.arn, count(*) FROM X GROUP BY 1 ORDER BY 2 DESC LIMIT 20`,
    ],
    ['one access key', `SELECT count(*) FROM X WHERE userIdentity.accessKeyId = 'AKIANOTTHERE'`],
    ['newest 200', `SELECT eventTime, eventName, userIdentity.arn FROM X ORDER BY eventTime DESC LIMIT 200`],
  ];
  const lines: Line[] = [];
  for (const [name, query] of queries) {
    const view = await times(() => connection.runAndReadAll(query.replace('X', 'events')));
    const struct = await times(() => connection.runAndReadAll(query.replace('X', 'nested.struct_events')));
    lines.push([
      name,
      `${view.again.toFixed(1)} ms`,
      `${struct.again.toFixed(1)} ms`,
      (view.again / struct.again).toFixed(2),
    ]);
  }
  connection.closeSync();
  instance.closeSync();
  printTable(
    'Nested names: view over flat columns against a table of STRUCT columns',
    ['what', 'view', 'STRUCT', 'view ÷ STRUCT'],
    lines,
  );
}

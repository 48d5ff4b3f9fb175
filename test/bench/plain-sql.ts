import { DuckDBInstance } from '@duckdb/node-api';
import { join } from 'node:path';
import { facetNames } from './questions.ts';
import { printTable, times, type Line } from './table.ts';

const facet = (field: string): string =>
  `SELECT "${field}", count(*) FROM event_columns GROUP BY 1 ORDER BY 2 DESC LIMIT 10`;

/** The same questions as someone would write them in SQL, one statement after the other on the same database. */
const statements: Readonly<Record<string, readonly string[]>> = {
  'histogram, 120 bars, split by outcome': [
    `SELECT time_bucket(INTERVAL '3 hours', "eventTime"), outcome, count(*) FROM event_columns GROUP BY ALL ORDER BY 1`,
  ],
  [`${facetNames.length} facets`]: facetNames.map(facet),
  'first 200 rows': [
    `SELECT "eventTime", "eventName", "eventSource", principal, "sourceIPAddress", "awsRegion", "recipientAccountId", "errorCode"
     FROM event_columns ORDER BY "eventTime" DESC LIMIT 200`,
  ],
  'group by event name and error code': [
    `SELECT "eventName", "errorCode", count(*), min("eventTime"), max("eventTime") FROM event_columns GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 200`,
  ],
  'count of a plain word in all raw text': [`SELECT count(*) FROM event_columns WHERE raw ILIKE '%nowhere%'`],
};

/** Prints how the application's own answers, with bridge and bookkeeping, stand beside plain SQL. */
export async function comparePlainSql(
  workspace: string,
  medians: ReadonlyMap<string, number>,
): Promise<void> {
  const instance = await DuckDBInstance.create(join(workspace, 'events.duckdb'), {
    access_mode: 'READ_ONLY',
  });
  const connection = await instance.connect();
  const lines: Line[] = [];
  for (const [name, list] of Object.entries(statements)) {
    const own = medians.get(name);
    if (own === undefined) throw new Error(`Nothing was measured for ${name}`);
    const plain = await times(async () => {
      for (const sql of list) await connection.runAndReadAll(sql);
    });
    lines.push([
      name,
      `${own.toFixed(1)} ms`,
      `${plain.again.toFixed(1)} ms`,
      (own / plain.again).toFixed(2),
    ]);
  }
  connection.closeSync();
  instance.closeSync();
  printTable(
    'Trailglass beside plain SQL on the same database',
    ['what', 'Trailglass', 'plain SQL', 'ratio'],
    lines,
  );
}

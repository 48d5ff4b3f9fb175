import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { isRebuiltIn, kinds, logKinds, rankOfKind } from '../../../electron/engine/ingest/record/kinds.ts';

const ranked: Readonly<Record<number, readonly string[]>> = {
  0: ['s3-log'],
  2: ['splunk', 'splunk-csv'],
  3: ['elastic', 'kibana-csv'],
  4: ['athena-csv', 'insights-csv', 'insights-results', 'lake', 'lake-csv', 'parquet'],
  5: ['ocsf'],
  6: ['console-csv'],
};

it('ranks kinds of files in SQL as the table does, and kinds of another version as most', async () => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const reader = await connection.runAndReadAll(
    `SELECT kind, ${rankOfKind('kind')} FROM (SELECT unnest(['of another version', ${logKinds.map((kind) => `'${kind}'`).join(', ')}]) AS kind)`,
  );
  for (const [kind, rank] of reader.getRows()) {
    const [expected] = Object.entries(ranked).find(([, names]) => names.includes(String(kind))) ?? ['1'];
    expect(Number(rank), String(kind)).toBe(Number(expected));
  }
});

it('tells kinds whose records are rebuilt', () => {
  expect(Object.keys(kinds).filter(isRebuiltIn).sort()).toEqual([
    'athena-csv',
    'console-csv',
    'elastic',
    'kibana-csv',
    'lake',
    'lake-csv',
    'ocsf',
    'parquet',
  ]);
  expect(isRebuiltIn('of another version')).toBe(false);
});

it('takes for logs what is read and holds records itself', () => {
  const readable = Object.entries(kinds).flatMap(([name, { isReadable }]) => (isReadable ? [name] : []));
  expect(readable.filter((name) => !(logKinds as readonly string[]).includes(name))).toEqual(['zip', 'tar']);
});

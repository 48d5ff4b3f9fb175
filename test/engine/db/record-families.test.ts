import { join } from 'node:path';
import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Cell } from '../../../shared/table/cell.ts';
import { logFile, record } from '../../support/records.ts';
import { testEngine, type TestEngine } from '../../support/engine.ts';

async function rowsOf({ call }: TestEngine, sql: string): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  await call(
    'sql.run',
    { sql, limit: 1_000 },
    {
      onProgress: (part) => {
        if (part.kind !== 'rows') return;
        const [first = []] = part.columns;
        first.forEach((_, row) => rows.push(part.columns.map((column) => column[row] ?? null)));
      },
    },
  );
  return rows;
}

async function imported(records: readonly unknown[]): Promise<TestEngine> {
  const bench = testEngine();
  const evidence = join(bench.folder, 'evidence');
  mkdirSync(evidence);
  writeFileSync(join(evidence, 'a.json.gz'), logFile(records));
  await bench.importAll(evidence);
  return bench;
}

const insight = (n: number, state: string, context: Readonly<Record<string, unknown>>): unknown => ({
  eventVersion: '1.08',
  eventTime: `2025-03-03T10:0${n}:00Z`,
  awsRegion: 'eu-west-1',
  eventID: `insight-${n}`,
  eventType: 'AwsCloudTrailInsight',
  recipientAccountId: '111122223333',
  sharedEventID: 'pair-1',
  eventCategory: 'Insight',
  insightDetails: {
    state,
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RunInstances',
    insightType: 'ApiCallRateInsight',
    insightContext: context,
  },
});

test('Insights events tell what was unusual, a start and its end', async () => {
  const bench = await imported([
    record(1),
    insight(2, 'Start', { statistics: { baseline: { average: 0.25 }, insight: { average: 9 } } }),
    insight(3, 'End', {
      statistics: {
        baseline: { average: 0.25 },
        insight: { average: 7.5 },
        insightDuration: 12,
        baselineDuration: 10_080,
      },
      attributions: [{ attribute: 'userAgent', insight: [{ value: 'aws-cli', average: 7.5 }] }],
    }),
  ]);
  const columns = `state, "eventName", "baselineAverage", "insightAverage", "insightMinutes", attributions, "sharedEventID"`;
  expect(await rowsOf(bench, `SELECT ${columns} FROM insights ORDER BY "eventTime"`)).toEqual([
    ['Start', 'RunInstances', 0.25, 9, null, null, 'pair-1'],
    [
      'End',
      'RunInstances',
      0.25,
      7.5,
      12,
      '[{"attribute":"userAgent","insight":[{"value":"aws-cli","average":7.5}]}]',
      'pair-1',
    ],
  ]);
});

test('the flat Insights of event data stores tell the same, their context nested or as text', async () => {
  const context = {
    baselineAverage: 0.1,
    insightAverage: 40.5,
    baselineDuration: 10_080,
    insightDuration: 3,
    attributions: [],
  };
  const flat = (n: number, insightContext: unknown): unknown => ({
    eventVersion: '1.09',
    eventTime: `2025-03-03T10:0${n}:00Z`,
    eventID: `flat-${n}`,
    eventType: 'AwsCloudTrailInsight',
    insightSource: 'arn:aws:cloudtrail:eu-west-1:111122223333:eventdatastore/example',
    insightState: 'Start',
    insightEventSource: 'iam.amazonaws.com',
    insightEventName: 'CreateUser',
    insightErrorCode: null,
    insightType: 'ApiCallRateInsight',
    insightContext,
  });
  const bench = await imported([flat(1, context), flat(2, JSON.stringify(context))]);
  const columns = `state, "insightType", "eventSource", "eventName", "errorCode", "baselineAverage", "insightAverage",
    "insightMinutes", "baselineMinutes", attributions`;
  const told = [
    'Start',
    'ApiCallRateInsight',
    'iam.amazonaws.com',
    'CreateUser',
    null,
    0.1,
    40.5,
    3,
    10_080,
    '[]',
  ];
  expect(await rowsOf(bench, `SELECT ${columns} FROM insights`)).toEqual([told, told]);
});

test('an Insights event whose text DuckDB refuses keeps its row', async () => {
  const broken = JSON.stringify(insight(2, 'Start', {})).replace('RunInstances', 'Run\\ud800Instances');
  const bench = testEngine();
  const evidence = join(bench.folder, 'evidence');
  mkdirSync(evidence);
  writeFileSync(join(evidence, 'a.json'), `{"Records":[${broken}]}`);
  await bench.importAll(evidence);
  expect(await rowsOf(bench, `SELECT state, "eventID" FROM insights`)).toEqual([[null, 'insight-2']]);
});

test('network activity stands by itself, with the endpoint', async () => {
  const bench = await imported([
    record(1),
    record(2, {
      eventCategory: 'NetworkActivity',
      eventType: 'AwsVpceEvents',
      errorCode: 'VpceAccessDenied',
      vpcEndpointId: 'vpce-0example',
      requestParameters: undefined,
    }),
  ]);
  expect(await rowsOf(bench, `SELECT "errorCode", "vpcEndpointId", principal FROM network_activity`)).toEqual(
    [['VpceAccessDenied', 'vpce-0example', 'arn:aws:iam::111122223333:user/maya']],
  );
});

const aggregated = (eventId: string, windowStart: string, summary: unknown): unknown => ({
  eventVersion: '1.0',
  accountId: '111122223333',
  eventId,
  eventCategory: 'Aggregated',
  eventType: 'AwsAggregatedEvent',
  awsRegion: 'eu-west-1',
  eventSource: 's3.amazonaws.com',
  timeWindow: { windowStart, windowEnd: '2025-03-03T10:05:00Z', windowSize: 'PT5M' },
  summary,
});

test('aggregated events become counters, whatever their time format, and no events', async () => {
  const counted = (dimension: string, ...statistics: readonly unknown[]): unknown => ({
    dimension,
    statistics,
    aggregationType: 'Count',
  });
  const bench = await imported([
    aggregated('a', '2025-03-03T10:00:00Z', {
      primaryDimension: counted('eventName', { name: 'GetObject', value: 40 }),
      details: [counted('userAgent', { name: 'aws-cli', value: 30 }, { name: 'Boto3', value: 10 })],
    }),
    aggregated('b', '2025-03-03 10:00:00', {
      primaryDimension: counted('resourceARN', { name: 'x', value: 1 }),
    }),
  ]);
  expect(await rowsOf(bench, `SELECT count(*)::INTEGER FROM events`)).toEqual([[0]]);
  const columns = `"eventId", dimension, "isPrimary", name, value::INTEGER, "windowStart"::VARCHAR`;
  expect(await rowsOf(bench, `SELECT ${columns} FROM aggregated_counts ORDER BY ALL`)).toEqual([
    ['a', 'eventName', true, 'GetObject', 40, '2025-03-03 10:00:00'],
    ['a', 'userAgent', false, 'Boto3', 10, '2025-03-03 10:00:00'],
    ['a', 'userAgent', false, 'aws-cli', 30, '2025-03-03 10:00:00'],
    ['b', 'resourceARN', true, 'x', 1, '2025-03-03 10:00:00'],
  ]);
});

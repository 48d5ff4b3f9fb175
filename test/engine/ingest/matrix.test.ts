import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LedgerRow } from '../../../shared/contract/evidence.ts';
import { tarOf, zipOf } from '../../support/archives.ts';
import { all, testEngine, type TestEngine } from '../../support/engine.ts';
import { logText, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';

/** What became of a file: its status, its kind, and the records that could be read. */
type Line = readonly [LedgerRow['status'], string, number];

interface Container {
  readonly kind: string;
  readonly name: string;
  readonly text: string;
  /** The container without any entry; undefined where that is a file without content. */
  readonly emptyText?: string;
  /** What the ledger says when the last 40 characters are missing. */
  readonly cut: Line;
}

const consoleHeader =
  'User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category\n';

const rows = (first: number): readonly Record<string, unknown>[] =>
  [first, first + 1, first + 2].map((n) => record(n));

const lookup = (records: readonly Record<string, unknown>[]): string =>
  JSON.stringify({
    Events: records.map((one) => ({
      EventId: one['eventID'],
      EventName: one['eventName'],
      EventTime: 1_740_996_000,
      CloudTrailEvent: JSON.stringify(one),
    })),
  });

const eventBridge = (one: Record<string, unknown>): string =>
  JSON.stringify({
    version: '0',
    id: String(one['eventID']),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.s3',
    account: '111122223333',
    time: one['eventTime'],
    region: 'eu-west-1',
    resources: [],
    detail: one,
  });

const consoleRow = (one: Record<string, unknown>): string =>
  [
    'maya',
    'AKIAEXAMPLE000000001',
    one['eventTime'],
    one['eventSource'],
    one['eventName'],
    'eu-west-1',
    '198.51.100.7',
    'aws-cli/2.15.0',
    '',
    '"[{""resourceType"":""AWS::S3::Bucket"",""resourceName"":""ledger-archive""}]"',
    one['requestID'],
    one['eventID'],
    'true',
    'AwsApiCall',
    '111122223333',
    'Management',
  ].join(',');

const containers: readonly Container[] = [
  {
    kind: 's3-log',
    name: 'log.json',
    text: logText(rows(0)),
    emptyText: logText([]),
    cut: ['partial', 's3-log', 2],
  },
  {
    kind: 'lookup-events',
    name: 'lookup.json',
    text: lookup(rows(10)),
    emptyText: lookup([]),
    cut: ['partial', 'lookup-events', 2],
  },
  {
    kind: 'eventbridge',
    name: 'bridge.jsonl',
    text: rows(20).map(eventBridge).join('\n'),
    cut: ['partial', 'eventbridge', 3],
  },
  {
    kind: 'console-csv',
    name: 'history.csv',
    text: consoleHeader + rows(30).map(consoleRow).join('\n'),
    emptyText: consoleHeader,
    cut: ['partial', 'console-csv', 3],
  },
  {
    kind: 'cloudwatch-export',
    name: 'export.txt',
    text: rows(40)
      .map((one) => `${String(one['eventTime']).replace('Z', '.000Z')} ${JSON.stringify(one)}\n`)
      .join(''),
    cut: ['accepted', 'cloudwatch-export', 3],
  },
];

async function ledger(engine: TestEngine, folder: string): Promise<Record<string, Line>> {
  const { rows: lines } = await engine.call('ledger.list', { status: null, offset: 0, limit: 2_000 });
  return Object.fromEntries(
    lines.map((row) => [
      row.path.slice(folder.length + 1),
      [row.status, row.kind, row.records - row.refusedRecords],
    ]),
  );
}

/** Imports one file a container and answers its ledger lines and the number of events. */
async function imported(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = writeFiles(tempFolder(), files);
  const engine = testEngine();
  const job = await engine.importAll(folder);
  expect(job).toMatchObject({ state: 'done', error: null });
  const summary = await engine.call('ledger.summary', {});
  expect(summary.records).toBe(summary.events + summary.duplicates + summary.aggregated + summary.refused);
  return {
    lines: await ledger(engine, folder),
    events: (await engine.call('events.count', { question: all })).total,
  };
}

const bigEndian = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

/** Conditions that must change nothing: the same records come out, under the name that is made here. */
const harmless: readonly (readonly [
  string,
  (text: string, name: string) => Uint8Array | Promise<Uint8Array>,
  (name: string) => string,
])[] = [
  ['clean', (text) => Buffer.from(text), (name) => name],
  ['with a UTF-8 mark', (text) => Buffer.from(`\ufeff${text}`), (name) => name],
  ['in UTF-16, little end first', (text) => Buffer.from(`\ufeff${text}`, 'utf16le'), (name) => name],
  ['in UTF-16, big end first', bigEndian, (name) => name],
  ['in UTF-16 without a mark', (text) => Buffer.from(text, 'utf16le'), (name) => name],
  ['in gzip', (text) => gzipSync(text), (name) => name],
  ['in gzip twice', (text) => gzipSync(gzipSync(text)), (name) => name],
  ['in zip', (text, name) => zipOf([{ name, data: text }]), (name) => `${name}!/${name}`],
  [
    'in gzip in zip',
    (text, name) => zipOf([{ name, data: gzipSync(text), stored: true }]),
    (name) => `${name}!/${name}`,
  ],
  [
    'in tar.gz',
    async (text, name) => gzipSync(await tarOf([{ name, data: text }])),
    (name) => `${name}!/${name}`,
  ],
];

describe('every container in every condition', () => {
  it.each(harmless)('%s', async (_condition, made, placeOf) => {
    const files = await Promise.all(
      containers.map(async ({ name, text }) => [name, await made(text, name)] as const),
    );
    const { lines, events } = await imported(Object.fromEntries(files));
    expect(Object.fromEntries(containers.map(({ name }) => [name, lines[placeOf(name)]]))).toEqual(
      Object.fromEntries(containers.map(({ kind, name }) => [name, ['accepted', kind, 3]])),
    );
    expect(events).toBe(15);
  });

  it.each(containers)('alone in a folder: $kind', async ({ kind, name, text }) => {
    const { lines, events } = await imported({ [name]: text });
    expect(lines).toEqual({ [name]: ['accepted', kind, 3] });
    expect(events).toBe(3);
  });

  it('cut off', async () => {
    const { lines, events } = await imported(
      Object.fromEntries(containers.map(({ name, text }) => [name, text.slice(0, -40)])),
    );
    expect(lines).toEqual(Object.fromEntries(containers.map(({ name, cut }) => [name, cut])));
    expect(events).toBe(containers.reduce((sum, { cut }) => sum + cut[2], 0));
  });

  it('in gzip that is cut off', async () => {
    const { lines } = await imported(
      Object.fromEntries(containers.map(({ name, text }) => [name, gzipSync(text).subarray(0, -12)])),
    );
    for (const { name, kind } of containers) {
      expect([name, ...(lines[name] ?? [])]).toEqual([name, 'partial', kind, expect.any(Number)]);
    }
  });

  it('without entries', async () => {
    const { lines, events } = await imported(
      Object.fromEntries(containers.map(({ name, emptyText = '' }) => [name, emptyText])),
    );
    expect(lines).toEqual(
      Object.fromEntries(
        containers.map(({ name, kind, emptyText }) => [
          name,
          emptyText === undefined ? ['refused', 'empty', 0] : ['accepted', kind, 0],
        ]),
      ),
    );
    expect(events).toBe(0);
  });

  it('the same events in several containers count once', async () => {
    const same = rows(50);
    const { lines, events } = await imported({
      'log.json': logText(same),
      'lookup.json': lookup(same),
      'bridge.jsonl': same.map(eventBridge).join('\n'),
      'history.csv': consoleHeader + same.map(consoleRow).join('\n'),
    });
    expect(Object.values(lines).map(([status, , records]) => [status, records])).toEqual(
      Array.from({ length: 4 }, () => ['accepted', 3]),
    );
    expect(events).toBe(3);
  });
});

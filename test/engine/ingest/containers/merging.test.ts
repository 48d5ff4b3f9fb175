import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { all, testEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const text = (n: number): string => JSON.stringify(record(n));
const payload = (...messages: readonly string[]): string =>
  JSON.stringify({
    messageType: 'DATA_MESSAGE',
    logEvents: messages.map((message) => ({ id: '1', timestamp: 1, message })),
  });

it('imports containers beside a log file and shows the whole copy of events that carry their id', async () => {
  const { eventTime, ...withoutTime } = record(2);
  const archive = writeFiles(tempFolder(), {
    'AWSLogs/111122223333/CloudTrail/eu-west-1/2025/03/03/a.json.gz': logFile([record(1), record(2)]),
    // Firehose writes one gzip member for every delivery, one after the other.
    'firehose/2025/03/03/10/stream-1': Buffer.concat([
      gzipSync(payload(text(1), text(3))),
      gzipSync(payload(text(4)) + payload(text(5))),
    ]),
    'shipper.json': `${JSON.stringify({ ...withoutTime, '@timestamp': eventTime })}\n`,
    'splunk.json': JSON.stringify({
      preview: false,
      result: {
        _raw: JSON.stringify(record(1, { requestParameters: { policy: 'x'.repeat(12_000) } })).slice(
          0,
          9_000,
        ),
      },
    }),
    'ocsf.json': JSON.stringify({
      class_uid: 6003,
      time: 1_740_996_006_000,
      metadata: { product: { name: 'CloudTrail' }, uid: 'only-in-ocsf' },
      api: { operation: 'GetObject', service: { name: 's3.amazonaws.com' } },
    }),
    'trails.json': JSON.stringify({ trailList: [] }),
    'notify.json': JSON.stringify({
      Records: [
        {
          eventVersion: '2.1',
          eventSource: 'aws:s3',
          eventName: 'ObjectCreated:Put',
          eventTime: 'x',
          s3: {},
        },
      ],
    }),
  });
  const engine = testEngine();
  expect((await engine.importAll(archive)).state).toBe('done');
  const { ids, columns } = await engine.call('events.window', {
    question: all,
    sort: [{ field: 'eventTime', descending: false }],
    offset: 0,
    limit: 50,
    columns: ['completeness', 'eventName'],
  });
  const raws = await Promise.all(ids.map(async (id) => (await engine.call('events.detail', { id })).raw));
  expect(raws.filter((raw) => raw.includes('"requestID":"REQ')).sort()).toEqual([1, 2, 3, 4, 5].map(text));
  const { rows } = await engine.call('ledger.list', { status: null, offset: 0, limit: 100 });
  const told = Object.fromEntries(
    rows.map((row) => [row.path.split('/').at(-1), `${row.status} ${row.kind} ${row.records}`]),
  );
  expect(told).toMatchObject({
    'stream-1': 'accepted cloudwatch-payload 4',
    'shipper.json': 'accepted single-record 1',
    'splunk.json': 'accepted splunk 1',
    'ocsf.json': 'accepted ocsf 1',
    'trails.json': 'skipped companion 0',
    'notify.json': 'skipped bucket-notification 0',
  });
  // The cut Splunk copy lost its eventID with the end of its text: nothing says which event it is, and it stays a row.
  expect(columns[0]?.filter((one) => one === 'truncated')).toHaveLength(1);
  expect(columns[0]?.filter((one) => one === 'partial')).toHaveLength(1);
  expect(columns[1]).toContain('GetObject');
  const summary = await engine.call('ledger.summary', {});
  expect(summary.events).toBe(7);
});

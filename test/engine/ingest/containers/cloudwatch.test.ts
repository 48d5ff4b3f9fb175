import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { record } from '../../../support/records.ts';
import { readText } from './read-text.ts';

const text = (n: number): string => JSON.stringify(record(n));
const payload = (messages: readonly string[], messageType = 'DATA_MESSAGE'): string =>
  JSON.stringify({
    messageType,
    owner: '111122223333',
    logGroup: 'trail',
    logStream: '111122223333_CloudTrail_eu-west-1',
    subscriptionFilters: ['all'],
    logEvents: messages.map((message, n) => ({ id: String(n), timestamp: 1_741_000_000_000 + n, message })),
  });
const packed = (content: string): string => gzipSync(content).toString('base64');

describe('CloudWatch Logs as JSON', () => {
  it('takes the records of a subscription payload exactly as they were logged', async () => {
    const odd = text(2).replace('"maya"', '"m\\u00e1ya", "big": 123456789012345678901');
    const { outcome, records } = await readText(payload([text(1), odd]));
    expect(outcome).toMatchObject({
      status: 'accepted',
      container: 'cloudwatch-payload',
      records: 2,
      reason: null,
    });
    expect(records.map(({ json }) => json)).toEqual([text(1), odd]);
    expect(records.every(({ quality, exact }) => quality === 'complete' && exact === undefined)).toBe(true);
  });

  it('takes payloads that follow each other without a break', async () => {
    const { outcome, records } = await readText(
      payload([text(1)]) + payload([text(2), text(3)]) + payload([text(4)]),
      700,
    );
    expect(outcome).toMatchObject({ status: 'accepted', container: 'cloudwatch-payload' });
    expect(records.map(({ json }) => json)).toEqual([1, 2, 3, 4].map(text));
  });

  it('passes over control messages and the events of other logs, and says so', async () => {
    const control = payload(
      ['CWL CONTROL MESSAGE: Checking health of destination Kinesis stream.'],
      'CONTROL_MESSAGE',
    );
    expect((await readText(control)).outcome).toMatchObject({
      status: 'skipped',
      container: 'cloudwatch-payload',
      reason: expect.stringContaining('control messages') as string,
    });
    const foreign = payload(['1741,db-1,CONNECT,,,0', '{"level":"info","msg":"started"}', '{level: info}']);
    expect((await readText(foreign)).outcome).toMatchObject({
      status: 'skipped',
      container: 'cloudwatch-events',
      reason: 'CloudWatch Logs events of another log, not CloudTrail events.',
    });
    const both = await readText(control + payload([text(1)]));
    expect(both.outcome).toMatchObject({ status: 'accepted', records: 1, container: 'cloudwatch-payload' });
    expect(both.outcome.reason).toMatch(/^1 other value was passed over\. .*control/);
  });

  it('reads filter-log-events and get-log-events', async () => {
    const filter = { logStreamName: 's', timestamp: 1, message: text(1), ingestionTime: 2, eventId: '3' };
    const get = { timestamp: 1, message: text(2), ingestionTime: 2 };
    const first = await readText(JSON.stringify({ events: [filter], searchedLogStreams: [] }));
    expect(first.outcome).toMatchObject({ status: 'accepted', container: 'cloudwatch-events', records: 1 });
    const second = await readText(
      JSON.stringify({ events: [get], nextForwardToken: 'f', nextBackwardToken: 'b' }, null, 2),
    );
    expect(second.records.map(({ json }) => json)).toEqual([text(2)]);
    const none = await readText(JSON.stringify({ events: [], searchedLogStreams: [] }));
    expect(none.outcome).toMatchObject({ status: 'accepted', container: 'cloudwatch-events', records: 0 });
  });

  it('unpacks awslogs.data', async () => {
    const { outcome, records } = await readText(
      JSON.stringify({ awslogs: { data: packed(payload([text(1), text(2)])) } }),
    );
    expect(outcome).toMatchObject({ status: 'accepted', container: 'cloudwatch-payload' });
    expect(records.map(({ json }) => json)).toEqual([text(1), text(2)]);
  });

  it('refuses packed data that is damaged or made to exhaust memory', async () => {
    const whole = packed(payload([text(1)]));
    const damaged = await readText(JSON.stringify({ awslogs: { data: whole.slice(0, whole.length / 2) } }));
    expect(damaged.outcome).toMatchObject({ status: 'refused', refusedRecords: 1 });
    expect(damaged.outcome.reason).toMatch(/damaged/);
    const bomb = await readText(JSON.stringify({ awslogs: { data: packed(' '.repeat(40_000_000)) } }));
    expect(bomb.outcome).toMatchObject({ status: 'refused', records: 0, refusedRecords: 1 });
  });

  it('reads a file that is base64 of gzip, in one line, wrapped, or one payload a line', async () => {
    const one = packed(payload([text(1), text(2)]));
    const wrapped = one.replace(/(.{76})/g, '$1\r\n');
    for (const content of [one, wrapped, `\n${one}\n`]) {
      const { outcome, records } = await readText(content);
      expect(outcome).toMatchObject({ status: 'accepted', container: 'cloudwatch-payload', records: 2 });
      expect(records.map(({ json }) => json)).toEqual([text(1), text(2)]);
    }
    const lines = await readText(`${one}\n${packed(payload([text(3)]))}\n`, 50);
    expect(lines.records.map(({ json }) => json)).toEqual([text(1), text(2), text(3)]);
    expect(lines.records.at(-1)?.position).toBe(one.length + 1);
    const cut = await readText(one.slice(0, 100));
    expect(cut.outcome).toMatchObject({ status: 'refused', refusedRecords: 1 });
  });

  it('reads Kinesis and Firehose records', async () => {
    const kinesis = {
      kinesis: { data: packed(payload([text(1)])) },
      eventSource: 'aws:kinesis',
      eventName: 'aws:kinesis:record',
      eventVersion: '1.0',
      eventID: 's:1',
    };
    expect((await readText(JSON.stringify({ Records: [kinesis] }))).records.map(({ json }) => json)).toEqual([
      text(1),
    ]);
    const firehose = {
      invocationId: 'i',
      records: [{ recordId: '1', data: Buffer.from(text(2)).toString('base64') }],
    };
    expect((await readText(JSON.stringify(firehose))).records.map(({ json }) => json)).toEqual([text(2)]);
  });
});

import { describe, expect, it } from 'vitest';
import { record } from '../../../support/records.ts';
import { quoted, readText } from './read-text.ts';

const line = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\n`;
const text = JSON.stringify(record(1));

describe('Splunk CSV', () => {
  it('gives the record in _raw exactly', async () => {
    const { outcome, records } = await readText(
      `${line(['_raw', '_time', 'source'])}${line([text, 'x', 'y'])}`,
    );
    expect(outcome).toMatchObject({ container: 'splunk-csv', records: 1 });
    expect(records[0]).toMatchObject({ quality: 'complete', json: text, exact: undefined });
  });

  it('reads a table of _raw alone', async () => {
    const { records } = await readText(`_raw\n${quoted(text)}\n`);
    expect(records.map(({ json }) => json)).toEqual([text]);
  });

  it('keeps the fields before the cut of a truncated event', async () => {
    const cut = text.slice(0, text.indexOf('"requestID"') + 8);
    const { records } = await readText(`${line(['_raw', 'host'])}${line([cut, 'h'])}`);
    expect(records[0]).toMatchObject({ quality: 'truncated', value: { eventName: 'GetBucketAcl' } });
    expect(records[0]!.value).not.toHaveProperty('requestID');
    expect(records[0]!.exact!.toString()).toBe(cut);
  });

  it('puts records together from extracted fields', async () => {
    const { records } = await readText(
      `${line(['_time', 'eventName', 'eventSource', 'userIdentity.arn', 'eventID'])}${line(['2025-03-03T10:00:00.000+0000', 'PutObject', 's3.amazonaws.com', 'arn:aws:iam::111122223333:user/a', 'e-1'])}`,
    );
    expect(records[0]).toMatchObject({
      quality: 'partial',
      value: {
        eventTime: '2025-03-03T10:00:00Z',
        eventName: 'PutObject',
        userIdentity: { arn: 'arn:aws:iam::111122223333:user/a' },
      },
    });
  });

  it('passes over events of other sources', async () => {
    const { outcome } = await readText(`_raw,host\nplain text of a daemon,h\n`);
    expect(outcome).toMatchObject({ status: 'skipped', records: 0 });
  });
});

describe('Logs Insights CSV', () => {
  it('gives the record in @message exactly', async () => {
    const { outcome, records } = await readText(
      `${line(['@timestamp', '@message', '@logStream'])}${line(['2025-03-03 10:00:00.000', text, 's'])}`,
    );
    expect(outcome).toMatchObject({ container: 'insights-csv' });
    expect(records[0]).toMatchObject({ quality: 'complete', json: text });
  });

  it('puts records together from selected fields', async () => {
    const { records } = await readText(
      '@timestamp,eventName,eventSource,userIdentity.arn,requestParameters.bucketName,resources.0.ARN\n' +
        '2025-03-03 10:00:00.000,PutObject,s3.amazonaws.com,arn:aws:iam::111122223333:user/a,ledger,arn:aws:s3:::ledger\n',
    );
    expect(records[0]).toMatchObject({
      quality: 'partial',
      value: {
        eventName: 'PutObject',
        requestParameters: { bucketName: 'ledger' },
        resources: [{ ARN: 'arn:aws:s3:::ledger' }],
      },
    });
  });
});

describe('Kibana CSV', () => {
  it('gives event.original exactly', async () => {
    const { outcome, records } = await readText(
      `${line(['@timestamp', 'event.action', 'event.original'])}${line(['Mar 3, 2025 @ 10:00:00.000', 'x', text])}`,
    );
    expect(outcome).toMatchObject({ container: 'kibana-csv' });
    expect(records[0]).toMatchObject({ quality: 'complete', json: text });
  });

  it('knows CloudTrail by its services where none of the integration’s columns were exported', async () => {
    const { records } = await readText(
      '@timestamp,event.action,event.provider\n2025-03-03T10:00:00.000Z,PutObject,s3.amazonaws.com\n',
    );
    expect(records[0]!.value).toEqual({
      eventTime: '2025-03-03T10:00:00Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'PutObject',
    });
  });

  it('maps Elastic’s fields, and says that times without a zone were read as UTC', async () => {
    const { outcome, records } = await readText(
      line([
        '@timestamp',
        'event.action',
        'event.provider',
        'event.id',
        'user.name',
        'aws.cloudtrail.user_identity.arn',
        'source.ip',
      ]) +
        line([
          'Mar 3, 2025 @ 10:00:00.000',
          'PutObject',
          's3.amazonaws.com',
          'e-1',
          'maya',
          'arn:aws:iam::111122223333:user/maya',
          '198.51.100.7',
        ]),
    );
    expect(records[0]).toMatchObject({
      quality: 'partial',
      value: {
        eventTime: '2025-03-03T10:00:00Z',
        eventName: 'PutObject',
        sourceIPAddress: '198.51.100.7',
        userIdentity: { userName: 'maya', arn: 'arn:aws:iam::111122223333:user/maya' },
      },
    });
    expect(outcome.problems[0]!.reason).toContain('read as UTC');
  });
});

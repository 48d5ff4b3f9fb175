import { describe, expect, it } from 'vitest';
import { record } from '../../../support/records.ts';
import { quoted, readText } from './read-text.ts';

const alibaba = {
  eventId: 'F7A4F0B1',
  eventVersion: '1',
  eventSource: 'ecs-openapi.cn-hangzhou.aliyuncs.com',
  eventName: 'CreateInstance',
  eventTime: '2025-03-03T10:00:00Z',
  eventType: 'ApiCall',
  eventRW: 'Write',
  acsRegion: 'cn-hangzhou',
  userIdentity: { type: 'ram-user', accountId: '1234567890123456', userName: 'kim' },
};
const tencent = {
  eventVersion: '1.0',
  eventSource: 'cvm.api.qcloud.com',
  eventName: 'RunInstances',
  eventTime: 1_740_996_000,
  eventRegion: 'ap-guangzhou',
  userIdentity: { type: 'CAMUser', secretId: 'AKIDEXAMPLE', accountId: '100000000001' },
};
const store = (source: string, name: string): Record<string, unknown> => ({
  eventVersion: '2.0',
  eventSource: source,
  awsRegion: '',
  eventTime: '2025-03-03T10:00:00.000Z',
  eventName: name,
  userIdentity: { principalId: 'kim' },
  s3: { bucket: { name: 'b' }, object: { key: 'k' } },
});
const huawei = {
  trace_id: '1f2',
  trace_name: 'createServer',
  trace_type: 'ConsoleAction',
  service_type: 'ECS',
  time: 1_740_996_000_000,
};
const oracle = {
  eventType: 'com.oraclecloud.computeApi.LaunchInstance.begin',
  cloudEventsVersion: '0.1',
  eventTypeVersion: '2.0',
  source: 'ComputeApi',
  eventTime: '2025-03-03T10:00:00Z',
  data: { eventName: 'LaunchInstance', compartmentId: 'ocid1.compartment.oc1..x' },
};
const yandex = {
  event_id: 'e1',
  event_source: 'iam',
  event_type: 'yandex.cloud.audit.iam.CreateServiceAccount',
  event_time: '2025-03-03T10:00:00Z',
};
const google = { protoPayload: { methodName: 'CreateUser' }, logName: 'l', insertId: 'i', resource: {} };

describe('events that look like CloudTrail’s', () => {
  const ofOthers: readonly (readonly [string, object, RegExp])[] = [
    ['Alibaba', alibaba, /Alibaba Cloud ActionTrail/],
    ['Tencent', tencent, /Tencent CloudAudit/],
    ['MinIO', store('minio:s3', 's3:ObjectCreated:Put'), /object store other than S3/],
    ['Ceph', store('ceph:s3', 'ObjectCreated:Put'), /object store other than S3/],
    ['Huawei', huawei, /Huawei Cloud CTS/],
    ['Oracle', oracle, /Oracle Cloud audit/],
    ['Yandex', yandex, /Yandex Cloud audit/],
    ['Google', google, /Google Cloud audit/],
  ];
  const lineOf = (value: object): string => JSON.stringify(value);
  const flat = (value: object): Record<string, string> =>
    Object.fromEntries(
      Object.entries(value).flatMap(([key, one]: [string, unknown]): [string, string][] =>
        typeof one === 'object' && one !== null
          ? Object.entries(flat(one)).map(([inner, text]) => [`${key}.${inner}`, text])
          : [[key, String(one)]],
      ),
    );
  const csv = (value: object): string => {
    const row = flat(value);
    return `${Object.keys(row).map(quoted).join(',')}\n${Object.values(row).map(quoted).join(',')}\n`;
  };
  const forms: readonly (readonly [string, (value: object) => string])[] = [
    ['one object', lineOf],
    ['JSON lines', (value) => `${lineOf(value)}\n${lineOf(value)}\n`],
    ['a list', (value) => JSON.stringify([value, value])],
    ['a list like a log file’s', (value) => JSON.stringify({ Records: [value, value] })],
    ['texts inside other JSON', (value) => JSON.stringify({ host: 'h', message: lineOf(value) })],
    ['a table', csv],
    ['cells of a table', (value) => `id,blob\n1,${quoted(lineOf(value))}\n`],
  ];
  const all = ofOthers.flatMap(([name, value, what]) =>
    forms.map(([form, write]) => [name, form, write(value), what] as const),
  );
  it.each(all)('are named and never counted: %s as %s', async (_name, form, content, what) => {
    const { outcome, records } = await readText(content);
    expect(records).toEqual([]);
    expect(outcome).toMatchObject({ status: 'skipped', refusedRecords: 0 });
    if (form === 'cells of a table' && outcome.container === 'table') return;
    expect(outcome.reason).toMatch(what);
  });

  it('do not hide records that lie among them', async () => {
    const content = [alibaba, record(1), tencent].map(lineOf).join('\n');
    const { outcome, records } = await readText(content);
    expect(records.map(({ value }) => value['eventID'])).toEqual([record(1)['eventID']]);
    expect(outcome.reason).toMatch(/2 other values were passed over\. Alibaba/);
  });

  it('are told one by one in the list of a log file, wherever in it they stand', async () => {
    const { userIdentity, ...rest } = alibaba;
    const reordered = { ...rest, userIdentity };
    for (const Records of [
      [record(1), store('minio:s3', 's3:ObjectCreated:Put'), record(2), reordered],
      [reordered, record(1), record(2), store('minio:s3', 's3:ObjectCreated:Put')],
    ]) {
      const { outcome, records } = await readText(JSON.stringify({ Records }));
      expect(records.map(({ value }) => value['eventID'])).toEqual([1, 2].map((n) => record(n)['eventID']));
      expect(outcome.reason).toMatch(/2 other values were passed over/);
    }
  });

  it('are not seen in records of AWS that speak of them', async () => {
    const changes = {
      requestParameters: { acsRegion: 'x', protoPayload: {}, eventRW: 'Write' },
      acsRegion: 'y',
    };
    const content = JSON.stringify(record(1, changes));
    const { records } = await readText(content);
    expect(records.map(({ json }) => json)).toEqual([content]);
  });
});

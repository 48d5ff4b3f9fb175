import { describe, expect, it } from 'vitest';
import { all, testEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const denied = { errorCode: 'AccessDenied', errorMessage: 'no' };
const admin = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLE0000000009',
  arn: 'arn:aws:iam::111122223333:user/admin',
  accountId: '111122223333',
  accessKeyId: 'AKIAEXAMPLE000000009',
  userName: 'admin',
};
const bucket = (
  n: number,
  eventName: string,
  name: string,
  changes: Readonly<Record<string, unknown>> = {},
) => record(n, { eventName, requestParameters: { bucketName: name }, ...changes });

const records = [
  bucket(0, 'GetBucketAcl', 'a', denied),
  bucket(1, 'GetBucketAcl', 'b', denied),
  // Of somebody else, about the first bucket: what may be why it goes afterwards.
  bucket(2, 'PutBucketPolicy', 'a', { userIdentity: admin, readOnly: false }),
  bucket(3, 'PutBucketPolicy', 'c', { userIdentity: admin, readOnly: false }),
  bucket(5, 'GetBucketAcl', 'a'),
  bucket(6, 'GetBucketPolicy', 'a', { errorCode: 'NoSuchBucketPolicy' }),
  bucket(7, 'PutBucketTagging', 'a', { errorCode: 'SlowDown', readOnly: false }),
  record(8, {
    eventSource: 'ec2.amazonaws.com',
    eventName: 'CreateVpc',
    errorCode: 'Client.VpcLimitExceeded',
    readOnly: false,
    requestParameters: { cidrBlock: '10.0.0.0/16' },
  }),
  record(9, {
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DeleteVpc',
    readOnly: false,
    requestParameters: { vpcId: 'vpc-1' },
  }),
  record(10, {
    eventSource: 'ec2.amazonaws.com',
    eventName: 'CreateVpc',
    readOnly: false,
    requestParameters: { cidrBlock: '10.0.0.0/16' },
    responseElements: { vpc: { vpcId: 'vpc-2' } },
  }),
];

async function read(limit = 50) {
  const engine = testEngine();
  await engine.importAll(writeFiles(tempFolder(), { 'a.json.gz': logFile(records) }));
  return engine.call('entities.failures', {
    question: {
      ...all,
      filter: {
        kind: 'field',
        field: 'userIdentity.userName',
        test: { op: 'equals', value: 'maya', caseSensitive: true },
      },
    },
    limit,
  });
}

describe('what an identity was refused', () => {
  it('is told apart from what came too fast, what was not there, and what failed otherwise', async () => {
    expect(await read()).toMatchObject({ refused: 2, throttled: 1, notFound: 1, failed: 1, more: 0 });
  });

  it('is followed to where it was done later, with the changes of others between', async () => {
    const { lines } = await read();
    expect(lines[0]).toMatchObject({
      eventName: 'GetBucketAcl',
      class: 'refused',
      events: 2,
      targets: 2,
      laterDone: 1,
      gap: { leastMicros: 5e6, mostMicros: 5e6 },
      grade: 'recorded',
      betweenInAll: 1,
    });
    expect(lines[0]?.between).toMatchObject([
      { eventName: 'PutBucketPolicy', target: 'a', principal: admin.arn },
    ]);
    expect(lines.find(({ eventName }) => eventName === 'GetBucketPolicy')).toMatchObject({
      class: 'not-found',
      laterDone: 0,
      gap: null,
      grade: null,
      between: [],
    });
  });

  it('gives up a thing for a quota, which is inferred because the new thing has another name', async () => {
    const { lines } = await read();
    expect(lines.find(({ eventName }) => eventName === 'CreateVpc')).toMatchObject({
      class: 'failed',
      laterDone: 1,
      grade: 'inferred',
      between: [{ eventName: 'DeleteVpc', target: 'vpc-1' }],
    });
  });

  it('says how many lines it does not give', async () => {
    const found = await read(1);
    expect(found.lines).toHaveLength(1);
    expect(found.more).toBe(3);
  });
});

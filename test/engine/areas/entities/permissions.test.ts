import { describe, expect, it } from 'vitest';
import { all, testEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const object = { bucketName: 'ledger', key: 'a/b.csv' };
const records = [
  record(0, {
    eventName: 'HeadObject',
    requestParameters: object,
    eventCategory: 'Data',
    managementEvent: false,
  }),
  record(1, { eventName: 'ListObjects', requestParameters: { bucketName: 'ledger' } }),
  record(2, {
    eventName: 'PutBucketPolicy',
    requestParameters: { bucketName: 'ledger' },
    readOnly: false,
    errorCode: 'AccessDenied',
  }),
  record(3, {
    eventSource: 'lambda.amazonaws.com',
    eventName: 'UpdateFunctionCode20150331v2',
    readOnly: false,
    requestParameters: { functionName: 'arn:aws:lambda:eu-west-1:111122223333:function:pay' },
  }),
  record(4, {
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    readOnly: false,
    requestParameters: null,
  }),
  record(5, { eventSource: 'ec2.amazonaws.com', eventName: 'DescribeInstances', requestParameters: {} }),
];

async function read(limit = 1_000, some = records) {
  const engine = testEngine();
  await engine.importAll(writeFiles(tempFolder(), { 'a.json.gz': logFile(some) }));
  return engine.call('entities.permissions', { question: all, limit });
}

describe('permissions used', () => {
  it('are IAM actions by service, written, read and refused', async () => {
    const found = await read();
    expect(found.actions).toBe(6);
    expect(found.services).toEqual([
      { eventSource: 's3.amazonaws.com', write: 1, read: 2, refused: 1, events: 3 },
      { eventSource: 'lambda.amazonaws.com', write: 1, read: 0, refused: 0, events: 1 },
      { eventSource: 'signin.amazonaws.com', write: 1, read: 0, refused: 0, events: 1 },
      { eventSource: 'ec2.amazonaws.com', write: 0, read: 1, refused: 0, events: 1 },
    ]);
  });

  it('stand in a policy with what was done alone, on what records name', async () => {
    const { policy, gaps } = await read();
    expect(JSON.parse(policy)).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['ec2:DescribeInstances'], Resource: '*' },
        {
          Effect: 'Allow',
          Action: ['lambda:UpdateFunctionCode'],
          Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:pay',
        },
        { Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::ledger/*' },
        { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: 'arn:aws:s3:::ledger' },
      ],
    });
    expect(gaps.join(' ')).toMatch(/not what is needed/);
    expect(gaps.join(' ')).toMatch(/ConsoleLogin/);
    expect(gaps.join(' ')).toMatch(/Data events are here for some/);
  });

  it('say so where no data event is here, and what is left out', async () => {
    const { gaps, more, used } = await read(2, records.slice(1));
    expect(gaps.join(' ')).toMatch(/No data event is here/);
    expect(used).toHaveLength(2);
    expect(more).toBe(3);
    expect(gaps.join(' ')).toMatch(/3 further uses/);
  });
});

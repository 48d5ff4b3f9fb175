import { describe, expect, it } from 'vitest';
import { encryptionContexts } from '../../../shared/cloudtrail/encryption-context.ts';
import { subjectOf } from '../../../shared/cloudtrail/subject.ts';
import { summarise } from '../../../shared/cloudtrail/summarise.ts';
import { targetOf } from '../../../shared/cloudtrail/targets/target-of.ts';

const call = (eventName: string, encryptionContext: unknown): object => ({
  ...{ eventSource: 'kms.amazonaws.com', eventName, eventType: 'AwsApiCall', awsRegion: 'eu-west-1' },
  userIdentity: { type: 'IAMUser', userName: 'ana' },
  requestParameters: { keyId: 'arn:aws:kms:eu-west-1:111122223333:key/1-2', encryptionContext },
});
const arn = (service: string, rest: string): string => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;

describe('the encryption context of a call of KMS', () => {
  it.each([
    ['PARAMETER_ARN', arn('ssm', 'parameter/prod/db'), 'parameter', '/prod/db'],
    ['SecretARN', arn('secretsmanager', 'secret:prod/db'), 'secret', 'prod/db'],
    ['aws:ebs:id', 'vol-1', 'volume', 'vol-1'],
    ['aws:cloudtrail:arn', arn('cloudtrail', 'trail/main'), 'trail', 'main'],
    ['aws:logs:arn', arn('logs', 'log-group:/aws/lambda/f:*'), 'log group', '/aws/lambda/f'],
    ['aws:dynamodb:tableName', 'orders', 'table', 'orders'],
    ['aws:s3:arn', 'arn:aws:s3:::ledger', 'bucket', 'ledger'],
  ])('%s names what it was for, as target and in the sentence', (key, value, kind, name) => {
    const context = { [key]: value };
    expect(targetOf(subjectOf(call('GenerateDataKey', context)).column)).toMatchObject({ kind, name });
    expect(summarise(call('Decrypt', context))).toBe(
      `IAM user ana decrypted data of ${kind} ${name} with key 1-2.`,
    );
    expect(summarise(call('GenerateDataKey', context))).toBe(
      `IAM user ana generated a data key for ${kind} ${name} with key 1-2.`,
    );
  });

  it('names the object that a bucket’s key was for', () => {
    expect(summarise(call('Decrypt', { 'aws:s3:arn': 'arn:aws:s3:::ledger/2025/a.csv' }))).toBe(
      'IAM user ana decrypted data of object ledger/2025/a.csv with key 1-2.',
    );
  });

  it.each([
    undefined,
    null,
    {},
    'HIDDEN_DUE_TO_SECURITY_REASONS',
    { other: 'x' },
    { SecretARN: '' },
    { SecretARN: 7 },
  ])('says no more than the record: %j', (context) =>
    expect(summarise(call('Decrypt', context))).toMatch(/decrypted data (of secret 7 )?with key 1-2\.$/),
  );

  it('has a place for the target for every key', () => {
    for (const [key] of encryptionContexts)
      expect(targetOf(subjectOf(call('Encrypt', { [key]: 'arn:aws:x:::one' })).column)?.arn).toBe(
        'arn:aws:x:::one',
      );
  });
});

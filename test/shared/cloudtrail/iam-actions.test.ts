import { describe, expect, it } from 'vitest';
import { iamActions } from '../../../shared/cloudtrail/iam-actions.ts';
import { mostResources, observedPolicy } from '../../../shared/cloudtrail/observed-policy.ts';

describe('the IAM actions of a call', () => {
  it.each([
    ['s3.amazonaws.com', 'ListObjects', ['s3:ListBucket'], 'by-hand'],
    ['s3.amazonaws.com', 'HeadObject', ['s3:GetObject'], 'by-hand'],
    ['s3.amazonaws.com', 'CreateMultipartUpload', ['s3:PutObject'], 'by-hand'],
    ['s3.amazonaws.com', 'CopyObject', ['s3:GetObject', 's3:PutObject'], 'by-hand'],
    ['s3.amazonaws.com', 'GetBucketAcl', ['s3:GetBucketAcl'], 'by-name'],
    ['lambda.amazonaws.com', 'Invoke', ['lambda:InvokeFunction'], 'by-hand'],
    ['lambda.amazonaws.com', 'UpdateFunctionCode20150331v2', ['lambda:UpdateFunctionCode'], 'by-name'],
    ['lambda.amazonaws.com', 'ListFunctions20150331', ['lambda:ListFunctions'], 'by-name'],
    [
      'cloudfront.amazonaws.com',
      'CreateDistribution2020_05_31',
      ['cloudfront:CreateDistribution'],
      'by-name',
    ],
    ['monitoring.amazonaws.com', 'PutMetricAlarm', ['cloudwatch:PutMetricAlarm'], 'by-name'],
    ['kms.amazonaws.com', 'ReEncrypt', ['kms:ReEncryptFrom', 'kms:ReEncryptTo'], 'by-hand'],
    ['sts.amazonaws.com', 'GetCallerIdentity', [], 'by-hand'],
    ['signin.amazonaws.com', 'ConsoleLogin', [], 'none'],
    ['apigateway.amazonaws.com', 'GetRestApis', [], 'none'],
    ['iam.amazonaws.com', '*", "Effect', [], 'none'],
    ['evil"}.example', 'Get', [], 'none'],
    ['s3.amazonaws.com', 'constructor', [], 'none'],
  ])('of %s %s are %j, %s', (source, name, iam, mapped) => {
    expect(iamActions(source, name)).toEqual({ iam, mapped });
  });
});

describe('a policy of observed use', () => {
  it('puts actions on the same things together and is the same in any order', () => {
    const uses = [
      { action: 's3:GetObject', resource: 'arn:b' },
      { action: 's3:GetObject', resource: 'arn:a' },
      { action: 's3:PutObject', resource: 'arn:a' },
      { action: 's3:PutObject', resource: 'arn:b' },
      { action: 's3:ListBucket', resource: '*' },
      { action: 's3:ListBucket', resource: 'arn:a' },
    ];
    const policy = observedPolicy(uses);
    expect(observedPolicy(uses.toReversed())).toBe(policy);
    expect(JSON.parse(policy)).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: ['arn:a', 'arn:b'] },
        { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: '*' },
      ],
    });
  });

  it('gives up a list of things that nobody reads', () => {
    const uses = Array.from({ length: mostResources + 1 }, (_, n) => ({
      action: 'a:B',
      resource: `arn:${n}`,
    }));
    expect(JSON.parse(observedPolicy(uses))).toMatchObject({ Statement: [{ Resource: '*' }] });
    expect(JSON.parse(observedPolicy(uses.slice(1))).Statement[0].Resource).toHaveLength(mostResources);
  });
});

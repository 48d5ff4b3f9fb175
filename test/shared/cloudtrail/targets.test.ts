import { describe, expect, test } from 'vitest';
import { subjectOf } from '../../../shared/cloudtrail/subject.ts';
import { generalPlaces } from '../../../shared/cloudtrail/targets/general.ts';
import {
  actionPlaces,
  targetDocuments,
  targetOf,
  targetPath,
} from '../../../shared/cloudtrail/targets/target-of.ts';
import { fieldNamed } from '../../../shared/fields/catalogue.ts';

const of = (service: string, eventName: string, record: object): unknown =>
  targetOf(subjectOf({ eventSource: `${service}.amazonaws.com`, eventName, ...record }).column);
const asked = (service: string, eventName: string, requestParameters: unknown): unknown =>
  of(service, eventName, { requestParameters });
const target = (kind: string, name: string, rest: { part?: string; arn?: string } = {}): unknown => ({
  ...{ kind, name, part: undefined, arn: undefined },
  ...rest,
});

describe('the target of a call', () => {
  test('is a bucket, with the object as its part', () => {
    expect(asked('s3', 'PutBucketPolicy', { bucketName: 'ledger' })).toEqual(target('bucket', 'ledger'));
    const resources = [
      { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::ledger/a.csv' },
      { type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::ledger' },
    ];
    const requestParameters = { bucketName: 'ledger', key: 'a.csv' };
    expect(of('s3', 'GetObject', { requestParameters, resources })).toEqual(
      target('bucket', 'ledger', { part: 'a.csv', arn: 'arn:aws:s3:::ledger' }),
    );
  });

  test('is whom rights are given to, with what is given', () => {
    const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const part = 'AdministratorAccess';
    expect(asked('iam', 'AttachRolePolicy', { roleName: 'ci', policyArn })).toEqual(
      target('role', 'ci', { part }),
    );
    expect(asked('iam', 'AttachUserPolicy', { userName: 'mira', policyArn })).toEqual(
      target('user', 'mira', { part }),
    );
    const responseElements = { accessKey: { accessKeyId: 'AKIAEXAMPLE', userName: 'mira' } };
    expect(of('iam', 'CreateAccessKey', { requestParameters: null, responseElements })).toEqual(
      target('user', 'mira', { part: 'AKIAEXAMPLE' }),
    );
  });

  test('has one name however the call spells it', () => {
    const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbC12f';
    expect(asked('secretsmanager', 'GetSecretValue', { secretId: 'prod/db' })).toEqual(
      target('secret', 'prod/db'),
    );
    expect(asked('secretsmanager', 'GetSecretValue', { secretId: secret })).toEqual(
      target('secret', 'prod/db', { arn: secret }),
    );
    const word = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:my-secret';
    expect(asked('secretsmanager', 'GetSecretValue', { secretId: word })).toEqual(
      target('secret', 'my-secret', { arn: word }),
    );
    expect(asked('lambda', 'UpdateFunctionCode20150331v2', { functionName: 'tidy' })).toEqual(
      target('function', 'tidy'),
    );
    const trail = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main';
    expect(asked('cloudtrail', 'StopLogging', { name: trail })).toEqual(
      target('trail', 'main', { arn: trail }),
    );
    expect(asked('sqs', 'DeleteQueue', { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/jobs' })).toEqual(
      target('queue', 'jobs'),
    );
  });

  test('is what was opened, of a decryption', () => {
    const arn = 'arn:aws:ssm:eu-west-1:111122223333:parameter/app/db';
    const resources = [{ ARN: 'arn:aws:kms:eu-west-1:111122223333:key/11-22' }];
    const requestParameters = { encryptionContext: { PARAMETER_ARN: arn } };
    expect(of('kms', 'Decrypt', { requestParameters, resources })).toEqual(
      target('parameter', '/app/db', { arn }),
    );
    expect(of('kms', 'Decrypt', { requestParameters: {}, resources })).toEqual(
      target('key', '11-22', { arn: resources[0]?.ARN ?? '' }),
    );
  });

  test('is what was made, or what it was to be made of where that was refused', () => {
    const responseElements = { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } };
    const requestParameters = { instancesSet: { items: [{ imageId: 'ami-1' }] } };
    expect(of('ec2', 'RunInstances', { requestParameters, responseElements })).toEqual(
      target('instance', 'i-1'),
    );
    expect(of('ec2', 'RunInstances', { requestParameters })).toEqual(target('image', 'ami-1'));
  });

  test('is what a refusal names where the request is lost', () => {
    const errorMessage =
      'User: x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::1:role/a/Admin because';
    expect(of('sts', 'AssumeRole', { requestParameters: null, errorMessage })).toEqual(
      target('role', 'Admin', { arn: 'arn:aws:iam::1:role/a/Admin' }),
    );
  });

  test('is none where the record has no name, or none that can be one', () => {
    expect(asked('sts', 'GetCallerIdentity', null)).toBeUndefined();
    for (const bucketName of [5, null, '', ['ledger'], { name: 'ledger' }, 'x'.repeat(2049)])
      expect(asked('s3', 'PutBucketPolicy', { bucketName })).toBeUndefined();
    expect(asked('s3', 'PutBucketPolicy', 'bucketName')).toBeUndefined();
  });
});

test('places of targets lead into documents or to fields of the record, and further paths into documents', () => {
  const places = [...actionPlaces.flatMap((one) => one.places), ...generalPlaces];
  for (const { name, part, arn } of places) {
    const { column, steps } = targetPath(name);
    expect(targetDocuments.has(column) ? steps.length > 0 : fieldNamed(column)?.type === 'text', name).toBe(
      true,
    );
    for (const path of [part, arn])
      expect(path === undefined || targetDocuments.has(targetPath(path).column), path).toBe(true);
  }
});

test('an action stands once among the places of its service', () => {
  const names = actionPlaces.map(({ service, action }) => `${service} ${action ?? ''}`);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

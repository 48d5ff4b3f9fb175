import { nameInArn } from '../caller.ts';
import type { RecordReader } from '../record-reader.ts';
import { arnName, named, request, type Actions } from './phrase.ts';

const bucket = (r: RecordReader): string => named('bucket', request(r, 'bucketName'));
const object = (r: RecordReader): string => {
  const key = request(r, 'key');
  return key ? `${key} in ${bucket(r)}` : `an object in ${bucket(r)}`;
};

/** Actions of S3. */
export const s3: Actions = {
  CreateBucket: ['create', bucket],
  DeleteBucket: ['delete', bucket],
  PutBucketPolicy: ['put', (r) => `a policy on ${bucket(r)}`],
  DeleteBucketPolicy: ['delete', (r) => `the policy of ${bucket(r)}`],
  PutBucketAcl: ['change', (r) => `the access list of ${bucket(r)}`],
  PutObjectAcl: ['change', (r) => `the access list of ${object(r)}`],
  PutBucketPublicAccessBlock: ['change', (r) => `the public access block of ${bucket(r)}`],
  DeleteBucketPublicAccessBlock: ['remove', (r) => `the public access block of ${bucket(r)}`],
  PutBucketVersioning: ['change', (r) => `versioning of ${bucket(r)}`],
  PutBucketLogging: ['change', (r) => `access logging of ${bucket(r)}`],
  PutBucketLifecycle: ['change', (r) => `the lifecycle rules of ${bucket(r)}`],
  PutBucketReplication: ['change', (r) => `replication of ${bucket(r)}`],
  PutBucketEncryption: ['change', (r) => `default encryption of ${bucket(r)}`],
  DeleteBucketEncryption: ['remove', (r) => `default encryption of ${bucket(r)}`],
  GetObject: ['read', object],
  HeadObject: ['look', (r) => `at the metadata of ${object(r)}`],
  PutObject: ['write', object],
  CopyObject: ['copy', (r) => `${request(r, 'x-amz-copy-source') ?? 'an object'} to ${object(r)}`],
  DeleteObject: ['delete', object],
  PutAccountPublicAccessBlock: ['change', () => 'the public access block of the account'],
  DeleteObjects: ['delete', (r) => `objects in ${bucket(r)}`],
  ListObjects: ['list', (r) => `objects in ${bucket(r)}`],
  ListBuckets: ['list', () => 'all buckets'],
};

const key = (r: RecordReader): string => {
  const name = request(r, 'keyId') ?? r.texts('resources[].ARN')[0];
  return named('key', name?.match(/alias\/.*$/)?.[0] ?? nameInArn(name));
};
/** Secret names may hold slashes; in an ARN the name stands behind `:secret:`, with six random characters at its end. */
const secret = (r: RecordReader): string =>
  named('secret', request(r, 'secretId', 'name')?.replace(/^arn:.*:secret:/, ''));
const dbInstance = (r: RecordReader): string => named('database', request(r, 'dBInstanceIdentifier'));

const dbSnapshot = (r: RecordReader): string =>
  named('database snapshot', request(r, 'dBSnapshotIdentifier', 'dBClusterSnapshotIdentifier'));

/** Actions of KMS. */
export const kms: Actions = {
  Decrypt: ['decrypt', (r) => `data with ${key(r)}`],
  Encrypt: ['encrypt', (r) => `data with ${key(r)}`],
  GenerateDataKey: ['generate', (r) => `a data key with ${key(r)}`],
  CreateKey: ['create', key],
  DisableKey: ['disable', key],
  EnableKey: ['enable', key],
  ScheduleKeyDeletion: ['schedule', (r) => `${key(r)} for deletion`],
  PutKeyPolicy: ['put', (r) => `a policy on ${key(r)}`],
  CreateGrant: ['grant', (r) => `${request(r, 'granteePrincipal') ?? 'a principal'} the use of ${key(r)}`],
};

/** Actions of Secrets Manager. */
export const secretsmanager: Actions = {
  GetSecretValue: ['read', (r) => `the value of ${secret(r)}`],
  BatchGetSecretValue: ['read', () => 'the values of several secrets'],
  CreateSecret: ['create', secret],
  PutSecretValue: ['write', (r) => `a value of ${secret(r)}`],
  DeleteSecret: ['delete', secret],
  PutResourcePolicy: ['put', (r) => `a policy on ${secret(r)}`],
  ListSecrets: ['list', () => 'all secrets'],
};

/** Actions of RDS. */
export const rds: Actions = {
  CreateDBSnapshot: ['create', (r) => `${dbSnapshot(r)} of ${dbInstance(r)}`],
  DeleteDBSnapshot: ['delete', dbSnapshot],
  ModifyDBSnapshotAttribute: ['change', (r) => `who may restore ${dbSnapshot(r)}`],
  RestoreDBInstanceFromDBSnapshot: ['restore', (r) => `${dbSnapshot(r)} as ${dbInstance(r)}`],
  ModifyDBInstance: ['change', dbInstance],
  DeleteDBInstance: ['delete', dbInstance],
  StartExportTask: ['export', (r) => `a snapshot to ${named('bucket', request(r, 's3BucketName'))}`],
};

/** Actions of DynamoDB. */
export const dynamodb: Actions = {
  Scan: ['read', (r) => `all of ${named('table', request(r, 'tableName'))}`],
  DeleteTable: ['delete', (r) => named('table', request(r, 'tableName'))],
  ExportTableToPointInTime: [
    'export',
    (r) => `${named('table', arnName(r, 'tableArn'))} to ${named('bucket', request(r, 's3Bucket'))}`,
  ],
};

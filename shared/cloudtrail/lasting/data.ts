import type { RecordReader } from '../record-reader.ts';
import { request, response } from '../services/row.ts';
import { shared } from './network.ts';
import { everyone, outsider, outsidersIn, ownAccount, type Outsider } from './outsiders.ts';
import {
  everything,
  keyed,
  made,
  pair,
  the,
  type Reading,
  type ServiceStates,
  type State,
  type Thing,
} from './state.ts';

const toEach = (word: string, all: readonly Outsider[]): readonly Thing[] =>
  all.map(({ key, words }) => ({ key, before: word, after: `to ${words}` }));

/** Whom a policy in a request lets in, in a call that puts the whole policy. */
const policyAt =
  (word: string, ...paths: readonly string[]) =>
  (r: RecordReader): readonly Thing[] | undefined => {
    const policy = paths
      .map((path) => r.value(`requestParameters.${path}`))
      .find((found) => found !== undefined);
    const found = outsidersIn(policy, ownAccount(r));
    return found && toEach(word, found);
  };

const policy = (word: string, put: string, remove: string, ...paths: readonly string[]): State => ({
  group: 'opened',
  sets: { [put]: policyAt(word, ...paths) },
  ends: { [remove]: everything },
});

const publicLists = new Set(['public-read', 'public-read-write', 'authenticated-read']);
const publicGroups = /\/(AllUsers|AuthenticatedUsers)$/;

/** Whom an access list of S3 lets in, canned or spelled out. The owner is known by its ID where the list names it. */
function accessList(word: string): (r: RecordReader) => readonly Thing[] | undefined {
  return (r) => {
    const canned = [request(r, 'x-amz-acl'), ...r.texts('requestParameters.x-amz-acl[]')];
    const list = 'requestParameters.AccessControlPolicy';
    const grantees = ['', '[]'].flatMap((each) => {
      const grantee = `${list}.AccessControlList.Grant${each}.Grantee`;
      return [...r.texts(`${grantee}.URI`), ...r.texts(`${grantee}.ID`)];
    });
    const headers = ['read', 'write', 'read-acp', 'write-acp', 'full-control']
      .map((right) => request(r, `x-amz-grant-${right}`) ?? '')
      .join(' ');
    const isPublic =
      canned.some((one) => one !== undefined && publicLists.has(one)) ||
      grantees.some((one) => publicGroups.test(one)) ||
      /\/(AllUsers|AuthenticatedUsers)\b/.test(headers);
    const owner = r.text(`${list}.Owner.ID`);
    const others = owner === undefined ? [] : grantees.filter((one) => !one.includes('/') && one !== owner);
    const named = [...new Set(others)].map((id) => ({
      key: id,
      words: `canonical user ${id.slice(0, 12)}…`,
    }));
    return toEach(word, [...(isPublic ? [everyone] : []), ...named]);
  };
}

const guards = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];

/** A guard against public access: off when one of its four settings is. */
const guardOff =
  (before: string) =>
  (r: RecordReader): readonly Thing[] | undefined => {
    const told = guards.map((name) => request(r, `PublicAccessBlockConfiguration.${name}`));
    if (told.every((one) => one === undefined)) return undefined;
    return told.every((one) => one === 'true') ? [] : [{ key: '', before, after: '' }];
  };
const guardGone = (before: string): Reading => the(before);

const guard = (of: string, before: string): State => ({
  group: 'opened',
  begins: { [`Delete${of}PublicAccessBlock`]: guardGone(before) },
  sets: { [`Put${of}PublicAccessBlock`]: guardOff(before) },
});

const versioning =
  (wanted: string): Reading =>
  (r) =>
    request(r, 'VersioningConfiguration.Status') === wanted
      ? [{ key: '', before: 'versioning suspended on', after: '' }]
      : [];

/** S3. Source of the pairs: Amazon S3 API Reference. */
export const s3: ServiceStates = {
  ...made('Bucket AccessPoint'),
  policy: policy('bucket', 'PutBucketPolicy', 'DeleteBucketPolicy', 'bucketPolicy', 'policy'),
  accessList: { group: 'opened', sets: { PutBucketAcl: accessList('bucket') } },
  bucketGuard: guard('Bucket', 'public access guard off on bucket'),
  accountGuard: guard('Account', 'public access guard off in account'),
  versioning: {
    group: 'other',
    begins: { PutBucketVersioning: versioning('Suspended') },
    ends: { PutBucketVersioning: versioning('Enabled') },
  },
  unencrypted: pair(
    'other',
    'DeleteBucketEncryption',
    'PutBucketEncryption',
    the('own encryption rule gone from'),
  ),
  cors: pair('other', 'PutBucketCors', 'DeleteBucketCors', the('rules for web pages of')),
  replication: pair('other', 'PutBucketReplication', 'DeleteBucketReplication', the('replication of')),
};

const grant: Reading = (r) => {
  const id = response(r, 'grantId') ?? request(r, 'grantId');
  if (id === undefined) return [];
  const who = request(r, 'granteePrincipal');
  const other = who === undefined ? undefined : outsider(who, ownAccount(r));
  return [
    {
      ...{
        key: '',
        unique: id,
        before: 'use of key',
        after: who === undefined ? '' : `to ${other?.words ?? who}`,
      },
      ...(other ? { group: 'opened' as const } : {}),
    },
  ];
};

/** KMS. A key that waits for its deletion is of no use, so waiting ends it. Source of the pairs: AWS KMS API Reference. */
export const kms: ServiceStates = {
  key: {
    group: 'made',
    begins: { CreateKey: the('') },
    ends: { ScheduleKeyDeletion: the('') },
  },
  deletion: pair('other', 'ScheduleKeyDeletion', 'CancelKeyDeletion', the('waiting for deletion:')),
  disabled: pair('other', 'DisableKey', 'EnableKey', the('disabled:')),
  grant: {
    group: 'other',
    begins: { CreateGrant: grant },
    ends: { RevokeGrant: grant, RetireGrant: grant },
  },
  policy: { group: 'opened', sets: { PutKeyPolicy: policyAt('key', 'policy') } },
};

/** The same secret by its ARN, which both calls tell: a name in an ARN may end with letters of AWS's own. */
const secret: Reading = (r) => {
  const asked = request(r, 'secretId');
  const arn = response(r, 'arn') ?? (asked?.startsWith('arn:') === true ? asked : undefined);
  return [{ key: '', before: '', after: '', ...(arn === undefined ? {} : { unique: arn }) }];
};

/** Secrets Manager. Source of the pairs: AWS Secrets Manager API Reference. */
export const secretsmanager: ServiceStates = {
  secret: {
    group: 'made',
    begins: { CreateSecret: secret, RestoreSecret: secret },
    ends: { DeleteSecret: secret },
  },
  policy: policy('secret', 'PutResourcePolicy', 'DeleteResourcePolicy', 'resourcePolicy'),
};

const reachable =
  (wanted: string): Reading =>
  (r) =>
    request(r, 'publiclyAccessible') === wanted
      ? [{ key: '', before: 'database', after: 'reachable from the internet' }]
      : [];

/** RDS. Source of the pairs: Amazon RDS API Reference. */
export const rds: ServiceStates = {
  ...made(
    'DBSnapshot DBCluster DBClusterSnapshot DBSubnetGroup DBSecurityGroup DBParameterGroup GlobalCluster',
  ),
  instance: {
    group: 'made',
    begins: { CreateDBInstance: the(''), RestoreDBInstanceFromDBSnapshot: the('') },
    ends: { DeleteDBInstance: the('') },
  },
  snapshotShare: shared('DB snapshot', 'ModifyDBSnapshotAttribute', ['valuesToAdd[]'], ['valuesToRemove[]']),
  clusterSnapshotShare: shared(
    'DB snapshot',
    'ModifyDBClusterSnapshotAttribute',
    ['valuesToAdd[]'],
    ['valuesToRemove[]'],
  ),
  reachable: {
    group: 'opened',
    begins: { CreateDBInstance: reachable('true'), ModifyDBInstance: reachable('true') },
    ends: { ModifyDBInstance: reachable('false') },
  },
  ingress: pair(
    'opened',
    'AuthorizeDBSecurityGroupIngress',
    'RevokeDBSecurityGroupIngress',
    keyed(['cIDRIP', 'eC2SecurityGroupId', 'eC2SecurityGroupName'], (range) => ({
      before: 'databases of',
      after: `to ${range}`,
    })),
  ),
};

/** Tables, images, mail, topics and queues. Source of the pairs: the services' API References. */
export const dynamodb: ServiceStates = {
  ...made('Table Backup'),
  policy: policy('table', 'PutResourcePolicy', 'DeleteResourcePolicy', 'policy'),
};
/** Images of containers. */
export const ecr: ServiceStates = {
  ...made('Repository'),
  policy: policy('repository', 'SetRepositoryPolicy', 'DeleteRepositoryPolicy', 'policyText'),
};
/** Mail: an identity that is verified may be sent from. */
export const ses: ServiceStates = {
  ...made('EmailIdentity'),
  identity: {
    group: 'made',
    begins: { VerifyEmailIdentity: the(''), VerifyDomainIdentity: the('') },
    ends: { DeleteIdentity: the('') },
  },
  sending: {
    group: 'other',
    begins: {
      UpdateAccountSendingEnabled: (r) =>
        request(r, 'enabled') === 'true' ? the('sending of mail allowed in')(r) : [],
      PutAccountSendingAttributes: (r) =>
        request(r, 'sendingEnabled') === 'true' ? the('sending of mail allowed in')(r) : [],
    },
    ends: {
      UpdateAccountSendingEnabled: (r) => (request(r, 'enabled') === 'true' ? [] : everything(r)),
      PutAccountSendingAttributes: (r) => (request(r, 'sendingEnabled') === 'true' ? [] : everything(r)),
    },
  },
};

const labelled = (word: string): State =>
  pair(
    'opened',
    'AddPermission',
    'RemovePermission',
    keyed(['label'], (label) => ({ before: word, after: `to others by ${label}` })),
  );

/** Topics. */
export const sns: ServiceStates = { ...made('Topic'), permission: labelled('topic') };
/** Queues. */
export const sqs: ServiceStates = { ...made('Queue'), permission: labelled('queue') };

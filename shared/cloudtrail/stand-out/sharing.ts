import { matches } from '../conditions.ts';
import { memberOf } from '../record-reader.ts';
import type { Deed } from './deed.ts';
import { everyone, policyOf, strangersIn } from './policy-documents.ts';
import { requested, rule, type Judgement, type Rule } from './rule.ts';

const sharing = { subject: 'Exfiltration', line: 'sharing', severity: 'H' } as const;

const own = ({ account, callerAccount }: Deed): readonly (string | null)[] => [account, callerAccount];
const forGrantees = (grantees: readonly string[]): Judgement | undefined =>
  grantees.length === 0 ? undefined : { severity: 'H', grantees };

const byPolicy =
  (...keys: readonly string[]) =>
  (deed: Deed): Judgement | undefined => {
    const document = keys.map((key) => memberOf(deed.request, key)).find((one) => one !== undefined);
    return forGrantees(strangersIn(policyOf(document), own(deed)));
  };

/** The members of lists as EC2 writes them: `{ items: [...] }`. */
const addedIn = (deed: Deed, attribute: string): readonly string[] => {
  const users = deed.record.texts(`requestParameters.${attribute}.add.items[].userId`);
  const groups = deed.record.texts(`requestParameters.${attribute}.add.items[].group`);
  return [...users, ...(groups.includes('all') ? [everyone] : [])].filter((one) => !own(deed).includes(one));
};

const valuesAdded = (deed: Deed): readonly string[] =>
  deed.record
    .texts('requestParameters.valuesToAdd[]')
    .map((one) => (one === 'all' ? everyone : one))
    .filter((one) => !own(deed).includes(one));

const isOff = (value: unknown): boolean => value === false || value === 'false';

/** What is opened to other accounts, or to everybody. */
export const sharingRules: readonly Rule[] = [
  rule({
    ...sharing,
    does: 'open the snapshot',
    did: 'opened the snapshot',
    id: 'snapshot-shared',
    on: { ec2: ['ModifySnapshotAttribute'] },
    object: requested('snapshotId'),
    theirs: ['T1537', 'EBSSnapshotExternalAccess'],
    notKnown: ['Whether it was copied: SharedSnapshotCopyInitiated would be recorded here.'],
    judge: (deed) => forGrantees(addedIn(deed, 'createVolumePermission')),
  }),
  rule({
    ...sharing,
    does: 'open the image',
    did: 'opened the image',
    id: 'image-shared',
    on: { ec2: ['ModifyImageAttribute'] },
    object: requested('imageId'),
    theirs: ['T1537', 'AMIExternalAccess'],
    notKnown: ['Whether the other account used it: only its own records tell.'],
    judge: (deed) => forGrantees(addedIn(deed, 'launchPermission')),
  }),
  rule({
    ...sharing,
    does: 'open the database snapshot',
    did: 'opened the database snapshot',
    id: 'database-snapshot-shared',
    on: { rds: ['ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute'] },
    object: requested('dBSnapshotIdentifier', 'dBClusterSnapshotIdentifier'),
    theirs: ['T1537', 'RDSSnapshotPubliclyShared'],
    notKnown: ['Whether the other account copied it: only its own records tell.'],
    judge: (deed) => forGrantees(valuesAdded(deed)),
  }),
  rule({
    ...sharing,
    does: 'open the bucket',
    did: 'opened the bucket',
    id: 'bucket-policy-opened',
    on: { s3: ['PutBucketPolicy', 'PutAccessPointPolicy'] },
    object: requested('bucketName', 'name'),
    theirs: ['T1537', 'S3BucketPolicyExternalAccess', 'Policy:S3/BucketAnonymousAccessGranted', 'CIS 4.8'],
    notKnown: ['What was read of it, without data events or access logs.'],
    judge: byPolicy('bucketPolicy', 'policy'),
  }),
  rule({
    ...sharing,
    does: 'open the bucket',
    did: 'opened the bucket',
    id: 'bucket-acl-opened',
    on: { s3: ['PutBucketAcl', 'PutObjectAcl', 'CreateBucket'] },
    and: matches('requestParameters', 'AllUsers|AuthenticatedUsers|public-read'),
    object: requested('bucketName'),
    theirs: ['T1537', 'Policy:S3/BucketPublicAccessGranted', 'CIS 4.8'],
    judge: () => ({ severity: 'H', grantees: [everyone] }),
  }),
  rule({
    subject: 'Exfiltration',
    severity: 'M',
    id: 'public-access-block-lifted',
    on: {
      s3: [
        'DeleteBucketPublicAccessBlock',
        'PutBucketPublicAccessBlock',
        'DeleteAccountPublicAccessBlock',
        'PutAccountPublicAccessBlock',
        'DeletePublicAccessBlock',
        'PutPublicAccessBlock',
      ],
      ec2: ['DisableImageBlockPublicAccess', 'DisableSnapshotBlockPublicAccess'],
    },
    does: 'lift the block of public access of',
    did: 'lifted the block of public access of',
    object: (deed) => requested('bucketName')(deed) ?? 'the account',
    isLighterOnOwn: true,
    theirs: ['Policy:S3/AccountBlockPublicAccessDisabled', 'Policy:S3/BucketBlockPublicAccessDisabled'],
    judge: ({ action, request }) => {
      if (!action.startsWith('Put')) return { severity: 'M' };
      const block = memberOf(request, 'PublicAccessBlockConfiguration');
      const keys = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
      return keys.some((key) => isOff(memberOf(block, key))) ? { severity: 'M' } : undefined;
    },
  }),
  rule({
    ...sharing,
    does: 'open the function',
    did: 'opened the function',
    id: 'function-opened',
    subject: 'Persistence',
    on: { lambda: ['AddPermission', 'AddLayerVersionPermission'] },
    object: requested('functionName', 'layerName'),
    theirs: ['T1098', 'LambdaFunctionPublicAccess'],
    judge: (deed) => {
      const principal = deed.record.text('requestParameters.principal') ?? '';
      if (principal === '*') {
        const isLimited =
          deed.record.has('requestParameters.sourceAccount') ||
          deed.record.has('requestParameters.sourceArn') ||
          deed.record.has('requestParameters.organizationId') ||
          deed.record.has('requestParameters.principalOrgID');
        return isLimited ? undefined : forGrantees([everyone]);
      }
      const account = /^(?:arn:[^:]*:[^:]*::)?(\d{12})(?::|$)/.exec(principal)?.[1];
      return account === undefined || own(deed).includes(account) ? undefined : forGrantees([account]);
    },
  }),
  rule({
    ...sharing,
    does: 'open an address of the function',
    did: 'opened an address of the function',
    id: 'function-address-opened',
    subject: 'Persistence',
    on: { lambda: ['CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig'] },
    object: requested('functionName'),
    theirs: ['T1190', 'LambdaFunctionUrlPublicAccess'],
    judge: (deed) =>
      deed.record.text('requestParameters.authType') === 'NONE' ? forGrantees([everyone]) : undefined,
  }),
  rule({
    ...sharing,
    does: 'open',
    did: 'opened',
    id: 'resource-policy-opened',
    on: {
      kms: ['PutKeyPolicy'],
      secretsmanager: ['PutResourcePolicy'],
      ecr: ['SetRepositoryPolicy', 'PutRegistryPolicy'],
      glue: ['PutResourcePolicy'],
      elasticfilesystem: ['PutFileSystemPolicy'],
      sns: ['SetTopicAttributes'],
      sqs: ['SetQueueAttributes'],
      dynamodb: ['PutResourcePolicy'],
    },
    object: requested(
      'keyId',
      'secretId',
      'repositoryName',
      'fileSystemId',
      'topicArn',
      'queueUrl',
      'resourceArn',
    ),
    theirs: ['T1537'],
    judge: (deed) =>
      byPolicy('policy', 'resourcePolicy', 'policyText', 'policyInJson')(deed) ??
      forGrantees(strangersIn(memberOf(memberOf(deed.request, 'attributes'), 'Policy'), own(deed))),
  }),
  rule({
    ...sharing,
    does: 'open the key',
    did: 'opened the key',
    id: 'key-granted',
    on: { kms: ['CreateGrant'] },
    object: requested('keyId'),
    theirs: ['T1537'],
    judge: (deed) => {
      const grantee = deed.record.text('requestParameters.granteePrincipal') ?? '';
      const account = /^arn:[^:]*:[^:]*::(\d{12}):/.exec(grantee)?.[1];
      return account === undefined || own(deed).includes(account) ? undefined : forGrantees([account]);
    },
  }),
  rule({
    ...sharing,
    does: 'open the share',
    did: 'opened the share',
    id: 'resource-shared',
    on: { ram: ['CreateResourceShare', 'AssociateResourceShare'] },
    object: requested('name', 'resourceShareArn'),
    theirs: ['T1537'],
    judge: (deed) =>
      forGrantees(
        deed.record
          .texts('requestParameters.principals[]')
          .filter((one) => /^\d{12}$/.test(one) && !own(deed).includes(one)),
      ),
  }),
  rule({
    subject: 'Exfiltration',
    severity: 'M',
    id: 'copied-elsewhere',
    on: {
      s3: ['PutBucketReplication'],
      rds: ['StartExportTask'],
      ec2: ['CreateInstanceExportTask', 'CreateStoreImageTask', 'ExportImage'],
      dynamodb: ['ExportTableToPointInTime'],
    },
    does: 'have data copied from',
    did: 'had data copied from',
    object: requested('bucketName', 'sourceArn', 'instanceId', 'imageId', 'tableArn'),
    isLighterOnOwn: true,
    theirs: ['T1537', 'CIS 4.8'],
  }),
  rule({
    subject: 'Network exposure',
    severity: 'L',
    id: 'security-group-opened',
    on: { ec2: ['AuthorizeSecurityGroupIngress'] },
    and: matches('requestParameters', '"[0-9a-fA-F.:]+/0"'),
    does: 'open to the whole internet the security group',
    did: 'opened to the whole internet the security group',
    object: requested('groupId', 'groupName'),
    isLighterOnOwn: true,
    theirs: ['T1686.001', 'EC2SecurityGroupPublicSSH', 'CIS 4.10'],
    judge: judgePorts,
  }),
  rule({
    subject: 'Network exposure',
    severity: 'H',
    id: 'database-public',
    on: { rds: ['ModifyDBInstance', 'CreateDBInstance', 'RestoreDBInstanceFromDBSnapshot'] },
    and: matches('requestParameters', '"publiclyAccessible":"?true'),
    does: 'make reachable from the internet the database',
    did: 'made reachable from the internet the database',
    object: requested('dBInstanceIdentifier'),
    isLighterOnOwn: true,
    theirs: ['RDSPubliclyAccessible'],
    judge: ({ action }) => ({ severity: action === 'ModifyDBInstance' ? 'H' : 'L' }),
  }),
];

/** Ports by which machines are entered: SSH and Remote Desktop. */
const entryPorts = [22, 3389];

function judgePorts({ record, request }: Deed): Judgement {
  const direct = [record.text('requestParameters.fromPort'), record.text('requestParameters.toPort')];
  const items = memberOf(memberOf(request, 'ipPermissions'), 'items');
  const spans = (Array.isArray(items) ? (items as unknown[]) : [])
    .filter((item) => /"[0-9a-fA-F.:]+\/0"/.test(JSON.stringify(item)))
    .map((item) => [memberOf(item, 'fromPort'), memberOf(item, 'toPort'), memberOf(item, 'ipProtocol')]);
  if (direct[0] !== undefined)
    spans.push([direct[0], direct[1], record.text('requestParameters.ipProtocol')]);
  const lets = (port: number): boolean =>
    spans.some(([from, to, protocol]) => protocol === '-1' || (Number(from) <= port && port <= Number(to)));
  const open = entryPorts.filter(lets);
  return open.length > 0
    ? { severity: 'M', detail: `port ${open.join(' and ')}` }
    : { severity: 'L', theirs: [] };
}

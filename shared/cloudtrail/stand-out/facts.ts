import { requested, rule, type Rule } from './rule.ts';

const fact = { subject: 'Evidence', severity: 'I', line: 'fact' } as const;

/**
 * The names under which later calls speak of what was made: from the request, or from the answer where AWS gives the name.
 * Source: the services' API References.
 */
const madeNames = requested(
  'userName',
  'roleName',
  'bucketName',
  'functionName',
  'logGroupName',
  'dBSnapshotIdentifier',
  'dBInstanceIdentifier',
  'tableName',
  'groupName',
  'name',
  'policyName',
);

const answered = [
  'snapshotId',
  'imageId',
  'groupId',
  'instancesSet.items[].instanceId',
  'CreateFlowLogsResponse.flowLogIdSet.item',
  'resolverQueryLogConfig.id',
  'keyMetadata.keyId',
  'aRN',
];

/** What lines are told by: what the caller had made before, and what was taken back afterwards. */
export const factRules: readonly Rule[] = [
  rule({
    ...fact,
    id: 'made',
    on: {
      iam: ['CreateUser', 'CreateRole', 'CreatePolicy', 'CreateGroup'],
      s3: ['CreateBucket'],
      cloudtrail: ['CreateTrail', 'CreateEventDataStore'],
      logs: ['CreateLogGroup'],
      lambda: ['CreateFunction'],
      ec2: [
        'RunInstances',
        'CreateSnapshot',
        'CreateImage',
        'RegisterImage',
        'CreateSecurityGroup',
        'CreateFlowLogs',
      ],
      rds: ['CreateDBInstance', 'CreateDBSnapshot', 'CreateDBCluster'],
      route53resolver: ['CreateResolverQueryLogConfig'],
      secretsmanager: ['CreateSecret'],
      ssm: ['PutParameter'],
      kms: ['CreateKey'],
      dynamodb: ['CreateTable'],
      guardduty: ['CreateDetector'],
      ses: ['CreateEmailIdentity', 'VerifyDomainIdentity', 'VerifyEmailIdentity'],
    },
    does: 'make',
    did: 'made',
    object: (deed) =>
      madeNames(deed) ??
      answered
        .map((path) => deed.record.texts(`responseElements.${path}`)[0])
        .find((one) => one !== undefined),
  }),
  rule({
    ...fact,
    id: 'taken-back',
    on: {
      iam: [
        'DeleteAccessKey',
        'DeleteUser',
        'DeleteRole',
        'DeleteLoginProfile',
        'DetachUserPolicy',
        'DetachRolePolicy',
        'DeleteUserPolicy',
        'DeleteRolePolicy',
        'UpdateAccessKey',
        'UpdateAssumeRolePolicy',
      ],
      lambda: ['RemovePermission', 'DeleteFunctionUrlConfig', 'DeleteFunction'],
      s3: ['DeleteBucketPolicy', 'DeleteBucket', 'PutBucketPolicy', 'DeleteBucketLifecycle'],
      ec2: [
        'ModifySnapshotAttribute',
        'ModifyImageAttribute',
        'DeleteSnapshot',
        'DeregisterImage',
        'RevokeSecurityGroupIngress',
      ],
      rds: ['ModifyDBSnapshotAttribute', 'DeleteDBSnapshot', 'ModifyDBClusterSnapshotAttribute'],
      cloudtrail: ['StartLogging'],
      rolesanywhere: ['DeleteTrustAnchor'],
    },
    does: 'take back',
    did: 'took back',
    object: requested(
      'userName',
      'roleName',
      'functionName',
      'bucketName',
      'snapshotId',
      'imageId',
      'groupId',
      'dBSnapshotIdentifier',
      'dBClusterSnapshotIdentifier',
      'name',
      'trustAnchorId',
    ),
  }),
];

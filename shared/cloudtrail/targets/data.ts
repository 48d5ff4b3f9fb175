import { encryptionContexts } from '../encryption-context.ts';
import { added, answered, asked, field, type ServiceTargets, type TargetPlace } from './place.ts';

/** S3. What happens to an object happens in its bucket, which is the target; the object's key is the part of it. */
export const s3: ServiceTargets = {
  actions: {
    'PutAccountPublicAccessBlock GetAccountPublicAccessBlock DeleteAccountPublicAccessBlock ListBuckets': [
      asked('account', 'accountId'),
      field('account', 'recipientAccountId'),
    ],
  },
  usual: [
    asked('bucket', 'bucketName', { part: 'requestParameters.key' }),
    asked('bucket', 'bucket'),
    asked('access point', 'name'),
    asked('configuration', 'configurationARN'),
  ],
};

/** Whatever a service encrypts with a key it names in the context of the call. */
const encrypted: readonly TargetPlace[] = encryptionContexts.map(([key, kind]) =>
  asked(kind, /^\w+$/.test(key) ? `encryptionContext.${key}` : `encryptionContext['${key}']`),
);

/** KMS: the thing whose data is opened where the context names it, else the key. */
export const kms: ServiceTargets = {
  actions: {
    'Decrypt GenerateDataKey GenerateDataKeyWithoutPlaintext Encrypt': encrypted,
    CreateKey: [answered('key', 'keyMetadata.keyId', { arn: 'responseElements.keyMetadata.arn' })],
    'CreateAlias UpdateAlias DeleteAlias': [
      asked('key', 'targetKeyId', { part: 'requestParameters.aliasName' }),
      asked('key', 'aliasName'),
    ],
    ReEncrypt: [asked('key', 'destinationKeyId'), asked('key', 'sourceKeyId')],
  },
  usual: [
    asked('key', 'keyId'),
    answered('key', 'keyId'),
    { kind: 'key', name: 'resources[0].ARN' },
    asked('key store', 'customKeyStoreId'),
    asked('key store', 'customKeyStoreName'),
  ],
};

/** Secrets Manager. Its own events name the secret in their further data. */
export const secretsmanager: ServiceTargets = {
  actions: {
    CreateSecret: [asked('secret', 'name', { arn: 'responseElements.arn' })],
    BatchGetSecretValue: [asked('secret', 'secretIdList[0]')],
  },
  usual: [
    asked('secret', 'secretId', { arn: 'responseElements.arn' }),
    added('secret', 'ARN'),
    added('secret', 'SecretId'),
    added('secret', 'Name'),
    asked('secret', 'name'),
  ],
};

/** Databases. */
export const rds: ServiceTargets = {
  actions: {
    'CreateDBSnapshot DeleteDBSnapshot ModifyDBSnapshotAttribute ModifyDBSnapshot DescribeDBSnapshots': [
      asked('snapshot', 'dBSnapshotIdentifier', { arn: 'responseElements.dBSnapshotArn' }),
      asked('snapshot', 'dbSnapshotIdentifier'),
      asked('database', 'dBInstanceIdentifier'),
    ],
    'CopyDBSnapshot CopyDBClusterSnapshot': [
      asked('snapshot', 'targetDBSnapshotIdentifier'),
      asked('snapshot', 'targetDBClusterSnapshotIdentifier'),
      asked('snapshot', 'sourceDBSnapshotIdentifier'),
    ],
    'CreateDBClusterSnapshot DeleteDBClusterSnapshot ModifyDBClusterSnapshotAttribute': [
      asked('snapshot', 'dBClusterSnapshotIdentifier'),
    ],
    'StartExportTask CancelExportTask': [
      asked('snapshot', 'sourceArn', { part: 'requestParameters.s3BucketName' }),
      asked('export', 'exportTaskIdentifier'),
    ],
  },
  usual: [
    asked('database', 'dBInstanceIdentifier', { arn: 'responseElements.dBInstanceArn' }),
    asked('database cluster', 'dBClusterIdentifier', { arn: 'responseElements.dBClusterArn' }),
    asked('snapshot', 'dBSnapshotIdentifier'),
    asked('subnet group', 'dBSubnetGroupName'),
    asked('parameter group', 'dBParameterGroupName'),
    asked('security group', 'dBSecurityGroupName'),
    asked('option group', 'optionGroupName'),
    asked(undefined, 'resourceName'),
  ],
};

/** Tables of DynamoDB. */
export const dynamodb: ServiceTargets = {
  actions: {
    'ExportTableToPointInTime UpdateContinuousBackups': [
      asked('table', 'tableArn'),
      asked('table', 'tableName'),
    ],
    'CreateBackup DeleteBackup RestoreTableFromBackup': [
      asked('table', 'tableName'),
      asked('table', 'targetTableName'),
      asked('backup', 'backupArn'),
    ],
  },
  usual: [asked('table', 'tableName'), asked('table', 'tableArn'), asked('table', 'resourceArn')],
};

/** Mail. */
export const ses: ServiceTargets = {
  usual: [
    asked('mail identity', 'emailIdentity'),
    asked('mail identity', 'identity'),
    asked('mail identity', 'emailAddress'),
    asked('mail identity', 'domain'),
    asked('rule set', 'ruleSetName'),
    asked('template', 'templateName'),
    asked('mail identity', 'source'),
  ],
};

/** Topics. */
export const sns: ServiceTargets = {
  usual: [
    asked('topic', 'topicArn'),
    asked('topic', 'name', { arn: 'responseElements.topicArn' }),
    asked('subscription', 'subscriptionArn'),
    asked('phone number', 'phoneNumber'),
  ],
};

/** Queues. */
export const sqs: ServiceTargets = {
  usual: [asked('queue', 'queueUrl'), asked('queue', 'queueName'), answered('queue', 'queueUrl')],
};

/** Names of the internet. */
export const route53: ServiceTargets = {
  usual: [
    asked('hosted zone', 'hostedZoneId'),
    asked('hosted zone', 'id'),
    asked('hosted zone', 'name'),
    asked('domain', 'domainName'),
  ],
};

/** Resolving names in a network. */
export const route53resolver: ServiceTargets = {
  usual: [
    asked('query log', 'resolverQueryLogConfigId'),
    asked('firewall rules', 'firewallRuleGroupId'),
    asked('network', 'vpcId'),
    asked('query log', 'name'),
  ],
};

/** Certificates. */
export const acm: ServiceTargets = {
  usual: [
    asked('certificate', 'certificateArn'),
    answered('certificate', 'certificateArn'),
    asked('certificate', 'domainName'),
  ],
};

/** Catalogues and jobs of data. */
export const glue: ServiceTargets = {
  usual: [
    asked('endpoint', 'endpointName'),
    asked('job', 'jobName'),
    asked('table', 'tableName', { part: 'requestParameters.databaseName' }),
    asked('database', 'databaseName'),
    asked('job', 'name'),
  ],
};

/** Models that write. */
export const bedrock: ServiceTargets = {
  usual: [asked('model', 'modelId'), asked('guardrail', 'guardrailIdentifier'), asked('agent', 'agentId')],
};

/** Models of one's own. */
export const sagemaker: ServiceTargets = {
  usual: [
    asked('notebook', 'notebookInstanceName'),
    asked('endpoint', 'endpointName'),
    asked('model', 'modelName'),
    asked('job', 'trainingJobName'),
    asked('domain', 'domainId'),
  ],
};

/** Delivery over the world. */
export const cloudfront: ServiceTargets = {
  usual: [
    asked('distribution', 'id'),
    answered('distribution', 'distribution.id'),
    asked('function', 'name'),
  ],
};

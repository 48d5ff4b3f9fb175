import { any, is, isThere, matches } from '../conditions.ts';
import { requested, rule, type Rule } from './rule.ts';

const impact = { subject: 'Impact', isLighterOnOwn: true } as const;

/** Data and machines that are destroyed, locked, or prepared for it. */
export const impactRules: readonly Rule[] = [
  rule({
    ...impact,
    id: 'objects-locked-by-foreign-key',
    severity: 'H',
    on: { s3: ['PutObject', 'CopyObject', 'CreateMultipartUpload'] },
    and: any(
      isThere('requestParameters.x-amz-server-side-encryption-customer-algorithm'),
      is('additionalEventData.SSEApplied', 'SSE_C'),
    ),
    does: 'encrypt objects with a key that AWS does not hold in',
    did: 'encrypted objects with a key that AWS does not hold in',
    object: requested('bucketName'),
    theirs: ['T1486', 'S3CustomerProvidedKeysEnabled'],
  }),
  rule({
    ...impact,
    id: 'versioning-suspended',
    severity: 'M',
    on: { s3: ['PutBucketVersioning'] },
    and: matches('requestParameters', '"Status":"Suspended"|"MfaDelete":"Disabled"'),
    does: 'stop keeping versions in',
    did: 'stopped keeping versions in',
    object: requested('bucketName'),
    theirs: ['T1490'],
  }),
  rule({
    ...impact,
    id: 'backup-deleted',
    severity: 'M',
    on: {
      backup: ['DeleteBackupVault', 'DeleteRecoveryPoint', 'DeleteBackupPlan'],
      rds: ['DeleteDBClusterSnapshot', 'DeleteDBInstanceAutomatedBackup'],
      dynamodb: ['DeleteBackup'],
    },
    does: 'delete backups of',
    did: 'deleted backups of',
    object: requested(
      'backupVaultName',
      'recoveryPointArn',
      'backupPlanId',
      'dBClusterSnapshotIdentifier',
      'backupArn',
    ),
    theirs: ['T1490'],
  }),
  rule({
    ...impact,
    id: 'store-deleted',
    severity: 'M',
    on: {
      rds: ['DeleteDBInstance', 'DeleteDBCluster', 'DeleteGlobalCluster'],
      dynamodb: ['DeleteTable'],
      elasticfilesystem: ['DeleteFileSystem'],
      redshift: ['DeleteCluster'],
    },
    does: 'delete the store',
    did: 'deleted the store',
    object: requested(
      'dBInstanceIdentifier',
      'dBClusterIdentifier',
      'tableName',
      'fileSystemId',
      'clusterIdentifier',
    ),
    theirs: ['T1485'],
    judge: ({ record }) => {
      const skips = record.text('requestParameters.skipFinalSnapshot') === 'true';
      return { severity: 'M', ...(skips ? { detail: 'without a last snapshot' } : {}) };
    },
  }),
  rule({
    ...impact,
    id: 'database-password-reset',
    severity: 'H',
    on: { rds: ['ModifyDBInstance', 'ModifyDBCluster'] },
    and: isThere('requestParameters.masterUserPassword'),
    does: 'reset the master password of',
    did: 'reset the master password of',
    object: requested('dBInstanceIdentifier', 'dBClusterIdentifier'),
    theirs: ['T1098', 'RDSMasterPasswordReset'],
  }),
  rule({
    subject: 'Impair defences',
    isLighterOnOwn: true,
    id: 'database-sign-in-weakened',
    severity: 'M',
    on: { rds: ['ModifyDBInstance', 'ModifyDBCluster'] },
    and: matches('requestParameters', '"enableIAMDatabaseAuthentication":"?false'),
    does: 'switch off IAM sign-in of',
    did: 'switched off IAM sign-in of',
    object: requested('dBInstanceIdentifier', 'dBClusterIdentifier'),
    theirs: ['T1556', 'RDSIAMAuthDisabled'],
  }),
  rule({
    ...impact,
    id: 'protection-lifted',
    severity: 'L',
    on: {
      ec2: ['ModifyInstanceAttribute'],
      rds: ['ModifyDBInstance', 'ModifyDBCluster'],
    },
    and: matches(
      'requestParameters',
      '"disableApiTermination":({"value":)?"?false|"deletionProtection":"?false',
    ),
    does: 'lift the protection against deletion of',
    did: 'lifted the protection against deletion of',
    object: requested('instanceId', 'dBInstanceIdentifier', 'dBClusterIdentifier'),
    theirs: ['T1485', 'EC2TerminationProtectionEnabled'],
  }),
];

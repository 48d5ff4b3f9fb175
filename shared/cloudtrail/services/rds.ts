import type { RecordReader } from '../record-reader.ts';
import { named, request, type ServiceActions } from './row.ts';

const dbInstance = (r: RecordReader): string => named('database', request(r, 'dBInstanceIdentifier'));
const dbSnapshot = (r: RecordReader): string =>
  named('database snapshot', request(r, 'dBSnapshotIdentifier', 'dBClusterSnapshotIdentifier'));

/** Actions of RDS. Source of the facts: Amazon RDS API Reference. */
export const rds: ServiceActions = {
  CreateDBSnapshot: {
    verb: 'create',
    about: (r) => `${dbSnapshot(r)} of ${dbInstance(r)}`,
    does: 'Copies a database into a snapshot.',
    matters: 'The first half of taking a database away.',
    next: 'ModifyDBSnapshotAttribute, StartExportTask or CopyDBSnapshot for it.',
    effects: ['takes-data'],
  },
  DeleteDBSnapshot: {
    verb: 'delete',
    about: dbSnapshot,
    effects: ['deletes-data'],
  },
  ModifyDBSnapshotAttribute: {
    verb: 'change',
    about: (r) => `who may restore ${dbSnapshot(r)}`,
    does: 'Sets which accounts may restore a snapshot.',
    matters: 'Sharing with a foreign account, or with all, gives the whole database away.',
    next: 'valuesToAdd in the request: account IDs or “all”.',
    effects: ['shares-outside'],
  },
  RestoreDBInstanceFromDBSnapshot: {
    verb: 'restore',
    about: (r) => `${dbSnapshot(r)} as ${dbInstance(r)}`,
    does: 'Makes a new database from a snapshot.',
    matters: 'A copy with a new password and new network rules can be read without touching the original.',
    next: 'ModifyDBInstance of the new instance: password, publiclyAccessible.',
    effects: ['takes-data', 'starts-compute'],
  },
  ModifyDBInstance: {
    verb: 'change',
    about: dbInstance,
    does: 'Changes a database instance.',
    matters: 'A new master password or publiclyAccessible=true opens it.',
    next: 'The changed settings in the request.',
    effects: ['opens-network', 'changes-sign-in'],
  },
  DeleteDBInstance: {
    verb: 'delete',
    about: dbInstance,
    does: 'Deletes a database instance.',
    matters: 'Without a final snapshot, and with backups deleted, the data is gone.',
    next: 'skipFinalSnapshot and deleteAutomatedBackups in the request.',
    effects: ['deletes-data'],
  },
  StartExportTask: {
    verb: 'export',
    about: (r) => `a snapshot to ${named('bucket', request(r, 's3BucketName'))}`,
    does: 'Exports a snapshot to an S3 bucket.',
    matters: 'The database becomes files that can be copied.',
    next: 's3BucketName in the request, and reads there.',
    effects: ['takes-data', 'passes-role'],
  },
  CreateDBInstance: {
    verb: 'create',
    about: dbInstance,
    does: 'Creates a database instance.',
    matters: 'With publiclyAccessible=true it can be reached from the internet.',
    next: 'publiclyAccessible and the security groups in the request.',
    effects: ['starts-compute', 'opens-network'],
  },
  ModifyDBCluster: {
    verb: 'change',
    about: (r) => named('database cluster', request(r, 'dBClusterIdentifier')),
    does: 'Changes a database cluster.',
    matters: 'A new master password, or signing in by IAM switched off, changes who gets in.',
    next: 'The changed settings in the request.',
    effects: ['changes-sign-in'],
  },
  ModifyDBClusterSnapshotAttribute: {
    verb: 'change',
    about: (r) => `who may restore ${dbSnapshot(r)}`,
    does: 'Sets which accounts may restore a snapshot of a cluster.',
    matters: 'Sharing with a foreign account, or with all, gives the whole database away.',
    next: 'valuesToAdd in the request: account IDs or “all”.',
    effects: ['shares-outside'],
  },
  DeleteDBCluster: {
    verb: 'delete',
    about: (r) => named('database cluster', request(r, 'dBClusterIdentifier')),
    effects: ['deletes-data'],
  },
  DeleteGlobalCluster: {
    verb: 'delete',
    about: (r) => named('global cluster', request(r, 'globalClusterIdentifier')),
    effects: ['deletes-data'],
  },
  CreateDBSubnetGroup: {
    verb: 'create',
    about: (r) => named('subnet group', request(r, 'dBSubnetGroupName')),
    effects: [],
  },
  CreateDBSecurityGroup: {
    verb: 'create',
    about: (r) => named('database security group', request(r, 'dBSecurityGroupName')),
    effects: [],
  },
  AuthorizeDBSecurityGroupIngress: {
    verb: 'open',
    about: (r) =>
      `${named('database security group', request(r, 'dBSecurityGroupName'))} to ${request(r, 'cIDRIP') ?? 'more addresses'}`,
    effects: ['opens-network'],
  },
  DeleteDBSubnetGroup: {
    verb: 'delete',
    about: (r) => named('subnet group', request(r, 'dBSubnetGroupName')),
    effects: [],
  },
  RevokeDBSecurityGroupIngress: {
    verb: 'close',
    about: (r) =>
      `${named('database security group', request(r, 'dBSecurityGroupName'))} to ${request(r, 'cIDRIP') ?? 'some addresses'}`,
    effects: [],
  },
};

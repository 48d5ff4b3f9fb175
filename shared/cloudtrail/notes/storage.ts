import type { ServiceNotes } from './note.ts';

/** Notes on S3. Source of the facts: Amazon S3 API Reference and “CloudTrail events for Amazon S3”. */
export const s3Notes: ServiceNotes = {
  ListBuckets: [
    'Lists all buckets of the account.',
    'A first look at what could be taken.',
    'ListObjects, GetObject and GetBucketAcl of the same caller.',
  ],
  ListObjects: [
    'Lists keys in a bucket. It is a data event, recorded only where a trail asks for it.',
    'It shows what somebody looked for before reading.',
    'The prefix in the request, then GetObject.',
  ],
  GetObject: [
    'Reads an object. It is a data event, recorded only where a trail asks for it.',
    'Data left the bucket; many reads in short time are a copy.',
    'bytesTransferredOut in additionalEventData, the number of reads per caller and address.',
  ],
  PutObject: [
    'Writes an object. It is a data event, recorded only where a trail asks for it.',
    'It can overwrite data, plant code, or leave a ransom note.',
    'Key, size (bytesTransferredIn) and encryption headers in the request.',
  ],
  CopyObject: [
    'Copies an object, also between buckets and accounts.',
    'Data can leave without being downloaded; a copy onto itself with a foreign key locks it.',
    'x-amz-copy-source and the encryption headers in the request.',
  ],
  DeleteObject: [
    'Deletes an object or, in a versioned bucket, hides it behind a delete marker.',
    'Destruction of data or of traces.',
    'versionId in the request: with one, that version is gone for good.',
  ],
  DeleteObjects: [
    'Deletes up to a thousand objects at once.',
    'Fast destruction; the record may not list every key.',
    'The bucket’s versioning, and GetObject by the same caller before.',
  ],
  CreateBucket: [
    'Creates a bucket.',
    'A place to collect data, or a name taken for deception.',
    'PutBucketPolicy on it, and copies into it.',
  ],
  DeleteBucket: [
    'Deletes an empty bucket.',
    'The name becomes free for anybody, and what relied on it fails or trusts a stranger.',
    'Objects deleted just before.',
  ],
  GetBucketAcl: [
    'Reads who a bucket’s access list names.',
    'AWS services ask often; a person asking about many buckets looks for open ones.',
    'The caller, and how many buckets were asked about.',
  ],
  PutBucketPolicy: [
    'Sets the policy of a bucket: who may do what there.',
    'A Principal of “*” or of a foreign account opens the bucket; on a log bucket it endangers the evidence.',
    'The document in the request, and reads by others afterwards.',
  ],
  DeleteBucketPolicy: [
    'Removes the policy of a bucket.',
    'Denials it held are gone too.',
    'The policy before: PutBucketPolicy of the same bucket.',
  ],
  PutBucketAcl: [
    'Sets the access list of a bucket.',
    'AllUsers or AuthenticatedUsers makes it public.',
    'The grants or the canned ACL in the request.',
  ],
  PutObjectAcl: [
    'Sets the access list of one object.',
    'A single object can be made public this way.',
    'The grants in the request, and reads of the key afterwards.',
  ],
  PutBucketPublicAccessBlock: [
    'Sets the guard against public access of a bucket.',
    'With false values the guard is off.',
    'The four values in the request, then PutBucketPolicy or PutBucketAcl.',
  ],
  DeleteBucketPublicAccessBlock: [
    'Removes the guard against public access of a bucket.',
    'Public policies and lists take effect again.',
    'PutBucketPolicy or PutBucketAcl on the bucket.',
  ],
  PutAccountPublicAccessBlock: [
    'Sets the guard against public access for the whole account.',
    'With false values every bucket depends on itself alone.',
    'The four values in the request, then changes to buckets.',
  ],
  PutBucketVersioning: [
    'Switches versioning of a bucket on or to Suspended, and MFA delete with it.',
    'Suspended versioning lets overwriting destroy data.',
    'The status in the request, then deletions.',
  ],
  PutBucketLogging: [
    'Sets where access logs of a bucket go, or switches them off.',
    'Without a target nothing is logged any more.',
    'Whether the request names a target.',
  ],
  PutBucketLifecycle: [
    'Sets rules by which objects are moved or deleted after days.',
    'A rule of one day empties a bucket without a single delete call, log buckets included.',
    'The days and prefixes in the request.',
  ],
  PutBucketReplication: [
    'Sets replication of a bucket to another.',
    'New objects are copied by AWS, perhaps to a foreign account.',
    'The destination bucket and account in the request.',
  ],
  PutBucketEncryption: [
    'Sets the default encryption of a bucket.',
    'With a key of a stranger new objects become unreadable for the owner.',
    'The key’s ARN in the request and its account.',
  ],
};

/** Notes on KMS. Source of the facts: AWS KMS API Reference. */
export const kmsNotes: ServiceNotes = {
  Decrypt: [
    'Decrypts data with a key.',
    'It shows which protected thing was opened; much of it is made by services on somebody’s behalf.',
    'encryptionContext in the request: it names the secret, volume, object or parameter.',
  ],
  GenerateDataKey: [
    'Makes a data key, with which something is then encrypted.',
    'It accompanies writes of encrypted data; unexpected amounts may be encryption for ransom.',
    'encryptionContext in the request, and the caller.',
  ],
  ScheduleKeyDeletion: [
    'Marks a key for deletion in 7 to 30 days; it is unusable at once.',
    'After the wait all data under it is lost.',
    'CancelKeyDeletion, pendingWindowInDays, and what was encrypted with the key.',
  ],
  DisableKey: [
    'Makes a key unusable until it is enabled again.',
    'Everything encrypted with it becomes unreadable, logs included.',
    'EnableKey, and failing Decrypt calls.',
  ],
  PutKeyPolicy: [
    'Sets the policy of a key: who may use and manage it.',
    'It can give a foreign account the use, or take it from the owner.',
    'The Principals in the policy text.',
  ],
  CreateGrant: [
    'Lets another principal use a key. Services do this all the time.',
    'A grant to a foreign principal is easily overlooked: key policies do not show it.',
    'granteePrincipal and operations in the request.',
  ],
};

/** Notes on Secrets Manager. Source of the facts: Secrets Manager API Reference. */
export const secretsmanagerNotes: ServiceNotes = {
  GetSecretValue: [
    'Reads the value of a secret.',
    'The secret is in the caller’s hands from then on, and must be changed after an intrusion.',
    'Which secrets the caller read, and whether it usually does.',
  ],
  BatchGetSecretValue: [
    'Reads the values of several secrets.',
    'A quick way to collect everything; each value read also has a GetSecretValue event.',
    'Filters in the request, and the GetSecretValue events of the moment.',
  ],
  ListSecrets: [
    'Lists the secrets of the account with their names.',
    'The step before reading them.',
    'GetSecretValue of the same caller.',
  ],
  PutResourcePolicy: [
    'Sets who else may use a secret.',
    'A foreign account can be given the value.',
    'The Principals in the policy text.',
  ],
  PutSecretValue: [
    'Writes a new value of a secret.',
    'Programs take the new value on: a way to break them, or to lead them to a stranger’s database.',
    'Who reads the secret, and rotation by Lambda as the harmless reason.',
  ],
  DeleteSecret: [
    'Marks a secret for deletion in 7 to 30 days, or deletes it at once when forced.',
    'Programs that need it fail.',
    'forceDeleteWithoutRecovery in the request, and RestoreSecret.',
  ],
};

/** Notes on RDS. Source of the facts: Amazon RDS API Reference. */
export const rdsNotes: ServiceNotes = {
  CreateDBSnapshot: [
    'Copies a database into a snapshot.',
    'The first half of taking a database away.',
    'ModifyDBSnapshotAttribute, StartExportTask or CopyDBSnapshot for it.',
  ],
  ModifyDBSnapshotAttribute: [
    'Sets which accounts may restore a snapshot.',
    'Sharing with a foreign account, or with all, gives the whole database away.',
    'valuesToAdd in the request: account IDs or “all”.',
  ],
  RestoreDBInstanceFromDBSnapshot: [
    'Makes a new database from a snapshot.',
    'A copy with a new password and new network rules can be read without touching the original.',
    'ModifyDBInstance of the new instance: password, publiclyAccessible.',
  ],
  ModifyDBInstance: [
    'Changes a database instance.',
    'A new master password or publiclyAccessible=true opens it.',
    'The changed settings in the request.',
  ],
  DeleteDBInstance: [
    'Deletes a database instance.',
    'Without a final snapshot, and with backups deleted, the data is gone.',
    'skipFinalSnapshot and deleteAutomatedBackups in the request.',
  ],
  StartExportTask: [
    'Exports a snapshot to an S3 bucket.',
    'The database becomes files that can be copied.',
    's3BucketName in the request, and reads there.',
  ],
};

import { s3Transfer } from './bodies-storage.ts';
import type { Actor, Teller } from './story-teller.ts';
import type { JsonObject } from './types.ts';

const REGION = 'us-east-1';
const MEBIBYTE = 1_048_576;

/** Reads every secret of the account. */
export function readSecrets(teller: Teller, intruder: Actor): void {
  const { id, inventory } = intruder.account;
  teller.tell('secrets', intruder, {
    service: 'secretsmanager',
    name: 'ListSecrets',
    region: REGION,
    readOnly: true,
  });
  inventory.secrets.forEach((secret, position) => {
    const arn = `arn:aws:secretsmanager:${REGION}:${id}:secret:${secret}`;
    const isBlocked = position % 5 === 4;
    teller.tell('secrets', intruder, {
      service: 'secretsmanager',
      name: 'GetSecretValue',
      region: REGION,
      readOnly: true,
      body: { request: { secretId: secret } },
      failure: isBlocked
        ? { code: 'AccessDeniedException', message: 'Access to KMS is not allowed' }
        : undefined,
    });
    if (isBlocked) return;
    const keyArn = `arn:aws:kms:${REGION}:${id}:key/${inventory.keyIds[0] ?? ''}`;
    teller.tell(
      'secrets',
      {
        ...intruder,
        sourceAddress: 'secretsmanager.amazonaws.com',
        userAgent: 'secretsmanager.amazonaws.com',
        identity: { ...intruder.identity, invokedBy: 'secretsmanager.amazonaws.com' },
      },
      {
        service: 'kms',
        name: 'Decrypt',
        region: REGION,
        readOnly: true,
        body: {
          request: { encryptionContext: { SecretARN: arn }, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
          resources: [{ accountId: id, type: 'AWS::KMS::Key', ARN: keyArn }],
        },
      },
    );
  });
}

/** What to take: `oddKeys` come after the ordinary ones. */
export interface Loot {
  readonly bucket: string;
  readonly objects: number;
  readonly oddKeys: readonly string[];
}

/** Copies a bucket out, object by object. Returns the bytes that left. */
export function copyBucketOut(teller: Teller, intruder: Actor, { bucket, objects, oddKeys }: Loot): number {
  const { rng } = teller;
  const { id } = intruder.account;
  const bucketArn = `arn:aws:s3:::${bucket}`;
  const owner = { accountId: id, type: 'AWS::S3::Bucket', ARN: bucketArn };
  const request: JsonObject = { bucketName: bucket, Host: `${bucket}.s3.amazonaws.com` };
  const common = { service: 's3', region: REGION, readOnly: true, isData: true };
  teller.tell('exfiltration', intruder, {
    ...common,
    name: 'ListObjects',
    body: {
      request: { ...request, 'list-type': '2', 'max-keys': '1000' },
      resources: [{ type: 'AWS::S3::Object', ARNPrefix: `${bucketArn}/` }, owner],
      extra: s3Transfer(teller, 0, 214_311),
    },
  });
  const keys = Array.from(
    { length: objects },
    (_, n) => `exports/cardholders/2025-02/part-${String(n).padStart(5, '0')}.parquet`,
  );
  let total = 0;
  for (const key of [...keys, ...oddKeys]) {
    const sizeBytes = rng.int(40, 900) * MEBIBYTE + rng.int(0, MEBIBYTE - 1);
    total += sizeBytes;
    teller.tell('exfiltration', intruder, {
      ...common,
      name: 'GetObject',
      body: {
        request: { ...request, key },
        resources: [{ type: 'AWS::S3::Object', ARN: `${bucketArn}/${key}` }, owner],
        extra: s3Transfer(teller, 0, sizeBytes),
      },
    });
  }
  return total;
}

/** Starts large machines in a Region nobody uses, until the quota stops it. */
export function startMiners(teller: Teller, intruder: Actor, region: string): void {
  const { rng } = teller;
  const groupId = `sg-0${rng.hex(16)}`;
  const write = { service: 'ec2', region, readOnly: false };
  const done = { requestId: rng.uuid(), _return: true };
  teller.tell('compute', intruder, {
    ...write,
    name: 'DescribeVpcs',
    readOnly: true,
    body: { request: { vpcSet: {}, filterSet: {} } },
  });
  teller.tell('compute', intruder, {
    ...write,
    name: 'CreateKeyPair',
    body: {
      request: { keyName: 'k', keyType: 'rsa', keyFormat: 'pem' },
      response: {
        requestId: rng.uuid(),
        keyName: 'k',
        keyPairId: `key-0${rng.hex(16)}`,
        keyMaterial: '<sensitiveDataRemoved>',
      },
    },
  });
  teller.tell('compute', intruder, {
    ...write,
    name: 'CreateSecurityGroup',
    body: { request: { groupName: 'g', groupDescription: 'g' }, response: { ...done, groupId } },
  });
  const anywhere = {
    ipProtocol: '-1',
    groups: {},
    ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
    ipv6Ranges: {},
    prefixListIds: {},
  };
  teller.tell('compute', intruder, {
    ...write,
    name: 'AuthorizeSecurityGroupIngress',
    body: { request: { groupId, ipPermissions: { items: [anywhere] } }, response: done },
  });
  for (let attempt = 0; attempt < 6; attempt++) {
    const instanceType = attempt % 2 === 0 ? 'g5.12xlarge' : 'p4d.24xlarge';
    const isOver = attempt >= 2;
    const imageId = `ami-0${rng.hex(16)}`;
    teller.tell('compute', intruder, {
      ...write,
      name: 'RunInstances',
      body: {
        request: {
          instancesSet: { items: [{ imageId, minCount: 1, maxCount: 8, keyName: 'k' }] },
          instanceType,
        },
        response: {
          requestId: rng.uuid(),
          reservationId: `r-0${rng.hex(16)}`,
          ownerId: intruder.account.id,
          instancesSet: {
            items: Array.from({ length: 8 }, () => ({
              instanceId: `i-0${rng.hex(16)}`,
              imageId,
              instanceType,
              instanceState: { code: 0, name: 'pending' },
            })),
          },
        },
      },
      failure: isOver
        ? {
            code: 'Client.VcpuLimitExceeded',
            message:
              'You have requested more vCPU capacity than your current vCPU limit of 768 allows for the instance bucket that the specified instance type belongs to.',
          }
        : undefined,
    });
  }
}

/** Copies a disk and shares the copy with an account outside the organisation. */
export function shareSnapshots(teller: Teller, intruder: Actor, outsideAccountId: string): void {
  const { rng } = teller;
  for (const volumeId of intruder.account.inventory.volumeIds.slice(0, 2)) {
    const snapshotId = `snap-0${rng.hex(16)}`;
    const write = { service: 'ec2', region: REGION, readOnly: false };
    teller.tell('sharing', intruder, {
      ...write,
      name: 'CreateSnapshot',
      body: {
        request: { volumeId, description: '' },
        response: {
          requestId: rng.uuid(),
          snapshotId,
          volumeId,
          status: 'pending',
          ownerId: intruder.account.id,
          volumeSize: '500',
          encrypted: false,
        },
      },
    });
    const add = { items: [{ userId: outsideAccountId }] };
    teller.tell('sharing', intruder, {
      ...write,
      name: 'ModifySnapshotAttribute',
      body: {
        request: { snapshotId, createVolumePermission: { add }, attributeType: 'CREATE_VOLUME_PERMISSION' },
        response: { requestId: rng.uuid(), _return: true },
      },
    });
  }
}

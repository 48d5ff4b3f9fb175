import { WORKLOADS, WORLD_TEXT } from './names.ts';
import type { BodyBuilder, Scene } from './scene.ts';
import type { JsonObject } from './types.ts';

function objectKey(scene: Scene): string {
  const { rng, timeMs } = scene;
  if (rng.chance(0.03)) return `reports/2025/${rng.pick(WORLD_TEXT)}.xlsx`;
  const day = new Date(timeMs).toISOString().slice(0, 10);
  const file = rng.pick([
    'part-00000.parquet',
    'events.jsonl.gz',
    'index.html',
    'thumb.webp',
    'state.tfstate',
  ]);
  return `${rng.pick(WORKLOADS)}/dt=${day}/${rng.hex(8)}/${file}`;
}

/** What S3 adds to every record of a data event; byte counts are plain numbers. */
export function s3Transfer(scene: Pick<Scene, 'rng'>, inBytes: number, outBytes: number): JsonObject {
  return {
    SignatureVersion: 'SigV4',
    CipherSuite: 'TLS_AES_128_GCM_SHA256',
    bytesTransferredIn: inBytes,
    AuthenticationMethod: 'AuthHeader',
    'x-amz-id-2': `${scene.rng.alnum(75)}=`,
    bytesTransferredOut: outBytes,
  };
}

function s3Host(bucket: string, region: string): string {
  return `${bucket}.s3.${region}.amazonaws.com`;
}

function objectCall(moves: 'in' | 'out' | 'none', withKey = true): BodyBuilder {
  return (scene) => {
    const { rng, account, region } = scene;
    const bucket = rng.pick(account.inventory.buckets);
    const key = objectKey(scene);
    const sizeBytes = Math.floor(Math.exp(8 + rng.normal() * 2.2));
    const bucketArn = `arn:aws:s3:::${bucket}`;
    const bucketResource = { accountId: account.id, type: 'AWS::S3::Bucket', ARN: bucketArn };
    return {
      request: {
        bucketName: bucket,
        Host: s3Host(bucket, region),
        ...(withKey
          ? { key }
          : { 'list-type': '2', prefix: `${rng.pick(WORKLOADS)}/`, 'encoding-type': 'url' }),
      },
      response:
        moves === 'in'
          ? { 'x-amz-server-side-encryption': 'AES256', 'x-amz-version-id': rng.alnum(32) }
          : null,
      resources: withKey
        ? [{ type: 'AWS::S3::Object', ARN: `${bucketArn}/${key}` }, bucketResource]
        : [{ type: 'AWS::S3::Object', ARNPrefix: `${bucketArn}/` }, bucketResource],
      extra: s3Transfer(
        scene,
        moves === 'in' ? sizeBytes : 0,
        moves === 'out' ? sizeBytes : moves === 'in' ? 0 : rng.int(200, 9000),
      ),
    };
  };
}

function bucketCall(parameter: string | undefined): BodyBuilder {
  return (scene) => {
    const { rng, account, region } = scene;
    const bucket = rng.pick(account.inventory.buckets);
    return {
      request: {
        bucketName: bucket,
        Host: s3Host(bucket, region),
        ...(parameter === undefined ? {} : { [parameter]: '' }),
      },
      resources: [{ accountId: account.id, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` }],
      extra: s3Transfer(scene, 0, rng.int(100, 1500)),
    };
  };
}

const putBucketPolicy: BodyBuilder = (scene) => {
  const { rng, account, region, world } = scene;
  const bucket = rng.pick(account.inventory.buckets);
  return {
    request: {
      bucketName: bucket,
      Host: s3Host(bucket, region),
      policy: '',
      bucketPolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'OnlyOurOrganisation',
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
            Condition: {
              StringNotEquals: { 'aws:PrincipalOrgID': world.organizationId },
              BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
            },
          },
        ],
      },
    },
    resources: [{ accountId: account.id, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` }],
    extra: s3Transfer(scene, rng.int(300, 900), 0),
  };
};

function tableCall(details: (scene: Scene) => JsonObject): BodyBuilder {
  return (scene) => {
    const { rng, account, region } = scene;
    const tableName = rng.pick(account.inventory.tables);
    const arn = `arn:aws:dynamodb:${region}:${account.id}:table/${tableName}`;
    return {
      request: { tableName, ...details(scene) },
      resources: [{ accountId: account.id, type: 'AWS::DynamoDB::Table', ARN: arn }],
    };
  };
}

const itemKey = (scene: Scene): JsonObject => ({
  key: { pk: `${scene.rng.pick(WORKLOADS)}#${scene.rng.int(1, 99999)}` },
  consistentRead: scene.rng.chance(0.2),
});

function queueCall(action: string): BodyBuilder {
  return (scene) => {
    const { rng, account, region } = scene;
    const name = `${rng.pick(WORKLOADS)}-queue`;
    return {
      request: {
        queueUrl: `https://sqs.${region}.amazonaws.com/${account.id}/${name}`,
        ...(action === 'ReceiveMessage' ? { maxNumberOfMessages: 10, waitTimeSeconds: 20 } : {}),
        ...(action === 'SendMessage' ? { messageBody: 'HIDDEN_DUE_TO_SECURITY_REASONS' } : {}),
        ...(action === 'DeleteMessage' ? { receiptHandle: rng.alnum(180) } : {}),
      },
      response: action === 'SendMessage' ? { mD5OfMessageBody: rng.hex(32), messageId: rng.uuid() } : null,
      resources: [
        {
          accountId: account.id,
          type: 'AWS::SQS::Queue',
          ARN: `arn:aws:sqs:${region}:${account.id}:${name}`,
        },
      ],
    };
  };
}

/** Builders for calls to S3, DynamoDB and SQS, by `service:EventName`. */
export const STORAGE_BODIES: Readonly<Record<string, BodyBuilder>> = {
  's3:GetObject': objectCall('out'),
  's3:PutObject': objectCall('in'),
  's3:UploadPart': objectCall('in'),
  's3:CopyObject': objectCall('in'),
  's3:HeadObject': objectCall('none'),
  's3:DeleteObject': objectCall('none'),
  's3:DeleteObjects': objectCall('none', false),
  's3:ListObjects': objectCall('none', false),
  's3:ListBuckets': (scene) => ({
    request: { Host: `s3.${scene.region}.amazonaws.com` },
    extra: s3Transfer(scene, 0, scene.rng.int(900, 9000)),
  }),
  's3:GetBucketAcl': bucketCall('acl'),
  's3:GetBucketLocation': bucketCall('location'),
  's3:GetBucketPolicy': bucketCall('policy'),
  's3:GetBucketEncryption': bucketCall('encryption'),
  's3:GetBucketVersioning': bucketCall('versioning'),
  's3:GetBucketTagging': bucketCall('tagging'),
  's3:GetBucketPublicAccessBlock': bucketCall('publicAccessBlock'),
  's3:GetBucketPolicyStatus': bucketCall('policyStatus'),
  's3:GetBucketLogging': bucketCall('logging'),
  's3:HeadBucket': bucketCall(undefined),
  's3:CreateBucket': bucketCall(undefined),
  's3:DeleteBucket': bucketCall(undefined),
  's3:PutBucketPolicy': putBucketPolicy,
  'dynamodb:GetItem': tableCall(itemKey),
  'dynamodb:PutItem': tableCall((scene) => ({
    ...itemKey(scene),
    items: ['pk', 'sk', 'state', 'updatedAt'],
    conditionExpression: 'attribute_not_exists(pk)',
  })),
  'dynamodb:UpdateItem': tableCall((scene) => ({
    ...itemKey(scene),
    updateExpression: 'SET #s = :s, updatedAt = :now',
    expressionAttributeNames: { '#s': 'state' },
    returnValues: 'ALL_NEW',
  })),
  'dynamodb:DeleteItem': tableCall(itemKey),
  'dynamodb:Query': tableCall(() => ({
    indexName: 'by-customer',
    keyConditionExpression: 'customerId = :c AND createdAt BETWEEN :from AND :to',
    limit: 100,
    scanIndexForward: false,
  })),
  'dynamodb:Scan': tableCall((scene) => ({ limit: 1000, segment: scene.rng.int(0, 7), totalSegments: 8 })),
  'dynamodb:DescribeTable': tableCall(() => ({})),
  'sqs:SendMessage': queueCall('SendMessage'),
  'sqs:ReceiveMessage': queueCall('ReceiveMessage'),
  'sqs:DeleteMessage': queueCall('DeleteMessage'),
};

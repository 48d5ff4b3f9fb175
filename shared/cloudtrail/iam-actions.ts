/** The IAM actions that a call needs, and how that is known. */
export interface IamActions {
  /** `s3:GetObject`; none for what no policy grants, and where it is not known. */
  readonly iam: readonly string[];
  readonly mapped: 'by-hand' | 'by-name' | 'none';
}

/** Prefixes of IAM actions where they are not the event source’s own name. Source: Service Authorization Reference. */
const prefixes: Readonly<Record<string, string>> = {
  monitoring: 'cloudwatch',
  tagging: 'tag',
  cloudcontrolapi: 'cloudformation',
  'streams.dynamodb': 'dynamodb',
  'data.iot': 'iot',
  opensearch: 'es',
  email: 'ses',
  'runtime.sagemaker': 'sagemaker',
  'bedrock-runtime': 'bedrock',
  'trustedadvisor.support': 'trustedadvisor',
  cur: 'cur',
};

/** Services whose calls no IAM policy allows by the name of the call: sign-ins; API Gateway goes by HTTP methods. */
const withoutAction: ReadonlySet<string> = new Set([
  'signin',
  'apigateway',
  'portal.sso',
  'sso-oauth',
  'oidc.sso',
]);

const getObject = ['GetObject'];
const putObject = ['PutObject'];
const listBucket = ['ListBucket'];

/**
 * Actions whose IAM action is called otherwise, by service. An empty list: none is needed. Sources: Amazon S3 User Guide,
 * “Required permissions for Amazon S3 API operations”; Service Authorization Reference of each service.
 */
const byHand: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  s3: {
    ListBuckets: ['ListAllMyBuckets'],
    ListDirectoryBuckets: ['ListAllMyDirectoryBuckets'],
    ListObjects: listBucket,
    ListObjectsV2: listBucket,
    HeadBucket: listBucket,
    ListObjectVersions: ['ListBucketVersions'],
    ListMultipartUploads: ['ListBucketMultipartUploads'],
    ListParts: ['ListMultipartUploadParts'],
    HeadObject: getObject,
    SelectObjectContent: getObject,
    GetObjectAttributes: ['GetObject', 'GetObjectAttributes'],
    CopyObject: ['GetObject', 'PutObject'],
    UploadPartCopy: ['GetObject', 'PutObject'],
    CreateMultipartUpload: putObject,
    InitiateMultipartUpload: putObject,
    UploadPart: putObject,
    CompleteMultipartUpload: putObject,
    PostObject: putObject,
    DeleteObjects: ['DeleteObject'],
    GetBucketEncryption: ['GetEncryptionConfiguration'],
    PutBucketEncryption: ['PutEncryptionConfiguration'],
    DeleteBucketEncryption: ['PutEncryptionConfiguration'],
    GetBucketLifecycle: ['GetLifecycleConfiguration'],
    GetBucketLifecycleConfiguration: ['GetLifecycleConfiguration'],
    PutBucketLifecycle: ['PutLifecycleConfiguration'],
    PutBucketLifecycleConfiguration: ['PutLifecycleConfiguration'],
    DeleteBucketLifecycle: ['PutLifecycleConfiguration'],
    GetBucketReplication: ['GetReplicationConfiguration'],
    PutBucketReplication: ['PutReplicationConfiguration'],
    DeleteBucketReplication: ['PutReplicationConfiguration'],
    GetBucketCors: ['GetBucketCORS'],
    PutBucketCors: ['PutBucketCORS'],
    DeleteBucketCors: ['PutBucketCORS'],
    DeleteBucketTagging: ['PutBucketTagging'],
    GetBucketAccelerateConfiguration: ['GetAccelerateConfiguration'],
    PutBucketAccelerateConfiguration: ['PutAccelerateConfiguration'],
    GetPublicAccessBlock: ['GetBucketPublicAccessBlock'],
    PutPublicAccessBlock: ['PutBucketPublicAccessBlock'],
    DeletePublicAccessBlock: ['PutBucketPublicAccessBlock'],
    DeleteBucketPublicAccessBlock: ['PutBucketPublicAccessBlock'],
    DeleteAccountPublicAccessBlock: ['PutAccountPublicAccessBlock'],
    GetObjectLockConfiguration: ['GetBucketObjectLockConfiguration'],
    PutObjectLockConfiguration: ['PutBucketObjectLockConfiguration'],
    GetBucketInventoryConfiguration: ['GetInventoryConfiguration'],
    ListBucketInventoryConfigurations: ['GetInventoryConfiguration'],
    PutBucketInventoryConfiguration: ['PutInventoryConfiguration'],
    DeleteBucketInventoryConfiguration: ['PutInventoryConfiguration'],
    GetBucketAnalyticsConfiguration: ['GetAnalyticsConfiguration'],
    ListBucketAnalyticsConfigurations: ['GetAnalyticsConfiguration'],
    PutBucketAnalyticsConfiguration: ['PutAnalyticsConfiguration'],
    DeleteBucketAnalyticsConfiguration: ['PutAnalyticsConfiguration'],
    GetBucketMetricsConfiguration: ['GetMetricsConfiguration'],
    ListBucketMetricsConfigurations: ['GetMetricsConfiguration'],
    PutBucketMetricsConfiguration: ['PutMetricsConfiguration'],
    DeleteBucketMetricsConfiguration: ['PutMetricsConfiguration'],
    GetBucketIntelligentTieringConfiguration: ['GetIntelligentTieringConfiguration'],
    ListBucketIntelligentTieringConfigurations: ['GetIntelligentTieringConfiguration'],
    PutBucketIntelligentTieringConfiguration: ['PutIntelligentTieringConfiguration'],
    DeleteBucketIntelligentTieringConfiguration: ['PutIntelligentTieringConfiguration'],
    GetBucketNotificationConfiguration: ['GetBucketNotification'],
    PutBucketNotificationConfiguration: ['PutBucketNotification'],
    DeleteBucketOwnershipControls: ['PutBucketOwnershipControls'],
  },
  lambda: {
    Invoke: ['InvokeFunction'],
    InvokeWithResponseStream: ['InvokeFunction'],
    InvokeAsync: ['InvokeFunction'],
  },
  sts: { GetCallerIdentity: [], GetSessionToken: [] },
  kms: { ReEncrypt: ['ReEncryptFrom', 'ReEncryptTo'] },
  bedrock: { Converse: ['InvokeModel'], ConverseStream: ['InvokeModelWithResponseStream'] },
  dynamodb: {
    TransactGetItems: ['GetItem'],
    TransactWriteItems: ['ConditionCheckItem', 'DeleteItem', 'PutItem', 'UpdateItem'],
    ExecuteStatement: ['PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate'],
    BatchExecuteStatement: ['PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate'],
  },
};

const serviceOf = (eventSource: string): string => eventSource.replace(/\.amazonaws\.com(\.cn)?$/, '');

/** Lambda and CloudFront append the date of their API’s version. */
const withoutDate = (eventName: string): string =>
  eventName.replace(/(?:\d{8}|\d{4}_\d{2}_\d{2})(?:v\d+)?$/, '');

/** Whether a name can be that of an action; others are events, such as “UserAuthentication – failed”. */
const isActionName = /^[A-Z][A-Za-z0-9]{1,100}$/;

/**
 * The IAM actions that a call of a service needs. Most are called as the event; those that are not stand in a list made by hand,
 * which is not complete: `by-name` may be wrong where AWS names an action otherwise.
 */
export function iamActions(eventSource: string, eventName: string): IamActions {
  const service = serviceOf(eventSource);
  const name = withoutDate(eventName);
  const prefix = prefixes[service] ?? service;
  const own = Object.hasOwn(byHand, service) ? byHand[service] : undefined;
  if (own && Object.hasOwn(own, name))
    return { iam: (own[name] ?? []).map((action) => `${prefix}:${action}`), mapped: 'by-hand' };
  if (withoutAction.has(service) || !isActionName.test(name) || !/^[a-z0-9-]+$/.test(prefix))
    return { iam: [], mapped: 'none' };
  return { iam: [`${prefix}:${name}`], mapped: 'by-name' };
}

import { createWheel, parseWeights, type Wheel } from './wheel.ts';

/** One call a service offers. */
export interface Call {
  readonly service: string;
  readonly name: string;
  readonly readOnly: boolean;
  readonly isData: boolean;
}

/** One service: `host` is the first label of its public host name, `isGlobal` means it records in one Region only. */
export interface Service {
  readonly key: string;
  readonly source: string;
  readonly apiVersion: string;
  readonly host: string;
  readonly isGlobal: boolean;
  readonly reads: Wheel<Call> | undefined;
  readonly writes: Wheel<Call> | undefined;
  readonly data: Wheel<Call> | undefined;
}

interface ServiceText {
  readonly source?: string;
  readonly version: string;
  readonly host?: string;
  readonly global?: true;
  readonly reads?: string;
  readonly writes?: string;
  readonly data?: string;
}

const TEXTS: Readonly<Record<string, ServiceText>> = {
  ec2: {
    version: '2016-11-15',
    reads: `DescribeInstances:40 DescribeInstanceStatus:14 DescribeVolumes:16 DescribeSnapshots:7 DescribeImages:10
      DescribeSecurityGroups:18 DescribeSubnets:14 DescribeVpcs:12 DescribeNetworkInterfaces:22 DescribeTags:12
      DescribeRouteTables:7 DescribeAvailabilityZones:9 DescribeRegions:6 DescribeAddresses:5 DescribeKeyPairs:3
      DescribeLaunchTemplateVersions:4 DescribeInstanceAttribute:4 GetConsoleOutput:1 DescribeVpcEndpoints:4
      DescribeNatGateways:3 DescribeFlowLogs:2 DescribeInstanceTypes:4 DescribeNetworkAcls:3 GetPasswordData:0.3`,
    writes: `RunInstances:9 TerminateInstances:7 CreateTags:16 StartInstances:3 StopInstances:3 CreateSnapshot:9
      DeleteSnapshot:5 AuthorizeSecurityGroupIngress:3 RevokeSecurityGroupIngress:2 CreateSecurityGroup:2
      DeleteSecurityGroup:1 AttachVolume:4 DetachVolume:3 CreateVolume:3 ModifyInstanceAttribute:2
      CreateNetworkInterface:7 DeleteNetworkInterface:6 AssociateAddress:1 CreateImage:1 DeregisterImage:0.5
      ModifySnapshotAttribute:0.3 CreateKeyPair:0.5 CreateLaunchTemplateVersion:1 DeleteTags:2`,
  },
  s3: {
    version: '2006-03-01',
    reads: `ListBuckets:12 GetBucketAcl:9 GetBucketLocation:12 GetBucketPolicy:7 GetBucketEncryption:7
      GetBucketVersioning:5 GetBucketTagging:5 GetBucketPublicAccessBlock:8 GetBucketLogging:3 HeadBucket:12
      GetBucketPolicyStatus:4 GetBucketLifecycle:3 GetAccountPublicAccessBlock:2 GetBucketReplication:2`,
    writes: `CreateBucket:2 DeleteBucket:1 PutBucketPolicy:4 PutBucketTagging:3 PutBucketLifecycle:2
      PutBucketVersioning:1 PutBucketPublicAccessBlock:2 PutBucketEncryption:2 DeleteBucketPolicy:0.5 PutBucketAcl:1`,
    data: 'GetObject:55 PutObject:26 HeadObject:22 ListObjects:13 DeleteObject:5 CopyObject:3 UploadPart:5 DeleteObjects:2',
  },
  iam: {
    version: '2010-05-08',
    global: true,
    reads: `GetRole:22 ListRoles:9 GetPolicy:8 GetPolicyVersion:9 ListAttachedRolePolicies:13 ListRolePolicies:9
      GetUser:6 ListUsers:6 ListAccessKeys:5 GetAccountSummary:3 GetAccountPasswordPolicy:2 ListMFADevices:3
      GetInstanceProfile:5 ListInstanceProfilesForRole:3 GenerateCredentialReport:1 GetCredentialReport:1
      ListGroupsForUser:2 GetAccountAuthorizationDetails:1 SimulatePrincipalPolicy:1 ListAccountAliases:4`,
    writes: `CreateRole:5 DeleteRole:2 AttachRolePolicy:5 DetachRolePolicy:2 PutRolePolicy:4 CreatePolicy:2
      CreatePolicyVersion:3 PassRole:0.2 TagRole:2 UpdateAssumeRolePolicy:2 CreateAccessKey:0.5 UpdateAccessKey:0.4
      DeleteAccessKey:0.4 CreateUser:0.4 AddUserToGroup:0.3 CreateServiceLinkedRole:1 ChangePassword:0.2`,
  },
  sts: {
    version: '2011-06-15',
    reads: 'GetCallerIdentity:30 AssumeRole:60 GetAccessKeyInfo:0.4 DecodeAuthorizationMessage:0.5',
  },
  kms: {
    version: '2014-11-01',
    reads:
      'Decrypt:60 GenerateDataKey:36 DescribeKey:14 ListAliases:6 ListKeys:3 GetKeyPolicy:2 GetKeyRotationStatus:4 Encrypt:5 ListGrants:1',
    writes:
      'CreateGrant:6 RetireGrant:3 CreateAlias:0.4 PutKeyPolicy:0.5 ScheduleKeyDeletion:0.1 EnableKeyRotation:0.2',
  },
  lambda: {
    version: '2015-03-31',
    reads:
      'GetFunction20150331v2:10 ListFunctions20150331:8 GetPolicy20150331v2:4 GetFunctionConfiguration20150331v2:6 ListEventSourceMappings20150331:3 ListTags20170331:3 ListVersionsByFunction20150331:2',
    writes:
      'UpdateFunctionCode20150331v2:6 UpdateFunctionConfiguration20150331v2:4 PublishVersion20150331:3 CreateFunction20150331:1 AddPermission20150331v2:1 DeleteFunction20150331:0.5',
    data: 'Invoke:1',
  },
  dynamodb: {
    version: '2012-08-10',
    reads:
      'DescribeTable:22 ListTables:6 DescribeTimeToLive:3 DescribeContinuousBackups:4 ListTagsOfResource:4',
    writes: 'CreateTable:0.6 UpdateTable:2 CreateBackup:1 DeleteTable:0.2 UpdateContinuousBackups:0.3',
    data: 'GetItem:30 PutItem:14 Query:24 UpdateItem:12 BatchGetItem:6 Scan:3 DeleteItem:3 BatchWriteItem:3',
  },
  logs: {
    version: '2014-03-28',
    reads:
      'DescribeLogGroups:12 DescribeLogStreams:10 GetLogEvents:4 StartQuery:3 GetQueryResults:5 FilterLogEvents:4 DescribeMetricFilters:2',
    writes:
      'CreateLogStream:30 CreateLogGroup:5 PutRetentionPolicy:2 DeleteLogGroup:0.4 PutSubscriptionFilter:0.3',
  },
  cloudwatch: {
    source: 'monitoring.amazonaws.com',
    version: '2010-08-01',
    host: 'monitoring',
    reads:
      'GetMetricData:14 DescribeAlarms:14 ListMetrics:8 GetMetricStatistics:6 DescribeAlarmsForMetric:2 GetDashboard:2',
    writes: 'PutMetricAlarm:3 DeleteAlarms:1 PutDashboard:1 SetAlarmState:0.5',
  },
  ssm: {
    version: '2014-11-06',
    reads:
      'GetParameter:20 GetParameters:10 GetParametersByPath:9 DescribeInstanceInformation:9 DescribeParameters:4 ListCommands:2 DescribeDocument:2 ListAssociations:5 DescribeMaintenanceWindows:1',
    writes:
      'UpdateInstanceInformation:26 PutParameter:2 SendCommand:1 StartSession:1 TerminateSession:1 PutInventory:3 PutComplianceItems:3',
  },
  secretsmanager: {
    version: '2017-10-17',
    reads: 'GetSecretValue:30 DescribeSecret:10 ListSecrets:5 GetResourcePolicy:2 BatchGetSecretValue:1',
    writes:
      'PutSecretValue:1 RotateSecret:1 UpdateSecret:0.5 TagResource:0.5 CreateSecret:0.4 DeleteSecret:0.1',
  },
  autoscaling: {
    version: '2011-01-01',
    reads:
      'DescribeAutoScalingGroups:14 DescribeScalingActivities:5 DescribeLaunchConfigurations:2 DescribeAutoScalingInstances:4',
    writes:
      'UpdateAutoScalingGroup:2 SetDesiredCapacity:1 CompleteLifecycleAction:3 TerminateInstanceInAutoScalingGroup:1',
  },
  elasticloadbalancing: {
    version: '2015-12-01',
    reads:
      'DescribeLoadBalancers:14 DescribeTargetHealth:20 DescribeTargetGroups:12 DescribeListeners:6 DescribeTags:7 DescribeRules:3',
    writes:
      'RegisterTargets:6 DeregisterTargets:5 CreateTargetGroup:0.6 ModifyListener:0.6 CreateLoadBalancer:0.3',
  },
  rds: {
    version: '2014-10-31',
    reads:
      'DescribeDBInstances:18 DescribeDBClusters:10 DescribeDBSnapshots:6 ListTagsForResource:7 DescribeEvents:3 DownloadDBLogFilePortion:1',
    writes:
      'CreateDBSnapshot:2 DeleteDBSnapshot:1 ModifyDBInstance:1 RebootDBInstance:0.3 ModifyDBSnapshotAttribute:0.2',
  },
  ecs: {
    version: '2014-11-13',
    reads:
      'DescribeTasks:12 DescribeServices:12 ListTasks:10 DescribeTaskDefinition:9 DescribeContainerInstances:5 ListClusters:5',
    writes:
      'SubmitTaskStateChange:8 RegisterTaskDefinition:4 UpdateService:4 RunTask:3 StopTask:2 DiscoverPollEndpoint:7',
  },
  ecr: {
    version: '2015-09-21',
    host: 'api.ecr',
    reads:
      'GetAuthorizationToken:16 BatchGetImage:14 GetDownloadUrlForLayer:12 BatchCheckLayerAvailability:6 DescribeImages:5 DescribeRepositories:4',
    writes: 'InitiateLayerUpload:3 UploadLayerPart:4 CompleteLayerUpload:3 PutImage:3 BatchDeleteImage:1',
  },
  eks: {
    version: '2017-11-01',
    reads: 'DescribeCluster:10 ListClusters:6 ListNodegroups:4 DescribeNodegroup:3 DescribeAddonVersions:1',
    writes: 'UpdateNodegroupConfig:1 CreateAccessEntry:0.3 UpdateClusterVersion:0.1',
  },
  cloudformation: {
    version: '2010-05-15',
    reads:
      'DescribeStacks:22 DescribeStackEvents:12 GetTemplate:4 ListStacks:5 DescribeStackResources:5 GetTemplateSummary:2 DescribeChangeSet:4',
    writes: 'CreateChangeSet:4 ExecuteChangeSet:3 CreateStack:1 UpdateStack:1 DeleteStack:1',
  },
  sns: {
    version: '2010-03-31',
    reads: 'ListTopics:6 GetTopicAttributes:9 ListSubscriptionsByTopic:5 ListTagsForResource:3',
    writes: 'Subscribe:1 CreateTopic:1 SetTopicAttributes:1 Publish:0.5 Unsubscribe:0.4',
  },
  sqs: {
    version: '2012-11-05',
    reads: 'GetQueueAttributes:14 ListQueues:6 GetQueueUrl:10 ListQueueTags:2',
    writes: 'CreateQueue:1 SetQueueAttributes:1 PurgeQueue:0.2 DeleteQueue:0.3',
    data: 'SendMessage:12 ReceiveMessage:14 DeleteMessage:12',
  },
  cloudtrail: {
    version: '2013-11-01',
    reads:
      'DescribeTrails:12 GetTrailStatus:10 GetEventSelectors:6 LookupEvents:10 ListTrails:4 GetInsightSelectors:1 ListEventDataStores:1',
    writes: 'PutEventSelectors:0.3 UpdateTrail:0.2 StartLogging:0.1 AddTags:0.3',
  },
  config: {
    version: '2014-11-12',
    reads:
      'DescribeConfigurationRecorders:6 DescribeConfigRules:7 BatchGetResourceConfig:9 SelectResourceConfig:3 GetComplianceDetailsByConfigRule:5',
    writes: 'PutEvaluations:20 PutConfigRule:0.6 StartConfigRulesEvaluation:1',
  },
  guardduty: {
    version: '2017-11-28',
    reads: 'ListDetectors:6 GetDetector:5 ListFindings:7 GetFindings:6 ListMembers:2',
    writes: 'ArchiveFindings:1 UpdateDetector:0.2 CreateFilter:0.1',
  },
  securityhub: {
    version: '2018-10-26',
    reads: 'GetFindings:9 DescribeHub:3 GetEnabledStandards:3 DescribeStandardsControls:2',
    writes: 'BatchImportFindings:14 BatchUpdateFindings:2',
  },
  organizations: {
    version: '2016-11-28',
    global: true,
    reads:
      'DescribeOrganization:9 ListAccounts:6 ListRoots:2 DescribeAccount:5 ListPolicies:2 ListOrganizationalUnitsForParent:2',
    writes: 'TagResource:0.3 AttachPolicy:0.1 MoveAccount:0.05',
  },
  cloudfront: {
    version: '2020-05-31',
    global: true,
    reads: 'ListDistributions:6 GetDistribution2020_05_31:6 GetDistributionConfig2020_05_31:3',
    writes: 'CreateInvalidation2020_05_31:5 UpdateDistribution2020_05_31:1',
  },
  route53: {
    version: '2013-04-01',
    global: true,
    reads: 'ListHostedZones:7 ListResourceRecordSets:12 GetHostedZone:5 GetChange:6 ListTagsForResource:2',
    writes: 'ChangeResourceRecordSets:5 CreateHostedZone:0.2',
  },
  athena: {
    version: '2017-05-18',
    reads: 'GetQueryExecution:14 GetQueryResults:7 ListWorkGroups:3 GetWorkGroup:3 ListDatabases:2',
    writes: 'StartQueryExecution:6 StopQueryExecution:0.4',
  },
  glue: {
    version: '2017-03-31',
    reads: 'GetTable:14 GetPartitions:9 GetDatabases:6 GetTables:7 GetJobRuns:4',
    writes: 'BatchCreatePartition:3 StartJobRun:2 UpdateTable:2 CreateTable:0.5',
  },
  sso: {
    version: '2019-06-10',
    host: 'portal.sso',
    reads: 'ListAccounts:3 ListAccountRoles:4 GetRoleCredentials:7 Authenticate:2 Federate:3',
  },
  health: { version: '2016-08-04', reads: 'DescribeEventAggregates:9 DescribeEvents:5' },
  ce: {
    version: '2017-10-25',
    global: true,
    reads: 'GetCostAndUsage:7 GetCostForecast:2 GetDimensionValues:3',
  },
};

function buildService(key: string, text: ServiceText): Service {
  const wheel = (names: string | undefined, readOnly: boolean, isData: boolean): Wheel<Call> | undefined =>
    names === undefined
      ? undefined
      : createWheel(
          parseWeights(names).map(([name, weight]) => {
            const reads = isData ? /^(Get|Head|List|Query|Scan|BatchGet)/.test(name) : readOnly;
            return [{ service: key, name, readOnly: reads, isData } satisfies Call, weight] as const;
          }),
        );
  return {
    key,
    source: text.source ?? `${key}.amazonaws.com`,
    apiVersion: text.version,
    host: text.host ?? key,
    isGlobal: text.global ?? false,
    reads: wheel(text.reads, true, false),
    writes: wheel(text.writes, false, false),
    data: wheel(text.data, true, true),
  };
}

/** The services the sample organisation uses, by short name. */
export const SERVICES: ReadonlyMap<string, Service> = new Map(
  Object.entries(TEXTS).map(([key, text]) => [key, buildService(key, text)] as const),
);

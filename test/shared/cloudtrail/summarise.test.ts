import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { services } from '../../../shared/cloudtrail/services/services.ts';
import { summarise, summariseShort } from '../../../shared/cloudtrail/summarise.ts';

const ana = { type: 'IAMUser', userName: 'ana', accountId: '111122223333', accessKeyId: 'AKIAEXAMPLE1' };
const deployer = {
  type: 'AssumedRole',
  arn: 'arn:aws:sts::111122223333:assumed-role/Deployer/build-7',
  principalId: 'AROAEXAMPLE:build-7',
  sessionContext: {
    sessionIssuer: { type: 'Role', userName: 'Deployer', arn: 'arn:aws:iam::111122223333:role/ci/Deployer' },
    attributes: { mfaAuthenticated: 'false' },
  },
};
const event = (source: string, name: string, more: object = {}): object => ({
  eventSource: `${source}.amazonaws.com`,
  eventName: name,
  awsRegion: 'eu-west-1',
  sourceIPAddress: '198.51.100.7',
  userIdentity: ana,
  ...more,
});

describe('summarise', () => {
  it.each<[string, object]>([
    [
      'IAM user ana created access key AKIANEW for mallory, from 198.51.100.7, without MFA.',
      event('iam', 'CreateAccessKey', {
        userIdentity: { ...ana, sessionContext: { attributes: { mfaAuthenticated: 'false' } } },
        requestParameters: { userName: 'mallory' },
        responseElements: { accessKey: { accessKeyId: 'AKIANEW', userName: 'mallory' } },
      }),
    ],
    [
      'Role Deployer (session build-7) attached policy AdministratorAccess to user mallory, from 198.51.100.7.',
      event('iam', 'AttachUserPolicy', {
        userIdentity: deployer,
        requestParameters: { userName: 'mallory', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      }),
    ],
    [
      'IAM user ana stopped logging of trail org-trail, from 198.51.100.7.',
      event('cloudtrail', 'StopLogging', {
        requestParameters: { name: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/org-trail' },
      }),
    ],
    [
      'IAM user ana tried to delete bucket backups, from 198.51.100.7; denied: AccessDenied.',
      event('s3', 'DeleteBucket', {
        requestParameters: { bucketName: 'backups' },
        errorCode: 'AccessDenied',
        errorMessage: 'Access Denied',
      }),
    ],
    [
      'IAM user ana tried to read a/b.csv in bucket data, from 198.51.100.7; failed: NoSuchKey.',
      event('s3', 'GetObject', {
        requestParameters: { bucketName: 'data', key: 'a/b.csv' },
        errorCode: 'NoSuchKey',
      }),
    ],
    [
      'IAM user ana opened security group sg-1 to port 22 from 0.0.0.0/0, from 198.51.100.7.',
      event('ec2', 'AuthorizeSecurityGroupIngress', {
        requestParameters: {
          groupId: 'sg-1',
          ipPermissions: { items: [{ toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }] },
        },
      }),
    ],
    [
      'IAM user ana terminated instances i-1, i-2, i-3 and 1 more, from 198.51.100.7.',
      event('ec2', 'TerminateInstances', {
        requestParameters: {
          instancesSet: { items: ['i-1', 'i-2', 'i-3', 'i-4'].map((instanceId) => ({ instanceId })) },
        },
      }),
    ],
    [
      'IAM user ana changed who may use snapshot snap-1 for 999988887777, from 198.51.100.7.',
      event('ec2', 'ModifySnapshotAttribute', {
        requestParameters: {
          snapshotId: 'snap-1',
          createVolumePermission: { add: { items: [{ userId: '999988887777' }] } },
        },
      }),
    ],
    [
      'IAM user ana assumed role Admin as session x, from 198.51.100.7.',
      event('sts', 'AssumeRole', {
        requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/Admin', roleSessionName: 'x' },
      }),
    ],
    [
      'IAM user ana asked which identity these credentials belong to, from 198.51.100.7.',
      event('sts', 'GetCallerIdentity'),
    ],
    [
      'IAM user ana ran AWS-RunShellScript on i-1, i-2, from 198.51.100.7.',
      event('ssm', 'SendCommand', {
        requestParameters: { documentName: 'AWS-RunShellScript', instanceIds: ['i-1', 'i-2'] },
      }),
    ],
    [
      'IAM user ana replaced the code of function pay, from 198.51.100.7.',
      event('lambda', 'UpdateFunctionCode20150331v2', {
        requestParameters: { functionName: 'arn:aws:lambda:eu-west-1:111122223333:function:pay' },
      }),
    ],
    [
      'IAM user ana scheduled key 1-2-3 for deletion, from 198.51.100.7.',
      event('kms', 'ScheduleKeyDeletion', { requestParameters: { keyId: 'arn:aws:kms:x:1:key/1-2-3' } }),
    ],
    [
      'IAM user ana decrypted data with key alias/aws/ebs, from 198.51.100.7.',
      event('kms', 'Decrypt', { requestParameters: { keyId: 'arn:aws:kms:x:1:alias/aws/ebs' } }),
    ],
    [
      'IAM user ana deleted secret prod/db-a1B2c3, from 198.51.100.7.',
      event('secretsmanager', 'DeleteSecret', {
        requestParameters: { secretId: 'arn:aws:secretsmanager:eu-west-1:1:secret:prod/db-a1B2c3' },
      }),
    ],
    [
      'IAM user ana read the value of secret prod/db, from 198.51.100.7.',
      event('secretsmanager', 'GetSecretValue', { requestParameters: { secretId: 'prod/db' } }),
    ],
  ])('says: %s', (sentence, record) => expect(summarise(record)).toBe(sentence));

  it('falls back to the call itself, with service, Region, source and denial', () => {
    const record = event('ec2', 'DescribeInstances', {
      userIdentity: deployer,
      errorCode: 'Client.UnauthorizedOperation',
    });
    expect(summarise(record)).toBe(
      'Role Deployer (session build-7) called DescribeInstances on ec2 in eu-west-1, from 198.51.100.7; denied: Client.UnauthorizedOperation.',
    );
  });

  it.each([
    ['with the AWS CLI 2.15.30', 'aws-cli/2.15.30 Python/3.11.8 Linux/6.5 exe/x86_64.ubuntu.22'],
    ['with the AWS CLI 2.9.1 on Kali Linux', 'aws-cli/2.9.1 Python/3.11 Linux/6.1.0-kali5-amd64'],
    ['with Boto3 1.34.11', 'Boto3/1.34.11 md/Botocore#1.34.11 ua/2.0'],
    ['with Terraform 1.5.0', 'APN/1.0 HashiCorp/1.0 Terraform/1.5.0 (+https://www.terraform.io)'],
    ['in a browser', 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'],
    ['in the console', 'console.amazonaws.com'],
    ['in the console', '[S3Console/0.4, aws-internal/3]'],
    ['with rclone v1.65', 'rclone/v1.65'],
    ['with the client stratus-red-team_83c9a458', 'stratus-red-team_83c9a458'],
    ['with S3 Browser 9.5.5', 'S3 Browser 9.5.5 (https://s3browser.com)'],
  ])('names the client: %s', (words, userAgent) => {
    expect(summarise(event('iam', 'ListUsers', { userAgent }))).toBe(
      `IAM user ana listed users, from 198.51.100.7, ${words}.`,
    );
  });

  it.each(['AWS Internal', 'ec2.amazonaws.com', '  ', '= strange ='])(
    'says nothing of a client it cannot name: %j',
    (userAgent) => {
      expect(summarise(event('iam', 'ListUsers', { userAgent }))).toBe(
        'IAM user ana listed users, from 198.51.100.7.',
      );
    },
  );

  it('tells a console session by the record’s own mark', () => {
    const record = event('iam', 'ListUsers', {
      sessionCredentialFromConsole: 'true',
      userAgent: 'aws-internal/3 aws-sdk-java/1.11',
    });
    expect(summarise(record)).toBe('IAM user ana listed users, from 198.51.100.7, in the console.');
  });

  it.each([
    [
      'denied: AccessDenied, no identity-based policy allows iam:CreateUser',
      'AccessDenied',
      'User: arn:aws:iam::111122223333:user/ana is not authorized to perform: iam:CreateUser on resource: x because no identity-based policy allows the iam:CreateUser action',
    ],
    [
      'denied: AccessDeniedException, an explicit deny in a service control policy',
      'AccessDeniedException',
      'User: x is not authorized to perform: iam:CreateUser on resource: y with an explicit deny in a service control policy',
    ],
    [
      'denied: AccessDenied, not authorized for iam:CreateUser',
      'AccessDenied',
      'User: x is not authorized to perform: iam:CreateUser on resource: y',
    ],
    [
      'failed: EntityAlreadyExists (User with name ana already exists)',
      'EntityAlreadyExists',
      'User with name ana already exists.',
    ],
    [
      'denied: Client.UnauthorizedOperation',
      'Client.UnauthorizedOperation',
      'You are not authorized to perform this operation.',
    ],
    [
      'denied: Client.UnauthorizedOperation',
      'Client.UnauthorizedOperation',
      `You are not allowed. Encoded authorization failure message: ${'Zm9v'.repeat(200)}`,
    ],
  ])('says why: %s', (words, errorCode, errorMessage) => {
    const record = event('iam', 'CreateUser', {
      requestParameters: { userName: 'eve' },
      errorCode,
      errorMessage,
    });
    expect(summarise(record)).toBe(`IAM user ana tried to create user eve, from 198.51.100.7; ${words}.`);
  });

  it('names what was denied from the message where the request is not recorded', () => {
    const record = event('iam', 'DeleteUser', {
      requestParameters: null,
      errorCode: 'AccessDenied',
      errorMessage:
        'User: x is not authorized to perform: iam:DeleteUser on resource: user eve because no identity-based policy allows the iam:DeleteUser action',
    });
    expect(summarise(record)).toBe(
      'IAM user ana tried to delete user, from 198.51.100.7; denied: AccessDenied, no identity-based policy allows iam:DeleteUser on user eve.',
    );
  });

  it('names the person behind a permission set, the instance behind a role, the account of a stranger', () => {
    const session = (role: string, name: string, more: object = {}): object => ({
      type: 'AssumedRole',
      accountId: '111122223333',
      arn: `arn:aws:sts::111122223333:assumed-role/${role}/${name}`,
      sessionContext: { sessionIssuer: { userName: role }, ...more },
    });
    const says = (userIdentity: object): string =>
      summarise(event('iam', 'ListUsers', { userIdentity, recipientAccountId: '444455556666' }));
    expect(says(session('AWSReservedSSO_Admin_0123456789abcdef', 'jane@example.com'))).toMatch(
      /^Identity Center user jane@example\.com \(permission set Admin\) of account 111122223333 listed users/,
    );
    expect(says(session('web', 'i-0123456789abcdef0'))).toMatch(
      /^Role web \(instance i-0123456789abcdef0\) of/,
    );
    expect(says(session('Audit', 's', { sourceIdentity: 'jane' }))).toMatch(
      /^Role Audit \(session s, source identity jane\) of account/,
    );
  });

  it('names the thing acted upon in calls without words of their own, and the service in between', () => {
    const record = event('dynamodb', 'DescribeTable', {
      requestParameters: { tableName: 'arn:aws:dynamodb:eu-west-1:1:table/orders' },
    });
    expect(summarise(record)).toBe(
      'IAM user ana called DescribeTable (table orders) on dynamodb in eu-west-1, from 198.51.100.7.',
    );
    const through = event('s3', 'PutObject', {
      userIdentity: { ...ana, invokedBy: 'cloudformation.amazonaws.com' },
      sourceIPAddress: 'cloudformation.amazonaws.com',
      userAgent: 'cloudformation.amazonaws.com',
      requestParameters: { bucketName: 'b', key: 'k' },
    });
    expect(summarise(through)).toBe(
      'IAM user ana wrote k in bucket b, through cloudformation.amazonaws.com.',
    );
  });

  it('has words for every action we have a note on, but for the few the general sentence tells as well', () => {
    const speechless = Object.entries(services).flatMap(([source, actions]) =>
      Object.entries(actions)
        .filter(([, { verb }]) => verb === undefined)
        .map(([name]) => `${source.split('.')[0] ?? ''}:${name}`),
    );
    expect(speechless.sort()).toEqual([
      'access-analyzer:DeleteAnalyzer',
      'account:EnableRegion',
      'ec2:DescribeInstances',
      'ec2:SharedSnapshotCopyInitiated',
      'ec2:SharedSnapshotVolumeCreated',
      'iam:GetUser',
      'organizations:CreateAccountResult',
      'organizations:DescribeOrganization',
      's3:GetBucketAcl',
      'servicequotas:RequestServiceQuotaIncrease',
      'signin:ConsoleLogin',
      'sts:DecodeAuthorizationMessage',
    ]);
  });

  it('tells a sign-in, with MFA or without', () => {
    const login = event('signin', 'ConsoleLogin', {
      userIdentity: { type: 'Root', accountId: '111122223333' },
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { MFAUsed: 'No' },
    });
    expect(summarise(login)).toBe(
      'The root user of account 111122223333 signed in to the console, from 198.51.100.7, without MFA.',
    );
  });

  it('tells a failed sign-in that has a message but no code, and a name that AWS hid', () => {
    const login = event('signin', 'ConsoleLogin', {
      userIdentity: { type: 'IAMUser', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      responseElements: { ConsoleLogin: 'Failure' },
      errorMessage: 'No username found in supplied account',
      additionalEventData: { MFAUsed: 'No' },
    });
    const sentence = summarise(login);
    expect(sentence).toBe(
      'A user whose name AWS hid tried to sign in to the console and failed, from 198.51.100.7, without MFA; No username found in supplied account.',
    );
    expect(sentence).not.toContain('HIDDEN');
  });

  it('names services as callers and as the way a call came', () => {
    const byService = event('s3', 'GetBucketAcl', {
      userIdentity: { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' },
      sourceIPAddress: 'cloudtrail.amazonaws.com',
    });
    expect(summarise(byService)).toBe(
      'AWS service cloudtrail.amazonaws.com called GetBucketAcl on s3 in eu-west-1.',
    );
    const through = event('ec2', 'RunInstances', {
      sourceIPAddress: 'autoscaling.amazonaws.com',
      requestParameters: { instanceType: 'c5.large' },
      responseElements: { instancesSet: { items: [{ instanceId: 'i-9' }] } },
    });
    expect(summarise(through)).toBe(
      'IAM user ana launched instance i-9 of type c5.large, through autoscaling.amazonaws.com.',
    );
  });

  it.each<[string, object]>([
    [
      'signin recorded CredentialVerification for Identity Center user kim (u-1) in eu-west-1, from 198.51.100.7; failed.',
      event('signin', 'CredentialVerification', {
        eventType: 'AwsServiceEvent',
        userIdentity: { type: 'IdentityCenterUser', onBehalfOf: { userId: 'u-1' } },
        additionalEventData: { UserName: 'kim' },
        serviceEventDetails: { CredentialVerification: 'Failure' },
      }),
    ],
    [
      'grafana recorded pause for Unknown api_key in eu-west-1, from 203.0.113.9 and 198.51.100.21; result: success.',
      event('grafana', 'pause', {
        eventType: 'AwsServiceEvent',
        userIdentity: { type: 'Unknown', userName: 'api_key' },
        sourceIPAddress: '203.0.113.9,198.51.100.21',
        errorCode: '200',
        serviceEventDetails: { result: { statusType: 'success', statusCode: '200' } },
      }),
    ],
    [
      'controltower recorded CreateManagedAccount in eu-west-1; failed.',
      event('controltower', 'CreateManagedAccount', {
        eventType: 'AwsServiceEvent',
        userIdentity: { accountId: '111122223333', invokedBy: 'AWS Internal' },
        serviceEventDetails: { createManagedAccountStatus: { state: 'FAILED' } },
      }),
    ],
    [
      'Role AROAEXAMPLE1 of account 444455556666 (session ci) read k in bucket data, from 198.51.100.7.',
      event('s3', 'GetObject', {
        userIdentity: { type: 'AWSAccount', principalId: 'AROAEXAMPLE1:ci', accountId: '444455556666' },
        requestParameters: { bucketName: 'data', key: 'k' },
      }),
    ],
    [
      'IAM user ana tried to delete bucket backups, from 198.51.100.7; failed: Access refused.',
      event('s3', 'DeleteBucket', {
        requestParameters: { bucketName: 'backups' },
        errorCode: '-',
        errorMessage: 'Access refused',
      }),
    ],
    [
      'IAM user ana deleted bucket backups, from 198.51.100.7.',
      event('s3', 'DeleteBucket', { requestParameters: { bucketName: 'backups' }, errorCode: 'Success' }),
    ],
  ])('names person, address and result: %s', (sentence, given) => {
    expect(summarise(given)).toBe(sentence);
  });

  it('tells service events, Insights and counters', () => {
    expect(
      summarise(
        event('kms', 'RotateKey', { eventType: 'AwsServiceEvent', userIdentity: { accountId: '1' } }),
      ),
    ).toBe('kms recorded RotateKey in eu-west-1.');
    expect(
      summarise({
        eventCategory: 'Insight',
        insightDetails: {
          state: 'Start',
          eventName: 'RunInstances',
          eventSource: 'ec2.amazonaws.com',
          insightType: 'ApiCallRateInsight',
        },
      }),
    ).toBe('CloudTrail Insights: an unusual rate of RunInstances on ec2.amazonaws.com began.');
    expect(
      summarise({
        eventType: 'AwsCloudTrailInsight',
        insightState: 'End',
        insightEventName: 'CreateUser',
        insightEventSource: 'iam.amazonaws.com',
        insightErrorCode: 'AccessDenied',
        insightType: 'ApiErrorRateInsight',
      }),
    ).toBe(
      'CloudTrail Insights: an unusual error rate of CreateUser on iam.amazonaws.com (AccessDenied) ended.',
    );
    expect(summarise({ eventCategory: 'Aggregated', eventSource: 's3.amazonaws.com' })).toBe(
      'CloudTrail counted s3.amazonaws.com by calls.',
    );
  });

  it.each<[string, object]>([
    [
      'Attached policy AdministratorAccess to user mallory',
      event('iam', 'AttachUserPolicy', {
        requestParameters: { userName: 'mallory', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      }),
    ],
    [
      'Tried to delete bucket backups; denied: AccessDenied',
      event('s3', 'DeleteBucket', {
        requestParameters: { bucketName: 'backups' },
        errorCode: 'AccessDenied',
        errorMessage: 'Access Denied',
      }),
    ],
    [
      'Called DescribeTable (table orders) on dynamodb in eu-west-1',
      event('dynamodb', 'DescribeTable', {
        requestParameters: { tableName: 'arn:aws:dynamodb:eu-west-1:1:table/orders' },
      }),
    ],
    [
      'Signed in to the console, without MFA',
      event('signin', 'ConsoleLogin', {
        userIdentity: { type: 'Root', accountId: '111122223333' },
        responseElements: { ConsoleLogin: 'Success' },
        additionalEventData: { MFAUsed: 'No' },
      }),
    ],
    [
      'kms recorded RotateKey in eu-west-1',
      event('kms', 'RotateKey', { eventType: 'AwsServiceEvent', userIdentity: { accountId: '1' } }),
    ],
  ])('in few words leaves out who, from where and with what: %s', (words, given) => {
    expect(summariseShort(given)).toBe(words);
  });

  it('reads request parameters that are JSON text', () => {
    expect(summarise(event('s3', 'DeleteBucket', { requestParameters: '{"bucketName":"old"}' }))).toBe(
      'IAM user ana deleted bucket old, from 198.51.100.7.',
    );
  });

  it('keeps a hostile name short and on one line', () => {
    const sentence = summarise(
      event('iam', 'CreateUser', { requestParameters: { userName: `a\n\n${'b'.repeat(100_000)}` } }),
    );
    expect(sentence).not.toContain('\n');
    expect(sentence.length).toBeLessThan(300);
  });

  it('says something about any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const sentence = summarise(value);
        expect(sentence.length).toBeGreaterThan(5);
        expect(sentence).not.toMatch(/undefined|\[object/);
      }),
    );
  });

  it('says something about records whose every part is of the wrong kind', () => {
    const part = fc.oneof(fc.jsonValue(), fc.constantFrom(null, [], {}, 7, ''));
    const shape = fc.record(
      { userIdentity: part, requestParameters: part, responseElements: part, errorCode: part },
      { requiredKeys: [] },
    );
    const names = fc.constantFrom(
      'iam:CreateAccessKey',
      'ec2:RunInstances',
      'signin:ConsoleLogin',
      's3:GetObject',
      'x:__proto__',
    );
    fc.assert(
      fc.property(names, shape, (name, parts) => {
        const [source = '', eventName = ''] = name.split(':');
        expect(summarise({ ...event(source, eventName), ...parts })).toMatch(/\.$/);
      }),
    );
  });

  it('does not take names of objects’ own methods for services', () => {
    expect(summarise(event('iam', 'toString'))).toMatch(/^IAM user ana called toString on iam /);
    expect(summarise({ userIdentity: { type: 'toString' } })).toBe('A record without an event name.');
  });
});

import { describe, expect, it } from 'vitest';
import { standOutRules } from '../../../../shared/cloudtrail/stand-out/all-rules.ts';
import { deedOf } from '../../../../shared/cloudtrail/stand-out/deed.ts';
import {
  escalationPaths,
  stateOf,
  type Step,
} from '../../../../shared/cloudtrail/stand-out/escalation-paths.ts';
import { accountOfKey } from '../../../../shared/cloudtrail/stand-out/key-account.ts';
import { narrowingOf, selectedIn } from '../../../../shared/cloudtrail/stand-out/narrowing.ts';
import { everyone, reachOf, strangersIn } from '../../../../shared/cloudtrail/stand-out/policy-documents.ts';
import { lighter } from '../../../../shared/cloudtrail/stand-out/severity.ts';
import { toolOf } from '../../../../shared/cloudtrail/stand-out/tools.ts';
import { subjectOf } from '../../../../shared/cloudtrail/subject.ts';
import { predicateOf } from '../../../../shared/filter/evaluate.ts';

const own = '111122223333';
const other = '444455556666';

interface Sample {
  readonly source: string;
  readonly name: string;
  readonly request?: unknown;
  readonly response?: unknown;
  readonly more?: unknown;
  readonly type?: string;
}

/** The rules that tell of a call after a closer look, each with how grave it is. */
function told({
  source,
  name,
  request,
  response,
  more,
  type = 'IAMUser',
}: Sample): Readonly<Record<string, string>> {
  const record = {
    userIdentity: { type, arn: `arn:aws:iam::${own}:user/maya`, userName: 'maya', accountId: own },
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    requestParameters: request ?? null,
    responseElements: response ?? null,
    additionalEventData: more ?? null,
    recipientAccountId: own,
  };
  const text = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
  const deed = deedOf(
    {
      rules: [],
      micros: 0,
      eventID: 'e',
      service: source,
      action: name.replace(/[0-9]{8}(v[0-9]+)?$/, ''),
      result: 'done',
      errorCode: null,
      principal: `arn:aws:iam::${own}:user/maya`,
      identityType: type,
      callerArn: null,
      callerAccount: own,
      account: own,
      accessKey: null,
      address: null,
      agent: null,
    },
    { request: text(request), response: text(response), more: text(more) },
  );
  const subject = subjectOf(record);
  return Object.fromEntries(
    standOutRules
      .filter(({ line, when }) => line !== 'fact' && predicateOf(when)(subject))
      .flatMap((rule) => {
        const judgement = rule.judge(deed);
        return judgement ? [[rule.id, judgement.severity]] : [];
      }),
  );
}

const allowing = (principal: unknown, condition?: unknown): string =>
  JSON.stringify({
    Statement: [
      { Effect: 'Allow', Principal: principal, Action: '*', ...(condition ? { Condition: condition } : {}) },
    ],
  });
const giving = (action: unknown, resource: unknown = '*'): string =>
  JSON.stringify({ Statement: { Effect: 'Allow', Action: action, Resource: resource } });

describe('rules about single events', () => {
  it('have an id of their own, and words', () => {
    expect(new Set(standOutRules.map(({ id }) => id)).size).toBe(standOutRules.length);
    for (const { id, does, did } of standOutRules)
      expect([id, does !== '', did !== '']).toEqual([id, true, true]);
  });

  it.each<[string, Sample, Readonly<Record<string, string>>]>([
    ['a user', { source: 'iam', name: 'CreateUser', request: { userName: 'zoe' } }, { 'user-created': 'L' }],
    [
      'a key of another user',
      { source: 'iam', name: 'CreateAccessKey', request: { userName: 'zoe' } },
      { 'access-key-created': 'M' },
    ],
    [
      'a key of their own',
      { source: 'iam', name: 'CreateAccessKey', request: { userName: 'maya' } },
      { 'access-key-created': 'L' },
    ],
    [
      'a key switched on',
      { source: 'iam', name: 'UpdateAccessKey', request: { userName: 'zoe', status: 'Active' } },
      { 'access-key-revived': 'M' },
    ],
    [
      'a key switched off',
      { source: 'iam', name: 'UpdateAccessKey', request: { userName: 'zoe', status: 'Inactive' } },
      {},
    ],
    [
      'the administrator’s policy',
      {
        source: 'iam',
        name: 'AttachUserPolicy',
        request: { userName: 'zoe', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      },
      { 'policy-attached': 'H' },
    ],
    [
      'a policy to read',
      {
        source: 'iam',
        name: 'AttachUserPolicy',
        request: { userName: 'zoe', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
      },
      { 'policy-attached': 'I' },
    ],
    [
      'a policy of everything',
      { source: 'iam', name: 'PutRolePolicy', request: { roleName: 'r', policyDocument: giving('*') } },
      { 'policy-put': 'H' },
    ],
    [
      'a policy of one bucket',
      {
        source: 'iam',
        name: 'PutRolePolicy',
        request: { roleName: 'r', policyDocument: giving('s3:*', 'arn:aws:s3:::b') },
      },
      { 'policy-put': 'I' },
    ],
    [
      'a stranger in a trust',
      {
        source: 'iam',
        name: 'UpdateAssumeRolePolicy',
        request: { roleName: 'r', policyDocument: allowing({ AWS: `arn:aws:iam::${other}:root` }) },
      },
      { 'trust-changed': 'H' },
    ],
    [
      'the own account in a trust',
      {
        source: 'iam',
        name: 'CreateRole',
        request: { roleName: 'r', assumeRolePolicyDocument: allowing({ AWS: `arn:aws:iam::${own}:root` }) },
      },
      { 'role-created': 'I' },
    ],
    [
      'a trail without writes',
      {
        source: 'cloudtrail',
        name: 'PutEventSelectors',
        request: {
          trailName: 't',
          eventSelectors: [{ readWriteType: 'ReadOnly', includeManagementEvents: true }],
        },
      },
      { 'trail-narrowed': 'H' },
    ],
    [
      'a trail made to validate',
      { source: 'cloudtrail', name: 'UpdateTrail', request: { name: 't', enableLogFileValidation: true } },
      {},
    ],
    [
      'a detector off',
      { source: 'guardduty', name: 'UpdateDetector', request: { detectorId: 'd', enable: false } },
      { 'detector-weakened': 'H' },
    ],
    [
      'a detector on',
      { source: 'guardduty', name: 'UpdateDetector', request: { detectorId: 'd', enable: true } },
      {},
    ],
    [
      'expiry in a day',
      {
        source: 's3',
        name: 'PutBucketLifecycle',
        request: { bucketName: 'b', LifecycleConfiguration: { Rule: { Expiration: { Days: 1 } } } },
      },
      { 'rapid-expiry': 'M' },
    ],
    [
      'expiry in 90 days',
      {
        source: 's3',
        name: 'PutBucketLifecycle',
        request: { bucketName: 'b', LifecycleConfiguration: { Rule: { Expiration: { Days: 90 } } } },
      },
      {},
    ],
    [
      'a bucket for everyone',
      {
        source: 's3',
        name: 'PutBucketPolicy',
        request: { bucketName: 'b', bucketPolicy: JSON.parse(allowing('*')) as unknown },
      },
      { 'bucket-policy-opened': 'H' },
    ],
    [
      'a bucket for the organization',
      {
        source: 's3',
        name: 'PutBucketPolicy',
        request: {
          bucketName: 'b',
          bucketPolicy: JSON.parse(
            allowing('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }),
          ) as unknown,
        },
      },
      {},
    ],
    [
      'a snapshot for a stranger',
      {
        source: 'ec2',
        name: 'ModifySnapshotAttribute',
        request: { snapshotId: 's', createVolumePermission: { add: { items: [{ userId: other }] } } },
      },
      { 'snapshot-shared': 'H' },
    ],
    [
      'a snapshot taken back',
      {
        source: 'ec2',
        name: 'ModifySnapshotAttribute',
        request: { snapshotId: 's', createVolumePermission: { remove: { items: [{ userId: other }] } } },
      },
      {},
    ],
    [
      'a function for everyone',
      { source: 'lambda', name: 'AddPermission20150331v2', request: { functionName: 'f', principal: '*' } },
      { 'function-opened': 'H' },
    ],
    [
      'a function for a bucket',
      {
        source: 'lambda',
        name: 'AddPermission20150331v2',
        request: { functionName: 'f', principal: 's3.amazonaws.com', sourceAccount: own },
      },
      {},
    ],
    [
      'SSH from everywhere',
      {
        source: 'ec2',
        name: 'AuthorizeSecurityGroupIngress',
        request: {
          groupId: 'g',
          ipPermissions: {
            items: [
              { ipProtocol: 'tcp', fromPort: 20, toPort: 30, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } },
            ],
          },
        },
      },
      { 'security-group-opened': 'M' },
    ],
    [
      'HTTPS from everywhere',
      {
        source: 'ec2',
        name: 'AuthorizeSecurityGroupIngress',
        request: {
          groupId: 'g',
          ipPermissions: {
            items: [
              {
                ipProtocol: 'tcp',
                fromPort: 443,
                toPort: 443,
                ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
              },
            ],
          },
        },
      },
      { 'security-group-opened': 'L' },
    ],
    [
      'SSH from one network',
      {
        source: 'ec2',
        name: 'AuthorizeSecurityGroupIngress',
        request: {
          groupId: 'g',
          ipPermissions: {
            items: [
              {
                ipProtocol: 'tcp',
                fromPort: 22,
                toPort: 22,
                ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }] },
              },
            ],
          },
        },
      },
      {},
    ],
    [
      'a sign-in without a second factor',
      {
        source: 'signin',
        name: 'ConsoleLogin',
        response: { ConsoleLogin: 'Success' },
        more: { MFAUsed: 'No' },
      },
      { 'sign-in-without-factor': 'M' },
    ],
    [
      'a sign-in with one',
      {
        source: 'signin',
        name: 'ConsoleLogin',
        response: { ConsoleLogin: 'Success' },
        more: { MFAUsed: 'Yes' },
      },
      {},
    ],
    [
      'a federated sign-in',
      {
        source: 'signin',
        name: 'ConsoleLogin',
        type: 'AssumedRole',
        response: { ConsoleLogin: 'Success' },
        more: { MFAUsed: 'No' },
      },
      {},
    ],
    [
      'a master password',
      {
        source: 'rds',
        name: 'ModifyDBInstance',
        request: { dBInstanceIdentifier: 'd', masterUserPassword: '****' },
      },
      { 'database-password-reset': 'H' },
    ],
    [
      'a database that is larger',
      {
        source: 'rds',
        name: 'ModifyDBInstance',
        request: { dBInstanceIdentifier: 'd', allocatedStorage: 5 },
      },
      {},
    ],
    [
      'a start script',
      {
        source: 'ec2',
        name: 'ModifyInstanceAttribute',
        request: { instanceId: 'i', userData: '<sensitiveDataRemoved>' },
      },
      { 'user-data-changed': 'H' },
    ],
  ])('judge %s', (_, sample, right) => {
    expect(told(sample)).toEqual(right);
  });
});

describe('what rules are made of', () => {
  it('reads the account out of a key of ours, and none out of what is no key', () => {
    // 111122223333 shifted by seven bits, in base 32 behind the prefix.
    const bits = (BigInt(own) << 7n) | (1n << 47n);
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    let text = '';
    for (let rest = bits << 2n, n = 0; n < 10; n += 1, rest >>= 5n)
      text = `${letters[Number(rest & 31n)] ?? ''}${text}`;
    expect(accountOfKey(`AKIA${text}ABCDEF`)).toBe(own);
    expect(accountOfKey('AKIAIOSFODNN7EXAMPLE')).toBeUndefined();
    expect(accountOfKey('AIDAXWHDLZAFBRUTXYHN')).toBeUndefined();
  });

  it('tells narrower from wider sets of selectors', () => {
    expect(narrowingOf('UpdateTrail', { isMultiRegionTrail: false })).toBe('narrows');
    expect(narrowingOf('UpdateTrail', { s3BucketName: 'b' })).toBe('redirects');
    expect(narrowingOf('PutInsightSelectors', { insightSelectors: [] })).toBe('narrows');
    const management = { field: 'eventCategory', equals: ['Management'] };
    expect(
      narrowingOf('PutEventSelectors', { advancedEventSelectors: [{ fieldSelectors: [management] }] }),
    ).toBe('unknown');
    expect(
      narrowingOf('PutEventSelectors', {
        advancedEventSelectors: [{ fieldSelectors: [management, { field: 'readOnly', equals: ['true'] }] }],
      }),
    ).toBe('narrows');
    const set = (values: readonly string[]) => ({
      eventSelectors: [
        { includeManagementEvents: true, dataResources: [{ type: 'AWS::S3::Object', values }] },
      ],
    });
    expect(selectedIn(set(['a', 'b'])).size).toBe(3);
    expect(selectedIn(set([])).size).toBe(1);
  });

  it('knows who a policy lets in, and how far it reaches', () => {
    expect(strangersIn(allowing('*'), [own])).toEqual([everyone]);
    expect(strangersIn(encodeURIComponent(allowing({ AWS: [other, own] })), [own])).toEqual([other]);
    expect(strangersIn('no policy', [own])).toEqual([]);
    expect(reachOf(giving(['iam:PassRole', 's3:GetObject']))).toBe('identities');
    expect(reachOf(giving('iam:GetUser'))).toBe('less');
  });

  it('follows ways to more rights in their order', () => {
    expect(escalationPaths.length).toBeGreaterThanOrEqual(40);
    const path = escalationPaths.find(({ id }) => id === 'trust changed, then entered')!;
    const at = (step: Step, first: number, isDone = true) => ({ step, isDone, first, last: first });
    const [change, enter]: readonly Step[] = ['iam:UpdateAssumeRolePolicy', 'sts:AssumeRole'];
    expect(stateOf(path, [at(change!, 1), at(enter!, 2)])).toBe('completed');
    expect(stateOf(path, [at(enter!, 1), at(change!, 2)])).toBe('attempted');
    expect(stateOf(path, [at(change!, 1, false)])).toBe('denied');
    expect(stateOf(path, [at('ec2:RunInstances', 1)])).toBeUndefined();
  });

  it('weighs, and knows tools by name', () => {
    expect([lighter('H', 1), lighter('M', 2), lighter('I', 1)]).toEqual(['M', 'L', 'I']);
    expect(toolOf('stratus-red-team_1a2b')?.kind).toBe('exercise');
    expect(toolOf('aws-cli/2.15')).toBeUndefined();
  });
});

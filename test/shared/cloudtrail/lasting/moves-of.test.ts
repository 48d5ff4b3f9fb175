import { describe, expect, it } from 'vitest';
import { movesOf, type Move } from '../../../../shared/cloudtrail/lasting/moves-of.ts';
import { readRecord } from '../../../../shared/cloudtrail/record-reader.ts';
import { subjectOf } from '../../../../shared/cloudtrail/subject.ts';
import { targetOf } from '../../../../shared/cloudtrail/targets/target-of.ts';

const own = '111122223333';
const other = '444455556666';

function moves(
  service: string,
  eventName: string,
  requestParameters: unknown,
  responseElements: unknown = null,
): readonly Move[] {
  const record = {
    ...{ eventSource: `${service}.amazonaws.com`, eventName, recipientAccountId: own, eventID: 'e-1' },
    ...{ requestParameters, responseElements },
  };
  return movesOf(readRecord(record), targetOf(subjectOf(record).column));
}

/** What a call says, in short: `begins opened: port 22 of … to everyone`. */
const said = (...args: Parameters<typeof moves>): readonly string[] =>
  moves(...args).flatMap(({ way, group, things }) =>
    things.length === 0
      ? [`${way} nothing`]
      : things.map((one) => `${way} ${one.group ?? group}: ${`${one.before} … ${one.after}`.trim()}`),
  );

const statement = (Principal: unknown, more = {}): unknown => ({
  Effect: 'Allow',
  Principal,
  Action: 's3:GetObject',
  ...more,
});
const policy = (...Statement: readonly unknown[]): unknown => ({ Version: '2012-10-17', Statement });

describe('a security group', () => {
  const open = {
    groupId: 'sg-1',
    ipPermissions: {},
    ipProtocol: 'tcp',
    fromPort: 22,
    toPort: 22,
    cidrIp: '0.0.0.0/0',
  };
  const list = {
    groupId: 'sg-1',
    ipPermissions: {
      items: [
        {
          ipProtocol: 'tcp',
          fromPort: 80,
          toPort: 90,
          ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }] },
          ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] },
        },
        { ipProtocol: '-1', groups: { items: [{ groupId: 'sg-2' }] } },
      ],
    },
  };

  it('is opened by ports and ranges, in each form of the request', () => {
    expect(said('ec2', 'AuthorizeSecurityGroupIngress', open)).toEqual([
      'begins opened: port 22 of … to everyone',
    ]);
    expect(said('ec2', 'AuthorizeSecurityGroupIngress', list)).toEqual([
      'begins other: ports 80 to 90 of … to 10.0.0.0/8',
      'begins opened: ports 80 to 90 of … to everyone by IPv6',
      'begins other: all traffic of … to sg-2',
    ]);
    expect(said('ec2', 'RevokeSecurityGroupEgress', list)[2]).toBe(
      'ends other: outgoing all traffic of … to sg-2',
    );
  });

  it('is closed by the same key, or by the ID that the rule got', () => {
    const answer = {
      securityGroupRuleSet: {
        items: [
          {
            securityGroupRuleId: 'sgr-1',
            ipProtocol: 'tcp',
            fromPort: 22,
            toPort: 22,
            cidrIpv4: '0.0.0.0/0',
          },
        ],
      },
    };
    const [begun] = moves('ec2', 'AuthorizeSecurityGroupIngress', open, answer);
    const [ended] = moves('ec2', 'RevokeSecurityGroupIngress', open);
    const [byId] = moves('ec2', 'RevokeSecurityGroupIngress', {
      groupId: 'sg-1',
      securityGroupRuleIds: { items: [{ securityGroupRuleId: 'sgr-1' }] },
    });
    expect(ended!.things[0]!.key).toBe(begun!.things[0]!.key);
    expect(begun!.things[0]!.aliases).toEqual([byId!.things[0]!.key]);
    expect(begun!.state).toBe(byId!.state);
  });
});

describe('a call whose direction stands in its request', () => {
  const permission = (way: 'add' | 'remove', ...items: readonly object[]): unknown => ({
    snapshotId: 'snap-1',
    createVolumePermission: { [way]: { items } },
  });

  it('shares a snapshot with an account or with all, not with its own account', () => {
    expect(
      said(
        'ec2',
        'ModifySnapshotAttribute',
        permission('add', { userId: other }, { group: 'all' }, { userId: own }),
      ),
    ).toEqual([`begins opened: snapshot … to ${other}`, 'begins opened: snapshot … to everyone']);
    expect(said('ec2', 'ModifySnapshotAttribute', permission('remove', { userId: other }))).toEqual([
      `ends opened: snapshot … to ${other}`,
    ]);
    expect(
      said('rds', 'ModifyDBSnapshotAttribute', {
        dBSnapshotIdentifier: 'db',
        attributeName: 'restore',
        valuesToRemove: [other],
      }),
    ).toEqual([`ends opened: DB snapshot … to ${other}`]);
  });

  it('sets who is let in by a whole policy', () => {
    const put = (bucketPolicy: unknown): readonly string[] =>
      said('s3', 'PutBucketPolicy', { bucketName: 'b', bucketPolicy });
    expect(put(policy(statement({ AWS: [`arn:aws:iam::${other}:root`, own] })))).toEqual([
      `sets opened: bucket … to ${other}`,
    ]);
    expect(put(policy(statement('*')))).toEqual(['sets opened: bucket … to everyone']);
    expect(
      put(policy(statement('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }))),
    ).toEqual(['sets opened: bucket … to everyone under a condition']);
    expect(
      put(
        policy(statement({ Service: 'cloudtrail.amazonaws.com' }), {
          ...(statement('*') as object),
          Effect: 'Deny',
        }),
      ),
    ).toEqual(['sets nothing']);
    expect(put(policy({ Effect: 'Allow', NotPrincipal: { AWS: own } }))).toEqual([
      'sets opened: bucket … to everyone',
    ]);
  });

  it.each([
    'HIDDEN_DUE_TO_SECURITY_REASONS',
    '',
    null,
    7,
    [],
    { Statement: 3 },
    '{"Statement":[{"Effe',
    { Statement: [null, 3, { Effect: 'Allow', Principal: 9 }] },
  ])('says nothing false of the policy %j', (bucketPolicy) =>
    expect(said('s3', 'PutBucketPolicy', { bucketName: 'b', bucketPolicy }).join()).toMatch(
      /^(sets nothing)?$/,
    ),
  );

  it('trusts outsiders by a text, plain or escaped', () => {
    const text = JSON.stringify(policy(statement({ AWS: `arn:aws:iam::${other}:user/eve` })));
    for (const policyDocument of [text, encodeURIComponent(text)])
      expect(said('iam', 'UpdateAssumeRolePolicy', { roleName: 'r', policyDocument })).toEqual([
        `sets opened: role … to ${other}`,
      ]);
    expect(said('iam', 'CreateRole', { roleName: 'r', assumeRolePolicyDocument: text })).toEqual([
      'begins made: …',
      `begins opened: role … to ${other}`,
    ]);
  });

  it('switches a guard off or on', () => {
    const guard = (value: boolean): unknown => ({
      bucketName: 'b',
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: value,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    });
    expect(said('s3', 'PutBucketPublicAccessBlock', guard(false))).toEqual([
      'sets opened: public access guard off on bucket …',
    ]);
    expect(said('s3', 'PutBucketPublicAccessBlock', guard(true))).toEqual(['sets nothing']);
    expect(said('s3', 'PutBucketPublicAccessBlock', { bucketName: 'b' })).toEqual([]);
    expect(said('s3', 'DeleteBucketPublicAccessBlock', { bucketName: 'b' })).toEqual([
      'begins opened: public access guard off on bucket …',
    ]);
    expect(said('s3', 'PutBucketAcl', { bucketName: 'b', 'x-amz-acl': ['public-read'] })).toEqual([
      'sets opened: bucket … to everyone',
    ]);
    expect(
      said('ec2', 'ModifyInstanceAttribute', { instanceId: 'i', disableApiTermination: { value: false } }),
    ).toEqual(['ends other: protection against termination on …']);
  });
});

describe('logins and rights', () => {
  it('are paired by what is given', () => {
    const attach = { userName: 'mira', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
    expect(said('iam', 'AttachUserPolicy', attach)).toEqual(['begins given: AdministratorAccess to …']);
    expect(moves('iam', 'DetachUserPolicy', attach)[0]!.things[0]!.key).toBe(attach.policyArn);
    expect(
      said('iam', 'CreateAccessKey', null, { accessKey: { accessKeyId: 'AKIA1', userName: 'mira' } }),
    ).toEqual(['begins given: access key AKIA1 for …']);
    expect(said('iam', 'UpdateAccessKey', { accessKeyId: 'AKIA1', status: 'Inactive' })).toEqual([
      'ends given: access key AKIA1 for …',
    ]);
  });
});

describe('a function', () => {
  it('is opened by a statement of its own', () => {
    const add = (principal: string): unknown => ({ functionName: 'f', statementId: 's', principal });
    expect(said('lambda', 'AddPermission20150331v2', add('*'))).toEqual([
      'begins opened: function … to everyone',
    ]);
    expect(said('lambda', 'AddPermission20150331v2', add('s3.amazonaws.com'))).toEqual([
      'begins other: function … to s3.amazonaws.com',
    ]);
    expect(said('lambda', 'CreateFunctionUrlConfig', { functionName: 'f', authType: 'NONE' })).toEqual([
      'begins opened: function … to everyone by URL',
    ]);
  });
});

describe('a call by grammar', () => {
  it('makes its target or something of it', () => {
    expect(moves('unicorn', 'CreateCluster', { clusterName: 'c' })).toEqual([
      {
        state: 'unicorn Delete Cluster',
        group: 'made',
        way: 'begins',
        things: [{ key: '', before: '', after: '' }],
        isByGrammar: true,
      },
    ]);
    expect(said('unicorn', 'PutClusterHornPolicy', { clusterName: 'c' })).toEqual([
      'begins other: cluster horn policy of …',
    ]);
    expect(moves('unicorn', 'DeleteCluster', { clusterName: 'c' })[0]!.state).toBe('unicorn Delete Cluster');
  });

  it('without a target is nothing', () => expect(moves('unicorn', 'CreateThing', null)).toEqual([]));
});

import { describe, expect, it } from 'vitest';
import type { Lasting, LastingLine } from '../../../../shared/contract/entities.ts';
import { onlyThis } from '../../../../shared/filter/facet-selection.ts';
import { everything } from '../../../../shared/filter/filter.ts';
import { all, testEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const maya = 'arn:aws:iam::111122223333:user/maya';

/** A write of maya, or of another user, in second `n`. */
function write(
  n: number,
  service: string,
  eventName: string,
  requestParameters: unknown,
  more: object = {},
): object {
  return record(n, {
    ...{ eventSource: `${service}.amazonaws.com`, eventName, requestParameters, readOnly: false },
    ...more,
  });
}
const by = (userName: string): object => ({
  userIdentity: {
    type: 'IAMUser',
    userName,
    arn: `arn:aws:iam::111122223333:user/${userName}`,
    accountId: '111122223333',
  },
});
const failed = { errorCode: 'AccessDenied', errorMessage: 'no' };

async function lasting(
  records: readonly object[],
  field?: string,
  value = '',
  limit = 100,
): Promise<Lasting> {
  const engine = testEngine();
  await engine.importAll(writeFiles(tempFolder(), { 'a.json.gz': logFile(records) }));
  const filter = field === undefined ? everything : onlyThis(everything, field, value);
  return engine.call('entities.lasting', { question: { ...all, filter }, limit });
}

const start = Date.UTC(2025, 2, 3, 10) * 1e3;
const second = (micros: number | undefined): number | null =>
  micros === undefined ? null : (micros - start) / 1e6;
const told = ({ group, before, after, target, from, to }: LastingLine): unknown[] => [
  `${group}: ${[before, target.name, after].filter(Boolean).join(' ')}`,
  second(from?.micros),
  second(to?.micros),
];

const attach = { userName: 'eve', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
const open = (port: number): object => ({
  groupId: 'sg-1',
  ipProtocol: 'tcp',
  fromPort: port,
  toPort: port,
  cidrIp: '0.0.0.0/0',
});
const selectors = (includeManagementEvents: boolean): object => ({
  trailName: 'main',
  eventSelectors: [{ readWriteType: 'All', includeManagementEvents, dataResources: [] }],
});

describe('how long changes lasted', () => {
  it('pairs each with what undid it on the same target, whoever did, and says who', async () => {
    const { lines } = await lasting(
      [
        write(10, 'iam', 'AttachUserPolicy', attach),
        write(20, 'iam', 'DetachUserPolicy', { ...attach, userName: 'adam' }),
        write(25, 'iam', 'DetachUserPolicy', {
          ...attach,
          policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
        }),
        write(30, 'iam', 'DetachUserPolicy', attach, by('ben')),
      ],
      'principal',
      maya,
    );
    expect(lines.map(told)).toEqual(
      [
        ['given: ReadOnlyAccess to eve', null, 25],
        ['given: AdministratorAccess to eve', 10, 30],
        ['given: AdministratorAccess to adam', null, 20],
      ].sort((a, b) => Number(a[1] ?? a[2]) - Number(b[1] ?? b[2])),
    );
    const line = lines.find(({ from }) => from !== null)!;
    expect(line.from).toMatchObject({ by: maya, eventName: 'AttachUserPolicy' });
    expect(line.to).toMatchObject({
      by: 'arn:aws:iam::111122223333:user/ben',
      eventName: 'DetachUserPolicy',
    });
  });

  it('lets failed and refused calls begin and end nothing', async () => {
    const { lines } = await lasting([
      write(10, 'ec2', 'AuthorizeSecurityGroupIngress', open(3389), failed),
      write(11, 'ec2', 'AuthorizeSecurityGroupIngress', open(22)),
      write(20, 'ec2', 'RevokeSecurityGroupIngress', open(22), failed),
      write(21, 'ec2', 'RevokeSecurityGroupIngress', open(80), failed),
    ]);
    expect(lines.map(told)).toEqual([['opened: port 22 of sg-1 to everyone', 11, null]]);
  });

  it('tells apart the ports, accounts and keys of one target', async () => {
    const { lines } = await lasting([
      write(1, 'ec2', 'AuthorizeSecurityGroupIngress', open(22)),
      write(2, 'ec2', 'AuthorizeSecurityGroupIngress', open(80)),
      write(3, 'ec2', 'RevokeSecurityGroupIngress', open(80)),
      write(4, 'ec2', 'ModifySnapshotAttribute', {
        snapshotId: 'snap-1',
        createVolumePermission: { add: { items: [{ userId: '444455556666' }, { group: 'all' }] } },
      }),
      write(9, 'ec2', 'ModifySnapshotAttribute', {
        snapshotId: 'snap-1',
        createVolumePermission: { remove: { items: [{ group: 'all' }] } },
      }),
    ]);
    expect(lines.map(told)).toEqual([
      ['opened: port 22 of sg-1 to everyone', 1, null],
      ['opened: port 80 of sg-1 to everyone', 2, 3],
      ['opened: snapshot snap-1 to 444455556666', 4, null],
      ['opened: snapshot snap-1 to everyone', 4, 9],
    ]);
  });

  it('ends with its target, and keeps Regions and accounts apart', async () => {
    const { lines, made, groups } = await lasting([
      write(1, 'iam', 'CreateUser', { userName: 'eve' }),
      write(2, 'iam', 'AttachUserPolicy', attach),
      write(
        3,
        'iam',
        'CreateAccessKey',
        { userName: 'eve' },
        { responseElements: { accessKey: { accessKeyId: 'AKIANEW', userName: 'eve' } } },
      ),
      write(9, 'iam', 'DeleteUser', { userName: 'eve' }, { awsRegion: 'us-east-1' }),
      write(10, 'lambda', 'CreateFunction20150331', { functionName: 'f' }),
      write(11, 'lambda', 'DeleteFunction20150331', { functionName: 'f' }, { awsRegion: 'us-east-1' }),
    ]);
    expect(lines.map(told)).toEqual([
      ['given: AdministratorAccess to eve', 2, 9],
      ['given: access key AKIANEW for eve', 3, 9],
      ['made: eve', 1, 9],
      ['made: f', 10, null],
      ['made: f', null, 11],
    ]);
    expect(lines.slice(0, 2).map(({ madeBySameActor }) => madeBySameActor)).toEqual([true, true]);
    expect(made).toEqual([
      { kind: 'function', lines: 1, unended: 1 },
      { kind: 'user', lines: 1, unended: 0 },
    ]);
    expect(groups).toEqual([
      { group: 'given', lines: 2, unended: 0 },
      { group: 'made', lines: 3, unended: 1 },
    ]);
  });

  it('tells narrowing of a trail until it is widened again, by what the trail recorded before', async () => {
    const { lines } = await lasting([
      write(1, 'cloudtrail', 'PutEventSelectors', selectors(true)),
      write(2, 'cloudtrail', 'PutEventSelectors', selectors(false)),
      write(5, 'cloudtrail', 'StopLogging', { name: 'main' }, failed),
      write(6, 'cloudtrail', 'StopLogging', { name: 'main' }),
      write(8, 'cloudtrail', 'StartLogging', { name: 'main' }, by('ben')),
      write(9, 'cloudtrail', 'PutEventSelectors', selectors(true)),
      write(12, 's3', 'PutBucketLifecycle', {
        bucketName: 'photos',
        LifecycleConfiguration: {
          Rule: { Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } },
        },
      }),
    ]);
    expect(lines.map(told)).toEqual([
      ['recording: management events off on main', 2, 9],
      ['recording: logging off on main', 6, 8],
    ]);
    expect(lines[0]).toMatchObject({ isDoubtful: false, madeBySameActor: false });
    expect(lines[0]!.reason).toContain('management reads, management writes');
  });

  it('is what a whole policy says from then on', async () => {
    const put = (n: number, ...accounts: readonly string[]): object =>
      write(n, 's3', 'PutBucketPolicy', {
        bucketName: 'ledger',
        bucketPolicy: {
          Statement: accounts.map((AWS) => ({ Effect: 'Allow', Principal: { AWS }, Action: 's3:*' })),
        },
      });
    const { lines } = await lasting([
      put(1, '444455556666', '777788889999'),
      put(5, '777788889999'),
      write(8, 's3', 'DeleteBucketPolicy', { bucketName: 'ledger' }, { awsRegion: 'ap-south-1' }),
    ]);
    expect(lines.map(told)).toEqual([
      ['opened: bucket ledger to 444455556666', 1, 5],
      ['opened: bucket ledger to 777788889999', 1, 8],
    ]);
  });

  it('goes by the verb where nothing is written, keeps to a limit, and answers for a resource', async () => {
    const records = [
      write(1, 'unicorn', 'CreateCluster', { clusterName: 'c' }),
      write(2, 'unicorn', 'DeleteCluster', { clusterName: 'c' }),
      write(3, 'unicorn', 'EnableThing', { clusterName: 'd' }),
    ];
    const { lines, leftOut } = await lasting(records, undefined, '', 1);
    expect([lines.map(told), leftOut]).toEqual([
      [['made: c', 1, 2]],
      { lines: 1, events: 0, isOthersCut: false },
    ]);
    expect(lines[0]!.isByGrammar).toBe(true);
    const ofTarget = await lasting(records, 'target.name', 'd');
    expect(ofTarget.lines.map(told)).toEqual([['other: thing of d', 3, null]]);
  });

  it('says nothing of an archive without changes', async () => {
    expect(await lasting([record(1)])).toEqual({
      lines: [],
      groups: [],
      made: [],
      leftOut: { lines: 0, events: 0, isOthersCut: false },
    });
  });
});

it('counts the actions that nothing is written of', async () => {
  const engine = testEngine();
  const records = [
    record(1),
    record(2, { eventName: 'GetUnicorn' }),
    record(3, { eventName: 'GetUnicorn' }),
    record(4, { eventName: 'PutHorn' }),
  ];
  await engine.importAll(writeFiles(tempFolder(), { 'a.json.gz': logFile(records) }));
  expect(await engine.call('entities.actionsWithoutRow', { question: all, limit: 1 })).toEqual({
    actions: [{ eventSource: 's3.amazonaws.com', eventName: 'GetUnicorn', events: 2 }],
    distinct: 2,
    events: 3,
  });
});

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { everything } from '../../../../shared/filter/filter.ts';
import { parseFilter } from '../../../../shared/filter/parse.ts';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const micros = (time: string): number => Date.parse(`2025-03-03T${time}Z`) * 1_000;

const accounts = {
  Accounts: [{ Id: '111122223333', Arn: 'arn:aws:organizations::1:account/o/1', Name: 'Production' }],
};
const users = { Users: [{ UserId: 'u-1', IdentityStoreId: 'd-1', UserName: 'maya@example.com' }] };
const ranges = {
  createDate: '2025-01-01-00-00-00',
  prefixes: [
    { ip_prefix: '3.0.0.0/8', region: 'GLOBAL', service: 'AMAZON' },
    { ip_prefix: '3.224.0.0/12', region: 'us-east-1', service: 'AMAZON' },
    { ip_prefix: '3.224.0.0/12', region: 'us-east-1', service: 'EC2' },
  ],
  ipv6_prefixes: [{ ipv6_prefix: '2600:1f00::/24', region: 'us-east-1', service: 'EC2' }],
};

const ec2 = (n: number, eventName: string, request: object, response: object | null): object =>
  record(n, {
    ...{ eventSource: 'ec2.amazonaws.com', eventName, readOnly: false },
    ...{ requestParameters: request, responseElements: response },
  });

/** An address that is allocated, given to a gateway, taken from it and released, and calls from it all the time. */
const story = [
  record(0, { sourceIPAddress: '3.225.0.9' }),
  ec2(10, 'AllocateAddress', { domain: 'vpc' }, { publicIp: '3.225.0.9', allocationId: 'eipalloc-1' }),
  ec2(
    20,
    'CreateNatGateway',
    { CreateNatGatewayRequest: { AllocationId: 'eipalloc-1' } },
    {
      CreateNatGatewayResponse: {
        natGateway: { natGatewayId: 'nat-1', natGatewayAddressSet: { item: { allocationId: 'eipalloc-1' } } },
      },
    },
  ),
  record(30, { sourceIPAddress: '3.225.0.9' }),
  ec2(40, 'DeleteNatGateway', { DeleteNatGatewayRequest: { NatGatewayId: 'nat-1' } }, null),
  ec2(50, 'ReleaseAddress', { allocationId: 'eipalloc-1' }, { _return: true }),
  record(55, { sourceIPAddress: '3.225.0.9' }),
  record(56, { sourceIPAddress: '10.0.0.5' }),
  record(57, { sourceIPAddress: 'cloudtrail.amazonaws.com' }),
  record(58, { sourceIPAddress: '2600:1f00::7' }),
  record(59, { sourceIPAddress: '198.51.100.7', recipientAccountId: '999988887777' }),
];

async function opened(files: Readonly<Record<string, string | Buffer>> = {}): Promise<TestEngine> {
  const engine = testEngine();
  await engine.importAll(writeFiles(tempFolder(), { 'a.json.gz': logFile(story), ...files }));
  return engine;
}

async function rowsOf({ call }: TestEngine, columns: readonly string[], text = ''): Promise<unknown[][]> {
  const { filter = everything } = parseFilter(text);
  const window = await call('events.window', {
    question: { ...all, filter },
    sort: [{ field: 'eventTime', descending: false }],
    offset: 0,
    limit: 100,
    columns: [...columns],
  });
  return window.ids.map((_, row) => window.columns.map((column) => column[row] ?? null));
}

it('names accounts and users by what lies among the evidence, marks who manages, and says from where', async () => {
  const engine = await opened({
    'accounts.json': JSON.stringify(accounts),
    'org.json': JSON.stringify({ Organization: { Id: 'o-1', MasterAccountId: '111122223333' } }),
    'users.json': JSON.stringify(users),
    'b.json.gz': logFile([
      record(100, {
        userIdentity: { type: 'IdentityCenterUser', onBehalfOf: { userId: 'u-1', identityStoreArn: 'a' } },
      }),
    ]),
  });
  expect(await engine.call('names.accounts', {})).toEqual([
    expect.objectContaining({
      account: '111122223333',
      name: 'Production',
      isManagement: true,
      source: 'accounts.json',
    }),
  ]);
  expect(await rowsOf(engine, ['eventTime', 'identity.name'], 'identity.name:maya*')).toEqual([
    [micros('10:01:40'), 'maya@example.com'],
  ]);
  const named = await rowsOf(engine, ['account.name'], 'account.name:prod*');
  expect(named).toHaveLength(story.length);
  const facets = await engine.call('facets.list', {
    question: all,
    facets: ['account.name', 'ip.kind'].map((field) => ({
      ...{ field, limit: 10, order: 'most' as const, search: '' },
    })),
  });
  expect(JSON.stringify(facets)).toContain('Production');
  expect(JSON.stringify(facets)).toContain('AWS service');
});

it('says of an address what the records say, for the time in which it holds', async () => {
  const engine = await opened({ 'ip-ranges.json': JSON.stringify(ranges) });
  expect(await rowsOf(engine, ['ip.kind', 'ip.owner', 'ip.range'], 'sourceIPAddress:3.225.0.9')).toEqual([
    ['AWS range', 'EC2 in us-east-1', '3.224.0.0/12'],
    ['own', 'Elastic IP of NAT gateway nat-1', null],
    ['AWS range', 'EC2 in us-east-1', '3.224.0.0/12'],
  ]);
  const known = await engine.call('names.address', { address: '3.225.0.9' });
  expect(known.map(({ owner, source, since, until }) => [owner, source, since, until])).toEqual([
    ['EC2 in us-east-1', 'ip-ranges.json', null, micros('10:00:10')],
    ['Elastic IP', 'AllocateAddress', micros('10:00:10'), micros('10:00:20')],
    ['Elastic IP of NAT gateway nat-1', 'CreateNatGateway', micros('10:00:20'), micros('10:00:40')],
    ['Elastic IP', 'DeleteNatGateway', micros('10:00:40'), micros('10:00:50')],
    ['EC2 in us-east-1', 'ip-ranges.json', micros('10:00:50'), null],
  ]);
  expect(known[0]).toMatchObject({ dated: '2025-01-01', kind: 'AWS range' });
  expect(await rowsOf(engine, ['ip.kind', 'ip.owner'], 'ip.kind:(private, "AWS service")')).toEqual([
    ['private', null],
    ['AWS service', 'cloudtrail.amazonaws.com'],
  ]);
  expect(await rowsOf(engine, ['ip.owner'], 'sourceIPAddress:"2600:1f00::7"')).toEqual([
    ['EC2 in us-east-1'],
  ]);
  expect(await rowsOf(engine, ['ip.kind'], 'recipientAccountId:999988887777')).toEqual([['other']]);
});

it('takes lists that a person gives, keeps them with the workspace, and forgets them', async () => {
  const engine = await opened({ 'accounts.json': JSON.stringify(accounts) });
  const lists = writeFiles(tempFolder(), {
    'names.json': JSON.stringify({ '111122223333': 'Crown jewels', '999988887777': 'Partner' }),
    'blocks.csv': 'cidr,name\n198.51.100.0/24,Office\n',
  });
  const given = await engine.call('names.add', {
    grants: [engine.grant(join(lists, 'names.json')), engine.grant(join(lists, 'blocks.csv'))],
  });
  expect(given.map(({ file, facts }) => [file, facts])).toEqual([
    ['names.json', 2],
    ['blocks.csv', 1],
  ]);
  expect(
    await rowsOf(engine, ['account.name', 'ip.owner', 'ip.kind'], 'recipientAccountId:999988887777'),
  ).toEqual([['Partner', 'Office', 'listed']]);
  const { path } = (await engine.call('workspace.current', {}))!;
  await engine.call('workspace.close', {});
  await engine.engine.openWorkspaceAt({ path, lock: 'respect' });
  expect(await engine.call('names.given', {})).toEqual(given);
  await engine.call('names.remove', { sha256: given[0]!.sha256 });
  expect((await engine.call('names.accounts', {})).map(({ name }) => name)).toEqual(['Production']);
  await expect(engine.call('names.remove', { sha256: '../../../etc/passwd' })).rejects.toMatchObject({
    code: 'not-found',
  });
  // One that changed in the folder of the workspace, or is gone, tells nothing.
  await engine.call('workspace.close', {});
  writeFileSync(join(path, 'references', given[1]!.sha256), 'cidr,name\n0.0.0.0/0,Mine\n');
  const info = await engine.engine.openWorkspaceAt({ path, lock: 'respect' });
  expect(info.notices.join(' ')).toContain('gone or changed, so nothing is taken from them: blocks.csv');
  expect(await engine.call('names.given', {})).toEqual([]);
  rmSync(join(path, 'references', given[1]!.sha256));
  await engine.call('names.remove', { sha256: given[1]!.sha256 });
});

it('reads what others wrote as data alone', async () => {
  const engine = await opened({
    'accounts.json': JSON.stringify({
      Accounts: [
        { Id: '111122223333', Arn: 'a', Name: `x'; DROP TABLE files; --\u0000\u202e${'y'.repeat(10_000)}` },
        { Id: 'none', Arn: 'a', Name: 'none' },
        null,
        7,
      ],
      __proto__: { a: 1 },
    }),
    'ranges.json': JSON.stringify({
      prefixes: [
        { ip_prefix: '999.1.1.1/99', service: 'EC2' },
        { ip_prefix: 7, service: {} },
      ],
    }),
  });
  const [only, ...rest] = await engine.call('names.accounts', {});
  expect(rest).toEqual([]);
  expect(only?.name).toHaveLength(200);
  expect(only?.name).not.toMatch(/\p{C}/u);
  expect((await engine.call('ledger.summary', {})).events).toBe(story.length);
});

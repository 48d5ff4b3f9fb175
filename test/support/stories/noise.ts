import type { Actor, World } from './world.ts';

const hour = 3600;

function reads(world: World, actor: Actor, day: number, count: number): void {
  const { chance } = world;
  const calls = [
    ['ec2', 'DescribeInstances'],
    ['s3', 'GetBucketLocation'],
    ['ec2', 'DescribeSecurityGroups'],
    ['cloudwatch', 'GetMetricData'],
    ['iam', 'ListRoles'],
    ['lambda', 'ListFunctions20150331'],
    ['rds', 'DescribeDBInstances'],
  ] as const;
  for (let n = 0; n < count; n += 1) {
    const [source, name] = chance.of(calls);
    world.call(actor, world.at(day, chance.between(8 * hour, 17 * hour)), { source, name, isRead: true });
  }
}

/** A person at work: reads, and now and then a change of things in daily use. */
function worker(world: World, name: string): void {
  const { chance } = world;
  const actor = world.user(name);
  for (let day = 0; day < world.days; day += 1) {
    reads(world, actor, day, chance.between(15, 40));
    world.call(actor, world.at(day, chance.between(9 * hour, 16 * hour)), {
      source: 'ec2',
      name: chance.of(['CreateTags', 'StartInstances', 'StopInstances', 'RebootInstances']),
      request: { instancesSet: { items: [{ instanceId: `i-0${chance.letters(16, '0123456789abcdef')}` }] } },
    });
  }
}

/** A program that reads the same few secrets. */
function program(world: World, name: string): void {
  const { chance } = world;
  const actor = world.role(name, chance.letters(12, 'abcdef0123456789'));
  const secrets = Array.from({ length: chance.between(1, 4) }, (_, n) => `prod/${name}/${n}`);
  for (let day = 0; day < world.days; day += 1)
    for (let n = 0; n < chance.between(20, 50); n += 1)
      world.call(actor, world.at(day, chance.between(0, 24 * hour - 1)), {
        source: 'secretsmanager',
        name: 'GetSecretValue',
        isRead: true,
        request: { secretId: chance.of(secrets) },
      });
}

/** A pipeline that brings out new versions, with roles and policies of the usual kind. */
function pipeline(world: World): void {
  const { chance } = world;
  const actor = world.role('ci-deploy', 'GitHubActions');
  const functions = ['orders', 'billing', 'search'].map((name) => `${name}-${chance.letters(3, 'abc')}`);
  for (let day = 0; day < world.days; day += 1)
    for (let n = 0; n < chance.between(2, 5); n += 1) {
      const at = world.at(day, chance.between(8 * hour, 18 * hour));
      const functionName = chance.of(functions);
      world.call(actor, at, {
        source: 'lambda',
        name: 'UpdateFunctionCode20150331v2',
        request: { functionName },
      });
      world.call(actor, at + 4000, {
        source: 'iam',
        name: 'PutRolePolicy',
        request: {
          roleName: `${functionName}-role`,
          policyName: 'runtime',
          policyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: ['dynamodb:GetItem'],
                Resource: `arn:aws:dynamodb:*:${world.account}:table/${functionName}`,
              },
            ],
          }),
        },
      });
      if (chance.between(0, 4) === 0)
        world.call(actor, at + 8000, {
          source: 'iam',
          name: 'CreateRole',
          request: {
            roleName: `${functionName}-${chance.letters(4)}`,
            assumeRolePolicyDocument: JSON.stringify({
              Statement: [
                { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
              ],
            }),
          },
        });
    }
}

/** A scanner that asks for everything at once, some of it in vain. */
function scanner(world: World): void {
  const { chance } = world;
  const actor = world.role('security-scanner', 'scan', world.address(), 'Python-urllib/3.9 scanner');
  const names = [
    'DescribeInstances',
    'DescribeVpcs',
    'DescribeSnapshots',
    'DescribeImages',
    'DescribeVolumes',
    'DescribeKeyPairs',
    'DescribeSubnets',
  ];
  for (let day = 0; day < world.days; day += 1) {
    const begin = chance.between(2 * hour, 4 * hour);
    for (let n = 0; n < 80; n += 1)
      world.call(actor, world.at(day, begin + n), {
        source: 'ec2',
        name: chance.of(names),
        isRead: true,
        ...(chance.between(0, 5) === 0 ? { error: 'Client.UnauthorizedOperation' } : {}),
      });
  }
}

/** A role that lacks a right and asks for it over and over. */
function brokenRole(world: World): void {
  const actor = world.role('report-builder', 'nightly');
  for (let day = 0; day < world.days; day += 1)
    for (let n = 0; n < 24; n += 1)
      world.call(actor, world.at(day, n * hour + 300), {
        source: 's3',
        name: 'PutObject',
        request: { bucketName: 'reports', key: 'daily.csv' },
        error: 'AccessDenied',
      });
}

function throttled(world: World): void {
  const actor = world.role('autoscaler', 'scale');
  for (let n = 0; n < 60; n += 1)
    world.call(actor, world.at(world.chance.between(0, world.days - 1), 12 * hour + n), {
      source: 'ec2',
      name: 'DescribeInstances',
      isRead: true,
      error: 'Client.RequestLimitExceeded',
    });
}

function services(world: World): void {
  const { chance } = world;
  const actor: Actor = {
    name: 'ec2.amazonaws.com',
    identity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
    address: 'ec2.amazonaws.com',
    agent: 'ec2.amazonaws.com',
  };
  for (let day = 0; day < world.days; day += 1)
    for (let n = 0; n < 12; n += 1)
      world.call(actor, world.at(day, chance.between(0, 24 * hour - 1)), {
        source: 'sts',
        name: 'AssumeRole',
        isRead: true,
        request: {
          roleArn: `arn:aws:iam::${world.account}:role/web`,
          roleSessionName: `i-0${chance.letters(16, '0123456789abcdef')}`,
        },
      });
}

/** Somebody who changes the keys of a user as is usual: a new one, then the old one off and away. */
function rotation(world: World): void {
  const { chance } = world;
  const actor = world.role('key-rotation', 'rotate');
  const day = chance.between(0, world.days - 1);
  const old = world.key('AKIA');
  const userName = 'backup-agent';
  const at = (second: number): number => world.at(day, 6 * hour + second);
  world.call(actor, at(0), {
    source: 'iam',
    name: 'CreateAccessKey',
    request: { userName },
    response: { accessKey: { userName, accessKeyId: world.key('AKIA'), status: 'Active' } },
  });
  world.call(actor, at(600), {
    source: 'iam',
    name: 'UpdateAccessKey',
    request: { userName, accessKeyId: old, status: 'Inactive' },
  });
  world.call(actor, at(1200), {
    source: 'iam',
    name: 'DeleteAccessKey',
    request: { userName, accessKeyId: old },
  });
}

function rootSignIn(world: World): void {
  const at = world.at(world.chance.between(0, world.days - 1), 10 * hour);
  const root = world.root();
  world.call(root, at, {
    source: 'signin',
    name: 'ConsoleLogin',
    response: { ConsoleLogin: 'Success' },
    more: { MFAUsed: 'Yes', LoginTo: 'https://console.aws.amazon.com/' },
    type: 'AwsConsoleSignIn',
    region: 'us-east-1',
  });
  for (const name of ['GetAccountInformation', 'ListBillingViews'])
    world.call(root, at + 60_000, { source: 'billing', name, isRead: true, region: 'us-east-1' });
}

function newRegion(world: World): void {
  const actor = world.role('platform', 'terraform');
  for (let n = 0; n < 12; n += 1)
    world.call(actor, world.at(world.days - 1, 14 * hour + n * 20), {
      source: 'ec2',
      name: n < 8 ? 'DescribeVpcs' : 'CreateSubnet',
      isRead: n < 8,
      region: 'ap-southeast-2',
    });
}

/** What goes on in an account on any day: fifteen actors or more. */
export function addNoise(world: World): void {
  for (const name of ['ana', 'bo', 'chen', 'dara', 'emil', 'fay']) worker(world, name);
  for (const name of ['web', 'orders', 'mailer', 'etl']) program(world, name);
  for (const add of [pipeline, scanner, brokenRole, throttled, services, rotation, rootSignIn, newRegion])
    add(world);
}

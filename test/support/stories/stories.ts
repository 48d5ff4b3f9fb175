import { addNoise } from './noise.ts';
import { chanceOf } from './random.ts';
import { World, type Actor, type Call, type TrailRecord } from './world.ts';

/** An archive with what happened in it: the records of the cause, by their event IDs. */
export interface Story {
  readonly kind: string;
  readonly records: readonly TrailRecord[];
  readonly cause: ReadonlySet<string>;
}

type Tell = (world: World, then: (actor: Actor, second: number, call: Call) => void) => void;

const policy = (action: string | readonly string[], resource = '*'): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: resource }],
  });
const trust = (principal: unknown): string =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }] });

/** A user with habits of some days, and the same user's key in somebody else's hands. */
function habits(world: World, name: string): Actor {
  const actor = world.user(name);
  for (let day = 0; day < world.days; day += 1)
    for (let n = 0; n < 12; n += 1)
      world.call(actor, world.at(day, world.chance.between(8, 16) * 3600 + n), {
        source: 's3',
        name: 'GetBucketLocation',
        isRead: true,
      });
  return actor;
}

const stolen = (world: World, actor: Actor): Actor => ({
  ...actor,
  address: world.address(),
  agent: world.chance.of([
    'Boto3/1.28.1 Python/3.10',
    'aws-sdk-go-v2/1.20 os/linux',
    'aws-cli/1.29.1 Python/3.12',
  ]),
});

const keyTheft: Tell = (world, then) => {
  const thief = { ...stolen(world, habits(world, 'deploy-bot')), agent: 'Boto3/1.28.1 Python/3.10' };
  then(thief, 0, { source: 'sts', name: 'GetCallerIdentity', isRead: true });
  for (let n = 0; n < world.chance.between(5, 20); n += 1)
    then(thief, 20 + n, {
      source: 'iam',
      name: 'ListAttachedUserPolicies',
      isRead: true,
      error: 'AccessDenied',
    });
  for (let n = 0; n < world.chance.between(3, 10); n += 1)
    then(thief, 80 + n, { source: 'ec2', name: 'RunInstances', request: { instanceType: 'c5.large' } });
};

const consoleTakeover: Tell = (world, then) => {
  const usual = habits(world, 'helen');
  const thief = { ...stolen(world, usual), agent: 'Mozilla/5.0 (Windows NT 10.0) Firefox/128.0' };
  const signIn = (result: string): Call => ({
    source: 'signin',
    name: 'ConsoleLogin',
    type: 'AwsConsoleSignIn',
    response: { ConsoleLogin: result },
    more: { MFAUsed: 'No' },
  });
  for (let n = 0; n < world.chance.between(3, 9); n += 1) then(thief, n * 15, signIn('Failure'));
  then(thief, 200, signIn('Success'));
  then(thief, 260, { source: 'iam', name: 'CreateLoginProfile', request: { userName: 'helper' } });
};

const quietInsider: Tell = (world, then) => {
  const insider = habits(world, 'ivan');
  for (let n = 0; n < world.chance.between(22, 60); n += 1)
    then(insider, n * 5, {
      source: 'secretsmanager',
      name: 'GetSecretValue',
      isRead: true,
      request: { secretId: `prod/db/${n}` },
    });
};

const exfiltration: Tell = (world, then) => {
  const taker = habits(world, 'jon');
  const bucketName = `customers-${world.chance.letters(5, 'abcde')}`;
  for (let n = 0; n < world.chance.between(80, 300); n += 1)
    then(taker, n, {
      source: 's3',
      name: 'GetObject',
      isRead: true,
      request: { bucketName, key: `part-${n}` },
      more: { bytesTransferredOut: world.chance.between(1_000_000, 20_000_000) },
    });
};

const snapshotShared: Tell = (world, then) => {
  const actor = habits(world, 'kai');
  const snapshotId = `snap-0${world.chance.letters(16, '0123456789abcdef')}`;
  then(actor, 0, {
    source: 'ec2',
    name: 'CreateSnapshot',
    request: { volumeId: 'vol-01' },
    response: { snapshotId },
  });
  then(actor, 90, {
    source: 'ec2',
    name: 'ModifySnapshotAttribute',
    request: {
      snapshotId,
      createVolumePermission: { add: { items: [{ userId: String(world.chance.between(1e11, 9e11)) }] } },
      attributeType: 'CREATE_VOLUME_PERMISSION',
    },
  });
};

const narrowedSelectors: Tell = (world, then) => {
  const actor = habits(world, 'lea');
  then(
    actor,
    0,
    world.chance.of<Call>([
      {
        source: 'cloudtrail',
        name: 'PutEventSelectors',
        request: {
          trailName: 'main',
          eventSelectors: [{ readWriteType: 'ReadOnly', includeManagementEvents: true }],
        },
      },
      { source: 'cloudtrail', name: 'UpdateTrail', request: { name: 'main', isMultiRegionTrail: false } },
      { source: 'cloudtrail', name: 'StopLogging', request: { name: 'main' } },
    ]),
  );
};

const privilegePath: Tell = (world, then) => {
  const actor = habits(world, 'mo');
  const policyArn = `arn:aws:iam::${world.account}:policy/team`;
  world.chance.of([
    () =>
      then(actor, 0, {
        source: 'iam',
        name: 'CreatePolicyVersion',
        request: { policyArn, policyDocument: policy('*'), setAsDefault: true },
      }),
    () =>
      then(actor, 0, {
        source: 'iam',
        name: 'PutUserPolicy',
        request: { userName: 'mo', policyName: 'more', policyDocument: policy(['iam:*', 's3:*']) },
      }),
    () =>
      then(actor, 0, {
        source: 'iam',
        name: 'AttachUserPolicy',
        request: { userName: 'mo', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      }),
    () =>
      then(actor, 0, {
        source: 'iam',
        name: 'AddUserToGroup',
        request: { userName: 'mo', groupName: 'admins' },
      }),
  ])();
};

const partnerRole: Tell = (world, then) => {
  const actor = habits(world, 'nina');
  const partner = String(world.chance.between(1e11, 9e11));
  const roleName = `partner-${world.chance.letters(4, 'abcd')}`;
  const principal = world.chance.of([
    { AWS: `arn:aws:iam::${partner}:root` },
    { AWS: '*' },
    { AWS: partner },
  ]);
  if (world.chance.between(0, 1) === 0)
    then(actor, 0, {
      source: 'iam',
      name: 'CreateRole',
      request: { roleName, assumeRolePolicyDocument: trust(principal) },
    });
  else
    then(actor, 0, {
      source: 'iam',
      name: 'UpdateAssumeRolePolicy',
      request: { roleName, policyDocument: trust(principal) },
    });
};

const backdoorUser: Tell = (world, then) => {
  const actor = habits(world, 'olga');
  const userName = `svc-${world.chance.letters(5, 'abcde')}`;
  then(actor, 0, { source: 'iam', name: 'CreateUser', request: { userName } });
  then(actor, 10, {
    source: 'iam',
    name: 'AttachUserPolicy',
    request: { userName, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  });
  then(actor, 20, {
    source: 'iam',
    name: 'CreateAccessKey',
    request: { userName },
    response: { accessKey: { userName, accessKeyId: world.key('AKIA') } },
  });
};

const instanceCredential: Tell = (world, then) => {
  const session = `i-0${world.chance.letters(16, '0123456789abcdef')}`;
  const agent = world.role('web-server', session, world.address(), 'aws-sdk-go/1.44 amazon-ssm-agent/3.2');
  for (let day = 0; day < world.days; day += 1)
    for (let n = 0; n < 24; n += 1)
      world.call(agent, world.at(day, n * 3600 + 5), {
        source: 'ssm',
        name: 'UpdateInstanceInformation',
        request: { instanceId: session },
      });
  const thief = { ...agent, address: world.address(), agent: 'aws-cli/2.13 Python/3.11' };
  for (let n = 0; n < world.chance.between(3, 30); n += 1)
    then(thief, n * 9, { source: 's3', name: 'ListBuckets', isRead: true });
};

const ransom: Tell = (world, then) => {
  const actor = habits(world, 'petra');
  const bucketName = `vault-${world.chance.letters(4, 'abcd')}`;
  for (let n = 0; n < world.chance.between(10, 60); n += 1)
    then(actor, n, {
      source: 's3',
      name: 'CopyObject',
      request: { bucketName, key: `f${n}`, 'x-amz-server-side-encryption-customer-algorithm': 'AES256' },
      more: { SSEApplied: 'SSE_C' },
    });
};

const functionOpened: Tell = (world, then) => {
  const actor = habits(world, 'quinn');
  const functionName = `api-${world.chance.letters(4, 'abcd')}`;
  then(
    actor,
    0,
    world.chance.of<Call>([
      {
        source: 'lambda',
        name: 'AddPermission20150331v2',
        request: { functionName, action: 'lambda:InvokeFunction', principal: '*' },
      },
      { source: 'lambda', name: 'CreateFunctionUrlConfig', request: { functionName, authType: 'NONE' } },
    ]),
  );
};

const stories: Readonly<Record<string, Tell>> = {
  'key theft': keyTheft,
  'console takeover': consoleTakeover,
  'quiet insider': quietInsider,
  exfiltration,
  'snapshot shared': snapshotShared,
  'narrowed selectors': narrowedSelectors,
  'privilege path': privilegePath,
  'partner role': partnerRole,
  'backdoor user': backdoorUser,
  'instance credential': instanceCredential,
  ransom,
  'function opened': functionOpened,
};

/** The kinds of stories. */
export const storyKinds: readonly string[] = Object.keys(stories);

/** The story of a seed: kinds take turns. */
export function storyOf(seed: number): Story {
  const kind = storyKinds[seed % storyKinds.length] ?? '';
  const chance = chanceOf(seed + 1);
  const world = new World(chance, chance.between(3, 6));
  addNoise(world);
  const cause = new Set<string>();
  const begin = world.at(world.days - 1, chance.between(9, 20) * 3600);
  stories[kind]?.(world, (actor, second, call) => {
    const record = world.call(actor, begin + second * 1000, call);
    cause.add(String(record['eventID']));
  });
  return { kind, records: world.records, cause };
}

/** A quiet archive of a seed. */
export function quietOf(seed: number): Story {
  const chance = chanceOf(seed + 100_001);
  const world = new World(chance, chance.between(3, 6));
  addNoise(world);
  return { kind: 'quiet', records: world.records, cause: new Set() };
}

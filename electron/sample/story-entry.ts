import { denial } from './failures.ts';
import { credentials } from './mint.ts';
import type { Principal } from './principals.ts';
import { roleArn } from './sessions.ts';
import { isoSeconds } from './layout.ts';
import { arnOf, type Actor, type StoryStep, type Teller } from './story-teller.ts';
import type { JsonObject } from './types.ts';
import { uniqueId } from './unique-id.ts';
import type { Account } from './world.ts';

const SCOUTING = [
  ['iam', 'ListUsers'],
  ['iam', 'ListRoles'],
  ['iam', 'GetAccountAuthorizationDetails'],
  ['iam', 'ListAttachedRolePolicies'],
  ['iam', 'GetAccountSummary'],
  ['iam', 'ListAccessKeys'],
  ['s3', 'ListBuckets'],
  ['ec2', 'DescribeInstances'],
  ['ec2', 'DescribeSnapshots'],
  ['ec2', 'DescribeRegions'],
  ['secretsmanager', 'ListSecrets'],
  ['ssm', 'DescribeParameters'],
  ['rds', 'DescribeDBInstances'],
  ['dynamodb', 'ListTables'],
  ['cloudtrail', 'DescribeTrails'],
  ['guardduty', 'ListDetectors'],
  ['organizations', 'DescribeOrganization'],
] as const;

const GLOBAL: ReadonlySet<string> = new Set(['iam', 'organizations']);

/** The attacker looks around with the leaked key; nearly everything is denied. */
export function scout(teller: Teller, attacker: Actor, hostileAgent: string): void {
  const tell = teller.tell;
  tell('reconnaissance', attacker, {
    service: 'sts',
    name: 'GetCallerIdentity',
    region: 'us-east-1',
    readOnly: true,
  });
  teller.wait(40);
  for (const region of ['us-east-1', 'eu-west-1', 'us-west-2', 'eu-central-1']) {
    for (const [service, name] of SCOUTING) {
      if (GLOBAL.has(service) && region !== 'us-east-1') continue;
      const allowed = name === 'ListBuckets' || name === 'ListRoles' || name === 'DescribeRegions';
      const action = `${service}:${name}`;
      const text = denial(arnOf(attacker), action, '*');
      const failure =
        service === 'ec2'
          ? {
              code: 'Client.UnauthorizedOperation',
              message: `You are not authorized to perform this operation. ${text}`,
            }
          : { code: 'AccessDenied', message: text };
      tell('reconnaissance', attacker, {
        service,
        name,
        region,
        readOnly: true,
        body: { request: service === 'ec2' ? { maxResults: 1000, filterSet: {} } : null },
        failure: allowed ? undefined : failure,
        ...(name === 'ListBuckets' ? { userAgent: hostileAgent } : {}),
      });
    }
    teller.wait(95);
  }
}

/** Who an issued session is, and the key it works with. */
export interface StolenSession {
  readonly actor: Actor;
  readonly keyId: string;
  readonly sharedEventId: string;
}

/** A successful AssumeRole into another account, recorded there as well. */
export function jump(
  teller: Teller,
  from: Actor,
  to: Account,
  role: Principal,
  sessionName: string,
): StolenSession {
  const { rng } = teller;
  const step: StoryStep = 'lateral-movement';
  const timeMs = teller.now();
  const keyId = uniqueId('ASIA', to.id, rng);
  const arn = `arn:aws:sts::${to.id}:assumed-role/${role.name}/${sessionName}`;
  const deed = {
    service: 'sts',
    name: 'AssumeRole',
    region: 'us-east-1',
    readOnly: true,
    sharedEventId: rng.uuid(),
    body: {
      request: { roleArn: roleArn(role), roleSessionName: sessionName, durationSeconds: 3600 },
      response: {
        credentials: credentials(keyId, timeMs, 3600, rng),
        assumedRoleUser: { assumedRoleId: `${role.id}:${sessionName}`, arn },
      },
      resources: [{ accountId: to.id, type: 'AWS::IAM::Role', ARN: roleArn(role) }],
    },
  };
  const own = teller.tell(step, from, deed);
  const principalId = from.identity['principalId'] ?? '';
  const foreign = {
    ...from,
    account: to,
    identity: { type: 'AWSAccount', principalId, accountId: from.account.id },
  };
  const copy = teller.tell(step, foreign, deed);
  // Both views tell of the same instant; the teller's clock had moved on between them.
  teller.records[teller.records.length - 1] = { ...copy, eventTime: own.eventTime };
  const identity: JsonObject = {
    type: 'AssumedRole',
    principalId: `${role.id}:${sessionName}`,
    arn,
    accountId: to.id,
    accessKeyId: keyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: role.id,
        arn: roleArn(role),
        accountId: to.id,
        userName: role.name,
      },
      attributes: { creationDate: isoSeconds(timeMs), mfaAuthenticated: 'false' },
    },
  };
  return { actor: { ...from, account: to, identity }, keyId, sharedEventId: deed.sharedEventId };
}

/** Guesses at role names that all fail; the target accounts never see them. */
export function guessRoles(teller: Teller, attacker: Actor, target: Account): void {
  const names = [
    'Admin',
    'OrganizationAccountAccessRole',
    'admin',
    'PowerUser',
    'deploy',
    'breakglass',
    'root',
    'sre',
  ];
  for (const name of names) {
    const arn = `arn:aws:iam::${target.id}:role/${name}`;
    teller.tell('lateral-movement', attacker, {
      service: 'sts',
      name: 'AssumeRole',
      region: 'us-east-1',
      readOnly: true,
      body: { request: { roleArn: arn, roleSessionName: 'x', durationSeconds: 3600 } },
      failure: {
        code: 'AccessDenied',
        message: `User: ${arnOf(attacker)} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
      },
    });
  }
}

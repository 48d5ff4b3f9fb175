import { isoSeconds } from './layout.ts';
import { signInRecord } from './sign-in.ts';
import { arnOf, type Actor, type Teller } from './story-teller.ts';
import type { JsonObject } from './types.ts';
import { uniqueId } from './unique-id.ts';
import type { Account } from './world.ts';

/** The user the attacker leaves behind. */
export interface Backdoor {
  readonly userName: string;
  readonly userId: string;
  readonly arn: string;
  readonly keyId: string;
}

/** Creates an administrator with a key and a password in the victim's account. */
export function plantBackdoor(teller: Teller, thief: Actor, userName: string): Backdoor {
  const { rng } = teller;
  const { id } = thief.account;
  const userId = uniqueId('AIDA', id, rng);
  const keyId = uniqueId('AKIA', id, rng);
  const arn = `arn:aws:iam::${id}:user/${userName}`;
  const createDate = isoSeconds(teller.now());
  const iam = (name: string, request: JsonObject, response: JsonObject | null): void => {
    teller.tell('persistence', thief, {
      service: 'iam',
      name,
      region: 'us-east-1',
      readOnly: false,
      body: { request, response },
    });
  };
  iam('CreateUser', { userName }, { user: { path: '/', userName, userId, arn, createDate } });
  iam(
    'CreateAccessKey',
    { userName },
    { accessKey: { userName, accessKeyId: keyId, status: 'Active', createDate } },
  );
  iam('AttachUserPolicy', { userName, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }, null);
  iam(
    'CreateLoginProfile',
    { userName, passwordResetRequired: false },
    { loginProfile: { userName, createDate, passwordResetRequired: false } },
  );
  return { userName, userId, arn, keyId };
}

/** Three failed sign-ins, then one that works without a second factor, then a tour of the console. Returns its time. */
export function enterConsole(teller: Teller, account: Account, door: Backdoor, address: string): number {
  const { rng } = teller;
  const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
  const bare: JsonObject = {
    type: 'IAMUser',
    principalId: door.userId,
    arn: door.arn,
    accountId: account.id,
    userName: door.userName,
  };
  const common = {
    region: 'us-east-1',
    accountId: account.id,
    sourceAddress: address,
    userAgent,
    usedMfa: false,
  };
  for (const failureText of [
    'No username found in supplied account',
    'Failed authentication',
    'Failed authentication',
  ]) {
    const hidden = {
      type: 'IAMUser',
      accountId: account.id,
      accessKeyId: '',
      userName: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    };
    const identity = failureText.startsWith('No') ? hidden : { ...bare, accessKeyId: '' };
    teller.add('console', signInRecord({ ...common, timeMs: teller.now(), identity, failureText }, rng));
    teller.wait(21);
  }
  const signInMs = teller.now();
  teller.add('console', signInRecord({ ...common, timeMs: signInMs, identity: bare }, rng));
  teller.wait(4);
  const attributes = { creationDate: isoSeconds(signInMs), mfaAuthenticated: 'false' };
  const clicks = [
    ['health', 'DescribeEventAggregates'],
    ['ce', 'GetCostAndUsage'],
    ['s3', 'ListBuckets'],
    ['s3', 'GetBucketLocation'],
    ['s3', 'GetAccountPublicAccessBlock'],
    ['ec2', 'DescribeInstances'],
    ['ec2', 'DescribeVolumes'],
    ['ec2', 'DescribeSnapshots'],
    ['rds', 'DescribeDBInstances'],
    ['rds', 'DescribeDBSnapshots'],
    ['iam', 'ListUsers'],
    ['iam', 'ListRoles'],
    ['secretsmanager', 'ListSecrets'],
    ['cloudtrail', 'ListTrails'],
  ] as const;
  for (const [service, name] of clicks) {
    const identity = {
      ...bare,
      accessKeyId: uniqueId('ASIA', account.id, rng),
      sessionContext: { attributes },
    };
    const actor: Actor = { account, identity, sourceAddress: address, userAgent, fromConsole: true };
    teller.tell('console', actor, {
      service,
      name,
      region: 'us-east-1',
      readOnly: true,
      body: { request: {} },
    });
  }
  return signInMs;
}

/** Tries to blind the defenders: one trail stops, the organisation's own trail and detectors hold. */
export function blindDefenders(teller: Teller, intruder: Actor, managementAccountId: string): void {
  const step = 'defence-evasion';
  const own = `arn:aws:cloudtrail:us-east-1:${intruder.account.id}:trail/account-audit`;
  const shared = `arn:aws:cloudtrail:us-east-1:${managementAccountId}:trail/organization-trail`;
  const blocked = (action: string, resource: string): { code: string; message: string } => ({
    code: 'AccessDeniedException',
    message: `User: ${arnOf(intruder)} is not authorized to perform: ${action} on resource: ${resource} with an explicit deny in a service control policy`,
  });
  const trail = (
    name: string,
    request: JsonObject,
    failing?: string,
    response: JsonObject | null = null,
  ): void => {
    teller.tell(step, intruder, {
      service: 'cloudtrail',
      name,
      region: 'us-east-1',
      readOnly: name.startsWith('Get') || name.startsWith('Describe'),
      body: { request, response },
      failure: failing === undefined ? undefined : blocked(`cloudtrail:${name}`, failing),
    });
  };
  trail('DescribeTrails', {});
  trail('GetTrailStatus', { name: own });
  trail('StopLogging', { name: own });
  trail('StopLogging', { name: shared }, shared);
  trail('DeleteTrail', { name: shared }, shared);
  const eventSelectors = [{ readWriteType: 'WriteOnly', includeManagementEvents: false, dataResources: [] }];
  trail('PutEventSelectors', { trailName: own, eventSelectors }, undefined, {
    trailARN: own,
    eventSelectors,
  });
  trail('PutEventSelectors', { trailName: shared, eventSelectors }, shared);
  trail('DeleteTrail', { name: own }, own);
  const detectorId = teller.rng.hex(32);
  teller.tell(step, intruder, {
    service: 'guardduty',
    name: 'ListDetectors',
    region: 'us-east-1',
    readOnly: true,
  });
  for (const name of ['UpdateDetector', 'DeleteDetector']) {
    teller.tell(step, intruder, {
      service: 'guardduty',
      name,
      region: 'us-east-1',
      readOnly: false,
      body: { request: { detectorId, ...(name === 'UpdateDetector' ? { enable: false } : {}) } },
      failure: blocked(
        `guardduty:${name}`,
        `arn:aws:guardduty:us-east-1:${intruder.account.id}:detector/${detectorId}`,
      ),
    });
  }
}

import { bodyOf } from './bodies.ts';
import { SERVICES } from './catalogue.ts';
import { failureOf } from './failures.ts';
import { isoSeconds } from './layout.ts';
import { credentials } from './mint.ts';
import { GLOBAL_REGION } from './names.ts';
import { personAddress, userAgentFor } from './network.ts';
import type { Principal, PrincipalKind } from './principals.ts';
import type { Prng } from './prng.ts';
import { callChooser } from './profiles.ts';
import { assemble } from './record.ts';
import type { Scene } from './scene.ts';
import { hasSessions, identityOf, roleArn, sessionAt, type Session } from './sessions.ts';
import { signInRecord } from './sign-in.ts';
import type { JsonObject, TrailRecord } from './types.ts';
import { uniqueId } from './unique-id.ts';
import type { Account, World } from './world.ts';

/** Where and when background records are made. `timeMs` is in milliseconds since 1970. */
export interface Moment {
  readonly world: World;
  readonly account: Account;
  readonly region: string;
  readonly timeMs: number;
  readonly rng: Prng;
}

const FAIL_SCALE = 1.15;

function consoleIdentity(principal: Principal, session: Session, moment: Moment): JsonObject {
  // The console works with a fresh key for nearly every request; the creation time stays that of the session.
  const keyId = uniqueId('ASIA', principal.accountId, moment.rng);
  return identityOf(principal, { ...session, keyId }, moment.world.identityStoreId);
}

/** One ordinary API call of a caller. */
export function backgroundCall(principal: Principal, moment: Moment): TrailRecord {
  const { world, account, region, timeMs, rng } = moment;
  const { service, call } = callChooser(principal.profile, region === GLOBAL_REGION).pick(rng);
  const session = sessionAt(world.seed, principal, region, timeMs);
  const fromConsole = usesConsole(principal);
  const identity = fromConsole
    ? consoleIdentity(principal, session, moment)
    : identityOf(principal, session, world.identityStoreId);
  const scene: Scene = { world, account, region, timeMs, principal, identity, call, rng };
  const isPrivate = principal.isRegional && rng.chance(0.35);
  const fails = rng.chance(principal.failRate * FAIL_SCALE) && principal.kind !== 'service';
  return assemble(
    {
      timeMs,
      region,
      recipientAccountId: account.id,
      identity,
      sourceAddress: isPrivate
        ? `10.${rng.int(0, 63)}.${rng.int(0, 255)}.${rng.int(4, 250)}`
        : principal.address,
      userAgent: principal.userAgent,
      service: service.key,
      name: call.name,
      readOnly: call.readOnly,
      isData: call.isData,
      body: bodyOf(scene),
      failure: fails ? failureOf(scene) : undefined,
      vpcEndpointId: isPrivate ? account.inventory.vpcEndpointId : undefined,
      fromConsole,
      byService: principal.kind === 'service' || principal.kind === 'service-role',
    },
    rng,
  );
}

const SERVICE_EVENTS: ReadonlyArray<readonly [service: string, name: string]> = [
  ['kms', 'RotateKey'],
  ['ec2', 'BidEvictedEvent'],
  ['secretsmanager', 'RotationSucceeded'],
  ['autoscaling', 'InstanceRefreshSucceeded'],
  ['ecr', 'PolicyExecutionEvent'],
  ['guardduty', 'FindingPublished'],
];

/** Something AWS did by itself: no caller but the service, details in `serviceEventDetails`. */
export function serviceEvent(moment: Moment): TrailRecord {
  const { account, region, timeMs, rng } = moment;
  const [key, name] = rng.pick(SERVICE_EVENTS);
  const source = SERVICES.get(key)?.source ?? `${key}.amazonaws.com`;
  return {
    eventVersion: '1.11',
    userIdentity: { accountId: account.id, invokedBy: source },
    eventTime: isoSeconds(timeMs),
    eventSource: source,
    eventName: name,
    awsRegion: region,
    sourceIPAddress: source,
    userAgent: source,
    requestParameters: null,
    responseElements: null,
    eventID: rng.uuid(),
    readOnly: false,
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: account.id,
    serviceEventDetails: {
      keyId: `arn:aws:kms:${region}:${account.id}:key/${rng.pick(account.inventory.keyIds)}`,
      state: rng.pick(['COMPLETED', 'IN_PROGRESS']),
    },
    eventCategory: 'Management',
  };
}

const CONSOLE_KINDS: ReadonlySet<PrincipalKind> = new Set(['user-console', 'sso-console', 'root']);

/** Whether a caller works in the management console. */
export function usesConsole({ kind }: Principal): boolean {
  return CONSOLE_KINDS.has(kind);
}

/** A caller enters the console; the sign-in has the time at which its session begins. */
export function signInOf(person: Principal, session: Session, moment: Omit<Moment, 'timeMs'>): TrailRecord {
  const { account, region, rng, world } = moment;
  const { accessKeyId: _, ...identity } = identityOf(person, session, world.identityStoreId);
  return signInRecord(
    {
      timeMs: session.startMs,
      region,
      accountId: account.id,
      identity,
      sourceAddress: person.address,
      userAgent: person.userAgent,
      usedMfa: person.hasMfa,
    },
    rng,
  );
}

/** Somebody fails to enter the console, with a wrong password or a name that does not exist. */
export function failedSignIn(moment: Moment): TrailRecord {
  const { account, region, timeMs, rng } = moment;
  const person = rng.pick(account.principals.filter(({ kind }) => kind === 'user-console'));
  const isKnown = rng.chance(0.6);
  const identity = {
    type: 'IAMUser',
    principalId: isKnown ? person.id : '',
    accountId: account.id,
    accessKeyId: '',
    userName: isKnown ? person.name : 'HIDDEN_DUE_TO_SECURITY_REASONS',
  };
  return signInRecord(
    {
      timeMs,
      region,
      accountId: account.id,
      identity,
      sourceAddress: personAddress(rng),
      userAgent: person.userAgent,
      usedMfa: false,
      failureText: isKnown ? 'Failed authentication' : 'No username found in supplied account',
    },
    rng,
  );
}

/** A session issued to a short-lived job; unlike the hourly ones its key is not seen again. */
export function passingMint(moment: Moment): TrailRecord {
  const { account, timeMs, rng } = moment;
  const kinds: readonly PrincipalKind[] = ['pod', 'pod', 'pipeline', 'sso'];
  const kind = rng.pick(kinds);
  const principal = rng.pick(account.principals.filter((other) => other.kind === kind));
  const name = principal.kind === 'sso' ? principal.sessionName : `${principal.sessionName}-${rng.hex(8)}`;
  const session = { keyId: uniqueId('ASIA', account.id, rng), startMs: timeMs, name };
  return mintRecord(principal, session, moment);
}

/** The record of the call that issues a caller's session of this hour; its time is the session's start. */
export function mintRecord(
  principal: Principal,
  session: Session,
  moment: Omit<Moment, 'timeMs'>,
): TrailRecord {
  const { account, region, rng } = moment;
  const { kind } = principal;
  const timeMs = session.startMs;
  const arn = roleArn(principal);
  const provider =
    kind === 'pipeline' ? 'token.actions.githubusercontent.com' : 'oidc.eks.eu-west-1.amazonaws.com';
  const subject =
    kind === 'pipeline'
      ? 'repo:mossbank/web:ref:refs/heads/main'
      : `system:serviceaccount:shop:${principal.name}`;
  const host =
    kind === 'instance' ? 'ec2' : kind === 'function' ? 'lambda' : kind === 'task' ? 'ecs-tasks' : '';
  const web = kind === 'pipeline' || kind === 'pod';
  const saml = kind === 'sso' || kind === 'sso-console';
  const name = web ? 'AssumeRoleWithWebIdentity' : saml ? 'AssumeRoleWithSAML' : 'AssumeRole';
  const starter = account.principals.find((other) => other.name === 'backup-agent') ?? principal;
  const identity: JsonObject = web
    ? {
        type: 'WebIdentityUser',
        principalId: `${provider}:sts.amazonaws.com:${subject}`,
        userName: subject,
        identityProvider: provider,
      }
    : saml
      ? {
          type: 'SAMLUser',
          principalId: `${rng.alnum(27)}=:${session.name}`,
          userName: session.name,
          identityProvider: `${rng.alnum(27)}=`,
        }
      : host !== ''
        ? { type: 'AWSService', invokedBy: `${host}.amazonaws.com` }
        : identityOf(starter, session, moment.world.identityStoreId);
  return assemble(
    {
      timeMs,
      region,
      recipientAccountId: account.id,
      identity,
      sourceAddress: host === '' ? principal.address : `${host}.amazonaws.com`,
      userAgent: host === '' ? userAgentFor(web ? 'pipeline' : 'workload', rng) : `${host}.amazonaws.com`,
      service: 'sts',
      name,
      readOnly: true,
      byService: host !== '',
      body: {
        request: { roleArn: arn, roleSessionName: session.name, durationSeconds: 3600 },
        response: {
          credentials: credentials(session.keyId, timeMs, 3600, rng),
          assumedRoleUser: {
            assumedRoleId: `${principal.id}:${session.name}`,
            arn: `arn:aws:sts::${account.id}:assumed-role/${principal.name}/${session.name}`,
          },
          ...(web ? { subjectFromWebIdentityToken: subject, provider, audience: 'sts.amazonaws.com' } : {}),
          ...(saml
            ? {
                subject: session.name,
                subjectType: 'persistent',
                audience: 'https://signin.aws.amazon.com/saml',
              }
            : {}),
        },
        resources: [{ accountId: account.id, type: 'AWS::IAM::Role', ARN: arn }],
      },
    },
    rng,
  );
}

/** Callers whose sessions are issued by a visible STS call. */
export function isMinted({ kind }: Principal): boolean {
  return (
    hasSessions(kind) && !['user-console', 'user-token', 'federated', 'root', 'service-role'].includes(kind)
  );
}

/** Both views of one cross-account AssumeRole: the caller's account first, the role's account second. */
export function sharedAssumeRole(
  moment: Moment,
  target: Account,
  starter: Principal,
): readonly [TrailRecord, TrailRecord] {
  const { world, account, region, timeMs, rng } = moment;
  const role = rng.pick(target.principals.filter(({ kind }) => kind === 'role'));
  const session = sessionAt(world.seed, starter, region, timeMs);
  const sessionName = `${account.name}-${rng.hex(6)}`;
  const identity = identityOf(starter, session, world.identityStoreId);
  const arn = roleArn(role);
  const principalId = identity['principalId'];
  const common = {
    timeMs,
    region,
    sourceAddress: starter.address,
    userAgent: starter.userAgent,
    service: 'sts',
    name: 'AssumeRole',
    readOnly: true,
    sharedEventId: rng.uuid(),
    body: {
      request: {
        roleArn: arn,
        roleSessionName: sessionName,
        externalId: 'mossbank-fleet',
        durationSeconds: 900,
      },
      response: {
        credentials: credentials(uniqueId('ASIA', target.id, rng), timeMs, 900, rng),
        assumedRoleUser: {
          assumedRoleId: `${role.id}:${sessionName}`,
          arn: `arn:aws:sts::${target.id}:assumed-role/${role.name}/${sessionName}`,
        },
      },
      resources: [{ accountId: target.id, type: 'AWS::IAM::Role', ARN: arn }],
    },
  };
  const outside = { type: 'AWSAccount', principalId: principalId ?? '', accountId: account.id };
  return [
    assemble({ ...common, identity, recipientAccountId: account.id }, rng),
    assemble({ ...common, identity: outside, recipientAccountId: target.id }, rng),
  ];
}

import { isoSeconds } from './layout.ts';
import { createPrng } from './prng.ts';
import { OUTSIDE_ACCOUNT, type Principal, type PrincipalKind } from './principals.ts';
import { STREAM } from './streams.ts';
import type { Json, JsonObject } from './types.ts';
import { uniqueId } from './unique-id.ts';

const HOUR_MS = 3_600_000;
const SESSIONLESS: ReadonlySet<PrincipalKind> = new Set(['user-key', 'service', 'outside']);

/** A temporary credential: the same caller has the same one for an hour. Times are milliseconds since 1970. */
export interface Session {
  readonly keyId: string;
  readonly startMs: number;
  readonly name: string;
}

/** Whether callers of this kind work with temporary credentials. */
export function hasSessions(kind: PrincipalKind): boolean {
  return !SESSIONLESS.has(kind);
}

function regionNumber(region: string): number {
  let number = 0;
  for (let i = 0; i < region.length; i++) number = (number * 31 + region.charCodeAt(i)) >>> 0;
  return number;
}

/** The session a caller is in at an instant. Depends on nothing but the arguments, so files need not share state. */
export function sessionAt(seed: number, principal: Principal, region: string, timeMs: number): Session {
  const place = principal.isRegional ? regionNumber(region) : 0;
  const fixed = createPrng(seed, STREAM.session, principal.number, place);
  const offsetMs = fixed.int(0, 3599) * 1000;
  const startMs = Math.floor((timeMs - offsetMs) / HOUR_MS) * HOUR_MS + offsetMs;
  const hourly = createPrng(seed, STREAM.session, principal.number, place, startMs / 1000);
  const keyId = uniqueId('ASIA', principal.accountId, hourly);
  return { keyId, startMs, name: sessionName(principal, fixed.hex(16), hourly.hex(32)) };
}

function sessionName(principal: Principal, fixedHex: string, hourlyHex: string): string {
  if (principal.kind === 'instance') return `i-0${fixedHex}`;
  if (principal.kind === 'task') return hourlyHex;
  if (principal.kind === 'pod') return `${principal.sessionName}-${hourlyHex.slice(0, 12)}`;
  return principal.sessionName;
}

/** ARN of the role behind an assumed-role caller, path included. */
export function roleArn(principal: Principal): string {
  return `arn:aws:iam::${principal.accountId}:role${principal.path}${principal.name}`;
}

function attributes(session: Session, hasMfa: boolean): JsonObject {
  return { creationDate: isoSeconds(session.startMs), mfaAuthenticated: String(hasMfa) };
}

function userIdentity(principal: Principal, session: Session | undefined): JsonObject {
  return {
    type: 'IAMUser',
    principalId: principal.id,
    arn: `arn:aws:iam::${principal.accountId}:user${principal.path}${principal.name}`,
    accountId: principal.accountId,
    accessKeyId: session?.keyId ?? principal.keyId,
    userName: principal.name,
    ...(session ? { sessionContext: { attributes: attributes(session, principal.hasMfa) } } : {}),
  };
}

function webFederation(principal: Principal): JsonObject {
  const { kind, accountId } = principal;
  if (kind === 'pipeline') {
    const provider = `arn:aws:iam::${accountId}:oidc-provider/token.actions.githubusercontent.com`;
    return { webIdFederationData: { federatedProvider: provider, attributes: {} } };
  }
  if (kind === 'pod') {
    const provider = `arn:aws:iam::${accountId}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/5D0C41AA7E`;
    return { webIdFederationData: { federatedProvider: provider, attributes: {} } };
  }
  return {};
}

function roleIdentity(principal: Principal, session: Session, identityStoreId: string): JsonObject {
  const extra: Record<string, Json> = {};
  if (principal.identityCenterUserId !== '') {
    extra['onBehalfOf'] = {
      userId: principal.identityCenterUserId,
      identityStoreArn: `arn:aws:identitystore::${principal.accountId}:identitystore/${identityStoreId}`,
    };
  }
  if (principal.kind === 'service-role') extra['invokedBy'] = principal.userAgent;
  return {
    type: 'AssumedRole',
    principalId: `${principal.id}:${session.name}`,
    arn: `arn:aws:sts::${principal.accountId}:assumed-role/${principal.name}/${session.name}`,
    accountId: principal.accountId,
    accessKeyId: session.keyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: principal.id,
        arn: roleArn(principal),
        accountId: principal.accountId,
        userName: principal.name,
      },
      ...webFederation(principal),
      attributes: attributes(session, principal.hasMfa),
      ...(principal.kind === 'instance' ? { ec2RoleDelivery: '2.0' } : {}),
    },
    ...extra,
  };
}

function federatedIdentity(principal: Principal, session: Session): JsonObject {
  const { accountId } = principal;
  return {
    type: 'FederatedUser',
    principalId: `${accountId}:${session.name}`,
    arn: `arn:aws:sts::${accountId}:federated-user/${session.name}`,
    accountId,
    accessKeyId: session.keyId,
    sessionContext: {
      sessionIssuer: {
        type: 'IAMUser',
        principalId: principal.id,
        arn: `arn:aws:iam::${accountId}:user/${principal.name}`,
        accountId,
        userName: principal.name,
      },
      attributes: attributes(session, false),
    },
  };
}

/** The `userIdentity` a caller shows in a session (CloudTrail User Guide, "CloudTrail userIdentity element"). */
export function identityOf(principal: Principal, session: Session, identityStoreId: string): JsonObject {
  const { accountId } = principal;
  switch (principal.kind) {
    case 'user-key':
      return userIdentity(principal, undefined);
    case 'user-console':
    case 'user-token':
      return userIdentity(principal, session);
    case 'federated':
      return federatedIdentity(principal, session);
    case 'root':
      return {
        type: 'Root',
        principalId: accountId,
        arn: `arn:aws:iam::${accountId}:root`,
        accountId,
        accessKeyId: session.keyId,
        sessionContext: { attributes: attributes(session, principal.hasMfa) },
      };
    case 'service':
      return { type: 'AWSService', invokedBy: principal.name };
    case 'outside':
      return { type: 'AWSAccount', principalId: `${principal.id}:partner-sync`, accountId: OUTSIDE_ACCOUNT };
    default:
      return roleIdentity(principal, session, identityStoreId);
  }
}

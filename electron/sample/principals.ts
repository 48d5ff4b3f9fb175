import { PEOPLE, WORKLOADS } from './names.ts';
import { cloudAddress, personAddress, userAgentFor } from './network.ts';
import type { Prng } from './prng.ts';
import type { ProfileName } from './profiles.ts';
import { uniqueId } from './unique-id.ts';
import type { Inventory } from './inventory.ts';

/** How a caller proves who it is; decides the shape of `userIdentity`. */
export type PrincipalKind =
  | 'user-key'
  | 'user-console'
  | 'user-token'
  | 'sso'
  | 'sso-console'
  | 'pipeline'
  | 'role'
  | 'instance'
  | 'function'
  | 'task'
  | 'pod'
  | 'service-role'
  | 'federated'
  | 'root'
  | 'service'
  | 'outside';

/** A caller of an account, with everything about it that stays the same over time. */
export interface Principal {
  /** Unique in the whole organisation. */
  readonly number: number;
  readonly kind: PrincipalKind;
  readonly accountId: string;
  /** User or role name; the service's DNS name for `service`. */
  readonly name: string;
  /** IAM path, starting and ending with a slash. */
  readonly path: string;
  /** AIDA… or AROA… identifier; the foreign account number for `outside`. */
  readonly id: string;
  /** Long-term key of an IAM user, empty for all others. */
  readonly keyId: string;
  readonly sessionName: string;
  readonly profile: ProfileName;
  readonly address: string;
  readonly userAgent: string;
  readonly weight: number;
  readonly isHuman: boolean;
  /** Workloads have one session per Region, everyone else one for all Regions. */
  readonly isRegional: boolean;
  readonly failRate: number;
  readonly hasMfa: boolean;
  /** Identity Center user id, empty when the caller did not come from there. */
  readonly identityCenterUserId: string;
}

/** The surroundings `principalsOf` needs. */
export interface PrincipalSetting {
  readonly accountId: string;
  readonly accountIndex: number;
  readonly identityStoreId: string;
  readonly permissionSets: ReadonlyArray<readonly [name: string, suffix: string]>;
  readonly inventory: Inventory;
}

/** Name of the IAM user whose key leaks in the story. */
export const LEAKED_USER = 'ci-deploy';

/** Number of the partner company's account, which is not part of the organisation. */
export const OUTSIDE_ACCOUNT = '600000000017';

type Draft = Partial<Principal> & Pick<Principal, 'kind' | 'name' | 'profile' | 'weight'>;

const HUMAN_KINDS: ReadonlySet<PrincipalKind> = new Set([
  'user-console',
  'user-token',
  'sso',
  'sso-console',
  'root',
  'federated',
]);
const REGIONAL_KINDS: ReadonlySet<PrincipalKind> = new Set(['instance', 'function', 'task', 'pod']);
const USER_KINDS: ReadonlySet<PrincipalKind> = new Set([
  'user-key',
  'user-console',
  'user-token',
  'federated',
]);

function userAgentOf(kind: PrincipalKind, name: string, rng: Prng): string {
  if (kind === 'service' || kind === 'service-role') return name;
  if (kind === 'user-console' || kind === 'sso-console' || kind === 'root')
    return userAgentFor('browser', rng);
  if (kind === 'pipeline' || kind === 'user-key') return userAgentFor('pipeline', rng);
  return userAgentFor(HUMAN_KINDS.has(kind) ? 'person' : 'workload', rng);
}

function finish(draft: Draft, position: number, setting: PrincipalSetting, rng: Prng): Principal {
  const { kind } = draft;
  const isUser = USER_KINDS.has(kind);
  const isHuman = HUMAN_KINDS.has(kind);
  const fromService = kind === 'service' || kind === 'service-role';
  const serviceHost = draft.userAgent ?? draft.name;
  return {
    number: setting.accountIndex * 1000 + position,
    accountId: setting.accountId,
    path: '/',
    id: uniqueId(isUser ? 'AIDA' : 'AROA', kind === 'outside' ? OUTSIDE_ACCOUNT : setting.accountId, rng),
    keyId: isUser ? uniqueId('AKIA', setting.accountId, rng) : '',
    sessionName: draft.name,
    address: fromService ? serviceHost : isHuman ? personAddress(rng) : cloudAddress(rng),
    userAgent: userAgentOf(kind, serviceHost, rng),
    isHuman,
    isRegional: REGIONAL_KINDS.has(kind),
    failRate: rng.chance(0.12) ? 0.2 + rng.float() * 0.2 : 0.01 + rng.float() * 0.045,
    hasMfa: isHuman && rng.chance(0.8),
    identityCenterUserId: '',
    ...draft,
  };
}

function userDrafts(): Draft[] {
  return [
    { kind: 'user-key', name: LEAKED_USER, profile: 'pipeline', weight: 9, path: '/automation/' },
    { kind: 'user-key', name: 'backup-agent', profile: 'workload', weight: 5, path: '/automation/' },
    { kind: 'user-key', name: 'legacy-reporting', profile: 'analyst', weight: 2 },
    { kind: 'user-console', name: 'oncall', profile: 'engineer', weight: 3 },
    { kind: 'user-token', name: 'vendor-audit', profile: 'analyst', weight: 2, path: '/external/' },
  ];
}

function peopleDrafts(setting: PrincipalSetting, rng: Prng): Draft[] {
  const drafts: Draft[] = [];
  for (const [permissionSet, suffix] of setting.permissionSets) {
    for (let n = 0; n < 2; n++) {
      const person = PEOPLE[(setting.accountIndex * 5 + drafts.length * 3) % PEOPLE.length] ?? 'someone';
      drafts.push({
        kind: n === 0 ? 'sso-console' : 'sso',
        name: `AWSReservedSSO_${permissionSet}_${suffix}`,
        path: '/aws-reserved/sso.amazonaws.com/eu-west-1/',
        sessionName: `${person}@mossbank.example`,
        profile:
          permissionSet.startsWith('Admin') || permissionSet === 'PlatformEngineer' ? 'engineer' : 'analyst',
        weight: 5,
        identityCenterUserId: rng.uuid(),
      });
    }
  }
  return drafts;
}

function workloadDrafts(setting: PrincipalSetting): Draft[] {
  const [first = 'app', second = 'web', third = 'job'] = [0, 1, 2].map(
    (step) => WORKLOADS[(setting.accountIndex * 3 + step) % WORKLOADS.length] ?? 'app',
  );
  const functions = setting.inventory.functions.slice(0, 4).map((name): Draft => ({
    kind: 'function',
    name: `lambda-${name}`,
    path: '/service-role/',
    sessionName: name,
    profile: 'workload',
    weight: 8,
  }));
  return [
    ...functions,
    { kind: 'instance', name: `${first}-instance`, profile: 'workload', weight: 10 },
    { kind: 'instance', name: `${second}-instance`, profile: 'workload', weight: 8 },
    { kind: 'task', name: `${third}-task`, profile: 'workload', weight: 10 },
    { kind: 'pod', name: `eks-${second}-pod`, profile: 'workload', weight: 8, sessionName: `${second}-api` },
    {
      kind: 'pipeline',
      name: 'github-deploy',
      profile: 'pipeline',
      weight: 7,
      sessionName: 'GitHubActions',
      path: '/ci/',
    },
    {
      kind: 'role',
      name: 'TerraformExecution',
      profile: 'pipeline',
      weight: 8,
      sessionName: 'terraform-cloud',
      path: '/ci/',
    },
    { kind: 'role', name: 'MonitoringReadOnly', profile: 'monitor', weight: 9, sessionName: 'fleet-metrics' },
    { kind: 'role', name: 'SecurityAudit', profile: 'monitor', weight: 6, sessionName: 'posture-scan' },
  ];
}

function serviceDrafts(): Draft[] {
  const linked = (service: string, role: string, weight: number): Draft => ({
    kind: 'service-role',
    name: `AWSServiceRoleFor${role}`,
    path: `/aws-service-role/${service}.amazonaws.com/`,
    sessionName: role,
    userAgent: `${service}.amazonaws.com`,
    profile: 'linked',
    weight,
  });
  const service = (name: string, weight: number): Draft => ({
    kind: 'service',
    name: `${name}.amazonaws.com`,
    profile: 'service',
    weight,
  });
  return [
    linked('autoscaling', 'AutoScaling', 4),
    linked('config', 'Config', 6),
    linked('access-analyzer', 'AccessAnalyzer', 3),
    service('cloudtrail', 9),
    service('config', 4),
    service('elasticloadbalancing', 2),
    service('delivery.logs', 2),
    service('lambda', 2),
  ];
}

/** All callers of one account. */
export function principalsOf(setting: PrincipalSetting, rng: Prng): Principal[] {
  const drafts: Draft[] = [
    ...userDrafts(),
    ...peopleDrafts(setting, rng),
    ...workloadDrafts(setting),
    ...serviceDrafts(),
    { kind: 'federated', name: 'broker', profile: 'analyst', weight: 1.2, sessionName: 'partner-portal' },
    { kind: 'root', name: 'root', profile: 'engineer', weight: 0.3, id: setting.accountId },
    { kind: 'outside', name: 'partner', profile: 'outside', weight: 1.5 },
  ];
  return drafts.map((draft, position) => finish(draft, position, setting, rng));
}

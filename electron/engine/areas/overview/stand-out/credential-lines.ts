import { all, is, isAmong, not } from '../../../../../shared/cloudtrail/conditions.ts';
import { actorPart, counted, lasting, listed, says, value } from './words.ts';
import type { Severity, Statement } from '../../../../../shared/contract/statement.ts';
import { groupedBy } from './grouped.ts';
import type { Use } from './key-uses.ts';
import { statementOf } from './statement-of.ts';

const second = 1_000_000;
const day = 86_400 * second;

const total = (uses: readonly Use[]): number => uses.reduce((sum, { events }) => sum + events, 0);
const spanOf = (uses: readonly Use[]): { fromMicros: number; toMicros: number } => ({
  fromMicros: Math.min(...uses.map(({ first }) => first)),
  toMicros: Math.max(...uses.map(({ last }) => last)) + second,
});
const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** The client's name without version and system: what stands before the first slash, bracket or space. */
const family = (agent: string): string => agent.split(/[/ ([;]/)[0]?.toLowerCase() ?? '';

/** The network of an address: the first three numbers of IPv4, the first three groups of IPv6. */
export const networkOf = (address: string): string =>
  address.includes(':') ? address.split(':').slice(0, 3).join(':') : address.split('.').slice(0, 3).join('.');

/** The session of a role, the part of its ARN that names it. */
const sessionOf = ({ arn }: Use): string | undefined =>
  arn?.includes(':assumed-role/') ? arn.slice(arn.lastIndexOf('/') + 1) : undefined;

const isOfInstance = (use: Use): boolean => /^i-[0-9a-f]{8,17}$/.test(sessionOf(use) ?? '');

/** The addresses that an instance's own agent called from; else the first ones. */
function homeOf(uses: readonly Use[]): readonly string[] {
  const byAgent = uses.filter(({ agent }) => /amazon-ssm-agent|amazon-cloudwatch-agent/i.test(agent));
  const [first] = uses;
  const home = byAgent.length > 0 ? byAgent : first ? [first] : [];
  return distinct(home.map(({ address }) => address));
}

function instanceLine(uses: readonly Use[]): Statement | undefined {
  const home = homeOf(uses);
  const families = uses.filter(({ address }) => home.includes(address)).map(({ agent }) => family(agent));
  const others = uses.filter(({ address }) => !home.includes(address));
  // Another address of the same client may be a second way out of the same network.
  const elsewhere = others.filter(({ agent }) => !families.includes(family(agent)));
  const [one] = elsewhere;
  if (!one) return undefined;
  const addresses = distinct(elsewhere.map(({ address }) => address));
  const before = uses.filter(({ address, first }) => home.includes(address) && first <= one.first);
  const latest = Math.max(...before.map(({ first, last }) => (last <= one.first ? last : first)));
  const ago = before.length > 0 ? `${lasting(one.first - latest)} after` : 'beside';
  return statementOf({
    rule: 'instance-credential-elsewhere',
    about: [one.arn ?? one.principal, ...addresses],
    severity: 'C',
    subject: 'Credential theft',
    says: [
      says('Keys of instance '),
      value(sessionOf(one) ?? ''),
      says(' were used from '),
      ...listed(addresses, 'sourceIPAddress'),
    ],
    detail: [
      says(`${ago} its own calls through `),
      ...listed(home, 'sourceIPAddress'),
      says(', by another client; role '),
      actorPart(one.principal),
    ],
    theirs: ['T1552.005', 'UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS'],
    count: total(others.filter(({ address }) => addresses.includes(address))),
    filter: all(is('userIdentity.arn', one.arn ?? ''), isAmong('sourceIPAddress', addresses)),
    spans: [spanOf(elsewhere)],
    notKnown: ['Whether the instance has a second way out to the internet, such as a proxy.'],
  });
}

/** Clients that run inside Lambda or a container say so. */
const isInWorkload = ({ agent }: Use): boolean => /exec-env\/AWS_(Lambda|ECS)/i.test(agent);

function workloadLine(uses: readonly Use[]): Statement | undefined {
  const inside = uses.filter(isInWorkload);
  const home = inside.map(({ address }) => networkOf(address));
  const [one, ...more] = uses.filter((use) => !isInWorkload(use) && !home.includes(networkOf(use.address)));
  if (inside.length === 0 || !one) return undefined;
  const outside = [one, ...more];
  const addresses = distinct(outside.map(({ address }) => address));
  return statementOf({
    rule: 'workload-credential-elsewhere',
    about: [one.key, ...addresses],
    severity: 'C',
    subject: 'Credential theft',
    says: [
      says('A key of the workload '),
      actorPart(one.principal),
      says(' was used from '),
      ...listed(addresses, 'sourceIPAddress'),
      says(', outside of it'),
    ],
    detail: [says('its own calls came from '), ...listed(distinct(inside.map(({ address }) => address)))],
    theirs: ['T1552.005', 'UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.OutsideAWS'],
    grade: 'inferred',
    otherExplanation: 'A client inside the workload that does not name its surroundings.',
    count: total(outside),
    filter: all(
      is('userIdentity.accessKeyId', one.key),
      isAmong('sourceIPAddress', addresses),
      not(isInWorkloadFilter),
    ),
    spans: [spanOf(outside)],
  });
}
const isInWorkloadFilter = {
  kind: 'field',
  field: 'userAgent',
  test: { op: 'regex', pattern: 'exec-env/AWS_(Lambda|ECS)', caseSensitive: false },
} as const;

/** Whose habits are looked at: a user, a person in Identity Center, or a role; sessions of instances are looked at by themselves. */
function habitOf(use: Use): string | undefined {
  if (use.identityType === 'IAMUser' || use.identityType === 'Root') return use.principal;
  if (use.identityType !== 'AssumedRole' || isOfInstance(use) || use.principal.includes('/aws-service-role/'))
    return undefined;
  const isPerson = use.principal.includes('AWSReservedSSO_') || /@/.test(sessionOf(use) ?? '');
  return isPerson ? (use.arn ?? undefined) : use.principal;
}

/** In less than a day nothing is learned of what is usual. */
const isShort = (learned: number): boolean => learned < day / 10;

/** A network begins to be a stranger when the habits before it are known: a day, or a tenth of a short archive. */
const learning = (archive: { readonly fromMicros: number; readonly toMicros: number }): number =>
  Math.min(day, (archive.toMicros - archive.fromMicros) / 10);

interface Stranger {
  readonly network: string;
  readonly uses: readonly Use[];
}

/** Networks that a person was not in before, whose client is new too. */
function strangersAmong(
  uses: readonly Use[],
  learned: number,
): { home: readonly Use[]; strangers: readonly Stranger[] } {
  const [first] = uses;
  const settled = (first?.first ?? 0) + learned;
  const home = uses.filter((use) => use.first <= settled);
  const networks = new Set(home.map(({ address }) => networkOf(address)));
  const later = groupedBy(
    uses.filter(({ address }) => !networks.has(networkOf(address))),
    ({ address }) => networkOf(address),
  );
  return { home, strangers: [...later].map(([network, own]) => ({ network, uses: own })) };
}

/** Fewer calls before tell little about the networks somebody is in. */
const fewestBefore = 5;
const manyBefore = 15;

/** So many calls are more than a look from elsewhere. */
const much = 50;

/** Somebody who travels or whose provider changes addresses is in more networks than this. */
const mostNetworks = 3;

interface Strangeness {
  readonly isOtherClient: boolean;
  readonly isBeside: boolean;
  /** Something was changed from there, or much was done. */
  readonly isBusy: boolean;
  readonly isRole: boolean;
  /** Little is known of what is usual. */
  readonly isLittle: boolean;
}

function strangeness({ isOtherClient, isBeside, isBusy, isRole, isLittle }: Strangeness): Severity {
  if (!isOtherClient) return 'L';
  if (isRole || isLittle) return isLittle && isRole ? 'L' : 'M';
  return isBeside && isBusy ? 'H' : 'M';
}

function strangerLine(uses: readonly Use[], learned: number): Statement | undefined {
  const { home, strangers } = strangersAmong(uses, learned);
  const [one] = strangers[0]?.uses ?? [];
  if (!one || total(home) < fewestBefore || strangers.length > mostNetworks) return undefined;
  const theirs = strangers.flatMap((stranger) => stranger.uses);
  const clients = new Set(home.map(({ agent }) => family(agent)));
  const isOtherClient = theirs.some(({ agent }) => !clients.has(family(agent)));
  const begin = Math.min(...theirs.map(({ first }) => first));
  const end = Math.max(...theirs.map(({ last }) => last));
  const isBeside = home.some(({ first, last }) => first <= end && last >= begin);
  const addresses = distinct(theirs.map(({ address }) => address));
  const changes = theirs.reduce((sum, { writes }) => sum + writes, 0);
  const keys = distinct(theirs.map(({ key }) => key).filter((key) => key.startsWith('AKIA')));
  return statementOf({
    rule: 'credential-elsewhere',
    about: [habitOf(one) ?? '', ...addresses],
    severity: strangeness({
      isOtherClient,
      isBeside,
      isBusy: changes > 0 || total(theirs) >= much,
      isRole: one.identityType === 'AssumedRole',
      isLittle: isShort(learned) || total(home) < manyBefore,
    }),
    subject: 'Credential theft',
    says: [
      ...(keys.length > 0
        ? [
            says(keys.length === 1 ? 'Key ' : 'Keys '),
            ...listed(keys, 'userIdentity.accessKeyId'),
            says(' of '),
          ]
        : []),
      actorPart(one.principal),
      says(keys.length > 0 ? ' used from ' : ' came from '),
      ...listed(addresses, 'sourceIPAddress'),
      says(', a network not seen before'),
    ],
    detail: [
      says(
        `${isOtherClient ? 'another client' : 'the same kind of client'}${isBeside ? ', while the usual one went on' : ''}; before from `,
      ),
      ...listed(distinct(home.map(({ address }) => address)), 'sourceIPAddress'),
      says(`; ${changes === 0 ? 'no change was' : counted(changes, 'change')} made from there`),
    ],
    theirs: ['T1078.004', 'InitialAccess:IAMUser/AnomalousBehavior'],
    grade: 'inferred',
    otherExplanation: 'The same person in another place, or behind another way out.',
    count: total(theirs),
    filter: all(
      habitOf(one) === one.principal ? is('principal', one.principal) : is('userIdentity.arn', one.arn ?? ''),
      is('userIdentity.type', one.identityType ?? ''),
      isAmong('sourceIPAddress', addresses),
    ),
    spans: [spanOf(theirs)],
  });
}

/** Credentials that are used where they do not belong. */
export function credentialLines(uses: readonly Use[]): readonly Statement[] {
  if (uses.length === 0) return [];
  const learned = learning(spanOf(uses));
  const instances = groupedBy(uses, (use) => (isOfInstance(use) ? (use.arn ?? undefined) : undefined));
  const workloads = groupedBy(uses, ({ key }) => (key.startsWith('ASIA') ? key : undefined));
  const people = groupedBy(uses, habitOf);
  return [
    ...[...instances.values()].map(instanceLine),
    ...[...workloads.values()].map(workloadLine),
    ...[...people.values()].map((own) => strangerLine(own, learned)),
  ].filter((line) => line !== undefined);
}

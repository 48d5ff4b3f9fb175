import type { RecordReader } from '../record-reader.ts';
import { request, response } from '../services/row.ts';
import { outsidersAmong, ownAccount, type Outsider } from './outsiders.ts';
import {
  everything,
  keyed,
  made,
  pair,
  the,
  type Reading,
  type ServiceStates,
  type State,
  type Thing,
} from './state.ts';

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
const items = (value: unknown): readonly Json[] =>
  isObject(value) && Array.isArray(value['items']) ? (value['items'] as unknown[]).filter(isObject) : [];

const mostRules = 1_000;

/** Ranges that nobody outside a network has: RFC 1918, RFC 4193, loopback and link-local. */
const isInside = (range: string): boolean =>
  /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:|fe80:)/i.test(range);
const isEverywhere = (range: string): boolean => range === '0.0.0.0/0' || range === '::/0';

function portsOf(rule: Json): string {
  const protocol = textOf(rule['ipProtocol']) ?? '-1';
  const [from, to] = [textOf(rule['fromPort']), textOf(rule['toPort'])];
  if (protocol === '-1' || from === undefined || from === '-1')
    return protocol === '-1' ? 'all traffic' : protocol;
  const ports = from === to || to === undefined ? `port ${from}` : `ports ${from} to ${to}`;
  return protocol === 'tcp' || protocol === '6' ? ports : `${protocol} ${ports}`;
}

const sourcesOf = (rule: Json): readonly string[] =>
  [
    textOf(rule['cidrIp']),
    textOf(rule['cidrIpv4']),
    textOf(rule['cidrIpv6']),
    textOf(rule['prefixListId']),
    ...items(rule['ipRanges']).map((one) => textOf(one['cidrIp'])),
    ...items(rule['ipv6Ranges']).map((one) => textOf(one['cidrIpv6'])),
    ...items(rule['prefixListIds']).map((one) => textOf(one['prefixListId'])),
    ...items(rule['groups']).map((one) => textOf(one['groupId']) ?? textOf(one['groupName'])),
  ].filter((text) => text !== undefined);

const isOpen = (source: string): boolean => /[.:]/.test(source) && !isInside(source);

function ruleThings(rule: Json, direction: 'in' | 'out'): readonly Thing[] {
  const ports = portsOf(rule);
  return sourcesOf(rule).map((source) => ({
    key: `${ports} ${source}`,
    before: direction === 'in' ? `${ports} of` : `outgoing ${ports} of`,
    after: `to ${isEverywhere(source) ? `everyone${source === '::/0' ? ' by IPv6' : ''}` : source}`,
    ...(direction === 'in' && isOpen(source) ? { group: 'opened' as const } : {}),
  }));
}

/** The IDs of the rules that a call made, by what they say: later calls may name them so. */
function ruleIds(r: RecordReader): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, readonly string[]>();
  for (const rule of items(r.value('responseElements.securityGroupRuleSet'))) {
    const id = textOf(rule['securityGroupRuleId']);
    for (const { key } of ruleThings(rule, 'in')) if (id !== undefined) ids.set(key, [id]);
  }
  return ids;
}

/** The rules of a call on a security group, in each of the forms it can be asked in. */
function rulesOf(direction: 'in' | 'out'): Reading {
  return (r) => {
    const flat = r.value('requestParameters');
    const asked = [
      ...items(r.value('requestParameters.ipPermissions')),
      ...(isObject(flat) && (flat['cidrIp'] ?? flat['cidrIpv6']) !== undefined ? [flat] : []),
    ];
    const ids = ruleIds(r);
    const named = r.texts('requestParameters.securityGroupRuleIds.items[].securityGroupRuleId');
    const things = asked.slice(0, mostRules).flatMap((rule) => ruleThings(rule, direction));
    return [
      ...things.map((thing) => ({ ...thing, aliases: ids.get(thing.key) ?? [] })),
      ...named.map((id) => ({ key: id, before: `rule ${id} of`, after: '' })),
    ];
  };
}

/** Accounts that a call names in lists of its request, outside the account it was made in. */
const accounts =
  (word: string, ...paths: readonly string[]): Reading =>
  (r) => {
    const texts = paths.flatMap((path) => [...r.texts(`requestParameters.${path}`)]);
    return outsidersAmong(texts, ownAccount(r)).map(({ key, words }: Outsider) => ({
      key,
      before: word,
      after: `to ${words}`,
    }));
  };

/** A thing that other accounts may use: who is added and removed stands in the request of one call. */
export const shared = (
  word: string,
  action: string,
  add: readonly string[],
  remove: readonly string[],
  reset?: string,
): State => ({
  group: 'opened',
  begins: { [action]: accounts(word, ...add) },
  ends: { [action]: accounts(word, ...remove), ...(reset === undefined ? {} : { [reset]: everything }) },
});

const itemsOf = (permission: string, way: 'add' | 'remove'): readonly string[] =>
  ['userId', 'group', 'organizationArn'].map((key) => `${permission}.${way}.items[].${key}`);

/** The machines that a call names, each a thing of its own. */
const machines =
  (before: string): Reading =>
  (r) => {
    const path = 'instancesSet.items[].instanceId';
    const ids = new Set([...r.texts(`responseElements.${path}`), ...r.texts(`requestParameters.${path}`)]);
    return [...ids].map((id) => ({ key: '', unique: id, uniqueKind: 'instance', before, after: '' }));
  };

const byId =
  (path: string, before: string): Reading =>
  (r) => {
    const found = [`requestParameters.${path}`, `responseElements.${path}`].flatMap((at) => [...r.texts(at)]);
    return [...new Set(found)].map((id) => ({ key: '', unique: id, before, after: '' }));
  };

const flowLogs: Reading = (r) => {
  const ids = [
    ...r.texts('requestParameters.DeleteFlowLogsRequest.FlowLogId.content'),
    ...r.texts('requestParameters.DeleteFlowLogsRequest.FlowLogId[].content'),
    ...r.texts('responseElements.CreateFlowLogsResponse.flowLogIdSet.item'),
    ...r.texts('responseElements.CreateFlowLogsResponse.flowLogIdSet.item[]'),
  ];
  return ids.map((id) => ({ key: '', unique: id, uniqueKind: 'flow log', before: '', after: '' }));
};

const launchTemplate: Reading = (r) => {
  const id =
    response(r, 'CreateLaunchTemplateResponse.launchTemplate.launchTemplateId') ??
    response(r, 'DeleteLaunchTemplateResponse.launchTemplate.launchTemplateId') ??
    request(r, 'DeleteLaunchTemplateRequest.LaunchTemplateId');
  return id === undefined ? [] : [{ key: '', unique: id, before: '', after: '' }];
};

const tokens =
  (wanted: string): Reading =>
  (r) =>
    request(r, 'ModifyInstanceMetadataOptionsRequest.HttpTokens', 'httpTokens') === wanted
      ? [{ key: '', before: 'old metadata service allowed on', after: '' }]
      : [];

const protection =
  (wanted: string): Reading =>
  (r) =>
    request(r, 'disableApiTermination.value', 'disableApiTermination') === wanted
      ? [{ key: '', before: 'protection against termination on', after: '' }]
      : [];

const toVpc = keyed(['vpcId'], (id) => ({ before: '', after: `to network ${id}` }));
const route = keyed(
  ['destinationCidrBlock', 'destinationIpv6CidrBlock', 'destinationPrefixListId'],
  (range) => ({
    before: `route to ${range} in`,
    after: '',
  }),
);
const entry: Reading = (r) => {
  const number = request(r, 'ruleNumber');
  if (number === undefined) return [];
  const way = request(r, 'egress') === 'true' ? 'outgoing' : 'incoming';
  return [{ key: `${way} ${number}`, before: `${way} rule ${number} of`, after: '' }];
};

/** EC2. Source of the pairs: Amazon EC2 API Reference. */
export const ec2: ServiceStates = {
  ...made(
    'Vpc Subnet RouteTable InternetGateway NatGateway NetworkInterface SecurityGroup NetworkAcl Volume CustomerGateway VpcPeeringConnection TrafficMirrorSession TrafficMirrorTarget',
  ),
  keyPair: {
    group: 'made',
    begins: { CreateKeyPair: the(''), ImportKeyPair: the('') },
    ends: { DeleteKeyPair: the('') },
  },
  launchTemplate: pair('made', 'CreateLaunchTemplate', 'DeleteLaunchTemplate', launchTemplate),
  snapshot: {
    group: 'made',
    begins: { CreateSnapshot: the(''), CopySnapshot: the('') },
    ends: { DeleteSnapshot: the('') },
  },
  image: {
    group: 'made',
    begins: { CreateImage: the(''), RegisterImage: the(''), CopyImage: the('') },
    ends: { DeregisterImage: the('') },
  },
  instance: pair('made', 'RunInstances', 'TerminateInstances', machines('')),
  stopped: pair('other', 'StopInstances', 'StartInstances', machines('stopped:')),
  address: pair('made', 'AllocateAddress', 'ReleaseAddress', byId('allocationId', '')),
  flowLog: pair('made', 'CreateFlowLogs', 'DeleteFlowLogs', flowLogs),
  ingress: pair('other', 'AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress', rulesOf('in')),
  egress: pair('other', 'AuthorizeSecurityGroupEgress', 'RevokeSecurityGroupEgress', rulesOf('out')),
  networkAclEntry: pair('other', 'CreateNetworkAclEntry', 'DeleteNetworkAclEntry', entry),
  route: pair('other', 'CreateRoute', 'DeleteRoute', route),
  routeTableOf: {
    group: 'other',
    begins: { AssociateRouteTable: byId('associationId', 'a subnet under') },
    ends: { DisassociateRouteTable: byId('associationId', 'a subnet under') },
  },
  internet: pair('other', 'AttachInternetGateway', 'DetachInternetGateway', toVpc),
  attachedVolume: pair('other', 'AttachVolume', 'DetachVolume', the('attached')),
  snapshotShare: shared(
    'snapshot',
    'ModifySnapshotAttribute',
    itemsOf('createVolumePermission', 'add'),
    itemsOf('createVolumePermission', 'remove'),
    'ResetSnapshotAttribute',
  ),
  imageShare: shared(
    'image',
    'ModifyImageAttribute',
    itemsOf('launchPermission', 'add'),
    itemsOf('launchPermission', 'remove'),
    'ResetImageAttribute',
  ),
  instanceProfile: {
    group: 'given',
    begins: {
      AssociateIamInstanceProfile: byId(
        'AssociateIamInstanceProfileResponse.iamInstanceProfileAssociation.associationId',
        'instance profile on',
      ),
    },
    ends: {
      DisassociateIamInstanceProfile: byId(
        'DisassociateIamInstanceProfileRequest.AssociationId',
        'instance profile on',
      ),
    },
  },
  oldMetadata: {
    group: 'other',
    begins: { ModifyInstanceMetadataOptions: tokens('optional') },
    ends: { ModifyInstanceMetadataOptions: tokens('required') },
  },
  protected: {
    group: 'other',
    begins: { ModifyInstanceAttribute: protection('true') },
    ends: { ModifyInstanceAttribute: protection('false') },
  },
  serialConsole: pair(
    'other',
    'EnableSerialConsoleAccess',
    'DisableSerialConsoleAccess',
    the('serial consoles allowed in'),
  ),
  unencrypted: pair(
    'other',
    'DisableEbsEncryptionByDefault',
    'EnableEbsEncryptionByDefault',
    the('default encryption of volumes off in'),
  ),
  classicLink: pair(
    'other',
    'EnableVpcClassicLink',
    'DisableVpcClassicLink',
    the('machines outside allowed in'),
  ),
  classicLinked: pair(
    'other',
    'AttachClassicLinkVpc',
    'DetachClassicLinkVpc',
    keyed(['vpcId'], (id) => ({ before: '', after: `to network ${id}` })),
  ),
};

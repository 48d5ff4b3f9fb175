/**
 * Answers of AWS commands that people keep beside an archive, and lists that AWS publishes: they hold no events, and say what
 * events leave open. Source: AWS CLI command reference, the output of each command; AWS Config and S3 user guides for what
 * these deliver; "AWS IP address ranges" in the VPC user guide.
 */

/** Keys by which an answer is told. */
interface Telling {
  /** Where they stand: in the object under this key, or in the first of the list there. By default in the answer itself. */
  readonly at?: string;
  readonly keys: readonly string[];
  /** The answer has no other keys. */
  readonly isAll?: true;
}

interface KnownCompanion {
  /** The command or delivery, as people know it. */
  readonly from: string;
  /** What it tells, as the end of a sentence. */
  readonly gives: string;
  /** Any one of them is enough; none for tables, which are told by their columns. */
  readonly telling: readonly Telling[];
}

const known = {
  'describe-trails': {
    from: 'aws cloudtrail describe-trails',
    gives: 'which trails there are and where they deliver',
    telling: [{ at: 'trailList', keys: [] }],
  },
  'list-trails': {
    from: 'aws cloudtrail list-trails',
    gives: 'which trails there are',
    telling: [{ at: 'Trails', keys: ['TrailARN', 'HomeRegion'] }],
  },
  'get-trail': {
    from: 'aws cloudtrail get-trail',
    gives: 'a trail’s settings',
    telling: [{ at: 'Trail', keys: ['TrailARN'] }],
  },
  'get-trail-status': {
    from: 'aws cloudtrail get-trail-status',
    gives: 'whether a trail was logging and when it last delivered',
    telling: [{ keys: ['IsLogging', 'LatestDeliveryTime'] }, { keys: ['IsLogging', 'StartLoggingTime'] }],
  },
  'get-event-selectors': {
    from: 'aws cloudtrail get-event-selectors',
    gives: 'what a trail records',
    telling: [{ keys: ['TrailARN', 'EventSelectors'] }, { keys: ['TrailARN', 'AdvancedEventSelectors'] }],
  },
  'get-insight-selectors': {
    from: 'aws cloudtrail get-insight-selectors',
    gives: 'which Insights a trail computes',
    telling: [{ keys: ['InsightSelectors'] }],
  },
  'list-insights-metric-data': {
    from: 'aws cloudtrail list-insights-metric-data',
    gives: 'the numbers behind Insights events',
    telling: [{ keys: ['InsightType', 'Timestamps', 'Values'] }],
  },
  'list-public-keys': {
    from: 'aws cloudtrail list-public-keys',
    gives: 'the keys that digest files are signed with',
    telling: [{ keys: ['PublicKeyList'] }, { keys: ['publicKeyList'] }],
  },
  'head-object': {
    from: 'aws s3api head-object',
    gives: 'an object’s size, dates and metadata, such as a digest’s signature',
    telling: [
      { keys: ['ETag', 'ContentLength', 'LastModified'] },
      { keys: ['ETag', 'Metadata', 'ContentLength'] },
    ],
  },
  'list-object-versions': {
    from: 'aws s3api list-object-versions',
    gives: 'names, sizes and dates of objects, with those that were replaced or deleted',
    telling: [
      { at: 'Versions', keys: ['Key', 'VersionId'] },
      { at: 'DeleteMarkers', keys: ['Key', 'VersionId'] },
    ],
  },
  'list-objects-v2': {
    from: 'aws s3api list-objects-v2',
    gives: 'names, sizes and dates of objects',
    telling: [{ at: 'Contents', keys: ['Key', 'LastModified'] }],
  },
  'list-accounts': {
    from: 'aws organizations list-accounts',
    gives: 'names of accounts',
    telling: [{ at: 'Accounts', keys: ['Id', 'Arn'] }, { keys: ['Id', 'Arn', 'JoinedMethod'] }],
  },
  'describe-account': {
    from: 'aws organizations describe-account',
    gives: 'an account’s name',
    telling: [{ at: 'Account', keys: ['Id', 'JoinedMethod'] }],
  },
  'describe-organization': {
    from: 'aws organizations describe-organization',
    gives: 'the organization and its management account',
    telling: [
      { at: 'Organization', keys: ['MasterAccountId'] },
      { at: 'Organization', keys: ['MasterAccountArn'] },
    ],
  },
  'identitystore-list-users': {
    from: 'aws identitystore list-users',
    gives: 'names of Identity Center users',
    telling: [{ at: 'Users', keys: ['UserId', 'IdentityStoreId'] }, { keys: ['UserId', 'IdentityStoreId'] }],
  },
  'describe-addresses': {
    from: 'aws ec2 describe-addresses',
    gives: 'Elastic IP addresses of an account',
    telling: [
      { at: 'Addresses', keys: ['PublicIp', 'AllocationId'] },
      { keys: ['PublicIp', 'AllocationId', 'Domain'] },
    ],
  },
  'describe-nat-gateways': {
    from: 'aws ec2 describe-nat-gateways',
    gives: 'NAT gateways and their addresses',
    telling: [
      { at: 'NatGateways', keys: ['NatGatewayId', 'NatGatewayAddresses'] },
      { keys: ['NatGatewayId', 'NatGatewayAddresses'] },
    ],
  },
  'get-account-authorization-details': {
    from: 'aws iam get-account-authorization-details',
    gives: 'users, roles, groups and policies',
    telling: [{ keys: ['UserDetailList'] }, { keys: ['RoleDetailList'] }, { keys: ['GroupDetailList'] }],
  },
  'get-caller-identity': {
    from: 'aws sts get-caller-identity',
    gives: 'who ran the commands',
    telling: [{ keys: ['UserId', 'Account', 'Arn'], isAll: true }],
  },
  'config-history': {
    from: 'AWS Config',
    gives: 'how resources were set up, and when that changed',
    telling: [{ keys: ['configSnapshotId'] }, { keys: ['fileVersion', 'configurationItems'] }],
  },
  'ip-ranges': {
    from: 'ip-ranges.json',
    gives: 'the address ranges of AWS on a day',
    telling: [{ at: 'prefixes', keys: ['ip_prefix', 'service'] }],
  },
  'account-list': {
    from: 'a list of accounts as a table',
    gives: 'names of accounts',
    telling: [],
  },
  's3-inventory': {
    from: 'S3 Inventory',
    gives: 'names, sizes and dates of objects',
    telling: [],
  },
} as const satisfies Readonly<Record<string, KnownCompanion>>;

/** What a companion is, by the command that answers so. */
export type CompanionKind = keyof typeof known;

const all = Object.entries(known) as readonly (readonly [CompanionKind, KnownCompanion])[];

const companionKinds: readonly CompanionKind[] = all.map(([kind]) => kind);

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function tells(value: Members, { at, keys, isAll }: Telling): boolean {
  const there = at === undefined ? value : value[at];
  if (keys.length === 0) return Array.isArray(there);
  const first: unknown = Array.isArray(there) ? (there as readonly unknown[])[0] : there;
  return (
    isMembers(first) &&
    keys.every((key) => Object.hasOwn(first, key)) &&
    (isAll !== true || Object.keys(first).length === keys.length)
  );
}

/** What a JSON object is that holds no events and answers a command; undefined for everything else. */
export const companionOf = (value: Members): CompanionKind | undefined =>
  all.find(([, { telling }]) => telling.some((one) => tells(value, one)))?.[0];

/** A companion in one sentence. */
export function companionInWords(kind: CompanionKind): string {
  const { from, gives } = known[kind];
  return from.startsWith('aws ')
    ? `The output of “${from}”: ${gives}, no events.`
    : `${from.charAt(0).toUpperCase()}${from.slice(1)}: ${gives}, no events.`;
}

/** Where a companion comes from: the command or the delivery. */
export const companionSource = (kind: CompanionKind): string => known[kind].from;

/** A kind that a database names; undefined for one that this version does not know. */
export const companionNamed = (name: string): CompanionKind | undefined =>
  companionKinds.find((kind) => kind === name);

/** The most that is kept of them, in characters of one and of all together, and their number. */
export const companionLimits = {
  characters: 16 * 1_048_576,
  total: 256 * 1_048_576,
  number: 10_000,
} as const;

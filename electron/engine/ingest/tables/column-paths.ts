import { freeFields, pathOfColumn, topFieldNames } from './field-names.ts';

/** Where a column stands in a record, key by key. */
type Path = readonly string[];

/** Where the columns of a table, or the keys of an object, stand in a record. */
export interface ColumnPaths {
  /** The path of a column; undefined for one that is no field of a record. */
  readonly of: (column: string) => Path | undefined;
  /** The columns are named as CloudTrail names its fields, in any case; not as another program would. */
  readonly isOwnSpelling: boolean;
  /** The column times are taken from when there is no eventTime. */
  readonly timeColumn: string | undefined;
  /**
   * Rows are events and not counts of events or a catalogue of them: they say what happened, and carry an event's id, a
   * request's id, or a time without sums beside it.
   */
  readonly areOfEvents: boolean;
}

/** Columns of tables of detection rules, whose results name events too. */
const ruleNames = ['ruletitle', 'ruleid', 'rulefile', 'rulelevel', 'sigma'];
const sum = /^(?:col\d+|count|cnt|n$|total|sum|min|max|avg)/;

/** Fields inside others. Source: AWS CloudTrail User Guide, "CloudTrail userIdentity element" and "record contents". */
const inside: Readonly<Record<string, string>> = {
  userIdentity: 'type principalId arn accountId accessKeyId userName invokedBy identityProvider credentialId',
  'userIdentity.onBehalfOf': 'userId identityStoreArn',
  'userIdentity.inScopeOf': 'issuerType credentialsIssuedTo sourceArn sourceAccount',
  'userIdentity.sessionContext': 'sourceIdentity ec2RoleDelivery ec2IssuedInVpc assumedRoot signInSessionArn',
  'userIdentity.sessionContext.attributes': 'creationDate mfaAuthenticated',
  'userIdentity.sessionContext.sessionIssuer': 'type principalId arn accountId userName',
  'userIdentity.sessionContext.webIdFederationData': 'federatedProvider',
  tlsDetails: 'tlsVersion cipherSuite clientProvidedHostHeader',
};

/**
 * Fields under names of other programs, plain. Sources: Azure Monitor reference, table AWSCloudTrail; AWS CloudTrail User
 * Guide, "Record contents for Insights events for event data stores" (flat names).
 */
const aliases: Readonly<Record<string, string>> = {
  awseventid: 'eventID',
  awsrequestid: 'requestID',
  eventtypename: 'eventType',
  category: 'eventCategory',
  sourceip: 'sourceIPAddress',
  tlsversion: 'tlsDetails.tlsVersion',
  ciphersuite: 'tlsDetails.cipherSuite',
  clientprovidedhostheader: 'tlsDetails.clientProvidedHostHeader',
  ec2roledelivery: 'userIdentity.sessionContext.ec2RoleDelivery',
  insightstate: 'insightDetails.state',
  insighttype: 'insightDetails.insightType',
  insighteventsource: 'insightDetails.eventSource',
  insighteventname: 'insightDetails.eventName',
  insighterrorcode: 'insightDetails.errorCode',
  insightcontext: 'insightDetails.insightContext',
};

/** Columns that hold an event's time where eventTime was not kept, the surest first. */
const timeNames = ['timegenerated', 'time', 'timestamp', 'datetime', 'tptimestamp', 'eventtimestamp', 'date'];

/** A name for comparing, without case, separators, quotation marks and a zone behind it. */
const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[[(](?:utc|gmt|z)[\])]\s*$/, '')
    .replaceAll(/[^a-z0-9]/g, '');

const fieldsByPlainName: ReadonlyMap<string, Path> = new Map([
  ...topFieldNames.map((name): [string, Path] => [plainName(name), [name]]),
  ...Object.entries(inside).flatMap(([parent, names]) =>
    names.split(' ').flatMap((name) => {
      const path = [...parent.split('.'), name];
      return shortened(path).map((plain): [string, Path] => [plain, path]);
    }),
  ),
  ...Object.entries(aliases).map(([plain, path]): [string, Path] => [plain, path.split('.')]),
]);

/** `useridentitysessioncontextsessionissuerarn` and the shorter forms that still say what is meant: `sessionissuerarn`. */
function shortened(path: Path): readonly string[] {
  const whole = plainName(path.join(''));
  if (!path.includes('sessionContext')) return [whole];
  const rest = plainName(path.slice(2).join(''));
  const last = plainName(path.slice(-1).join(''));
  const short = path.includes('attributes') || path.length === 3 ? [`session${last}`] : [rest];
  return [
    whole,
    `sessioncontext${rest}`,
    `useridentitysessioncontext${last}`,
    `useridentity${rest}`,
    ...short,
  ].filter((plain) => plain.includes('session'));
}

const freeByPlainName: ReadonlyMap<string, string> = new Map(
  [...freeFields].map((field) => [plainName(field), field]),
);
/** Between a field whose keys the called service chose and such a key; an underscore could belong to either. */
const keyMark = /^(?:\.|:|\/|__|\{\}\.)(?=[^.:/{])/;

/** `request_parameters.bucketName` and its like: the key stays as it is. */
function freePath(column: string, prefix: string): Path | undefined {
  for (let end = 1; end < column.length; end += 1) {
    const mark = keyMark.exec(column.slice(end));
    const field = mark
      ? freeByPlainName.get(withoutPrefix(plainName(column.slice(0, end)), prefix))
      : undefined;
    if (mark && field !== undefined) return [field, ...column.slice(end + mark[0].length).split('.')];
  }
  return undefined;
}

const withoutPrefix = (plain: string, prefix: string): string =>
  plain.startsWith(prefix) ? plain.slice(prefix.length) : '';

/** What a record's fields are told by: a prefix must stand before the name and one of the others. */
const beside = ['eventsource', 'eventtime', 'eventid', 'eventversion'];

/** What all names of a record's fields begin with: nothing, or `aws_`, `data.aws.`, `cloudtrail` and the like, plain. */
function prefixOf(plains: ReadonlySet<string>): string {
  const prefixes = [...plains].flatMap((plain) => {
    const prefix = plain.endsWith('eventname') ? plain.slice(0, -'eventname'.length) : undefined;
    return prefix !== undefined && !isInside(prefix) && beside.some((name) => plains.has(prefix + name))
      ? [prefix]
      : [];
  });
  return prefixes.sort((a, b) => a.length - b.length)[0] ?? '';
}

/** Names of events inside a request or an Insight are not the record's own. */
const isInside = (prefix: string): boolean =>
  prefix.startsWith('insight') || [...freeByPlainName.keys()].some((field) => prefix.includes(field));

/** Finds where columns stand in a record, comparing names without case, separators and what all of them begin with. */
export function columnPaths(columns: readonly string[]): ColumnPaths {
  const plains = new Set(columns.map(plainName));
  const prefix = prefixOf(plains);
  const paths = new Map<string, Path>();
  const taken = new Set<string>();
  for (const find of [ownPath, (column: string) => otherPath(column, prefix)]) {
    for (const column of columns) {
      const path = paths.has(column) ? undefined : find(column);
      if (!path || (prefix !== '' && find === ownPath) || taken.has(path.join('.'))) continue;
      paths.set(column, path);
      taken.add(path.join('.'));
    }
  }
  const own = columns.flatMap((column) => (ownPath(column)?.length === 1 ? [ownPath(column)?.[0]] : []));
  const timeColumn = taken.has('eventTime') ? undefined : timeColumnOf(columns, prefix);
  const isDated = taken.has('eventTime') || (timeColumn !== undefined && taken.has('eventSource'));
  return {
    of: (column) => paths.get(column),
    isOwnSpelling: prefix === '' && own.includes('eventName'),
    timeColumn,
    areOfEvents:
      (taken.has('eventName') || taken.has('eventSource')) &&
      !ruleNames.some((name) => plains.has(name)) &&
      (taken.has('eventID') ||
        taken.has('requestID') ||
        (isDated && ![...plains].some((name) => sum.test(name)))),
  };
}

const timeColumnOf = (columns: readonly string[], prefix: string): string | undefined =>
  timeNames
    .flatMap((name) =>
      columns.filter((column) =>
        [plainName(column), withoutPrefix(plainName(column), prefix)].includes(name),
      ),
    )
    .at(0);

const ownPath = (column: string): Path | undefined => pathOfColumn(column.replaceAll('`', ''));

const otherPath = (column: string, prefix: string): Path | undefined =>
  fieldsByPlainName.get(withoutPrefix(plainName(column), prefix)) ?? freePath(column, prefix);

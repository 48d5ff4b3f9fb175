/** How a field's values compare and show. `time` values are UTC, `json` is a whole JSON element of the record. */
export type FieldType = 'text' | 'time' | 'boolean' | 'number' | 'ip' | 'json';

/** The heading a field stands under in lists and in event detail. */
export type FieldGroup =
  'what' | 'who' | 'session' | 'where' | 'outcome' | 'request' | 'record' | 'source' | 'note';

/** One queryable field. Its name is AWS's own path in the record and also the column's name in `event_columns`. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly group: FieldGroup;
  readonly help: string;
  /** Shown in the facet panel unless the person chose otherwise. */
  readonly facet?: true;
  /** Computed by Trailglass from the record; not a key of it. */
  readonly derived?: true;
  /** What the call is about, found by its action: our own name, no key of any record, no column of `event_columns`. */
  readonly target?: true;
  /** What lists and records tell of accounts, users and addresses: our own name, no key of any record, no column of `event_columns`. */
  readonly named?: true;
  /** What people noted about the event in this workspace: our own name, no key of any record, no column of `event_columns`. */
  readonly note?: true;
  /** Composed from the whole record for rows that are shown or exported; elsewhere its action and target stand for it. */
  readonly composed?: true;
}

const f = (
  name: string,
  label: string,
  type: FieldType,
  group: FieldGroup,
  help: string,
  flags: Pick<Field, 'facet' | 'derived' | 'target' | 'named' | 'note' | 'composed'> = {},
): Field => ({ name, label, type, group, help, ...flags });

/**
 * Every field with a column of its own. Other keys of a record stay reachable by
 * path (`requestParameters.bucketName`). Field meanings: AWS CloudTrail User Guide, "CloudTrail record contents".
 */
export const fields: readonly Field[] = [
  f('eventTime', 'Time', 'time', 'what', 'When the request completed, UTC, to the second'),
  f('eventSource', 'Service', 'text', 'what', 'The service the request was made to', { facet: true }),
  f('eventName', 'Event name', 'text', 'what', 'The API action or event', { facet: true }),
  f('errorCode', 'Error code', 'text', 'outcome', 'Why the request failed; present only on failure', {
    facet: true,
  }),
  f('errorMessage', 'Error message', 'text', 'outcome', 'The service’s words about the failure'),
  f(
    'outcome',
    'Outcome',
    'text',
    'outcome',
    '“error” when an error code, an error message or a recorded result says so, else “success”',
    {
      derived: true,
    },
  ),
  f(
    'result',
    'Result',
    'text',
    'outcome',
    '“done”, “refused” for want of permission, “throttled” for coming too fast, or “failed” in any other way',
    { facet: true, derived: true },
  ),
  f(
    'consequence',
    'Consequence',
    'text',
    'what',
    '“change” for what changes something, “secret” for what hands out a credential or tells a secret, else “other”',
    { facet: true, derived: true },
  ),
  f(
    'userIdentity.type',
    'Identity type',
    'text',
    'who',
    'Kind of caller: Root, IAMUser, AssumedRole, AWSService …',
    {
      facet: true,
    },
  ),
  f(
    'principal',
    'Principal',
    'text',
    'who',
    'The caller without its session: role, user, service or account',
    {
      facet: true,
      derived: true,
    },
  ),
  f('sourceIPAddress', 'Source IP', 'ip', 'where', 'Address or service name the request came from', {
    facet: true,
  }),
  f('awsRegion', 'Region', 'text', 'where', 'The Region the request was made to', { facet: true }),
  f('recipientAccountId', 'Account', 'text', 'where', 'The account that received this copy of the event', {
    facet: true,
  }),
  f('eventCategory', 'Category', 'text', 'what', 'Management, Data, NetworkActivity or Insight', {
    facet: true,
  }),
  f('readOnly', 'Read-only', 'boolean', 'what', 'Whether the request only read', { facet: true }),
  f('userAgent', 'User agent', 'text', 'where', 'The client that made the request, as it named itself', {
    facet: true,
  }),
  f('userIdentity.userName', 'User name', 'text', 'who', 'Name of the IAM user or federated user'),
  f(
    'userIdentity.principalId',
    'Principal ID',
    'text',
    'who',
    'Unique ID of the caller, with session name for roles',
  ),
  f('userIdentity.arn', 'Caller ARN', 'text', 'who', 'ARN of the caller, with session name for roles'),
  f('userIdentity.accountId', 'Caller account', 'text', 'who', 'Account that owns the caller'),
  f('userIdentity.accessKeyId', 'Access key', 'text', 'who', 'Key that signed the request'),
  f('userIdentity.invokedBy', 'Invoked by', 'text', 'who', 'Service that made the request'),
  f('userIdentity.identityProvider', 'Identity provider', 'text', 'who', 'Provider of a federated identity'),
  f('userIdentity.credentialId', 'Credential ID', 'text', 'who', 'Identity Center credential'),
  f('userIdentity.onBehalfOf.userId', 'On behalf of', 'text', 'who', 'Identity Center user behind the call'),
  f('userIdentity.onBehalfOf.identityStoreArn', 'Identity store', 'text', 'who', 'Store of that user'),
  f(
    'userIdentity.sessionContext.sessionIssuer.type',
    'Issuer type',
    'text',
    'session',
    'What issued the session',
  ),
  f(
    'userIdentity.sessionContext.sessionIssuer.arn',
    'Issuer ARN',
    'text',
    'session',
    'Role or user of the session',
  ),
  f(
    'userIdentity.sessionContext.sessionIssuer.userName',
    'Issuer name',
    'text',
    'session',
    'Name of the issuer',
  ),
  f(
    'userIdentity.sessionContext.sessionIssuer.principalId',
    'Issuer ID',
    'text',
    'session',
    'Unique ID of the issuer',
  ),
  f(
    'userIdentity.sessionContext.sessionIssuer.accountId',
    'Issuer account',
    'text',
    'session',
    'Its account',
  ),
  f(
    'userIdentity.sessionContext.attributes.creationDate',
    'Session created',
    'time',
    'session',
    'When it was issued',
  ),
  f(
    'userIdentity.sessionContext.attributes.mfaAuthenticated',
    'MFA',
    'boolean',
    'session',
    'Issued with MFA',
  ),
  f(
    'userIdentity.sessionContext.sourceIdentity',
    'Source identity',
    'text',
    'session',
    'Identity set at role chaining',
  ),
  f(
    'userIdentity.sessionContext.ec2RoleDelivery',
    'Metadata version',
    'text',
    'session',
    '1.0 IMDSv1, 2.0 IMDSv2',
  ),
  f(
    'userIdentity.sessionContext.webIdFederationData.federatedProvider',
    'Web provider',
    'text',
    'session',
    'Provider',
  ),
  f(
    'userIdentity.sessionContext.signInSessionArn',
    'Sign-in session',
    'text',
    'session',
    'Console sign-in session',
  ),
  f(
    'sessionCredentialFromConsole',
    'From console',
    'boolean',
    'session',
    'Credentials came from a console session',
  ),
  f(
    'globalService',
    'Global service',
    'boolean',
    'where',
    'A global service, recorded in one Region for all',
    {
      derived: true,
    },
  ),
  f('vpcEndpointId', 'VPC endpoint', 'text', 'where', 'Endpoint the request passed'),
  f('vpcEndpointAccountId', 'Endpoint account', 'text', 'where', 'Owner of that endpoint'),
  f('tlsDetails.tlsVersion', 'TLS version', 'text', 'where', 'Protocol version'),
  f('tlsDetails.cipherSuite', 'Cipher suite', 'text', 'where', 'Cipher suite'),
  f('tlsDetails.clientProvidedHostHeader', 'Host header', 'text', 'where', 'Host name the client asked for'),
  f('managementEvent', 'Management event', 'boolean', 'what', 'Whether this is a management event'),
  f('eventType', 'Event type', 'text', 'record', 'AwsApiCall, AwsServiceEvent, AwsConsoleSignIn …'),
  f('eventVersion', 'Event version', 'text', 'record', 'Version of the record format'),
  f('apiVersion', 'API version', 'text', 'record', 'Version of the service’s API'),
  f('eventID', 'Event ID', 'text', 'record', 'Unique per event and receiving account'),
  f('requestID', 'Request ID', 'text', 'record', 'The service’s ID of the request'),
  f('sharedEventID', 'Shared event ID', 'text', 'record', 'Links copies of one action in several accounts'),
  f(
    'completeness',
    'Completeness',
    'text',
    'record',
    '“complete”; “unread” where a value did not fit its column; “reduced” without fields every record has; “partial” or “truncated” where the container lost some',
    {
      derived: true,
    },
  ),
  f('requestParameters', 'Request', 'json', 'request', 'What was asked'),
  f('responseElements', 'Response', 'json', 'request', 'What was answered to a change'),
  f('resources', 'Resources', 'json', 'request', 'Resources the event touched'),
  f('additionalEventData', 'More data', 'json', 'request', 'Further data of the service'),
];

/** Fields that follow from the value of another one alone: looked up by it, without a column of their own. */
export const fieldsByValue: readonly Field[] = [
  f('client', 'Client', 'text', 'where', 'The client that the user agent names, in few words', {
    facet: true,
    derived: true,
  }),
];

const target = { derived: true, target: true } as const;

/** What a call is about, under names of our own that no CloudTrail record uses. */
const targetFields: readonly Field[] = [
  f(
    'target.name',
    'Target',
    'text',
    'what',
    'Name of the thing the call is about: bucket, role, instance …',
    { ...target, facet: true },
  ),
  f(
    'target.kind',
    'Target kind',
    'text',
    'what',
    'What the target is: bucket, role, instance, secret …',
    target,
  ),
  f(
    'target.part',
    'Part of target',
    'text',
    'what',
    'What of the target it was: the key of an object in a bucket, the policy of a role',
    target,
  ),
  f('target.arn', 'Target ARN', 'text', 'what', 'ARN of the target where the record has it', target),
];

/** Not called `summary`: records of aggregated events have a key of that name. */
const composedFields: readonly Field[] = [
  f(
    'sentence',
    'Summary',
    'text',
    'what',
    'What was done to what and how it ended, in few words, composed for the rows shown; sorted, grouped and searched by event name and target',
    { derived: true, composed: true },
  ),
];

const named = { derived: true, named: true } as const;

/** What lists and records tell of accounts, users and addresses, under names of our own that no CloudTrail record uses. */
export const nameFields: readonly Field[] = [
  f(
    'account.name',
    'Account name',
    'text',
    'where',
    'Name of the account that received the event, by a list',
    named,
  ),
  f(
    'account.ou',
    'Organisation unit',
    'text',
    'where',
    'Organisation unit of that account, by a list',
    named,
  ),
  f(
    'identity.name',
    'Identity Center user',
    'text',
    'who',
    'Name of the user behind the call, by a list',
    named,
  ),
  f(
    'ip.kind',
    'Address kind',
    'text',
    'where',
    '“private”, “own” of the accounts themselves, “AWS service”, “AWS range”, “listed” by a person, else “other”',
    named,
  ),
  f(
    'ip.owner',
    'Address owner',
    'text',
    'where',
    'Whose the address is: what has it, a service, a name',
    named,
  ),
  f('ip.range', 'Address range', 'text', 'where', 'The block that the address lies in', named),
  f('ip.country', 'Address country', 'text', 'where', 'By a database of addresses that a person gave', named),
  f('ip.asn', 'Address network', 'text', 'where', 'By a database of addresses that a person gave', named),
];

const note = { derived: true, note: true } as const;

/**
 * What people noted about events, under names of our own that no CloudTrail record uses. An event can have several tags,
 * comments and authors; a test on such a field holds when any of them passes.
 */
export const noteFields: readonly Field[] = [
  f('note.star', 'Star', 'boolean', 'note', 'Starred by someone in this workspace', note),
  f('note.tag', 'Tag', 'text', 'note', 'Tags given in this workspace', { ...note, facet: true }),
  f('note.colour', 'Colour', 'text', 'note', 'red, orange, yellow, green, blue or purple', note),
  f('note.comment', 'Comment', 'text', 'note', 'Comments written in this workspace', note),
  f('note.author', 'Noted by', 'text', 'note', 'Who starred, tagged, coloured or commented on it', note),
  f('note.time', 'Noted at', 'time', 'note', 'When it was last noted, UTC', note),
];

/** Every field a filter, a facet or a column of the grid can name: those of the events, their targets and the notes on them. */
export const searchableFields: readonly Field[] = [
  ...fields,
  ...fieldsByValue,
  ...targetFields,
  ...composedFields,
  ...nameFields,
  ...noteFields,
];

const byName = new Map(searchableFields.map((field) => [field.name, field]));
const byLowerName = new Map(searchableFields.map((field) => [field.name.toLowerCase(), field]));

/** True for a field of the notes, which lies beside the events. */
export const isNoteField = (name: string): boolean => byName.get(name)?.note === true;

const namesByValue = new Set(fieldsByValue.map(({ name }) => name));

/** True for a field that follows from the value of another one alone. */
export const isFieldByValue = (name: string): boolean => namesByValue.has(name);

/** True for a field that is composed from the whole record for rows that are shown or exported. */
export const isComposedField = (name: string): boolean => byName.get(name)?.composed === true;

/** True for a field of the targets, which lies beside the events. */
export const isTargetField = (name: string): boolean => byName.get(name)?.target === true;

/** True for a field of names and addresses, which lies beside the events. */
export const isNameField = (name: string): boolean => byName.get(name)?.named === true;

/** The field of this exact name, or undefined when the name is a path into the record or unknown. */
export const fieldNamed = (name: string): Field | undefined => byName.get(name);

/** The field a person meant, whatever case they typed it in. */
export const fieldTyped = (name: string): Field | undefined => byLowerName.get(name.toLowerCase());

/** The fields of the facet panel, in its order. */
export const facetFields: readonly Field[] = searchableFields.filter((field) => field.facet);

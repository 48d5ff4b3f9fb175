import { hiddenName } from './hidden-name.ts';
import type { RecordReader } from './record-reader.ts';

/** The last part of an ARN's resource: `arn:aws:iam::1:role/path/Admin` gives `Admin`. */
export const nameInArn = (arn: string | undefined): string | undefined =>
  arn?.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1) || undefined;

function sessionOf(record: RecordReader): string | undefined {
  const arn = record.text('userIdentity.arn');
  if (arn?.includes(':assumed-role/')) return nameInArn(arn);
  return record.text('userIdentity.principalId')?.split(':')[1];
}

/** EC2 names the sessions of an instance's role after the instance. */
const isInstance = (session: string): boolean => /^i-[0-9a-f]{8,17}$/.test(session);

function roleCaller(record: RecordReader): string {
  const arn = record.text('userIdentity.arn');
  const role =
    record.text('userIdentity.sessionContext.sessionIssuer.userName') ??
    arn?.match(/:assumed-role\/([^/]+)\//)?.[1] ??
    nameInArn(record.text('userIdentity.sessionContext.sessionIssuer.arn'));
  const session = sessionOf(record);
  const permissionSet = role?.match(/^AWSReservedSSO_(.+)_[0-9a-f]{16}$/)?.[1];
  if (permissionSet && session) return `Identity Center user ${session} (permission set ${permissionSet})`;
  const source = record.text('userIdentity.sessionContext.sourceIdentity');
  const about = [
    ...(session ? [isInstance(session) ? `instance ${session}` : `session ${session}`] : []),
    ...(source ? [`source identity ${source}`] : []),
  ];
  return `Role ${role ?? 'of unknown name'}${about.length > 0 ? ` (${about.join(', ')})` : ''}`;
}

const callers: Readonly<Record<string, (record: RecordReader) => string>> = {
  Root: (record) => {
    const account = record.text('userIdentity.accountId');
    return account ? `The root user of account ${account}` : 'The root user';
  },
  IAMUser: (record) => {
    const name = record.text('userIdentity.userName') ?? nameInArn(record.text('userIdentity.arn'));
    return name === hiddenName ? 'A user whose name AWS hid' : `IAM user ${name ?? 'of unknown name'}`;
  },
  AssumedRole: roleCaller,
  Role: roleCaller,
  FederatedUser: (record) =>
    `Federated user ${nameInArn(record.text('userIdentity.arn')) ?? sessionOf(record) ?? 'of unknown name'}`,
  SAMLUser: (record) => `SAML user ${record.text('userIdentity.userName') ?? 'of unknown name'}`,
  WebIdentityUser: (record) => {
    const provider = record.text('userIdentity.identityProvider');
    const name = record.text('userIdentity.userName') ?? 'of unknown name';
    return `Web identity ${name}${provider ? ` of ${provider}` : ''}`;
  },
  IdentityCenterUser: (record) => {
    const id = record.text('userIdentity.onBehalfOf.userId');
    const name = record.text('additionalEventData.UserName') ?? record.text('userIdentity.userName');
    if (!name || name === hiddenName) return `Identity Center user ${id ?? 'of unknown ID'}`;
    return `Identity Center user ${name}${id ? ` (${id})` : ''}`;
  },
  AWSService: (record) => `AWS service ${record.text('userIdentity.invokedBy') ?? 'of unknown name'}`,
  AWSAccount: (record) => {
    const principal = record.text('userIdentity.principalId');
    const account = record.text('userIdentity.accountId') ?? 'unknown';
    const [role, session] = principal?.startsWith('AROA') ? principal.split(':') : [];
    if (role && session) return `Role ${role} of account ${account} (session ${session})`;
    return `Account ${account}${principal && principal !== account ? ` (principal ${principal})` : ''}`;
  },
  Directory: (record) => `Directory user ${record.text('userIdentity.userName') ?? 'of unknown name'}`,
};

const ofOtherAccount: ReadonlySet<string> = new Set(['IAMUser', 'AssumedRole', 'Role', 'FederatedUser']);

/** ` of account 1…` for a caller of another account than the one the event is recorded in. */
function foreignAccount(record: RecordReader, type: string): string {
  const account = record.text('userIdentity.accountId');
  const recipient = record.text('recipientAccountId');
  const isForeign = account !== undefined && recipient !== undefined && account !== recipient;
  return isForeign && ofOtherAccount.has(type) ? ` of account ${account}` : '';
}

/** Who called, in words, as the beginning of a sentence. The types are AWS's (User Guide, “userIdentity element”). */
export function callerInWords(record: RecordReader): string {
  const type = record.text('userIdentity.type');
  const known = type !== undefined && Object.hasOwn(callers, type) ? callers[type] : undefined;
  if (known) return `${known(record)}${foreignAccount(record, type ?? '')}`;
  const service = record.text('userIdentity.invokedBy');
  if (service) return `AWS service ${service}`;
  const name = record.text('userIdentity.userName') ?? nameInArn(record.text('userIdentity.arn'));
  if (name && name !== hiddenName) return `${type ? `${type} ` : ''}${name}`;
  const account = record.text('userIdentity.accountId');
  return account ? `Somebody in account ${account}` : 'Somebody';
}

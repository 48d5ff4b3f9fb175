/** What kind of caller a principal is, as far as its own text tells. */
export type IdentityKind =
  'user' | 'role' | 'root' | 'service' | 'federated' | 'identity-center' | 'account' | 'unknown';

/** A principal as people call it. */
export interface IdentityName {
  readonly kind: IdentityKind;
  /** Nothing of the record is made safe to look at here; that is for whoever shows it. */
  readonly name: string;
  /** The account it belongs to, where the text tells. */
  readonly account: string | undefined;
  /** The path before the name in IAM, `/` at both ends; undefined for none. */
  readonly path: string | undefined;
}

const kindWords: Readonly<Record<IdentityKind, string>> = {
  user: 'user',
  role: 'role',
  root: 'root user',
  service: 'AWS service',
  federated: 'federated user',
  'identity-center': 'Identity Center',
  account: 'account',
  unknown: '',
};

/** A word for the kind, to stand beside the name; empty for what cannot be told. */
export const identityWord = (kind: IdentityKind): string => kindWords[kind];

interface Form {
  readonly pattern: RegExp;
  readonly read: (groups: Readonly<Record<string, string | undefined>>) => Partial<IdentityName>;
}

const arn = String.raw`^arn:[^:]*:`;
/** Roles that Identity Center makes for a permission set are called after it, with a hash behind. */
const reserved = /^AWSReservedSSO_([^]+)_[0-9a-f]{16}$/;

function roleName(role: string, session: string | undefined): Pick<IdentityName, 'kind' | 'name'> {
  const permissionSet = reserved.exec(role)?.[1];
  const name = permissionSet ?? role;
  return {
    kind: permissionSet === undefined ? 'role' : 'identity-center',
    name: session === undefined ? name : `${name} / ${session}`,
  };
}

// Forms of IAM ARNs and unique IDs: IAM User Guide, “IAM identifiers”; of principalId: CloudTrail User Guide, “userIdentity”.
const forms: readonly Form[] = [
  {
    pattern: new RegExp(`${arn}iam::(?<account>\\d*):root$`),
    read: ({ account }) => ({ kind: 'root', name: account ? `root · ${account}` : 'root', account }),
  },
  {
    pattern: new RegExp(`${arn}iam::(?<account>\\d*):user(?<path>/(?:[^]*/)?)(?<name>[^/]+)$`),
    read: ({ account, path, name = '' }) => ({ kind: 'user', name, account, path }),
  },
  {
    pattern: new RegExp(`${arn}iam::(?<account>\\d*):role(?<path>/(?:[^]*/)?)(?<name>[^/]+)$`),
    read: ({ account, path, name = '' }) => ({ ...roleName(name, undefined), account, path }),
  },
  {
    pattern: new RegExp(`${arn}sts::(?<account>\\d*):assumed-role/(?<role>[^/]+)/(?<session>[^]+)$`),
    read: ({ account, role = '', session }) => ({ ...roleName(role, session), account }),
  },
  {
    pattern: new RegExp(`${arn}sts::(?<account>\\d*):federated-user/(?<name>[^]+)$`),
    read: ({ account, name = '' }) => ({ kind: 'federated', name, account }),
  },
  {
    pattern: new RegExp(`${arn}identitystore::(?<account>\\d*):user/(?<name>[^]+)$`),
    read: ({ account, name = '' }) => ({ kind: 'identity-center', name, account }),
  },
  {
    pattern: /^(?<role>AROA[A-Z0-9]{12,})(?::(?<session>[^]+))?$/,
    read: ({ role = '', session }) => roleName(role, session),
  },
  { pattern: /^(?<name>AIDA[A-Z0-9]{12,})$/, read: ({ name = '' }) => ({ kind: 'user', name }) },
  {
    pattern: /^(?<account>\d{12}):(?<name>[^]+)$/,
    read: ({ account, name = '' }) => ({ kind: 'federated', name, account }),
  },
  {
    pattern: /^(?<account>\d{12})$/,
    read: ({ account }) => ({ kind: 'account', name: account ?? '', account }),
  },
  {
    pattern: /^(?<name>(?:[a-z0-9-]+\.)+amazonaws\.com(?:\.cn)?|AWS Internal)$/,
    read: ({ name = '' }) => ({ kind: 'service', name }),
  },
  {
    // User IDs of Identity Center: UUIDs, in older stores with ten digits of the store before.
    pattern: /^(?<name>(?:[0-9a-f]{10}-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
    read: ({ name = '' }) => ({ kind: 'identity-center', name }),
  },
];

/**
 * The name in a principal as columns have it: an ARN of IAM or STS, a unique ID with or without a session, a service, an
 * account. `bert-jan`, `TerraformExecution / release-4711`, `root · 123837392027`; what is none of these is its own name.
 */
export function identityName(principal: string): IdentityName {
  const unnamed = { account: undefined, path: undefined };
  for (const { pattern, read } of forms) {
    const groups = pattern.exec(principal)?.groups;
    if (!groups) continue;
    const { kind = 'unknown', name = principal, account, path } = read(groups);
    return { kind, name, account: account || undefined, path: path === '/' ? undefined : path };
  }
  return { kind: 'unknown', name: principal, ...unnamed };
}

type Words = (one: IdentityName, principal: string) => string;

/** What is added where two principals of one list would read alike, the shortest first. */
const fuller: readonly Words[] = [
  ({ name, kind }) => (kind === 'unknown' ? name : `${name} · ${identityWord(kind)}`),
  ({ name, account }) => (account === undefined ? name : `${name} · ${account}`),
  ({ name, path }) => `${path?.slice(1) ?? ''}${name}`,
  ({ name, account, path }) =>
    `${path?.slice(1) ?? ''}${name}${account === undefined ? '' : ` · ${account}`}`,
  (_, principal) => principal,
];

/**
 * The names of a list, in its order. Those that would read alike though they are not the same get what tells them apart:
 * their kind, account or path, in the end the whole text.
 */
export function identityNames(principals: readonly string[]): readonly IdentityName[] {
  const known = new Map([...new Set(principals)].map((principal) => [principal, identityName(principal)]));
  const shown = new Map([...known].map(([principal, { name }]) => [principal, name]));
  for (const words of fuller) {
    const alike = groupsOf(shown);
    if (alike.length === 0) break;
    for (const group of alike) {
      const told = group.map((principal) => {
        const one = known.get(principal);
        return [principal, one ? words(one, principal) : principal] as const;
      });
      const isLast = words === fuller.at(-1);
      if (isLast || new Set(told.map(([, text]) => text)).size === told.length)
        for (const [principal, text] of told) shown.set(principal, text);
    }
  }
  return principals.map((principal) => ({
    ...(known.get(principal) ?? identityName(principal)),
    name: shown.get(principal) ?? principal,
  }));
}

/** The principals that share a name with others. */
function groupsOf(shown: ReadonlyMap<string, string>): readonly (readonly string[])[] {
  const byName = new Map<string, string[]>();
  for (const [principal, name] of shown) {
    const group = byName.get(name);
    if (group) group.push(principal);
    else byName.set(name, [principal]);
  }
  return [...byName.values()].filter((group) => group.length > 1);
}

import type { RecordReader } from '../record-reader.ts';

/** Somebody outside the account who may use a thing. */
export interface Outsider {
  /** What tells them apart: an account, `everyone`, an ARN or an ID. */
  readonly key: string;
  /** The same in words. */
  readonly words: string;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? (value as unknown[]) : [value];

const mostStatements = 200;
const mostPrincipals = 200;
const longestKey = 200;

/** Everybody, whatever account they have, or none. */
export const everyone: Outsider = { key: 'everyone', words: 'everyone' };

const accountOf = (text: string): string | undefined =>
  /^(?:arn:[^:]*:[^:]*:[^:]*:)?(\d{12})(?::|$)/.exec(text)?.[1];

/** The account that a thing of a record belongs to. */
export const ownAccount = (record: RecordReader): string | undefined =>
  record.text('recipientAccountId') ?? record.text('userIdentity.accountId');

/**
 * Whom a text names that is not of the account: an account ID, the ARN of a principal, `*` and `all` for everybody. A deleted
 * principal, which IAM shows by its unique ID, and a service are nobody outside.
 */
export function outsider(text: string, own: string | undefined): Outsider | undefined {
  if (text === '*' || text === 'all') return everyone;
  const account = accountOf(text);
  if (account === undefined || account === own) return undefined;
  return { key: account, words: account };
}

/** A canonical user of S3 is told by a long ID, which does not say the account. */
const canonical = (id: unknown): Outsider[] =>
  typeof id === 'string'
    ? [{ key: id.slice(0, longestKey), words: `canonical user ${id.slice(0, 12)}…` }]
    : [];

function named(principal: unknown, own: string | undefined): readonly Outsider[] {
  if (principal === '*') return [everyone];
  if (!isObject(principal)) return [];
  const accounts = listOf(principal['AWS']).slice(0, mostPrincipals);
  return [
    ...accounts.flatMap((one) => (typeof one === 'string' ? (outsider(one, own) ?? []) : [])),
    ...listOf(principal['CanonicalUser']).slice(0, mostPrincipals).flatMap(canonical),
  ];
}

/** Conditions that keep a permission for everyone to those of one place: IAM User Guide, “AWS global condition context keys”. */
const narrowing =
  /^(aws:(PrincipalOrgID|PrincipalOrgPaths|PrincipalAccount|PrincipalArn|SourceAccount|SourceArn|SourceVpc|SourceVpce|SourceIp|SourceOrgID|VpcSourceIp|userid)|s3:DataAccessPointAccount|kms:CallerAccount|lambda:SourceAccount)$/i;

const isConditional = (statement: Json): boolean =>
  isObject(statement['Condition']) &&
  Object.values(statement['Condition']).some(
    (test) => isObject(test) && Object.keys(test).some((key) => narrowing.test(key)),
  );

const underCondition: Outsider = { key: 'everyone under a condition', words: 'everyone under a condition' };

function allowed(statement: unknown, own: string | undefined): readonly Outsider[] {
  if (!isObject(statement) || statement['Effect'] !== 'Allow') return [];
  const all = 'NotPrincipal' in statement ? [everyone] : named(statement['Principal'], own);
  return isConditional(statement) ? all.map((one) => (one === everyone ? underCondition : one)) : all;
}

/** A policy as JSON or as its text, which IAM's answers escape for URLs. */
function document(policy: unknown): Json | undefined {
  if (isObject(policy)) return policy;
  if (typeof policy !== 'string') return undefined;
  for (const read of [(): string => policy, (): string => decodeURIComponent(policy)]) {
    try {
      const parsed = JSON.parse(read()) as unknown;
      if (isObject(parsed)) return parsed;
    } catch {
      // The other spelling may be it.
    }
  }
  return undefined;
}

const distinct = (all: readonly Outsider[]): readonly Outsider[] => [
  ...new Map(all.map((one) => [one.key, one])).values(),
];

/**
 * Who outside the account a resource's policy lets in; undefined where the record has no policy that can be read, as when its
 * text was hidden or cut. Statements that deny are not weighed against it: who is named may still be kept out.
 */
export function outsidersIn(policy: unknown, own: string | undefined): readonly Outsider[] | undefined {
  const statements = document(policy)?.['Statement'];
  if (statements === undefined) return undefined;
  return distinct(
    listOf(statements)
      .slice(0, mostStatements)
      .flatMap((statement) => allowed(statement, own)),
  );
}

/** Outsiders among account IDs and ARNs, each once. */
export const outsidersAmong = (texts: readonly string[], own: string | undefined): readonly Outsider[] =>
  distinct(texts.flatMap((text) => outsider(text, own) ?? []));

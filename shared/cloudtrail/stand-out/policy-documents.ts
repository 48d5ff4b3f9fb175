import { memberOf } from '../record-reader.ts';

/** Who something is opened to; `everyone` stands for any caller. */
export const everyone = 'everyone';

const listed = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value];
const textsOf = (value: unknown): readonly string[] =>
  listed(value).filter((one): one is string => typeof one === 'string');

/** A policy as records have it: an object, its JSON, or its JSON with escapes of URLs; undefined where it is none. */
export function policyOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const attempts = [() => value, () => decodeURIComponent(value)];
  for (const attempt of attempts) {
    try {
      return JSON.parse(attempt()) as unknown;
    } catch {
      // The other spelling may be JSON.
    }
  }
  return undefined;
}

/** The statements that allow something. */
const allowing = (document: unknown): readonly unknown[] =>
  listed(memberOf(policyOf(document), 'Statement')).filter(
    (statement) => memberOf(statement, 'Effect') === 'Allow',
  );

const accountIn = (principal: string): string =>
  principal === '*' ? everyone : (/^(?:arn:[^:]*:[^:]*::)?(\d{12})(?::|$)/.exec(principal)?.[1] ?? principal);

/** Conditions that hold whoever calls to this side: keys of the organization, the account, a network. AWS Global condition keys. */
const limiting =
  /aws:(PrincipalOrg|PrincipalAccount|SourceAccount|SourceArn|SourceIp|SourceVpc|PrincipalArn|SourceOrg)/i;

const isLimited = (statement: unknown): boolean =>
  limiting.test(JSON.stringify(memberOf(statement, 'Condition') ?? ''));

const granteesOf = (statement: unknown): readonly string[] => {
  const principal = memberOf(statement, 'Principal');
  return principal === '*'
    ? [everyone]
    : [...textsOf(memberOf(principal, 'AWS')), ...textsOf(memberOf(principal, 'CanonicalUser'))].map(
        accountIn,
      );
};

/** The accounts other than the own ones, or `everyone`, that a policy lets in; unique IDs and names as they stand. */
export function strangersIn(document: unknown, own: readonly (string | null)[]): readonly string[] {
  const open = allowing(document).flatMap((statement) =>
    granteesOf(statement).filter((grantee) => grantee !== everyone || !isLimited(statement)),
  );
  const isStranger = (one: string): boolean =>
    !own.includes(one) && (one === everyone || /^\d{12}$/.test(one));
  return [...new Set(open.filter(isStranger))];
}

/** Identity providers of elsewhere that a trust lets in. */
export const providersIn = (document: unknown): readonly string[] =>
  allowing(document).flatMap((statement) =>
    textsOf(memberOf(memberOf(statement, 'Principal'), 'Federated')).map(
      (one) => one.slice(one.lastIndexOf('/') + 1) || one,
    ),
  );

/** How far the rights go that a policy gives: everything, those that lead to everything, or less. */
type Reach = 'everything' | 'identities' | 'less';

const leadsFurther =
  /^(iam:(\*|put.*|attach.*|create(accesskey|loginprofile|policyversion|\*)|update(assumerolepolicy|loginprofile)|passrole|addusertogroup|setdefaultpolicyversion)|sts:(\*|assumerole))$/i;

/** How far a policy of an identity reaches. */
export function reachOf(document: unknown): Reach {
  const wide = allowing(document).filter((statement) => {
    const resources = textsOf(memberOf(statement, 'Resource'));
    return resources.includes('*') || memberOf(statement, 'NotResource') !== undefined;
  });
  const actions = wide.flatMap((statement) => textsOf(memberOf(statement, 'Action')));
  const isOpenEnded = wide.some((statement) => memberOf(statement, 'NotAction') !== undefined);
  if (isOpenEnded || actions.some((action) => action === '*' || action === '*:*')) return 'everything';
  return actions.some((action) => leadsFurther.test(action)) ? 'identities' : 'less';
}

/** Policies of AWS's own that give everything, or lead to it: AWS Managed Policy Reference. */
export const adminPolicies: ReadonlySet<string> = new Set(['AdministratorAccess', 'IAMFullAccess']);

import type { Filter } from '../filter/filter.ts';
import { all, any, is, isThere, not } from './conditions.ts';

const userArn = /^arn:[^:]*:iam::(\d+):user\/(?:[^]*\/)?([^/]+)$/;

/**
 * The calls of a principal, as the column has it. Some records name a user without the ARN, as the sign-in event `CheckMfa` does:
 * those of the same account and name are the user’s too, for names of users are unique in an account.
 */
export function callsOf(principal: string): Filter {
  const own = is('principal', principal);
  const [, account, name] = userArn.exec(principal) ?? [];
  if (account === undefined || name === undefined) return own;
  const withoutArn = all(
    is('userIdentity.type', 'IAMUser'),
    is('userIdentity.accountId', account),
    is('userIdentity.userName', name),
    not(isThere('userIdentity.arn')),
  );
  return any(own, withoutArn);
}

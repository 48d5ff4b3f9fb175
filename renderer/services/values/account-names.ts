import { createSubscriber } from 'svelte/reactivity';
import type { AccountName } from '../../../shared/contract/names.ts';

let known: ReadonlyMap<string, AccountName> = new Map();
let tell: (() => void) | undefined;

const follow = createSubscriber((update) => {
  tell = update;
  return () => (tell = undefined);
});

const accountFields: ReadonlySet<string> = new Set([
  'recipientAccountId',
  'userIdentity.accountId',
  'userIdentity.sessionContext.sessionIssuer.accountId',
  'vpcEndpointAccountId',
]);

/** True for a field whose values are account IDs, which lists show with their names. */
export const isAccountField = (field: string): boolean => accountFields.has(field);

/** What a list says of an account; undefined for one that no list names. */
export function namedAccount(account: string): AccountName | undefined {
  follow();
  return known.get(account);
}

/** All accounts that lists name. */
export function namedAccounts(): readonly AccountName[] {
  follow();
  return [...known.values()];
}

/** An account as it is shown: its ID, and its name where one is known. Not safe to show as it is. */
export function accountText(account: string): string {
  const { name, isManagement } = namedAccount(account) ?? {};
  const words = [name, isManagement ? 'management' : null].filter((one) => one !== null && one !== undefined);
  return words.length === 0 ? account : `${account} ${words.join(' · ')}`;
}

/** Where a name comes from, as a sentence; undefined for an account without one. */
export function accountSource(account: string): string | undefined {
  const of = namedAccount(account);
  if (!of) return undefined;
  const unit = of.ou === null ? '' : `Organisation unit ${of.ou}. `;
  return `${unit}Named by ${of.source}${of.dated === null ? '' : ` of ${of.dated}`}.`;
}

/** Takes over the names of the open workspace. */
export function setAccountNames(accounts: readonly AccountName[]): void {
  known = new Map(accounts.map((one) => [one.account, one]));
  // Not at once: this may be set while something is being worked out for the page.
  queueMicrotask(() => tell?.());
}

import type { Inventory, WorkspaceInfo } from '../../../shared/contract/workspaces.ts';
import { formatDay, plural, visibleText } from '../../kit/format.ts';

/** Log files follow their events by minutes; an hour leaves no doubt. */
const deliveryMicros = 3_600_000_000;
const mostNamed = 2;

/**
 * Why an archive seems to belong to another case than the open workspace: they share no account and no time. Undefined
 * where they share one of them, or where names of files do not tell.
 */
export function strangerWords(
  inventory: Pick<Inventory, 'accounts' | 'firstDeliveryMicros' | 'lastDeliveryMicros'>,
  info: Pick<WorkspaceInfo, 'title' | 'firstEventMicros' | 'lastEventMicros'>,
  /** The accounts of the workspace's events. */
  known: readonly string[],
): string | undefined {
  const { firstDeliveryMicros: from, lastDeliveryMicros: to, accounts } = inventory;
  const { firstEventMicros: first, lastEventMicros: last } = info;
  if (from === null || to === null || first === null || last === null) return undefined;
  if (accounts.length === 0 || known.length === 0) return undefined;
  if (accounts.some(({ value }) => known.includes(value))) return undefined;
  const isLater = from - deliveryMicros > last;
  if (!isLater && to >= first) return undefined;
  const title = visibleText(info.title);
  const days = [...new Set([formatDay(first), formatDay(last)])].join(' to ');
  return [
    `This seems to be another case than ${title}.`,
    `No account is in both: here ${namesOf(accounts.map(({ value }) => value))}, there ${namesOf(known)}.`,
    `And these logs were delivered ${isLater ? 'after' : 'before'} its events, which are from ${days}.`,
  ].join(' ');
}

function namesOf(accounts: readonly string[]): string {
  if (accounts.length > mostNamed) return plural(accounts.length, 'account');
  return accounts.map((account) => visibleText(account)).join(' and ');
}

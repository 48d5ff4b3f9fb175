import { everything, type Filter } from '../filter/filter.ts';
import { all, any, is, isAmong, isThere, not } from './conditions.ts';

/** What a statement rests on: a filter, or events by account and ID. */
type Evidence = { readonly filter: Filter } | { readonly events: readonly string[] };

/** The account and the event ID of a key. */
function partsOf(key: string): readonly [account: string, eventId: string] {
  const at = key.indexOf('/');
  return [key.slice(0, Math.max(0, at)), key.slice(at + 1)];
}

const ofAccount = (account: string, ids: readonly string[]): Filter =>
  all(
    isAmong('eventID', ids),
    account === '' ? not(isThere('recipientAccountId')) : is('recipientAccountId', account),
  );

function namedEvents(keys: readonly string[]): Filter {
  const byAccount = new Map<string, string[]>();
  for (const [account, id] of keys.map(partsOf))
    byAccount.set(account, [...(byAccount.get(account) ?? []), id]);
  const filters = [...byAccount].map(([account, ids]) => ofAccount(account, ids));
  return filters.length === 0 ? not(everything) : any(...filters);
}

/** A filter that finds exactly the events a statement rests on. */
export const evidenceOf = ({ evidence }: { readonly evidence: Evidence }): Filter =>
  'filter' in evidence ? evidence.filter : namedEvents(evidence.events);

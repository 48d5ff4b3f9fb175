import type { Filter } from '../filter/filter.ts';
import { timeText } from '../words/time-text.ts';
import { all, any, is } from './conditions.ts';

/** By what an expected actor is told: all that is given counts. Times are microseconds since 1970, the end not included. */
interface ToldBy {
  readonly principal: string | null;
  readonly address: string | null;
  readonly client: string | null;
  readonly range: { readonly fromMicros: number; readonly toMicros: number } | null;
}

const byClient = (client: string): Filter =>
  client.includes('*')
    ? { kind: 'field', field: 'userAgent', test: { op: 'wildcard', pattern: client, caseSensitive: true } }
    : is('userAgent', client);

const byAddress = (address: string): Filter =>
  address.includes('/')
    ? { kind: 'field', field: 'sourceIPAddress', test: { op: 'cidr', block: address } }
    : is('sourceIPAddress', address);

const byTime = (than: '>=' | '<', micros: number): Filter => ({
  kind: 'field',
  field: 'eventTime',
  test: { op: 'compare', than, value: timeText(micros) },
});

/** The events of an expected actor: those that match by all that is given of it, within its time. */
export const expectedEvents = ({ principal, address, client, range }: ToldBy): Filter =>
  all(
    ...(principal ? [any(is('principal', principal), is('userIdentity.arn', principal))] : []),
    ...(address ? [byAddress(address)] : []),
    ...(client ? [byClient(client)] : []),
    ...(range ? [byTime('>=', range.fromMicros), byTime('<', range.toMicros)] : []),
  );

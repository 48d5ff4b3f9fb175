import { isAddress, isAddressBlock } from './address.ts';

/** What an entry of a pasted list is recognised as. */
export type EntryKind = 'ip' | 'block' | 'arn' | 'key' | 'principal' | 'account' | 'event' | 'host' | 'other';

/** One entry of a pasted list: the value to look for, and how it was written. */
export interface ListEntry {
  readonly kind: EntryKind;
  readonly value: string;
  readonly written: string;
}

/** A pasted text taken apart: distinct entries in their order, and how many repeated another one. */
export interface PastedList {
  readonly entries: readonly ListEntry[];
  readonly repeated: number;
}

/** The name of a number of entries of a kind: `214 IP addresses`. */
const names: Readonly<Record<EntryKind, readonly [string, string]>> = {
  ip: ['IP address', 'IP addresses'],
  block: ['address block', 'address blocks'],
  arn: ['ARN', 'ARNs'],
  key: ['access key', 'access keys'],
  principal: ['principal ID', 'principal IDs'],
  account: ['account ID', 'account IDs'],
  event: ['event ID', 'event IDs'],
  host: ['host name', 'host names'],
  other: ['value', 'values'],
};

/** What a number of entries of one kind is called, without the number. */
export const kindName = (kind: EntryKind, count: number): string => names[kind][count === 1 ? 0 : 1];

/**
 * Where entries of a kind are looked for unless the person says otherwise. Keys and ARNs also where the record has them
 * as something created or acted on (AWS CloudTrail User Guide, "CloudTrail record contents"; IAM and STS API references).
 */
export const usualFields: Readonly<Record<EntryKind, readonly string[]>> = {
  ip: ['sourceIPAddress'],
  block: ['sourceIPAddress'],
  arn: ['userIdentity.arn', 'userIdentity.sessionContext.sessionIssuer.arn', 'resources[*].ARN'],
  key: [
    'userIdentity.accessKeyId',
    'requestParameters.accessKeyId',
    'responseElements.credentials.accessKeyId',
    'responseElements.accessKey.accessKeyId',
  ],
  principal: ['userIdentity.principalId', 'userIdentity.sessionContext.sessionIssuer.principalId'],
  account: ['recipientAccountId', 'userIdentity.accountId'],
  event: ['eventID', 'requestID', 'sharedEventID'],
  host: ['sourceIPAddress', 'tlsDetails.clientProvidedHostHeader'],
  other: [],
};

// Ways in which reports make addresses unclickable.
const refangs: readonly (readonly [RegExp, string])[] = [
  [/\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\\\./gi, '.'],
  [/\[:\]|\(:\)/g, ':'],
  [/\[(?::\/\/)\]/g, '://'],
  [/\[\/\]/g, '/'],
  [/^h(?:xx|\*\*|tt)p(s?)(?=:\/\/)/i, 'http$1'],
];

const refanged = (text: string): string =>
  refangs.reduce((now, [pattern, plain]) => now.replace(pattern, plain), text);

// IAM identifiers: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html, "Unique identifiers".
const keyId = /^(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}$/;
const principalId = /^(?:AROA|AIDA|AGPA|AIPA|ANPA|ANVA|APKA|ASCA)[A-Z0-9]{12,}(?::\S+)?$/;
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const host = /^(?=.{4,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,63}$/i;
const account = /^(?:\d{12}|\d{4}-\d{4}-\d{4})$/;

function addressOf(text: string): ListEntry | undefined {
  const found = (kind: EntryKind, value: string): ListEntry => ({ kind, value, written: text });
  const bare = /^\[([\da-f:.]+)\](?::\d+)?$/i.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d{1,5}$/, '$1');
  if (isAddress(bare)) {
    // An IPv6 address has many spellings; as a block of one it is compared by its number.
    return bare.includes(':') ? found('ip', `${bare.toLowerCase()}/128`) : found('ip', bare);
  }
  if (!isAddressBlock(text)) return undefined;
  return text.endsWith('/32') && !text.includes(':') ? found('ip', text.slice(0, -3)) : found('block', text);
}

function entryOf(written: string): ListEntry {
  const text = refanged(written);
  const entry = (kind: EntryKind, value: string): ListEntry => ({ kind, value, written });
  const address = addressOf(text);
  if (address) return { ...address, written };
  const inUrl = /^[a-z][a-z\d+.-]*:\/\/(?:[^/?#]*@)?(\[[\da-f:.]+\]|[^/:?#]+)/i.exec(text)?.[1];
  if (inUrl !== undefined) return { ...entryOf(inUrl), written };
  if (/^arn:aws[\w-]*:/i.test(text)) return entry('arn', text);
  if (keyId.test(text)) return entry('key', text);
  if (principalId.test(text)) return entry('principal', text);
  if (account.test(text)) return entry('account', text.replaceAll('-', ''));
  if (uuid.test(text)) return entry('event', text);
  return host.test(text) ? entry('host', text.toLowerCase()) : entry('other', text);
}

// A quoted piece stands for one entry when it has no separator that no entry has.
const piece = /"([\w[:][^"\s]*)"|'([\w[:][^'\s]*)'|[^\s,;|"'`<>]+/g;

const trimmed = (text: string): string =>
  text
    .replace(/^[([{]+(?![\da-f:.]+\])/i, '')
    .replace(/[)}.:]+$/, '')
    .replace(/^([^[]*)\]+$/, '$1');

/**
 * The entries of a list as people have it: one a line or with any separators, in quotes or not, made unclickable
 * (`1[.]2[.]3[.]4`, `hxxp://…`) or not. Lines that begin with `#` are remarks.
 */
export function readList(text: string): PastedList {
  const entries = new Map<string, ListEntry>();
  let repeated = 0;
  for (const line of text.split(/\r\n?|\n/)) {
    if (/^\s*#/.test(line)) continue;
    for (const match of line.matchAll(piece)) {
      const written = trimmed(match[1] ?? match[2] ?? match[0]);
      if (written === '' || /^[-–—•*]+$/.test(written)) continue;
      const entry = entryOf(written);
      const key = `${entry.kind} ${entry.value.toLowerCase()}`;
      if (entries.has(key)) repeated += 1;
      else entries.set(key, entry);
    }
  }
  return { entries: [...entries.values()], repeated };
}

/** True for text that was meant as a list of things to look for rather than as a search: two or more, nearly all known. */
export function looksLikeList(text: string): boolean {
  const { entries } = readList(text);
  const known = entries.filter((entry) => entry.kind !== 'other').length;
  return known >= 2 && known >= entries.length * 0.8;
}

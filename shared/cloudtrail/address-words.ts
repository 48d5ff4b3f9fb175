/** What an address is: of a network that is not on the internet, of the accounts themselves, in a range of AWS or of a list. */
export const addressKinds = ['private', 'AWS service', 'own', 'AWS range', 'listed', 'other'] as const;
/** What an address is; see `addressKinds`. */
export type AddressKind = (typeof addressKinds)[number];

/** What is known of an address for a time. Times in microseconds, days as `2025-01-31`. */
export interface KnownAddress {
  readonly kind: AddressKind;
  readonly owner: string | null;
  readonly range: string | null;
  readonly country: string | null;
  readonly asn: string | null;
  readonly source: string | null;
  readonly dated: string | null;
  readonly since: number | null;
  readonly until: number | null;
}

const by = ({ source, dated }: KnownAddress): string =>
  source === null ? '' : `, by ${source}${dated === null ? '' : ` of ${dated}`}`;

/**
 * What is known of an address as a sentence with its source, and its date or the time from which it holds; null where nothing is
 * known. `timeOf` writes a time as the person reads times.
 */
export function addressInWords(known: KnownAddress, timeOf: (micros: number) => string): string | null {
  const { kind, owner, range, source, since, until, country, asn } = known;
  const learned =
    since === null || source === null
      ? by(known)
      : ` since ${timeOf(since)}${until === null ? '' : ` until ${timeOf(until)}`}, learned from ${source}`;
  const place = [country, asn].filter((one) => one !== null).join(', ');
  switch (kind) {
    case 'own':
      return `${owner ?? 'An address of the accounts themselves'}${learned}.`;
    case 'AWS range':
      return `Inside AWS: ${owner ?? 'a service'} (${range ?? ''})${by(known)}.`;
    case 'listed':
      return `${owner ?? 'A named block'} (${range ?? ''})${by(known)}.`;
    case 'private':
      return owner === null
        ? `Not on the internet: ${range ?? 'a private network'}.`
        : `Not on the internet: ${range ?? 'a private network'}. ${owner}${learned}; other networks may use the same address.`;
    case 'AWS service':
      return `A service of AWS made the call: ${owner ?? ''}.`;
    case 'other':
      return place === '' ? null : `${owner === null ? '' : `${owner}, `}${place}${by(known)}.`;
  }
}

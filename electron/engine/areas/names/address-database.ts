/** What a database of addresses says of one. */
export interface DatabaseEntry {
  /** Two letters, ISO 3166. */
  readonly country: string | null;
  /** `AS64496` with or without a name behind it. */
  readonly asn: string | null;
  readonly owner: string | null;
}

/** A database of addresses that a person gave. Whoever reads a format of such files makes one. */
export interface AddressDatabase {
  /** What it is called on screen. */
  readonly name: string;
  /** The day it was made, `2025-01-31`. */
  readonly dated: string | null;
  readonly lookUp: (address: string) => DatabaseEntry | undefined;
}

const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');

/** True for the bytes of an MMDB file: its description stands within the last 128 KB. Source: MaxMind DB file format specification 2.0. */
export const isAddressDatabase = (bytes: Buffer): boolean =>
  bytes.subarray(Math.max(0, bytes.length - 131_072)).includes(marker);

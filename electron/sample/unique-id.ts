import type { Prng } from './prng.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Prefixes of IAM unique identifiers that the sample archives use (IAM User Guide, "Unique identifiers"). */
export type IdPrefix = 'AKIA' | 'ASIA' | 'AIDA' | 'AROA' | 'AIPA' | 'ANPA';

/**
 * A 20-character IAM identifier in which the account number can be read back: after the prefix come 16 base-32
 * characters (10 bytes); the first 48 bits hold a set bit, 40 bits of account number and 7 bits of noise, the
 * rest is noise. The set bit puts the fifth character in Q–7, as in keys issued since 2019.
 */
export function uniqueId(prefix: IdPrefix, accountId: string, rng: Prng): string {
  const account = BigInt(accountId);
  const noise = (BigInt(rng.next()) << 7n) | BigInt(rng.next() & 0x7f);
  let bits = (((1n << 40n) | account) << 39n) | noise;
  let text = '';
  for (let i = 0; i < 16; i++) {
    text = BASE32.charAt(Number(bits & 31n)) + text;
    bits >>= 5n;
  }
  return prefix + text;
}

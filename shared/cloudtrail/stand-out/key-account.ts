const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The account that an access key ID encodes, undefined where it cannot be told: bits 7 to 46 of the first six bytes behind the
 * prefix, read as base 32. AWS does not document this; keys from before about 2019, whose fifth character is below Q, do not
 * encode it.
 */
export function accountOfKey(key: string): string | undefined {
  if (!/^(AKIA|ASIA)[Q-Z2-7][A-Z2-7]{15}$/.test(key)) return undefined;
  let number = 0n;
  for (const character of key.slice(4, 14)) number = (number << 5n) | BigInt(alphabet.indexOf(character));
  // Ten characters are 50 bits; the account lies in the first 48, without the first and the last seven.
  const account = ((number >> 2n) & 0x7fffffffff80n) >> 7n;
  const text = account.toString().padStart(12, '0');
  return text.length === 12 ? text : undefined;
}

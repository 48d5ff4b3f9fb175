import ipaddr from 'ipaddr.js';
import { AppError } from '../../../../shared/bridge/errors.ts';

/** The first and last address of a block as unsigned numbers. */
export interface AddressBounds {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

const asNumber = (bytes: readonly number[]): bigint =>
  bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);

/**
 * The bounds of `10.0.0.0/8` or `2001:db8::/32`; an address alone is a block of one. Host bits are ignored, and a block
 * of IPv4-mapped addresses (`::ffff:10.0.0.0/104`) is the IPv4 block. Throws `bad-pattern` for anything else.
 */
export function addressBounds(block: string): AddressBounds {
  try {
    const [address, bits] = ipaddr.isValid(block)
      ? [ipaddr.parse(block), ipaddr.parse(block).kind() === 'ipv4' ? 32 : 128]
      : ipaddr.parseCIDR(block);
    const isMapped = address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= 96;
    const bytes = isMapped ? address.toIPv4Address().toByteArray() : address.toByteArray();
    const size = BigInt(bytes.length * 8);
    const free = size - BigInt(isMapped ? bits - 96 : bits);
    const first = (asNumber(bytes) >> free) << free;
    return { version: size === 32n ? 4 : 6, first, last: first | ((1n << free) - 1n) };
  } catch (cause) {
    const message = `“${block}” is not an address block. Write one like 10.0.0.0/8 or 2001:db8::/32.`;
    throw new AppError('bad-pattern', message, { cause });
  }
}

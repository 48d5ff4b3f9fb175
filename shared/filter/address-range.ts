import { AppError } from '../bridge/errors.ts';
import { isAddress, isAddressBlock } from './address.ts';

/** An address as an unsigned number. */
export interface AddressNumber {
  readonly version: 4 | 6;
  readonly number: bigint;
}

/** The first and last address of a block as unsigned numbers. */
export interface AddressRange {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

const mappedPrefix = 0xffffn;

const fromGroups = (groups: readonly string[], bits: bigint, radix: 10 | 16): bigint =>
  groups.reduce((number, group) => (number << bits) | BigInt(Number.parseInt(group, radix)), 0n);

const ipv4Number = (text: string): bigint => fromGroups(text.split('.'), 8n, 10);

/** The number of an IPv6 address; `::10.0.0.1`, an old form, is `::ffff:10.0.0.1`, as importing has it. */
function ipv6Number(text: string): bigint {
  const old = /^::(\d+(?:\.\d+){3})$/.exec(text)?.[1];
  if (old !== undefined) return (mappedPrefix << 32n) | ipv4Number(old);
  const inHex = text.replace(/\d+(?:\.\d+){3}$/, (tail) => {
    const number = ipv4Number(tail);
    return `${(number >> 16n).toString(16)}:${(number & 0xffffn).toString(16)}`;
  });
  const [before = [], after = []] = inHex.split('::').map((half) => half.split(':').filter(Boolean));
  const gap = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return fromGroups([...before, ...gap, ...after], 16n, 16);
}

const isMapped = (number: bigint): boolean => number >> 32n === mappedPrefix;

/** The number of an address as it is written, or undefined for anything else and for IPv6 that ends in IPv4. */
export function writtenAddress(text: string): AddressNumber | undefined {
  if (!isAddress(text)) return undefined;
  if (!text.includes(':')) return { version: 4, number: ipv4Number(text) };
  return text.includes('.') ? undefined : { version: 6, number: ipv6Number(text) };
}

/** The number of an address, of one written as `::ffff:10.0.0.1` that of the IPv4 address; undefined for anything else. */
export function addressNumber(text: string): AddressNumber | undefined {
  if (!isAddress(text)) return undefined;
  if (!text.includes(':')) return { version: 4, number: ipv4Number(text) };
  const number = ipv6Number(text);
  return isMapped(number) ? { version: 4, number: number & 0xffffffffn } : { version: 6, number };
}

/**
 * The range of `10.0.0.0/8` or `2001:db8::/32`; an address alone is a block of one. Host bits are ignored, and a block of
 * IPv4-mapped addresses (`::ffff:10.0.0.0/104`) is the IPv4 block. Throws `bad-pattern` for anything else.
 */
export function addressRange(block: string): AddressRange {
  if (!isAddress(block) && !isAddressBlock(block)) {
    const message = `“${block}” is not an address block. Write one like 10.0.0.0/8 or 2001:db8::/32.`;
    throw new AppError('bad-pattern', message);
  }
  const [address = '', bits] = block.split('/');
  const isShort = !address.includes(':');
  const number = isShort ? ipv4Number(address) : ipv6Number(address);
  const free = (isShort ? 32n : 128n) - BigInt(bits ?? (isShort ? 32 : 128));
  const first = (number >> free) << free;
  const range = { first, last: first | ((1n << free) - 1n) };
  if (isShort) return { version: 4, ...range };
  if (free > 32n || !isMapped(number)) return { version: 6, ...range };
  return { version: 4, first: first & 0xffffffffn, last: range.last & 0xffffffffn };
}

/** True for an address inside a range. */
export const isInRange = (address: AddressNumber, { version, first, last }: AddressRange): boolean =>
  address.version === version && address.number >= first && address.number <= last;

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1);
  const count = groups.length + (last !== undefined && ipv4.test(last) ? 1 : 0);
  const areGroups = groups.every(
    (group, at) => /^[\da-f]{1,4}$/i.test(group) || (at === groups.length - 1 && ipv4.test(group)),
  );
  return areGroups && (halves.length === 2 ? count < 8 : count === 8);
}

/** True for an IPv4 or IPv6 address alone. */
export const isAddress = (text: string): boolean => ipv4.test(text) || isIpv6(text);

/** True for an IPv4 or IPv6 block with its prefix length, such as `10.0.0.0/8` or `2001:db8::/32`. */
export function isAddressBlock(text: string): boolean {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const [address, bits] = [match?.[1] ?? '', Number(match?.[2] ?? Number.NaN)];
  return (ipv4.test(address) && bits <= 32) || (isIpv6(address) && bits <= 128);
}

/** True for text a person meant as a block, right or wrong: an address with anything after a slash. */
export const looksLikeBlock = (text: string): boolean => /^(?:[\d.]+|[\da-f:]*:[\da-f:.]*)\/\w*$/i.test(text);

import { isAddress } from './address.ts';

const bracketed = /^\[([^\]]+)\](?::\d{1,5})?$/;
const withPort = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/;
/** Of a list that names more, the rest is left to the search of words. */
const mostAddresses = 100;

/** The address in `198.51.100.7:443`, `[2001:db8::1]:443` or `fe80::1%eth0`; the text itself otherwise. */
const bare = (text: string): string =>
  (bracketed.exec(text)?.[1] ?? withPort.exec(text)?.[1] ?? text).replace(/%[\w.-]+$/, '');

function elements(text: string): readonly string[] {
  if (!text.startsWith('["')) return text.split(/[,;\s]+/);
  try {
    const list = JSON.parse(text) as unknown;
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string').flatMap(elements) : [];
  } catch {
    return [];
  }
}

/**
 * The addresses that a `sourceIPAddress` names, without ports and zones, each once, as they are written. Services give a list
 * where a request came through proxies, and some add the port. None for the name of a service: all that a text names must
 * be addresses.
 */
export function sourceAddresses(text: string): readonly string[] {
  const named = elements(text.trim()).filter((one) => one !== '');
  const addresses = named.slice(0, mostAddresses).map(bare);
  return addresses.every(isAddress) ? [...new Set(addresses)] : [];
}

/** The one origin we serve and trust. */
export const scheme = 'app';
const host = 'trail';
export const pageOrigin = `${scheme}://${host}`;
export const pageUrl = `${pageOrigin}/index.html`;

/** Undefined for what is no address. */
export const parseAddress = (address: string): URL | undefined =>
  URL.canParse(address) ? new URL(address) : undefined;

/** The path inside our origin, or undefined for any other address. */
export function pathAtOrigin(address: string): string | undefined {
  const url = parseAddress(address);
  return url && url.protocol === `${scheme}:` && url.host === host ? url.pathname : undefined;
}

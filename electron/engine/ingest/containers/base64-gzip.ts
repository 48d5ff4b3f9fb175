import { gunzipSync } from 'node:zlib';
import { limits } from '../bytes/limits.ts';

/** How the base64 of gzip begins. */
export const base64Gzip = /^\s*H4sI[A-Za-z0-9+/]{12}/;

/** Base64 of an object or a list in JSON: of a bracket with a quote, a bracket or white space behind it. */
export const base64Json = /^\s*(?:ey[AJ]|ew[0ko]|W3s|Wy[AJ]|Ww[0ko])[\w+/\s-]{12,}={0,2}\s*$/;

/** The text packed in it; undefined when it is damaged or unpacks to more than there is room for. */
export function unpackBase64Gzip(text: string, roomBytes: number): string | undefined {
  try {
    const maxOutputLength = Math.max(1, Math.min(limits.wholeContentBytes, roomBytes));
    return gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength }).toString('utf8');
  } catch {
    return undefined;
  }
}

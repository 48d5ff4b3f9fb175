import { gunzipSync } from 'node:zlib';
import { limits } from '../limits.ts';

/** How the base64 of gzip begins. */
export const base64Gzip = /^\s*H4sI[A-Za-z0-9+/]{12}/;

const smallBytes = 1_048_576;

/** The text packed in it; undefined when it is damaged or unpacks beyond the limits on size and ratio. */
export function unpackBase64Gzip(text: string): string | undefined {
  const packed = Buffer.from(text, 'base64');
  const maxOutputLength = Math.min(
    limits.wholeContentBytes,
    Math.max(smallBytes, packed.length * limits.ratio),
  );
  try {
    return gunzipSync(packed, { maxOutputLength }).toString('utf8');
  } catch {
    return undefined;
  }
}

import { isUtf8 } from 'node:buffer';

/** What `shownName` may write where a name has a backslash or a byte that is no text. */
const looksEscaped = /\\(?:\\|x[0-9A-F]{2})/;

/**
 * The name of a file for people. Bytes that are not UTF-8 show as `\xE9`, and a backslash beside them doubled; so do the
 * backslashes of a name that looks like that by itself. No two names show alike, and `nameBytes` finds the name again.
 */
export function shownName(name: Buffer): string {
  const text = name.toString('utf8');
  if (isUtf8(name) && !looksEscaped.test(text)) return text;
  let shown = '';
  for (let at = 0; at < name.length;) {
    const length = characterAt(name, at);
    const character = length === 0 ? escaped(name[at]) : name.toString('utf8', at, at + length);
    shown += character === '\\' ? '\\\\' : character;
    at += Math.max(1, length);
  }
  return shown;
}

/** The bytes of the name that shows so. */
export function nameBytes(shown: string): Buffer {
  if (!looksEscaped.test(shown)) return Buffer.from(shown);
  const parts = shown.split(/(\\\\|\\x[0-9A-F]{2})/);
  return Buffer.concat(
    parts.map((part) => {
      if (part === '\\\\') return Buffer.from('\\');
      return /^\\x[0-9A-F]{2}$/.test(part) ? Buffer.from(part.slice(2), 'hex') : Buffer.from(part);
    }),
  );
}

const escaped = (byte = 0): string => `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/** How many bytes the character at a place has; 0 for a byte that is none. */
function characterAt(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length += 1) {
    if (isUtf8(bytes.subarray(at, at + length))) return length;
  }
  return 0;
}

import { maxTagLength } from './limits.ts';

// Cc, Cf (bidi, zero width, tags), lone surrogates, line and paragraph separators, and the comma that stands between tags.
const notInTags = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029,]/u;

/**
 * A tag as it is kept: composed (NFC), spaces trimmed and single. Undefined when nothing is left, when it is longer than
 * `maxTagLength`, or when it has a comma or invisible characters.
 */
export function cleanTag(text: string): string | undefined {
  const tag = text.normalize('NFC').trim().replace(/ +/g, ' ');
  return tag === '' || tag.length > maxTagLength || notInTags.test(tag) ? undefined : tag;
}

/** What tags are compared by: `Lead` and `lead` are one tag. */
export const tagKey = (tag: string): string => tag.normalize('NFC').toLowerCase();

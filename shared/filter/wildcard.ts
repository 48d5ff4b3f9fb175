/** A wildcard pattern taken apart: literal text, `any` for a run of characters, `one` for a single one. */
export type WildcardPart =
  { readonly kind: 'literal'; readonly text: string } | { readonly kind: 'any' } | { readonly kind: 'one' };

/** Takes a pattern apart. `\` before `*`, `?` or `\` gives the character itself; any other `\` stands for itself. */
export function wildcardParts(pattern: string): readonly WildcardPart[] {
  const parts: WildcardPart[] = [];
  for (const [piece] of pattern.matchAll(/\\[*?\\]|[*?]|\\|[^*?\\]+/g)) {
    const last = parts.at(-1);
    if (piece === '*') {
      if (last?.kind !== 'any') parts.push({ kind: 'any' });
    } else if (piece === '?') {
      parts.push({ kind: 'one' });
    } else {
      const text = /^\\[*?\\]$/.test(piece) ? piece.slice(1) : piece;
      if (last?.kind === 'literal') parts[parts.length - 1] = { kind: 'literal', text: last.text + text };
      else parts.push({ kind: 'literal', text });
    }
  }
  return parts;
}

/** Text as a pattern that matches exactly it. */
const escapeWildcards = (text: string): string => text.replace(/[*?\\]/g, '\\$&');

/** The pattern of these parts in its one spelling. */
export const wildcardPattern = (parts: readonly WildcardPart[]): string =>
  parts
    .map((part) => (part.kind === 'any' ? '*' : part.kind === 'one' ? '?' : escapeWildcards(part.text)))
    .join('');

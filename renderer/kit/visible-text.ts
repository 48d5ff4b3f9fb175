const named: ReadonlyMap<number, string> = new Map([
  [0x00ad, 'SHY'],
  [0x061c, 'ALM'],
  [0x180e, 'MVS'],
  [0x200b, 'ZWSP'],
  [0x200c, 'ZWNJ'],
  [0x200d, 'ZWJ'],
  [0x200e, 'LRM'],
  [0x200f, 'RLM'],
  [0x2028, 'LS'],
  [0x2029, 'PS'],
  [0x202a, 'LRE'],
  [0x202b, 'RLE'],
  [0x202c, 'PDF'],
  [0x202d, 'LRO'],
  [0x202e, 'RLO'],
  [0x2060, 'WJ'],
  [0x2066, 'LRI'],
  [0x2067, 'RLI'],
  [0x2068, 'FSI'],
  [0x2069, 'PDI'],
  [0xfeff, 'BOM'],
]);

// Cc, Cf (bidi, zero width, tags), lone surrogates, line and paragraph separators.
const deceptive = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

const symbolOf = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
  const name = named.get(code) ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return `⟦${name}⟧`;
};

/**
 * Text that somebody else wrote, safe to look at: characters that are invisible or change the order of others become
 * symbols (␀, ⟦RLO⟧). `keepLines` leaves line breaks and tabs as they are, for text shown as a block.
 */
export function visibleText(text: string, options: { readonly keepLines?: boolean } = {}): string {
  const keep = options.keepLines === true;
  return text.replace(deceptive, (character) =>
    keep && (character === '\n' || character === '\t') ? character : symbolOf(character),
  );
}

import { clockText } from '../../shared/time/zone.ts';
import { formatCount } from '../../shared/words/counted.ts';
import { shownZone } from './zone.svelte.ts';

export { formatCount, plural } from '../../shared/words/counted.ts';

/** `2021-07-28 15:28:06` in the zone on screen, the fraction dropped; with the offset where the clock shows this twice. */
export const formatTime = (micros: number): string => clockText(micros, shownZone.name);

/** The same, with a dash for what has no time. */
export const timeOrDash = (micros: number | null): string => (micros === null ? '–' : formatTime(micros));

/** `2021-07-28` in the zone on screen. */
export const formatDay = (micros: number): string => formatTime(micros).split(' ')[0] ?? '';

/** `0 B`, `812 B`, `1.2 MB`: decimal units, as file managers show them. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit > 0 && value < 99.95 ? value.toFixed(1) : formatCount(value)} ${units[unit] ?? 'B'}`;
}

/** `38 ms`, `4.2 s`, `2 min 13 s`, `2 h 13 min`, `5 d 3 h`: two units at most. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return pair(seconds, 60, 'min', 1, 's');
  if (seconds < 86_400) return pair(seconds, 3_600, 'h', 60, 'min');
  return pair(seconds, 86_400, 'd', 3_600, 'h');
}

function pair(seconds: number, big: number, bigUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((seconds % big) / small);
  return `${formatCount(Math.floor(seconds / big))} ${bigUnit}${rest > 0 ? ` ${rest} ${smallUnit}` : ''}`;
}

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

import { clockText } from '../../shared/time/zone.ts';
import { formatCount } from '../../shared/words/counted.ts';
import { shownZone } from './zone.svelte.ts';

export { formatCount, plural } from '../../shared/words/counted.ts';
export { visibleText } from './visible-text.ts';

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

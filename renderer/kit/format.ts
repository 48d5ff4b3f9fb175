import { clockText } from '../../shared/time/zone.ts';
import { formatCount } from '../../shared/words/counted.ts';
import { shownZone } from './zone.svelte.ts';

export { formatCount, plural } from '../../shared/words/counted.ts';
export { formatDuration } from '../../shared/words/duration.ts';
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

import { plural } from '../words/counted.ts';

/** Limits of time to choose from for a statement, in milliseconds; null for none. */
export const timeLimits: readonly (number | null)[] = [10_000, 60_000, 600_000, 3_600_000, null];

/** The limit of a statement for which nothing else was said, in milliseconds. */
export const usualTimeLimitMs = 600_000;

/** The longest limit that can be asked for, in milliseconds: a day. */
export const longestTimeLimitMs = 86_400_000;

/** A limit of time in words: `10 minutes`. */
export function limitInWords(limitMs: number | null): string {
  if (limitMs === null) return 'no limit';
  if (limitMs < 1_000) return `${limitMs} ms`;
  const seconds = Math.round(limitMs / 1_000);
  if (seconds >= 3_600 && seconds % 3_600 === 0) return plural(seconds / 3_600, 'hour');
  return seconds >= 60 && seconds % 60 === 0 ? plural(seconds / 60, 'minute') : plural(seconds, 'second');
}

import { describe, expect, it } from 'vitest';
import { shortTime } from '../../../renderer/charts/time-axis.ts';
import {
  formatBytes,
  formatCount,
  formatDay,
  formatDuration,
  formatTime,
  plural,
  visibleText,
} from '../../../renderer/kit/format.ts';
import { shownZone } from '../../../renderer/kit/zone.svelte.ts';

describe('format', () => {
  it('writes times in UTC to the second, before 1970 too', () => {
    expect(formatTime(1_627_486_086_999_999)).toBe('2021-07-28 15:28:06');
    expect(formatTime(-1)).toBe('1969-12-31 23:59:59');
    expect(formatDay(1_627_486_086_000_000)).toBe('2021-07-28');
    expect(formatTime(1e19)).toBe('no valid time');
  });

  it('writes times in the zone on screen, and says which of two it is', () => {
    shownZone.show('Europe/Berlin');
    try {
      expect(formatTime(1_627_486_086_000_000)).toBe('2021-07-28 17:28:06');
      expect(formatDay(1_627_509_600_000_000)).toBe('2021-07-29');
      expect(formatTime(Date.UTC(2023, 9, 29, 1, 30) * 1_000)).toBe('2023-10-29 02:30:00 +01:00');
      expect(shortTime(Date.UTC(2023, 9, 29, 1, 30) * 1_000)).toBe('2023-10-29 02:30 +01:00');
    } finally {
      shownZone.show('UTC');
    }
  });

  it('writes counts, sizes and durations', () => {
    expect(formatCount(1_204_113)).toBe('1,204,113');
    expect(plural(1, 'event')).toBe('1 event');
    expect(plural(2_000, 'entry', 'entries')).toBe('2,000 entries');
    expect([0, 812, 999.6, 1_234_567, 345_000_000].map(formatBytes)).toEqual([
      '0 B',
      '812 B',
      '1.0 kB',
      '1.2 MB',
      '345 MB',
    ]);
    expect([38, 4_200, 9_980, 42_000, 133_000, 7_980_000, 442_800_000].map(formatDuration)).toEqual([
      '38 ms',
      '4.2 s',
      '10 s',
      '42 s',
      '2 min 13 s',
      '2 h 13 min',
      '5 d 3 h',
    ]);
  });

  it('makes characters that deceive visible', () => {
    expect(visibleText('a\u0000b\u202Ec\u200Bd\u007F')).toBe('a␀b⟦RLO⟧c⟦ZWSP⟧d␡');
    expect(visibleText('\u{E0041}\uD800')).toBe('⟦U+E0041⟧⟦U+D800⟧');
    expect(visibleText('one\n\ttwo\r', { keepLines: true })).toBe('one\n\ttwo␍');
    expect(visibleText('naïve 日本 😀')).toBe('naïve 日本 😀');
  });
});

import type { Histogram } from '../../../shared/contract/timeline.ts';

export const minute = 60_000_000;
export const hour = 60 * minute;
/** 2021-07-28 12:00:00 UTC. */
export const noon = Date.UTC(2021, 6, 28, 12) * 1_000;

/** A made-up incident: working hours, a burst and a night without anything, 10 minutes a bar. */
export function incident(bins = 144): Histogram {
  const success = Array.from({ length: bins }, (_, bin) => {
    const inNight = bin % 144 > 84 && bin % 144 < 110;
    return inNight ? 0 : Math.round(40 + 30 * Math.sin(bin / 9) + ((bin * 7_919) % 23));
  });
  const error = success.map((count, bin) => (bin === 60 ? 210 : count > 0 && bin % 5 === 0 ? bin % 9 : 0));
  const lonely = success.map((count, bin) => (bin === 97 ? 1 : count));
  return {
    fromMicros: noon,
    toMicros: noon + bins * 10 * minute,
    binMicros: 10 * minute,
    total: [...lonely, ...error].reduce((all, one) => all + one, 0),
    series: [
      { value: 'success', counts: lonely },
      { value: 'error', counts: error },
    ],
  };
}

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

/** The same incident in classes of consequence: its errors are the failed ones, shared out among the classes. */
export function incidentInClasses(bins = 144): Histogram {
  const { series, ...rest } = incident(bins);
  const [done, failed] = series;
  const share = (part: number, counts: readonly number[] = []): number[] =>
    counts.map((count) => Math.floor(count / part));
  const taken = (counts: readonly number[] = [], ...parts: readonly (readonly number[])[]): number[] =>
    counts.map((count, bin) => parts.reduce((left, part) => left - (part[bin] ?? 0), count));
  const classes = [
    { value: 'change', counts: share(4, done?.counts), failed: share(3, failed?.counts) },
    { value: 'secret', counts: share(8, done?.counts), failed: share(6, failed?.counts) },
  ];
  const other = {
    value: 'other',
    counts: taken(done?.counts, ...classes.map(({ counts }) => counts)),
    failed: taken(failed?.counts, ...classes.map((one) => one.failed)),
  };
  const all = [other, ...classes].map(({ value, counts, failed: wrong }) => ({
    value,
    counts: counts.map((count, bin) => count + (wrong[bin] ?? 0)),
    failed: wrong,
  }));
  return { ...rest, series: all, refused: 40 };
}

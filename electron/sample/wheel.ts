import type { Prng } from './prng.ts';

/** A weighted choice over a fixed list. */
export interface Wheel<T> {
  readonly items: readonly T[];
  readonly total: number;
  pick(rng: Prng): T;
}

/** Builds a weighted choice; entries with weight 0 never come up. Throws a RangeError when nothing has weight. */
export function createWheel<T>(entries: ReadonlyArray<readonly [item: T, weight: number]>): Wheel<T> {
  const kept = entries.filter(([, weight]) => weight > 0);
  const items = kept.map(([item]) => item);
  const ends: number[] = [];
  let total = 0;
  for (const [, weight] of kept) {
    total += weight;
    ends.push(total);
  }
  const last = items.at(-1);
  if (last === undefined) throw new RangeError('A weighted choice needs at least one positive weight.');
  const pick = (rng: Prng): T => {
    const point = rng.float() * total;
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? total) > point) high = middle;
      else low = middle + 1;
    }
    return items[low] ?? last;
  };
  return { items, total, pick };
}

/** Reads `name:weight name:weight …`; a name without a weight counts 1. */
export function parseWeights(text: string): Array<readonly [name: string, weight: number]> {
  return text
    .trim()
    .split(/\s+/)
    .map((word) => {
      const [name = '', weight = '1'] = word.split(':');
      return [name, Number(weight)] as const;
    });
}

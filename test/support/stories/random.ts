/** Numbers that look random and are the same for the same seed. */
export interface Chance {
  /** A whole number from `least` to `most`. */
  readonly between: (least: number, most: number) => number;
  readonly of: <Value>(values: readonly Value[]) => Value;
  /** So many characters of an alphabet. */
  readonly letters: (count: number, alphabet?: string) => string;
}

/** The chance of a seed: mulberry32. */
export function chanceOf(seed: number): Chance {
  let state = (seed * 2_654_435_761) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    between,
    of: (values) => values[between(0, values.length - 1)] as (typeof values)[number],
    letters: (count, alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567') =>
      Array.from({ length: count }, () => alphabet[between(0, alphabet.length - 1)]).join(''),
  };
}

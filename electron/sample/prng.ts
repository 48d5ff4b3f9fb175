const STEP = 0x9e3779b9;

function mix(value: number): number {
  let z = value >>> 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}

const HEX = '0123456789abcdef';
const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A stream of deterministic randomness. All values depend only on the seed words the stream was made from. */
export interface Prng {
  /** An unsigned 32-bit integer. */
  next(): number;
  /** A number in [0, 1). */
  float(): number;
  /** An integer in [low, high], both included. */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  /** One element of a non-empty list. Throws a RangeError for an empty one. */
  pick<T>(list: readonly T[]): T;
  /** Lower-case hexadecimal digits. */
  hex(length: number): string;
  /** Characters A–Z, a–z and 0–9. */
  alnum(length: number): string;
  /** A version 4 UUID. */
  uuid(): string;
  /** A standard normal deviate. */
  normal(): number;
}

/**
 * A small fast counting generator (128 bits of state, Chris Doty-Humphrey's public sfc32 design) whose state is
 * spread from the given words, so that any file of an archive can be made without making the ones before it.
 * Words may be any integers below 2^53; their order matters.
 */
export function createPrng(...words: readonly number[]): Prng {
  let a = 0x243f6a88;
  let b = 0x85a308d3;
  let c = 0x13198a2e;
  let counter = 1;

  const next = (): number => {
    const sum = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return sum;
  };

  for (const word of words) {
    const low = word >>> 0;
    const high = Math.floor(Math.abs(word) / 4294967296) >>> 0;
    a = (a ^ mix(low + STEP)) >>> 0;
    b = (b ^ mix(high ^ Math.imul(low, STEP))) >>> 0;
    c = (c + mix(Math.imul(low ^ STEP, 3) + high)) >>> 0;
    for (let round = 0; round < 8; round++) next();
  }

  const int = (low: number, high: number): number =>
    low + Math.floor((next() / 4294967296) * (high - low + 1));

  const pick = <T>(list: readonly T[]): T => {
    const item = list[int(0, list.length - 1)];
    if (item === undefined) throw new RangeError('Cannot pick from an empty list.');
    return item;
  };

  const hex = (length: number): string => {
    let text = '';
    let bits = 0;
    for (let i = 0; i < length; i++) {
      if (i % 8 === 0) bits = next();
      text += HEX.charAt(bits & 15);
      bits >>>= 4;
    }
    return text;
  };

  const alnum = (length: number): string => {
    let text = '';
    let bits = 0;
    for (let i = 0; i < length; i++) {
      if (i % 4 === 0) bits = next();
      text += ALNUM.charAt(((bits & 255) * 62) >>> 8);
      bits >>>= 8;
    }
    return text;
  };

  const uuid = (): string => {
    const variant = HEX.charAt(8 + (next() & 3));
    return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
  };

  const normal = (): number => {
    const radius = Math.sqrt(-2 * Math.log((next() + 1) / 4294967297));
    return radius * Math.cos(2 * Math.PI * (next() / 4294967296));
  };

  return {
    next,
    float: () => next() / 4294967296,
    int,
    chance: (probability) => next() / 4294967296 < probability,
    pick,
    hex,
    alnum,
    uuid,
    normal,
  };
}

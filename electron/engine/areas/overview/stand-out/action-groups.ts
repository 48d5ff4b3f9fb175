import { groupedBy } from './grouped.ts';
import type { Action } from './read-actions.ts';

const second = 1_000_000;
/** An hour in microseconds. */
export const hour = 3600 * second;

/** Actions by a key. */
export const grouped = (
  actions: readonly Action[],
  keyOf: (action: Action) => string,
): readonly (readonly Action[])[] => [...groupedBy(actions, keyOf).values()];

/** How many events actions stand for. */
export const total = (actions: readonly Action[]): number =>
  actions.reduce((sum, { events }) => sum + events, 0);

/** Texts, each once. */
export const distinct = (texts: readonly (string | null)[]): readonly string[] => [
  ...new Set(texts.filter((one) => one !== null)),
];

/** From the first event to the second of the last one. */
export const spanOf = (actions: readonly Action[]): { fromMicros: number; toMicros: number } => ({
  fromMicros: actions.reduce((least, { first }) => Math.min(least, first), Number.POSITIVE_INFINITY),
  toMicros: actions.reduce((most, { last }) => Math.max(most, last), Number.NEGATIVE_INFINITY) + second,
});

/** From the first event to the last one, in microseconds. */
export const lengthOf = (actions: readonly Action[]): number => {
  const { fromMicros, toMicros } = spanOf(actions);
  return toMicros - second - fromMicros;
};

/** In how many hours, at least: of one action and object it is exact. */
export const hoursIn = (actions: readonly Action[]): number =>
  actions.reduce((most, { hours }) => Math.max(most, hours), 0);

/** The addresses that actions came from, some of many. */
export const addressesOf = (actions: readonly Action[]): readonly string[] =>
  distinct(actions.flatMap(({ addresses }) => addresses));

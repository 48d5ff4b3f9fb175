/** First seed word after the user's seed: keeps the independent streams of randomness apart. */
export const STREAM = {
  world: 1,
  account: 2,
  plan: 3,
  file: 4,
  session: 5,
  shared: 6,
  story: 7,
  place: 8,
} as const;

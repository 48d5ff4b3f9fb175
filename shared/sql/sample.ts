import * as v from 'valibot';

/** Shares of the events to choose from for a quick answer, in percent; null for all of them. */
export const sampleShares: readonly (number | null)[] = [null, 10, 1, 0.1];

/** The smallest and the largest share that can be asked for, in percent. */
export const sampleBounds = { least: 0.01, most: 50 } as const;

/** A share of the events, in percent. */
export const samplePercentSchema = v.pipe(
  v.number(),
  v.minValue(sampleBounds.least),
  v.maxValue(sampleBounds.most),
);

/** A share of the events in two words. */
export const shareInWords = (percent: number | null): string => (percent === null ? 'all' : `≈ ${percent} %`);

/** What is to be known of an answer from a sample, as the end of a sentence. */
export const sampleInWords = (percent: number): string =>
  `from a sample of about ${percent} % of the events: counts are not exact`;

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `1,204,113`. */
export const formatCount = (count: number): string => grouped.format(count);

/** `1 event`, `1,204 events`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

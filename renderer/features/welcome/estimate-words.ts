import { formatCount, plural } from '../../kit/format.ts';

const unknown = 'cannot be estimated before the files are read';

/**
 * `about 1.2 million events, about a minute at the speed of the last import here`: an estimate, and said as one. Without an
 * import to compare with there is no time.
 */
export function estimateWords(events: number | null, perSecond: number | null): string {
  if (events === null) return unknown;
  const count = `about ${roundedCount(events)}`;
  return perSecond === null
    ? `${count}, estimated from the beginnings of the files`
    : `${count}, ${roundedTime(events / perSecond)} at the speed of the last import here`;
}

/** Two digits: more would claim to be known. */
function roundedCount(events: number): string {
  if (events < 100) return plural(events, 'event');
  const unit = 10 ** (Math.floor(Math.log10(events)) - 1);
  const rounded = Math.round(events / unit) * unit;
  if (rounded < 1_000_000) return `${formatCount(rounded)} events`;
  const millions = rounded / 1_000_000;
  return `${millions < 10 ? millions.toFixed(1).replace('.0', '') : formatCount(millions)} million events`;
}

function roundedTime(seconds: number): string {
  if (seconds < 10) return 'a few seconds';
  if (seconds < 45) return 'less than a minute';
  const minutes = Math.round(seconds / 60);
  if (minutes <= 1) return 'about a minute';
  if (minutes < 90) return `about ${formatCount(minutes)} minutes`;
  return `about ${formatCount(Math.round(minutes / 60))} hours`;
}

import type { Range } from '../../shared/contract/common.ts';
import { formatTime } from '../kit/format.ts';

const hourMicros = 3_600_000_000;

/** Spans that end with the newest event of the archive: archives are old, “now” would mostly be empty. */
export const rangePresets: readonly { readonly label: string; readonly micros: number }[] = [
  { label: 'last hour', micros: hourMicros },
  { label: 'last 24 h', micros: 24 * hourMicros },
  { label: 'last 7 d', micros: 7 * 24 * hourMicros },
  { label: 'last 90 d', micros: 90 * 24 * hourMicros },
];

/** The span of that length before the newest event, that event included. Events have whole seconds. */
export function presetRange(lastEventMicros: number, micros: number): Range {
  const toMicros = lastEventMicros + 1_000_000;
  return { fromMicros: toMicros - micros, toMicros };
}

/** `2021-07-28 15:28:00 → 2021-08-02 09:50:00`, the day once when both ends share it. */
export function rangeText(range: Range): string {
  const from = formatTime(range.fromMicros);
  const to = formatTime(range.toMicros);
  const isSameDay = from.slice(0, 10) === to.slice(0, 10);
  return `${from} → ${isSameDay ? to.slice(11) : to}`;
}

import { momentMicros } from '../../../shared/filter/time-value.ts';

const microsPerSecond = 1_000_000;

/** `2021-07-28T15:28:06Z`, with a fraction only when there is one: how a filter writes a time. */
export function isoText(micros: number): string {
  const seconds = Math.floor(micros / microsPerSecond);
  const fraction = micros - seconds * microsPerSecond;
  const date = new Date(seconds * 1_000);
  if (Number.isNaN(date.getTime())) return String(micros);
  const text = date.toISOString().slice(0, -5);
  return fraction === 0 ? `${text}Z` : `${text}.${String(fraction).padStart(6, '0')}Z`;
}

/** The moment a cell or a leaf stands for: rows carry microseconds, records carry ISO text. */
export function microsOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === 'string' ? momentMicros(value) : undefined;
}

/** A span that reaches this far to both sides, the moment's own second included. */
export const around = (micros: number, reachMicros: number): { fromMicros: number; toMicros: number } => ({
  fromMicros: micros - reachMicros,
  toMicros: micros + reachMicros + microsPerSecond,
});

export const fiveMinutesMicros = 5 * 60 * microsPerSecond;
export const oneSecondMicros = microsPerSecond;

import { isoMicros } from '../../../shared/time/read-time.ts';

const microsPerSecond = 1_000_000;

/** The moment a cell or a leaf stands for: rows carry microseconds, records carry ISO text. */
export function microsOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === 'string' ? isoMicros(value) : undefined;
}

/** A span that reaches this far to both sides, the moment's own second included. */
export const around = (micros: number, reachMicros: number): { fromMicros: number; toMicros: number } => ({
  fromMicros: micros - reachMicros,
  toMicros: micros + reachMicros + microsPerSecond,
});

/** The spans around a moment that people ask for, in minutes. */
export const reaches = [5, 1, 15, 60] as const;
export const minutesMicros = (minutes: number): number => minutes * 60 * microsPerSecond;
/** `5 minutes`, `1 hour`. */
export const reachWords = (minutes: number): string =>
  minutes === 60 ? '1 hour' : minutes === 1 ? '1 minute' : `${String(minutes)} minutes`;
export const oneSecondMicros = microsPerSecond;

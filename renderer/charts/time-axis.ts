import { scaleUtc } from 'd3-scale';
import type { Range } from '../../shared/contract/common.ts';
import { clockText, instantOf, wallMicros } from '../../shared/time/zone.ts';
import { shownZone } from '../kit/zone.svelte.ts';

/** A mark on the time axis. */
export interface Tick {
  readonly micros: number;
  readonly xPx: number;
  readonly text: string;
  /** Starts a new day (or month or year), and says which. */
  readonly isMajor: boolean;
}

const widthOfTickPx = 92;

/** Instants over a span that are round on the zone's clock, with labels as short as they can be and still exact. */
export function timeTicks(span: Range, widthPx: number, zone = shownZone.name): Tick[] {
  const wall = (micros: number): Date => new Date(wallMicros(micros, zone) / 1000);
  const wanted = Math.max(2, Math.floor(widthPx / widthOfTickPx));
  const rounds = scaleUtc()
    .domain([wall(span.fromMicros), wall(span.toMicros)])
    .ticks(wanted);
  const pxPerMicro = widthPx / (span.toMicros - span.fromMicros);
  let dayBefore = '';
  let microsBefore = Number.NEGATIVE_INFINITY;
  return rounds.flatMap((at) => {
    const micros = instantOf(at.getTime() * 1000, zone);
    // What the clock is put over stands where the hour after it does.
    if (micros <= microsBefore) return [];
    microsBefore = micros;
    const iso = at.toISOString();
    const day = iso.slice(0, 10);
    const clock = iso.slice(17, 19) === '00' ? iso.slice(11, 16) : iso.slice(11, 19);
    const isDayStart = iso.slice(11, 19) === '00:00:00';
    const text = isDayStart ? (day.endsWith('01-01') ? day : day.slice(5)) : clock;
    const isMajor = isDayStart && day !== dayBefore;
    dayBefore = day;
    return [{ micros, xPx: (micros - span.fromMicros) * pxPerMicro, text, isMajor }];
  });
}

const units: readonly (readonly [string, number])[] = [
  ['day', 86_400_000_000],
  ['h', 3_600_000_000],
  ['min', 60_000_000],
  ['s', 1_000_000],
  ['ms', 1_000],
];

/** The width of a bin in words: `10 min`, `1 day`, `2 h`. */
export function binInWords(binMicros: number): string {
  const [name, size] = units.find(([, unit]) => binMicros >= unit && binMicros % unit === 0) ??
    units.find(([, unit]) => binMicros >= unit) ?? ['ms', 1_000];
  const count = Math.round((binMicros / size) * 100) / 100;
  return `${count} ${name === 'day' && count !== 1 ? 'days' : name}`;
}

/** An instant to the second, or to the minute when it is a full one: for spans in words. */
export function shortTime(micros: number): string {
  return clockText(micros, shownZone.name).replace(/^(\S+ \d\d:\d\d):00/, '$1');
}

/** A span as text, the day not said twice: `2021-07-28 15:28 → 17:40`. */
export function spanText(span: Range): string {
  const from = shortTime(span.fromMicros);
  const to = shortTime(span.toMicros);
  return `${from} → ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to}`;
}

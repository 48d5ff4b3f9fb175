import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  barCount,
  barsOver,
  instantInBars,
  placeInBars,
  spanOfBar,
  type Bars,
} from '../../../shared/time/bars.ts';
import { clockText, zonedText } from '../../../shared/time/zone.ts';

const second = 1_000_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const at = (iso: string): number => Date.parse(iso) * 1_000;
const spans = (bars: Bars) => Array.from({ length: barCount(bars) }, (_, bar) => spanOfBar(bars, bar));
const lengths = (bars: Bars, unit: number): number[] =>
  spans(bars).map(({ fromMicros, toMicros }) => (toMicros - fromMicros) / unit);
const begins = (bars: Bars, zone: string): string[] =>
  spans(bars).map(({ fromMicros }) => zonedText(fromMicros, zone));
const over = (from: string, to: string, width: number, zone: string): Bars =>
  barsOver({ fromMicros: at(from), toMicros: at(to) }, width, zone);

describe('bars by the clock of a zone', () => {
  it('are days of 23 and 25 hours where the clock is put', () => {
    const spring = over('2023-03-24T23:00:00Z', '2023-03-27T22:00:00Z', day, 'Europe/Berlin');
    expect(lengths(spring, hour)).toEqual([24, 23, 24]);
    expect(begins(spring, 'Europe/Berlin')).toEqual([
      '2023-03-25T00:00:00+01:00',
      '2023-03-26T00:00:00+01:00',
      '2023-03-27T00:00:00+02:00',
    ]);
    expect(lengths(over('2023-10-28T12:00:00Z', '2023-10-30T12:00:00Z', day, 'Europe/Berlin'), hour)).toEqual(
      [24, 25, 24],
    );
  });

  it('are hours of their own where an hour comes twice, and none where it is left out', () => {
    const autumn = over('2023-10-28T23:00:00Z', '2023-10-29T03:00:00Z', hour, 'Europe/Berlin');
    expect(begins(autumn, 'Europe/Berlin')).toEqual([
      '2023-10-29T01:00:00+02:00',
      '2023-10-29T02:00:00+02:00',
      '2023-10-29T02:00:00+01:00',
      '2023-10-29T03:00:00+01:00',
    ]);
    expect(autumn.edges).toBeUndefined();
    const longer = over('2023-10-28T22:00:00Z', '2023-10-29T05:00:00Z', 3 * hour, 'Europe/Berlin');
    expect(lengths(longer, hour)).toEqual([4, 3]);
  });

  it('begin on the hour there, also off the hour in UTC and where half an hour is put', () => {
    const kathmandu = over('2023-07-10T00:00:00Z', '2023-07-10T02:00:00Z', hour, 'Asia/Kathmandu');
    expect(begins(kathmandu, 'Asia/Kathmandu')).toEqual([
      '2023-07-10T05:00:00+05:45',
      '2023-07-10T06:00:00+05:45',
      '2023-07-10T07:00:00+05:45',
    ]);
    const spring = over('2023-09-30T14:00:00Z', '2023-09-30T17:00:00Z', hour, 'Australia/Lord_Howe');
    expect(begins(spring, 'Australia/Lord_Howe')).toEqual([
      '2023-10-01T00:00:00+10:30',
      '2023-10-01T01:00:00+10:30',
      '2023-10-01T02:30:00+11:00',
      '2023-10-01T03:00:00+11:00',
    ]);
    const autumn = over('2023-04-01T14:00:00Z', '2023-04-01T16:30:00Z', hour, 'Australia/Lord_Howe');
    expect(lengths(autumn, minute)).toEqual([90, 60]);
  });

  it('count a day once that begins twice', () => {
    // The Azores put their clock back from one to midnight.
    const azores = over('2023-10-28T00:00:00Z', '2023-10-31T00:00:00Z', day, 'Atlantic/Azores');
    expect(lengths(azores, hour)).toEqual([24, 25, 24]);
  });

  const zones = [
    'UTC',
    'Europe/Berlin',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Atlantic/Azores',
    'Pacific/Apia',
  ];
  const widths = [second, minute, 15 * minute, 30 * minute, hour, 3 * hour, 12 * hour, day, 7 * day];
  const asked = fc.record({
    zone: fc.constantFrom(...zones),
    width: fc.constantFrom(...widths),
    from: fc.integer({ min: at('2010-01-01T00:00:00Z') / second, max: at('2030-01-01T00:00:00Z') / second }),
    bars: fc.integer({ min: 1, max: 200 }),
    share: fc.double({ min: 0, max: 0.999, noNaN: true }),
  });

  it('cover the span, and every instant lies in the bar that is said of it', () => {
    fc.assert(
      fc.property(asked, ({ zone, width, from, bars: wanted, share }) => {
        const span = { fromMicros: from * second, toMicros: from * second + wanted * width };
        const bars = barsOver(span, width, zone);
        expect(bars.fromMicros).toBeLessThanOrEqual(span.fromMicros);
        expect(bars.toMicros).toBeGreaterThanOrEqual(span.toMicros);
        expect(spanOfBar(bars, 0).toMicros).toBeGreaterThan(span.fromMicros);
        expect(spanOfBar(bars, barCount(bars) - 1).fromMicros).toBeLessThan(span.toMicros);
        const micros = Math.floor(span.fromMicros + share * (span.toMicros - span.fromMicros));
        const place = placeInBars(bars, micros);
        const bar = spanOfBar(bars, Math.floor(place));
        expect(bar.fromMicros).toBeLessThanOrEqual(micros);
        expect(bar.toMicros).toBeGreaterThan(micros);
        expect(Math.abs(instantInBars(bars, place) - micros)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('of days hold one date each', () => {
    fc.assert(
      fc.property(asked, ({ zone, from, bars: wanted }) => {
        const bars = barsOver(
          { fromMicros: from * second, toMicros: from * second + wanted * day },
          day,
          zone,
        );
        const dates = spans(bars).map(({ fromMicros, toMicros }) => [
          clockText(fromMicros, zone).slice(0, 10),
          clockText(toMicros - second, zone).slice(0, 10),
        ]);
        expect(dates.filter(([first, last]) => first !== last)).toEqual([]);
        expect(new Set(dates.map(([first]) => first)).size).toBe(dates.length);
      }),
    );
  });
});

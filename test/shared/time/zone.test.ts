import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clockStretches,
  clockText,
  instantOf,
  isZone,
  readTimeIn,
  wallMicros,
  zonedText,
  zoneNames,
} from '../../../shared/time/zone.ts';
import { readTime } from '../../../shared/time/read-time.ts';

const at = (iso: string): number => Date.parse(iso) * 1_000;
const second = 1_000_000;

const zones = [
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Asia/Kolkata'],
  ...['America/St_Johns', 'Pacific/Apia', 'Africa/Casablanca', 'Pacific/Chatham', 'Atlantic/Azores'],
];
const instants = fc
  .integer({ min: at('2005-01-01T00:00:00Z') / second, max: at('2040-01-01T00:00:00Z') / second })
  .map((seconds) => seconds * second);
/** Where clocks change, and a few hours around. */
const nearChanges = fc
  .tuple(fc.constantFrom(...zones), fc.integer({ min: 0, max: 60 }), fc.integer({ min: -7_200, max: 7_200 }))
  .map(([zone, which, seconds]) => {
    const span = { fromMicros: at('2006-01-01T00:00:00Z'), toMicros: at('2035-01-01T00:00:00Z') };
    const changes = clockStretches(span, zone).slice(1);
    return { zone, micros: (changes[which]?.fromMicros ?? at('2020-01-01T00:00:00Z')) + seconds * second };
  });
const anyTime = fc.oneof(
  fc.record({ zone: fc.constantFrom(...zones, ...zoneNames()), micros: instants }),
  nearChanges,
);

describe('times in a zone', () => {
  it.each([
    ['2023-07-10T11:58:10Z', 'UTC', '2023-07-10 11:58:10', '2023-07-10T11:58:10Z'],
    ['2023-07-10T11:58:10Z', 'Europe/Berlin', '2023-07-10 13:58:10', '2023-07-10T13:58:10+02:00'],
    ['2023-01-10T11:58:10Z', 'Europe/Berlin', '2023-01-10 12:58:10', '2023-01-10T12:58:10+01:00'],
    ['2023-07-10T20:00:00Z', 'Asia/Kathmandu', '2023-07-11 01:45:00', '2023-07-11T01:45:00+05:45'],
    ['2023-07-10T11:58:10Z', 'America/St_Johns', '2023-07-10 09:28:10', '2023-07-10T09:28:10-02:30'],
    // Lord Howe puts its clock by half an hour: +10:30 in winter, +11 in summer.
    ['2023-07-10T00:00:00Z', 'Australia/Lord_Howe', '2023-07-10 10:30:00', '2023-07-10T10:30:00+10:30'],
    ['2023-01-10T00:00:00Z', 'Australia/Lord_Howe', '2023-01-10 11:00:00', '2023-01-10T11:00:00+11:00'],
    // The last moment before and the first after the clock is put forward.
    ['2023-03-26T00:59:59Z', 'Europe/Berlin', '2023-03-26 01:59:59', '2023-03-26T01:59:59+01:00'],
    ['2023-03-26T01:00:00Z', 'Europe/Berlin', '2023-03-26 03:00:00', '2023-03-26T03:00:00+02:00'],
    // What the clock shows twice says which.
    ['2023-10-29T00:30:00Z', 'Europe/Berlin', '2023-10-29 02:30:00 +02:00', '2023-10-29T02:30:00+02:00'],
    ['2023-10-29T01:30:00Z', 'Europe/Berlin', '2023-10-29 02:30:00 +01:00', '2023-10-29T02:30:00+01:00'],
    [
      '2023-04-01T14:45:00Z',
      'Australia/Lord_Howe',
      '2023-04-02 01:45:00 +11:00',
      '2023-04-02T01:45:00+11:00',
    ],
    [
      '2023-04-01T15:15:00Z',
      'Australia/Lord_Howe',
      '2023-04-02 01:45:00 +10:30',
      '2023-04-02T01:45:00+10:30',
    ],
  ])('%s in %s is %s', (iso, zone, text, zoned) => {
    expect([clockText(at(iso), zone), zonedText(at(iso), zone)]).toEqual([text, zoned]);
  });

  it('keep what lies below the second, and say so of what is no time', () => {
    expect(zonedText(at('2023-07-10T11:58:10Z') + 1, 'Asia/Kathmandu')).toBe(
      '2023-07-10T17:43:10.000001+05:45',
    );
    expect(clockText(9e18, 'Europe/Berlin')).toBe('no valid time');
    expect(zonedText(9e18, 'Europe/Berlin')).toBe('9000000000000000000');
    expect(zonedText(-1, 'UTC')).toBe('1969-12-31T23:59:59.999999Z');
    expect(clockText(Number.NaN, 'Europe/Berlin')).toBe('no valid time');
  });

  it('are those of the platform', () => {
    fc.assert(
      fc.property(anyTime, ({ zone, micros }) => {
        const shown = new Date(micros / 1_000).toLocaleString('sv-SE', { timeZone: zone });
        expect(clockText(micros, zone).slice(0, 19)).toBe(shown);
      }),
      { numRuns: 1_000 },
    );
  });

  it('read as what they were written from', () => {
    fc.assert(
      fc.property(anyTime, ({ zone, micros }) => {
        expect(readTimeIn(clockText(micros, zone), zone)).toBe(micros);
        expect(readTime(zonedText(micros + 7, zone))).toEqual({ micros: micros + 7 });
        expect(wallMicros(instantOf(wallMicros(micros, zone), zone), zone)).toBe(wallMicros(micros, zone));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a typed time', () => {
  it.each([
    ['2023-07-10 13:58', '2023-07-10T11:58:00Z'],
    ['2023-07-10', '2023-07-09T22:00:00Z'],
    ['20230710T1358', '2023-07-10T11:58:00Z'],
    ['July 10, 2023 at 1:58:10 PM', '2023-07-10T11:58:10Z'],
    // What names its zone, or counts since 1970, is of no other.
    ['2023-07-10T13:58Z', '2023-07-10T13:58:00Z'],
    ['2023-07-10T13:58:00+05:45', '2023-07-10T08:13:00Z'],
    ['Mon, 10 Jul 2023 13:58:00 GMT', '2023-07-10T13:58:00Z'],
    ['1688990280', '2023-07-10T11:58:00Z'],
    // Left out by the clock, counted on from before; shown twice, the earlier one.
    ['2023-03-26 02:30', '2023-03-26T01:30:00Z'],
    ['2023-10-29 02:30', '2023-10-29T00:30:00Z'],
  ])('%s is of the zone unless it says otherwise', (text, iso) => {
    expect(readTimeIn(text, 'Europe/Berlin')).toBe(at(iso));
  });

  it('may be none', () => {
    expect(readTimeIn('soon', 'Europe/Berlin')).toBeUndefined();
  });
});

it('zones are known by the names of the IANA database', () => {
  expect(['UTC', 'Europe/Berlin', 'Asia/Kathmandu'].map(isZone)).toEqual([true, true, true]);
  expect(['', 'Mars/Olympus', 'local'].map(isZone)).toEqual([false, false, false]);
  expect(zoneNames()[0]).toBe('UTC');
  expect(zoneNames().filter((name) => !isZone(name))).toEqual([]);
  expect(zoneNames()).toEqual(expect.arrayContaining(['Asia/Kathmandu', 'Asia/Kolkata', 'Europe/Berlin']));
  expect(new Set(zoneNames()).size).toBe(zoneNames().length);
});

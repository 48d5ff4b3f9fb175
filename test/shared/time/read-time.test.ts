import { describe, expect, it } from 'vitest';
import { isoMicros, readTime, readTimeValue } from '../../../shared/time/read-time.ts';
import { ambiguousTimes, noTimes, timeForms } from '../../support/time-forms.ts';

describe('times of records', () => {
  it('are read in every form', () => {
    expect(timeForms.map(([form]) => [form, readTimeValue(form)])).toEqual(
      timeForms.map(([form, iso, beyondMs = 0]) => [form, { micros: Date.parse(iso) * 1_000 + beyondMs }]),
    );
  });

  it.each(ambiguousTimes)('%j has a day and a month that only its neighbours tell apart', (text) => {
    expect(readTime(text)).toEqual({ micros: undefined, isAmbiguous: true });
    expect(readTime(text, 'day-first')?.micros).toBe(Date.parse('2025-04-03T10:00:00Z') * 1_000);
    expect(readTime(text, 'month-first')?.micros).toBe(Date.parse('2025-03-04T10:00:00Z') * 1_000);
  });

  it.each(noTimes)('%j is none', (value) => {
    expect(readTimeValue(value)).toBeUndefined();
  });

  it('never lets a neighbour overrule a date that tells its own order', () => {
    const micros = Date.parse('2025-03-13T00:00:00Z') * 1_000;
    expect(readTime('13/03/2025', 'month-first')).toEqual({ micros });
    expect(readTime('03/13/2025', 'day-first')).toEqual({ micros });
  });

  it('gives up on long texts at once', () => {
    expect(readTime(`${'1'.repeat(200_000)}:`)).toBeUndefined();
    expect(isoMicros(`2025-03-03${' '.repeat(200_000)}x`)).toBeUndefined();
  });
});

describe('ISO 8601 alone', () => {
  it.each([
    ['2023-07-10', '2023-07-10T00:00:00Z'],
    ['2023-07-10T11:00', '2023-07-10T11:00:00Z'],
    ['2023-07-10 11:00:05', '2023-07-10T11:00:05Z'],
    ['2023-07-10t11:00:05z', '2023-07-10T11:00:05Z'],
    ['2023-07-10T11:00:05+02:00', '2023-07-10T09:00:05Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
    ['1969-12-31T23:59:59.5Z', '1969-12-31T23:59:59.500Z'],
    ['0001-01-01', '0001-01-01T00:00:00Z'],
  ])('%s', (text, iso) => {
    expect(isoMicros(text)).toBe(Date.parse(iso) * 1_000);
  });

  it.each([
    '',
    '2023',
    '2023-02-29',
    '2023-07-32',
    '2023-07-10T11',
    'now',
    '2023-07-10T11:60',
    '111122223333',
  ])('%j is none', (text) => {
    expect(isoMicros(text)).toBeUndefined();
  });
});

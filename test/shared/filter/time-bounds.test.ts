import { describe, expect, it } from 'vitest';
import { wholeScope, type Question } from '../../../shared/contract/common.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { printFilter } from '../../../shared/filter/print.ts';
import { isTimeBound, withoutTimeOf } from '../../../shared/filter/time-bounds.ts';

const asking = (text: string, range: Question['scope']['range'] = null): Question => ({
  scope: { ...wholeScope, accounts: ['111122223333'], range },
  filter: parseFilter(text).filter ?? expect.unreachable(),
});
const range = { fromMicros: 1, toMicros: 2 };

describe('a question is bound to a span of time', () => {
  it.each([
    'eventTime>2024-01-01',
    'eventName:a eventTime:[2024-01-01 to 2024-02-01]',
    'eventTime=2024-01-01',
  ])('by %s', (text) => expect(isTimeBound(asking(text))).toBe(true));
  it('by its scope', () => expect(isTimeBound(asking('', range))).toBe(true));
  it.each([
    '',
    'eventName:a',
    'absent(eventTime)',
    'not eventTime>2024-01-01',
    'eventTime:*',
    'eventTime>2024-01-01 or absent(eventTime)',
    'eventTime>2024-01-01 or eventName:a',
  ])('not by “%s”, which lets events without time through or asks for none', (text) =>
    expect(isTimeBound(asking(text))).toBe(false),
  );
});

describe('the events without time of a question', () => {
  it.each([
    ['', 'absent(eventTime)'],
    ['eventTime>2024-01-01', 'absent(eventTime)'],
    ['eventTime>2024-01-01 eventName:a eventTime<2024-02-01', 'eventName:a and absent(eventTime)'],
    ['absent(eventTime)', 'absent(eventTime)'],
  ])('of “%s” are those of “%s” at any time', (text, wanted) => {
    const found = withoutTimeOf(asking(text, range));
    expect(printFilter(found.filter)).toBe(wanted);
    expect(found.scope).toEqual({ ...wholeScope, accounts: ['111122223333'] });
  });
});

import { expect, it } from 'vitest';
import {
  count,
  flag,
  number,
  numberOrNull,
  readRows,
  text,
  textOrNull,
} from '../../../electron/engine/db/rows.ts';

it('gives rows under the names of their columns, whatever their order', () => {
  const shape = { name: text, events: count, first: numberOrNull, region: textOrNull, failed: flag };
  const names = ['events', 'region', 'name', 'failed', 'first'];
  expect(
    readRows(
      names,
      [
        [3, 'eu-west-1', 'a', true, 7],
        [null, null, 'b', null, null],
      ],
      shape,
    ),
  ).toEqual([
    { name: 'a', events: 3, first: 7, region: 'eu-west-1', failed: true },
    { name: 'b', events: 0, first: null, region: null, failed: false },
  ]);
});

it.each([
  ['a column that is not there', { missing: text }, /no column “missing”/],
  ['a text where a number was asked for', { name: number }, /string where a number/],
  ['NULL where a text was asked for', { empty: text }, /NULL where a text/],
  ['a text where true or false was asked for', { name: flag }, /string where true or false/],
])('refuses %s', (_what, shape, words) => {
  expect(() => readRows(['name', 'empty'], [['a', null]], shape)).toThrow(words);
});

import { describe, expect, it } from 'vitest';
import { heatOf, matrixOf, meaningOf, moveBy } from '../../../renderer/features/places/matrix.ts';
import { matrixAnswer } from './answers.ts';

const size = { rows: 12, columns: 17 };

describe('moving by key', () => {
  it.each([
    ['ArrowDown', false, [0, 0], [1, 0]],
    ['ArrowDown', false, [11, 3], [11, 3]],
    ['ArrowUp', false, [0, 3], [-1, 3]],
    ['ArrowUp', false, [-1, 3], [-1, 3]],
    ['ArrowLeft', false, [4, 0], [4, -1]],
    ['ArrowLeft', false, [-1, 0], [-1, 0]],
    ['ArrowUp', false, [0, -1], [0, -1]],
    ['ArrowRight', false, [4, -1], [4, 0]],
    ['ArrowRight', true, [4, 2], [4, 16]],
    ['ArrowUp', true, [9, 2], [0, 2]],
    ['Home', false, [4, 8], [4, -1]],
    ['Home', false, [-1, 8], [-1, 0]],
    ['Home', true, [4, 8], [0, 0]],
    ['End', false, [4, 8], [4, 16]],
    ['End', true, [4, 8], [11, 16]],
    ['PageDown', false, [0, 8], [10, 8]],
    ['PageUp', false, [3, 8], [0, 8]],
  ] as const)('%s (far: %s) from %j leads to %j', (key, isFar, from, to) => {
    const at = { row: from[0], column: from[1] };
    expect(moveBy(key, isFar, at, size)).toEqual({ row: to[0], column: to[1] });
  });

  it('other keys move nothing', () =>
    expect(moveBy('a', false, { row: 0, column: 0 }, size)).toBeUndefined());
});

describe('the model', () => {
  const cell = { account: 'a', region: 'r', events: 0, failed: 0, globalEvents: 0, files: 0, strip: [0] };

  it('tells silence from ignorance', () => {
    expect(meaningOf({ ...cell, events: 3 })).toBe('events');
    expect(meaningOf({ ...cell, files: 2 })).toBe('silent');
    expect(meaningOf(cell)).toBe('unknown');
    expect(meaningOf(undefined)).toBe('unknown');
  });

  it('has the most events first in both directions and counts global events by Region', () => {
    const answer = matrixAnswer(5, 6);
    const matrix = matrixOf({
      ...answer,
      accounts: answer.accounts.toReversed(),
      regions: answer.regions.toReversed(),
    });
    const events = (lines: typeof matrix.rows) => lines.map((line) => line.events);
    expect(events(matrix.rows)).toEqual(events(matrix.rows).toSorted((one, other) => other - one));
    expect(events(matrix.columns)).toEqual(events(matrix.columns).toSorted((one, other) => other - one));
    expect(matrix.columns[0]?.value).toBe('us-east-1');
    expect(matrix.columns[0]?.globalEvents).toBe(matrix.globalEvents);
    expect(matrix.columns[1]?.globalEvents).toBe(0);
    expect(matrix.cellAt(0, 0)?.account).toBe(matrix.rows[0]?.value);
  });

  it('tints by orders of magnitude', () => {
    expect(heatOf(0, 1_000)).toBe(0);
    expect(heatOf(1_000, 1_000)).toBe(1);
    expect(heatOf(30, 1_000)).toBeGreaterThan(0.4);
  });
});

it('accounts of one organisation unit stand together, the unit with the most events first', () => {
  const answer = matrixAnswer(4, 2);
  const plain = matrixOf(answer).rows.map(({ value }) => value);
  const [most, second, third, least] = plain;
  const units = new Map([
    [most, 'Workloads'],
    [second, 'Sandbox'],
    [third, 'Sandbox'],
    [least, 'Workloads'],
  ]);
  const rows = matrixOf(answer, (account) => units.get(account) ?? null).rows.map(({ value }) => value);
  expect(new Set([rows.slice(0, 2).join(), rows.slice(2).join()])).toEqual(
    new Set([`${most},${least}`, `${second},${third}`]),
  );
});

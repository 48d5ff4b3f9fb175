import { expect, it } from 'vitest';
import { stripMarks } from '../../../renderer/charts/span-strip.ts';

const over = { fromMicros: 0, toMicros: 1_000 };
const at = (fromMicros: number, toMicros: number) => ({ fromMicros, toMicros });

it('marks lie where their time lies, and none is too thin to see', () => {
  const marks = stripMarks([at(0, 1), at(500, 750), at(999, 1_000)], over);
  expect(marks.map(({ from }) => from)).toEqual([0, 0.5, 1 - 0.012]);
  expect(marks[1]?.width).toBeCloseTo(0.25);
  for (const { from, width } of marks) {
    expect(width).toBeGreaterThanOrEqual(0.0119);
    expect(from + width).toBeLessThanOrEqual(1.0001);
  }
});

it('neighbours that would run into one are one, and what lies outside stays at the edge', () => {
  expect(stripMarks([at(100, 101), at(105, 300), at(302, 310)], over)).toHaveLength(1);
  expect(stripMarks([at(-50, -10), at(2_000, 3_000)], over).map(({ from }) => from)).toEqual([0, 1 - 0.012]);
  expect(stripMarks([at(5, 6)], at(5, 5))).toHaveLength(1);
});

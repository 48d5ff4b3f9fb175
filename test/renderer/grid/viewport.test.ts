import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampTop,
  isMapped,
  largestTop,
  rowsAt,
  scrollFor,
  standInHeight,
  topAfterScroll,
  topToReveal,
  type Geometry,
} from '../../../renderer/grid/viewport.ts';

const chromiumLimitPx = 33_554_428;
const huge: Geometry = { total: 10_000_000, rowHeight: 26, viewHeight: 600 };
const small: Geometry = { total: 2_433, rowHeight: 26, viewHeight: 600 };
const rowIndex = fc.integer({ min: 0, max: huge.total - 1 });

describe('scroll mapping', () => {
  it('stays below the height Chromium can lay out', () => {
    expect(standInHeight(huge)).toBeLessThan(chromiumLimitPx / 2);
    expect(isMapped(huge)).toBe(true);
  });

  it('leaves short lists to the browser, pixel for pixel', () => {
    expect(isMapped(small)).toBe(false);
    expect(standInHeight(small)).toBe(2_433 * 26);
    expect(scrollFor(1_234, small)).toBe(1_234);
    expect(topAfterScroll({ top: 0, scroll: 0 }, 1_234, small)).toBe(1_234);
  });

  it('brings every row wholly into view', () => {
    fc.assert(
      fc.property(rowIndex, fc.double({ min: 0, max: 1, noNaN: true }), (row, share) => {
        const top = topToReveal(row, clampTop(share * largestTop(huge), huge), huge);
        expect(row * 26).toBeGreaterThanOrEqual(top);
        expect((row + 1) * 26).toBeLessThanOrEqual(top + huge.viewHeight);
        const drawn = rowsAt(top, huge, 0);
        expect(row >= drawn.from && row < drawn.to).toBe(true);
      }),
    );
  });

  it('draws the last row at the bottom edge', () => {
    const top = topAfterScroll({ top: 0, scroll: 0 }, standInHeight(huge) - huge.viewHeight, huge);
    expect(top + huge.viewHeight).toBe(huge.total * huge.rowHeight);
    expect(rowsAt(top, huge, 6).to).toBe(10_000_000);
  });

  it('reads a long way as a share of all rows, in order', () => {
    const span = standInHeight(huge) - huge.viewHeight;
    const tops = [0.1, 0.25, 0.5, 0.75, 0.9].map((share) =>
      topAfterScroll({ top: 0, scroll: 0 }, share * span, huge),
    );
    expect(tops).toEqual([...tops].sort((a, b) => a - b));
    expect(Math.floor((tops[2] ?? 0) / 26 / 1_000_000)).toBe(4);
  });

  it('reads a short way as that many pixels, wherever it happens', () => {
    fc.assert(
      fc.property(rowIndex, fc.integer({ min: -599, max: 599 }), (row, way) => {
        const top = clampTop(row * 26, huge);
        const scroll = scrollFor(top, huge);
        const target = scroll + way;
        fc.pre(target > 0 && target < standInHeight(huge) - huge.viewHeight - 1);
        expect(topAfterScroll({ top, scroll }, target, huge)).toBeCloseTo(clampTop(top + way, huge), 3);
      }),
    );
  });

  it('draws no more rows than the view and its surroundings need', () => {
    fc.assert(
      fc.property(rowIndex, (row) => {
        const { from, to } = rowsAt(clampTop(row * 26 + 7, huge), huge, 6);
        expect(to - from).toBeLessThanOrEqual(Math.ceil(600 / 26) + 1 + 12);
      }),
    );
  });

  it('has nothing to scroll when there are no rows', () => {
    const none: Geometry = { ...small, total: 0 };
    expect(largestTop(none)).toBe(0);
    expect(rowsAt(0, none, 6)).toEqual({ from: 0, to: 0 });
  });
});

import { describe, expect, it } from 'vitest';
import { placeBeside, placeInside } from '../../../renderer/kit/placement.ts';
import { typeAhead } from '../../../renderer/kit/type-ahead.ts';

const space = { width: 1_000, height: 700 };
const anchorAt = (top: number, left = 100) => ({ left, top, bottom: top + 26 });

describe('a box at a point', () => {
  it('stays inside the window', () => {
    expect(placeInside({ x: 990, y: 10 }, { width: 200, height: 100 }, space)).toEqual({ x: 796, y: 10 });
  });
});

describe('a box beside what opened it', () => {
  it.each([
    ['under it', anchorAt(100), 200, { x: 100, y: 130 }],
    ['above it where only that fits', anchorAt(600), 200, { x: 100, y: 396 }],
    ['over it where neither fits', anchorAt(350), 400, { x: 100, y: 296 }],
    ['at the top where it is higher than the window', anchorAt(350), 900, { x: 100, y: 4 }],
    ['further left at the right edge', anchorAt(100, 950), 200, { x: 696, y: 130 }],
  ])('stands %s', (_where, anchor, height, expected) => {
    expect(placeBeside(anchor, { width: 300, height }, space)).toEqual(expected);
  });
});

describe('letters typed on a list', () => {
  it('lead to the next line that begins with them', () => {
    expect(typeAhead(['Copy', 'Cut', 'Paste'], 'c', 0)).toBe(1);
    expect(typeAhead(['Copy', 'Cut', 'Paste'], 'c', 1)).toBe(0);
    expect(typeAhead(['Copy', 'Cut', 'Paste'], 'x', 0)).toBe(-1);
  });
});

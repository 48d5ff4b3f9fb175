import { describe, expect, test } from 'vitest';
import {
  barAt,
  draftOf,
  drag,
  gripAt,
  idle,
  pixelOf,
  press,
  pan,
  pressKey,
  release,
  stepBar,
  snap,
  stepByOwnLength,
  timeAt,
  zoom,
  zoomAt,
  type Axis,
  type Gesture,
  type Thumb,
} from '../../../renderer/charts/brush-controller.ts';

// Ten bins of 100 µs over 1,000 px: one pixel is one microsecond.
const axis: Axis = { fromMicros: 5_000, toMicros: 6_000, binMicros: 100, widthPx: 1_000 };
const range = (fromMicros: number, toMicros: number) => ({ fromMicros, toMicros });

describe('time and pixels', () => {
  test.each([
    [0, 5_000],
    [250, 5_250],
    [-40, 5_000],
    [1_400, 6_000],
  ])('pixel %i is instant %i', (xPx, micros) => expect(timeAt(axis, xPx)).toBe(micros));

  test('an instant outside of the axis lies outside of its width', () => {
    expect(pixelOf(axis, 4_900)).toBe(-100);
    expect(pixelOf(axis, 6_100)).toBe(1_100);
  });

  test.each([
    [5_049, 5_000],
    [5_051, 5_100],
    [5_999, 6_000],
    [9_000, 6_000],
  ])('instant %i snaps to edge %i', (micros, edge) => expect(snap(axis, micros)).toBe(edge));

  test('the last bar ends with the axis when the span is no whole number of bins', () => {
    const cut = { ...axis, binMicros: 300 };
    expect(barAt(cut, 950)).toEqual(range(5_900, 6_000));
    expect(barAt(cut, 1_000)).toEqual(range(5_900, 6_000));
    expect(barAt(cut, 299)).toEqual(range(5_000, 5_300));
  });
});

describe('grips', () => {
  const brush = range(5_200, 5_400);
  test.each([
    [100, 'plot'],
    [195, 'start'],
    [204, 'start'],
    [300, 'inside'],
    [396, 'end'],
    [405, 'end'],
    [410, 'plot'],
  ])('pixel %i of a brush over 200–400 takes %s', (xPx, grip) => expect(gripAt(axis, brush, xPx)).toBe(grip));

  test('the middle of a narrow brush can still be taken', () => {
    expect(gripAt(axis, range(5_200, 5_206), 203)).toBe('inside');
  });

  test('without a brush everything is the plot', () => expect(gripAt(axis, null, 300)).toBe('plot'));
});

/** Presses at the first pixel, passes through the others and releases at the last. */
function perform(brush: ReturnType<typeof range> | null, ...pixels: number[]) {
  const [first = 0, ...rest] = pixels;
  let gesture: Gesture = press(axis, brush, first);
  for (const xPx of rest) gesture = drag(axis, brush, gesture, xPx);
  return { gesture, outcome: release(axis, brush, gesture, pixels.at(-1) ?? first) };
}

describe('gestures', () => {
  const brush = range(5_200, 5_400);
  test.each([
    ['drawing to the right', null, [110, 320], 'creating', { kind: 'drag', range: range(5_100, 5_300) }],
    ['drawing to the left', null, [320, 110], 'creating', { kind: 'drag', range: range(5_100, 5_300) }],
    ['drawing beside a brush', brush, [610, 790], 'creating', { kind: 'drag', range: range(5_600, 5_800) }],
    ['drawing past the end', null, [850, 4_000], 'creating', { kind: 'drag', range: range(5_900, 6_000) }],
    ['drawing less than half a bar', null, [310, 330], 'creating', { kind: 'nothing' }],
    ['moving', brush, [300, 420], 'moving', { kind: 'drag', range: range(5_300, 5_500) }],
    ['moving past the start', brush, [300, -900], 'moving', { kind: 'drag', range: range(5_000, 5_200) }],
    ['moving past the end', brush, [300, 2_000], 'moving', { kind: 'drag', range: range(5_800, 6_000) }],
    ['pulling the start', brush, [200, 95], 'resizing-start', { kind: 'drag', range: range(5_100, 5_400) }],
    ['pulling the end', brush, [400, 690], 'resizing-end', { kind: 'drag', range: range(5_200, 5_700) }],
    [
      'pulling the start over the end',
      brush,
      [200, 700],
      'resizing-end',
      { kind: 'drag', range: range(5_400, 5_700) },
    ],
    [
      'pulling the end over the start',
      brush,
      [400, 100],
      'resizing-start',
      { kind: 'drag', range: range(5_100, 5_200) },
    ],
    ['clicking a bar', null, [345], 'pressing', { kind: 'click', range: range(5_300, 5_400) }],
    ['clicking a bar in the brush', brush, [345], 'pressing', { kind: 'click', range: range(5_300, 5_400) }],
    ['a press that trembles', null, [345, 347], 'pressing', { kind: 'click', range: range(5_300, 5_400) }],
  ] as const)('%s', (_what, on, pixels, kind, outcome) => {
    const done = perform(on, ...pixels);
    expect(done.gesture.kind).toBe(kind);
    expect(done.outcome).toEqual(outcome);
  });

  test('a brush that was not on bin edges keeps its length when moved', () => {
    const odd = range(5_230, 5_377);
    const { outcome } = perform(odd, 300, 400);
    expect(outcome).toEqual({ kind: 'drag', range: range(5_300, 5_447) });
  });

  test('without a press, moving and releasing mean nothing', () => {
    expect(drag(axis, null, idle, 300)).toBe(idle);
    expect(release(axis, null, idle, 300)).toEqual({ kind: 'nothing' });
  });

  test('a draft exists only while dragging', () => {
    const pressed = press(axis, null, 110);
    expect(draftOf(pressed)).toBeNull();
    expect(draftOf(drag(axis, null, pressed, 290))).toEqual(range(5_100, 5_300));
  });
});

const stroke = (key: string, shiftKey = false) => ({ key, shiftKey, ctrlKey: false });

describe('keys', () => {
  const brush = range(5_200, 5_400);
  test.each<[Thumb, string, boolean, ReturnType<typeof range>]>([
    ['start', 'ArrowLeft', false, range(5_100, 5_400)],
    ['start', 'ArrowRight', false, range(5_300, 5_400)],
    ['end', 'ArrowRight', false, range(5_200, 5_500)],
    ['end', 'ArrowUp', false, range(5_200, 5_500)],
    ['end', 'ArrowDown', false, range(5_200, 5_300)],
    ['end', 'ArrowRight', true, range(5_200, 6_000)],
    ['start', 'ArrowLeft', true, range(5_000, 5_400)],
    ['start', 'ArrowRight', true, range(5_300, 5_400)],
    ['start', 'Home', false, range(5_000, 5_400)],
    ['start', 'End', false, range(5_300, 5_400)],
    ['end', 'Home', false, range(5_200, 5_300)],
    ['end', 'End', false, range(5_200, 6_000)],
    ['start', 'PageUp', false, range(5_400, 5_600)],
    ['end', 'PageDown', false, range(5_000, 5_200)],
  ])('%s thumb, %s, shift %s', (thumb, key, isShifted, expected) => {
    expect(pressKey(axis, brush, thumb, stroke(key, isShifted))).toEqual(expected);
  });

  test('from between two edges the first step goes to the next edge', () => {
    const odd = range(5_230, 5_377);
    expect(pressKey(axis, odd, 'start', stroke('ArrowLeft'))).toEqual(range(5_200, 5_377));
    expect(pressKey(axis, odd, 'end', stroke('ArrowRight'))).toEqual(range(5_230, 5_400));
  });

  test('with Ctrl an arrow moves the whole range by a bar, within the axis', () => {
    const withCtrl = (key: string) => ({ key, shiftKey: false, ctrlKey: true });
    expect(pressKey(axis, brush, 'start', withCtrl('ArrowRight'))).toEqual(range(5_300, 5_500));
    expect(pressKey(axis, brush, 'end', withCtrl('ArrowLeft'))).toEqual(range(5_100, 5_300));
    expect(pressKey(axis, range(5_000, 5_200), 'end', withCtrl('ArrowLeft'))).toEqual(range(5_000, 5_200));
    expect(pressKey(axis, brush, 'end', withCtrl('Home'))).toBeUndefined();
  });

  test('the cursor goes from bar to bar and stays on them', () => {
    expect(stepBar(10, 4, 'ArrowRight', false)).toBe(5);
    expect(stepBar(10, 4, 'ArrowLeft', true)).toBe(0);
    expect(stepBar(10, 4, 'End', false)).toBe(9);
    expect(stepBar(10, 4, 'Enter', false)).toBeUndefined();
  });

  test('other keys mean nothing', () => {
    expect(pressKey(axis, brush, 'start', stroke('a'))).toBeUndefined();
  });
});

describe('stepping and zooming', () => {
  const second = 1_000_000;
  const extent = range(0, 1_000 * second);

  test('zooming at a place keeps the instant there', () => {
    expect(zoomAt(extent, null, 0.25, 0.5)).toEqual(range(125 * second, 625 * second));
    expect(zoomAt(extent, range(100 * second, 300 * second), 0.5, 2)).toEqual(range(0, 400 * second));
    expect(zoomAt(extent, range(100 * second, 300 * second), 0.5, 9)).toBeNull();
  });

  test('moving along keeps the length and stays within all there is', () => {
    const view = range(100 * second, 300 * second);
    expect(pan(extent, view, 0.5)).toEqual(range(200 * second, 400 * second));
    expect(pan(extent, view, -3)).toEqual(range(0, 200 * second));
    expect(pan(extent, null, 1)).toBeNull();
  });

  test('a step stops at the ends of the archive', () => {
    expect(stepByOwnLength(extent, range(900 * second, 980 * second), 1)).toEqual(
      range(920 * second, 1_000 * second),
    );
    expect(stepByOwnLength(extent, range(50 * second, 130 * second), -1)).toEqual(range(0, 80 * second));
    const beyond = range(950 * second, 1_050 * second);
    expect(stepByOwnLength(extent, beyond, 1)).toEqual(beyond);
    const before = range(-50 * second, 50 * second);
    expect(stepByOwnLength(extent, before, -1)).toEqual(before);
  });

  test('zooming in centres on the selection and never cuts it', () => {
    expect(zoom(extent, null, range(700 * second, 800 * second), 0.5)).toEqual(
      range(500 * second, 1_000 * second),
    );
    expect(zoom(extent, range(0, 120 * second), range(10 * second, 110 * second), 0.5)).toEqual(
      range(10 * second, 110 * second),
    );
  });

  test('zooming out keeps the middle, stays within the archive and ends with all of it', () => {
    expect(zoom(extent, range(400 * second, 500 * second), null, 2)).toEqual(
      range(350 * second, 550 * second),
    );
    expect(zoom(extent, range(0, 100 * second), null, 2)).toEqual(range(0, 200 * second));
    expect(zoom(extent, range(0, 600 * second), null, 2)).toBeNull();
  });

  test('a view is never shorter than ten seconds by zooming in', () => {
    const tight = zoom(extent, range(100 * second, 112 * second), null, 0.5);
    expect(tight).toEqual(range(101 * second, 111 * second));
  });
});

describe('bars of which a change of the clock makes one longer', () => {
  const uneven: Axis = {
    ...{ fromMicros: 0, toMicros: 600, binMicros: 100, widthPx: 600 },
    edges: [0, 100, 300, 400, 500, 600],
  };

  test('are taken whole, and ends snap to their edges', () => {
    expect(barAt(uneven, 250)).toEqual({ fromMicros: 100, toMicros: 300 });
    expect(barAt(uneven, 599)).toEqual({ fromMicros: 500, toMicros: 600 });
    expect([190, 210, 340, 360].map((micros) => snap(uneven, micros))).toEqual([100, 300, 300, 400]);
  });

  test('are stepped over one by one', () => {
    const step = (key: string, thumb: Thumb) =>
      pressKey(uneven, { fromMicros: 100, toMicros: 400 }, thumb, { key, shiftKey: false, ctrlKey: false });
    expect(step('ArrowRight', 'start')).toEqual({ fromMicros: 300, toMicros: 400 });
    expect(step('ArrowLeft', 'start')).toEqual({ fromMicros: 0, toMicros: 400 });
    expect(step('ArrowLeft', 'end')).toEqual({ fromMicros: 100, toMicros: 300 });
    expect(step('ArrowRight', 'end')).toEqual({ fromMicros: 100, toMicros: 500 });
  });
});

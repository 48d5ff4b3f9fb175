/** A value at an instant, in milliseconds since 1970. */
export interface Point {
  readonly ms: number;
  readonly value: number;
}

/** How many usual steps of time may lie between two points that a stroke joins. */
const widestGap = 3;

/**
 * The strokes of lines whose points are in the order of time. A line over a gap would claim values that nobody counted,
 * so it is broken where the next point is far away, by the usual step of all lines together.
 */
export function strokesOf(lines: readonly (readonly Point[])[]): readonly (readonly (readonly Point[])[])[] {
  const steps = lines
    .flatMap((points) => points.slice(1).map((point, at) => point.ms - (points[at]?.ms ?? point.ms)))
    .sort((one, other) => one - other);
  const usual = steps[Math.floor((steps.length - 1) / 2)] ?? 0;
  return lines.map((points) => {
    const strokes: Point[][] = [];
    for (const point of points) {
      const stroke = strokes.at(-1);
      const before = stroke?.at(-1);
      if (stroke && before && point.ms - before.ms <= widestGap * usual) stroke.push(point);
      else strokes.push([point]);
    }
    return strokes;
  });
}

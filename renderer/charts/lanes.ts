import type { Coverage } from '../../shared/contract/coverage.ts';
import type { Lane } from '../../shared/contract/timeline.ts';
import { barStates, gapsOf, type Bars } from './histogram-gaps.ts';
import type { HistogramModel } from './histogram-model.ts';

/** Strips under the bars, one a value, in the same bars. */
export interface LaneSet {
  /** What the values are of, as people call it. */
  readonly title: string;
  /** Distinct values in all. */
  readonly values: number;
  /** How many values come before the first lane. */
  readonly offset: number;
  readonly lanes: readonly Lane[];
  readonly others: Lane | null;
  /** Where a value's own logs are missing, for those that have any. */
  readonly coverage: Coverage['lanes'];
}

/** Room for the names of lanes, to the left of the bars. */
export const laneGutterPx = 196;
/** The height of a lane. */
export const lanePx = 20;

/** A lane made ready for drawing. `value` undefined: all values that have no lane. */
export interface DrawnLane {
  readonly value: string | null | undefined;
  readonly events: number;
  readonly counts: readonly number[];
  readonly failed: readonly number[];
  readonly gaps: readonly Bars[];
}

/** The lanes from top to bottom, the rest last. */
export function drawnLanes(set: LaneSet, model: HistogramModel): DrawnLane[] {
  const drawn = set.lanes.map((lane): DrawnLane => {
    const own = set.coverage.find(({ value }) => value === lane.value);
    return { ...lane, gaps: own ? gapsOf(barStates(model, own.spans), lane.counts) : [] };
  });
  return set.others ? [...drawn, { ...set.others, value: undefined, gaps: [] }] : drawn;
}

/** How many values stand together in the last lane. */
export const otherCount = (set: LaneSet): number => set.values - set.lanes.length;

import type { Handlers } from '../../../shared/bridge/contract.ts';
import type { timelineContract } from '../../../shared/contract/timeline.ts';
import type { Investigation } from '../investigation.ts';
import { compareWithBefore } from '../query/timeline/compare.ts';
import { coverage } from '../query/timeline/coverage.ts';
import { histogram } from '../query/timeline/histogram.ts';
import { timelineLanes } from '../query/timeline/lanes.ts';
import { timelineMarks } from '../query/timeline/marks.ts';

/** Charts over time. */
export const timelineHandlers = (open: () => Investigation): Handlers<typeof timelineContract> => ({
  'timeline.histogram': (params, { signal }) => histogram(open().pool, params, signal),
  'timeline.lanes': (params, { signal }) => timelineLanes(open().pool, params, signal),
  'timeline.marks': (params, { signal }) => timelineMarks(open().pool, params, signal),
  'timeline.coverage': (params, { signal }) => coverage(open().pool, params, signal),
  'timeline.compare': (params, { signal }) => compareWithBefore(open().pool, params, signal),
});

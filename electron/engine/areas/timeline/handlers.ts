import type { Handlers } from '../../../../shared/bridge/contract.ts';
import type { timelineContract } from '../../../../shared/contract/timeline.ts';
import type { Investigation } from '../../investigation.ts';
import { compareWithBefore } from './compare.ts';
import { coverage } from './coverage.ts';
import { histogram } from './histogram.ts';
import { timelineLanes } from './lanes.ts';
import { timelineMarks } from './marks.ts';

/** Charts over time. */
export const timelineHandlers = (open: () => Investigation): Handlers<typeof timelineContract> => ({
  'timeline.histogram': (params, { signal }) => histogram(open().pool, params, signal),
  'timeline.lanes': (params, { signal }) => timelineLanes(open().pool, params, signal),
  'timeline.marks': (params, { signal }) => timelineMarks(open().pool, params, signal),
  'timeline.coverage': (params, { signal }) => coverage(open().pool, params, signal),
  'timeline.compare': (params, { signal }) => compareWithBefore(open().pool, params, signal),
});

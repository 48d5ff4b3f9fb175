import { timelineContract } from '../../../../shared/contract/timeline.ts';
import type { Area } from '../../area.ts';
import { compareWithBefore } from './compare.ts';
import { histogram } from './histogram.ts';
import { timelineLanes } from './lanes.ts';
import { timelineMarks } from './marks.ts';

/** Charts over time. */
export const timelineArea: Area<typeof timelineContract> = {
  contract: timelineContract,
  answers: {
    'timeline.histogram': (params, local) => histogram(local, params),
    'timeline.lanes': (params, local) => timelineLanes(local, params),
    'timeline.marks': (params, { reader }) => timelineMarks(reader, params),
    'timeline.compare': (params, { reader }) => compareWithBefore(reader, params),
  },
  calls: {},
};

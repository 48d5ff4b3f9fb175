import { coverageContract } from '../../../../shared/contract/coverage.ts';
import type { Area } from '../../area.ts';
import { logFiles } from './log-files.ts';
import { whatWasRecorded } from './read.ts';

/** For which time there are log files, and what is in them. */
export const coverageArea: Area<typeof coverageContract> = {
  contract: coverageContract,
  answers: {
    'coverage.logFiles': (params, { reader }) => logFiles(reader, params),
    'coverage.read': (params, local) => whatWasRecorded(local, params),
  },
  calls: {},
};

import { namesContract } from '../../../../shared/contract/names.ts';
import type { Area } from '../../area.ts';
import type { Investigation } from '../../investigation.ts';
import { foundCompanions } from './companions.ts';

interface NamesContext {
  /** Starts to read the files again that hold no events; answers the job's id. Errors: `busy`, those of `assertWritable`. */
  readonly readAgain: (investigation: Investigation) => string;
}

/** Names of accounts, users and addresses. */
export const namesArea = ({ readAgain }: NamesContext): Area<typeof namesContract> => ({
  contract: namesContract,
  answers: {},
  calls: {
    'names.companions': (_params, { reader }) => foundCompanions(reader),
    'names.readAgain': (_params, { investigation }) => ({ jobId: readAgain(investigation) }),
  },
});

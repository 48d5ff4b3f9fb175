import { ingestContract } from '../../../../shared/contract/evidence.ts';
import type { Area } from '../../area.ts';
import type { Imports } from './imports.ts';
import type { Investigation } from '../../investigation.ts';
import {
  allProblems,
  ledgerLines,
  ledgerProblems,
  ledgerSummary,
  reshapedRecords,
  sourceLines,
} from './ledger.ts';

interface EvidenceContext {
  /** The path behind a grant. Errors: `no-grant`. */
  readonly pathOf: (grant: string) => string;
  readonly imports: Imports;
}

const sourcesOf = ({ folder }: Investigation): string[] => folder.manifest.sources.map(({ path }) => path);

/** Imports and the ledger of what they read. */
export const evidenceArea = ({ pathOf, imports }: EvidenceContext): Area<typeof ingestContract> => ({
  contract: ingestContract,
  answers: {},
  calls: {
    'ingest.start': async ({ grants }, { investigation }) => {
      const { folder } = investigation;
      const chosen = grants?.map(pathOf);
      if (chosen && !folder.isReadOnly) await folder.updateSources(chosen);
      return { jobId: imports.start(investigation, chosen ?? sourcesOf(investigation)) };
    },
    'ingest.watch': async ({ isOn }, { investigation }) => {
      await imports.watch(investigation, isOn);
      return {};
    },
    'ingest.removeSource': ({ path }, { investigation }) => ({ jobId: imports.remove(investigation, path) }),
    'ledger.assignAccount': ({ files, account }, { investigation }) => ({
      jobId: imports.assign(investigation, { files, account }),
    }),
    'ledger.summary': (_params, { reader }) => ledgerSummary(reader),
    'ledger.problems': ({ id }, { reader }) => ledgerProblems(reader, id),
    'ledger.allProblems': (params, { reader }) => allProblems(reader, params),
    'ledger.reshaped': (params, { reader }) => reshapedRecords(reader, params),
    'ledger.sources': (_params, { investigation, reader }) => sourceLines(reader, sourcesOf(investigation)),
    'ledger.list': (params, { reader }) => ledgerLines(reader, params),
  },
});

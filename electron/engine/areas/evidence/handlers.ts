import type { Handlers } from '../../../../shared/bridge/contract.ts';
import type { ingestContract } from '../../../../shared/contract/evidence.ts';
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

interface IngestContext {
  readonly open: () => Investigation;
  readonly pathOf: (grant: string) => string;
  readonly imports: Imports;
}

/** Imports and the ledger of what they read. `pathOf` gives the path behind a grant or throws `no-grant`. */
export function ingestHandlers({ open, pathOf, imports }: IngestContext): Handlers<typeof ingestContract> {
  const sources = (): string[] => open().folder.manifest.sources.map((source) => source.path);
  return {
    'ingest.start': async ({ grants }) => {
      const { folder } = open();
      const chosen = grants?.map(pathOf);
      if (chosen && !folder.isReadOnly) await folder.updateSources(chosen);
      return { jobId: imports.start(open(), chosen ?? sources()) };
    },
    'ingest.watch': async ({ isOn }) => {
      await imports.watch(open(), isOn);
      return {};
    },
    'ingest.removeSource': ({ path }) => ({ jobId: imports.remove(open(), path) }),
    'ledger.assignAccount': ({ files, account }) => ({ jobId: imports.assign(open(), { files, account }) }),
    'ledger.summary': (_params, { signal }) => ledgerSummary(open().pool, signal),
    'ledger.problems': ({ id }, { signal }) => ledgerProblems(open().pool, id, signal),
    'ledger.allProblems': (params, { signal }) => allProblems(open().pool, params, signal),
    'ledger.reshaped': (params, { signal }) => reshapedRecords(open().pool, params, signal),
    'ledger.sources': (_params, { signal }) => sourceLines(open().pool, sources(), signal),
    'ledger.list': (params, { signal }) => ledgerLines(open().pool, params, signal),
  };
}

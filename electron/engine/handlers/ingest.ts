import type { Handlers } from '../../../shared/bridge/contract.ts';
import { AppError } from '../../../shared/bridge/errors.ts';
import type { ingestContract } from '../../../shared/contract/ingest.ts';
import type { Investigation } from '../investigation.ts';
import type { JobRegistry } from '../jobs/registry.ts';
import type { Logger } from '../log.ts';
import { ledgerLines, ledgerSummary } from '../query/ledger.ts';

interface IngestContext {
  readonly open: () => Investigation;
  readonly pathOf: (grant: string) => string;
  readonly jobs: JobRegistry;
  readonly logger: Logger;
  readonly workerUrl: URL;
}

/** Imports and the ledger of what they read. `pathOf` gives the path behind a grant or throws `no-grant`. */
export function ingestHandlers(context: IngestContext): Handlers<typeof ingestContract> {
  const { open, pathOf } = context;
  return {
    'ingest.start': async ({ grants }) => {
      const { folder } = open();
      const chosen = grants?.map(pathOf);
      if (chosen && !folder.isReadOnly) await folder.updateSources(chosen);
      return { jobId: startImport(context, chosen ?? folder.manifest.sources.map((source) => source.path)) };
    },
    'ledger.summary': (_params, { signal }) => ledgerSummary(open().pool, signal),
    'ledger.list': (params, { signal }) => ledgerLines(open().pool, params, signal),
  };
}

function startImport({ open, jobs, logger, workerUrl }: IngestContext, sources: readonly string[]): string {
  const investigation = open();
  const { folder } = investigation;
  if (folder.isReadOnly) {
    throw new AppError(
      'workspace-locked',
      folder.readOnlyReason ?? 'This workspace is open for reading only.',
    );
  }
  if (investigation.isImporting) {
    throw new AppError('busy', 'An import is running already. Wait for it, or cancel it first.');
  }
  return jobs.start({
    kind: 'import',
    title: 'Import',
    unit: 'bytes',
    run: (job) =>
      investigation.import(sources, workerUrl, job, (error) =>
        logger.error({ err: error }, 'a reader thread failed'),
      ),
  });
}

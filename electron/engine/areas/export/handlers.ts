import { basename } from 'node:path';
import { exportContract } from '../../../../shared/contract/export.ts';
import { exportTarget, exportToFile } from './run.ts';
import type { Area } from '../../area.ts';
import { consolePart } from '../console/console.ts';
import type { JobRegistry } from '../../jobs/registry.ts';

interface ExportContext {
  /** The path behind a grant. Errors: `no-grant`. */
  readonly pathOf: (grant: string) => string;
  readonly jobs: JobRegistry;
  readonly appVersion: string;
}

/** Answers written to files. */
export const exportArea = ({ pathOf, jobs, appVersion }: ExportContext): Area<typeof exportContract> => ({
  contract: exportContract,
  answers: {},
  calls: {
    'export.start': async ({ what, grant, isReplacing }, { investigation }) => {
      const target = await exportTarget(investigation, pathOf(grant), isReplacing);
      const jobId = jobs.start({
        kind: 'export',
        title: `Export to ${basename(target.path)}`,
        unit: what.kind === 'events' ? 'events' : 'rows',
        run: (job) => {
          const write = (signal: AbortSignal): Promise<string> =>
            exportToFile({ investigation, what, appVersion }, target, { ...job, signal });
          const statements = investigation.part(consolePart);
          return what.kind === 'sql' ? statements.watchOver(job.signal, write) : write(job.signal);
        },
      });
      return { jobId };
    },
  },
});

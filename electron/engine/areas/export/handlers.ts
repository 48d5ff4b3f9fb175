import { basename } from 'node:path';
import type { Handlers } from '../../../../shared/bridge/contract.ts';
import type { exportContract } from '../../../../shared/contract/export.ts';
import { exportTarget, exportToFile } from './run.ts';
import type { Investigation } from '../../investigation.ts';
import type { JobRegistry } from '../../jobs/registry.ts';

interface ExportContext {
  readonly open: () => Investigation;
  readonly pathOf: (grant: string) => string;
  readonly jobs: JobRegistry;
  readonly appVersion: string;
}

/** Answers written to files. `pathOf` gives the path behind a grant or throws `no-grant`. */
export const exportHandlers = ({
  open,
  pathOf,
  jobs,
  appVersion,
}: ExportContext): Handlers<typeof exportContract> => ({
  'export.start': async ({ what, grant, isReplacing }) => {
    const investigation = open();
    const target = await exportTarget(investigation, pathOf(grant), isReplacing);
    const jobId = jobs.start({
      kind: 'export',
      title: `Export to ${basename(target.path)}`,
      unit: what.kind === 'events' ? 'events' : 'rows',
      run: (job) => {
        const write = (signal: AbortSignal): Promise<string> =>
          exportToFile({ investigation, what, appVersion }, target, { ...job, signal });
        return what.kind === 'sql' ? investigation.console.watchOver(job.signal, write) : write(job.signal);
      },
    });
    return { jobId };
  },
});

import { AppError } from '../../shared/bridge/errors.ts';
import type { EngineHandlers } from '../../shared/contract/index.ts';
import type { WorkspaceInfo } from '../../shared/contract/workspace.ts';
import { consoleHandlers } from './handlers/console.ts';
import { countsHandlers } from './handlers/counts.ts';
import { eventsHandlers } from './handlers/events.ts';
import { ingestHandlers } from './handlers/ingest.ts';
import { jobsHandlers } from './handlers/jobs.ts';
import { placesHandlers } from './handlers/places.ts';
import { savedHandlers } from './handlers/saved.ts';
import { workspaceHandlers } from './handlers/workspace.ts';
import { createImports } from './imports.ts';
import { createJobRegistry } from './jobs/registry.ts';
import type { Logger } from './log.ts';
import { usualTiming, type WatchTiming } from './watching/source-watcher.ts';
import { createWorkspaceSlot, type ExistingWorkspace, type NewWorkspace } from './workspace-slot.ts';

/** What an engine needs from its host. */
export interface EngineOptions {
  readonly appVersion: string;
  /** The application's own folder; samples are made there. */
  readonly dataDir: string;
  readonly documentsDir: string;
  readonly logger: Logger;
  /** The built reader thread, `ingest-worker.js`. */
  readonly workerUrl: URL;
  /** The path behind a grant, undefined when the host never gave it out. */
  readonly resolveGrant: (grant: string) => string | undefined;
  /** When watched sources are looked at; null to follow none. By default as people need it. */
  readonly watching?: WatchTiming | null;
}

/** The engine: everything that knows DuckDB and files, behind the contract. One workspace is open at a time. */
export interface Engine {
  readonly handlers: EngineHandlers;
  /** Makes a workspace at an exact path and opens it. */
  createWorkspaceAt(request: NewWorkspace): Promise<WorkspaceInfo>;
  /** Opens the workspace at a path. */
  openWorkspaceAt(request: ExistingWorkspace): Promise<WorkspaceInfo>;
  close(): Promise<void>;
}

/** Starts an engine. It imports nothing from Electron: a utility process, the command line and tests host it alike. */
export function createEngine(options: EngineOptions): Engine {
  const { appVersion, dataDir, documentsDir, logger, workerUrl } = options;
  const jobs = createJobRegistry({
    onFailure: (kind, error) => logger.error({ err: error, job: kind }, 'a job failed'),
  });
  const watching = options.watching === undefined ? usualTiming : options.watching;
  const imports = createImports({ jobs, logger, workerUrl, watching });
  const slot = createWorkspaceSlot({ appVersion, jobs, logger, onOpened: imports.resume });
  const pathOf = (grant: string): string => {
    const path = options.resolveGrant(grant);
    if (path === undefined) {
      throw new AppError('no-grant', 'Trailglass was not given access to this path. Choose it again.');
    }
    return path;
  };
  return {
    handlers: {
      ...workspaceHandlers({ slot, pathOf, dataDir, documentsDir }),
      ...ingestHandlers({ open: slot.open, pathOf, imports }),
      ...jobsHandlers(jobs),
      ...eventsHandlers(slot.open),
      ...countsHandlers(slot.open),
      ...placesHandlers(slot.open),
      ...consoleHandlers(slot.open),
      ...savedHandlers(slot.open),
    },
    createWorkspaceAt: slot.createAt,
    openWorkspaceAt: slot.openAt,
    close: async () => {
      await slot.empty();
      await jobs.close();
    },
  };
}

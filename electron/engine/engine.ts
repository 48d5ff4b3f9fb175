import { AppError } from '../../shared/bridge/errors.ts';
import type { Exported } from '../../shared/contract/export.ts';
import type { EngineHandlers } from '../../shared/contract/index.ts';
import type { WorkspaceInfo } from '../../shared/contract/workspaces.ts';
import { exactTexts, type ExactTexts } from './areas/export/exact-texts.ts';
import { exportToStream } from './areas/export/run.ts';
import type { ExportSummary } from './areas/export/request.ts';
import { keepFilesPrivate } from './disk/private-files.ts';
import { consoleHandlers } from './areas/console/handlers.ts';
import { countsHandlers } from './areas/facets/handlers.ts';
import { eventsHandlers } from './areas/events/handlers.ts';
import { exportHandlers } from './areas/export/handlers.ts';
import { groupingHandlers } from './areas/grouping/handlers.ts';
import { ingestHandlers } from './areas/evidence/handlers.ts';
import { jobsHandlers } from './jobs/handlers.ts';
import { notesHandlers } from './areas/annotations/handlers.ts';
import { placesHandlers } from './areas/places/handlers.ts';
import { profileHandlers } from './areas/entities/handlers.ts';
import { relatedHandlers } from './areas/related/handlers.ts';
import { searchHandlers } from './areas/search/handlers.ts';
import { withSearching } from './ask/answered-calls.ts';
import { savedHandlers } from './areas/saved/handlers.ts';
import { timelineHandlers } from './areas/timeline/handlers.ts';
import { workspaceHandlers, type WriteSample } from './areas/workspaces/handlers.ts';
import { createImports } from './areas/evidence/imports.ts';
import { createJobRegistry } from './jobs/registry.ts';
import type { Logger } from './log.ts';
import type { StatementLimits } from './areas/console/statement-guard.ts';
import { restartWhenSafe, type Restart } from './restart.ts';
import { usualTiming, type WatchTiming } from './areas/evidence/watching/source-watcher.ts';
import {
  createWorkspaceSlot,
  type ExistingWorkspace,
  type NewWorkspace,
} from './areas/workspaces/workspace-slot.ts';

/** What an engine needs from its host. */
export interface EngineOptions {
  readonly appVersion: string;
  /** The application's own folder; samples are made there. */
  readonly dataDir: string;
  readonly documentsDir: string;
  readonly logger: Logger;
  /** The built reader thread, `ingest-worker.js`. */
  readonly workerUrl: URL;
  /** Writes the logs of the sample investigation. */
  readonly writeSample: WriteSample;
  /** The path behind a grant, undefined when the host never gave it out. */
  readonly resolveGrant: (grant: string) => string | undefined;
  /** Told when a statement of the person's own cannot be stopped and this process is to be started again. */
  readonly onStuck?: (restart: Restart) => void;
  /** By default as people need them. */
  readonly statementLimits?: Partial<StatementLimits>;
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
  /** Writes an export of the open workspace piece by piece, whole lines in the text formats. */
  exportTo(
    what: Exported,
    write: (piece: string | Uint8Array) => Promise<void>,
    signal: AbortSignal,
  ): Promise<ExportSummary>;
  /** Hands on records of the open workspace as they stand in the evidence; see `exactTexts`. */
  exactTexts(
    which: ExactTexts,
    take: (records: readonly (string | Buffer)[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
  close(): Promise<void>;
  /** Removes what is only of use to this process, without waiting for anything; for one that is ended by force. */
  leave(): void;
}

/** Starts an engine. It imports nothing from Electron: a utility process, the command line and tests host it alike. */
export function createEngine(options: EngineOptions): Engine {
  const { appVersion, dataDir, documentsDir, logger, workerUrl } = options;
  keepFilesPrivate();
  const jobs = createJobRegistry({
    onFailure: (kind, error) => logger.error({ err: error, job: kind }, 'a job failed'),
  });
  const watching = options.watching === undefined ? usualTiming : options.watching;
  const imports = createImports({ jobs, logger, workerUrl, watching });
  const onStuck = restartWhenSafe({
    jobs,
    current: () => slot.current(),
    restart: (restart) => {
      logger.warn(restart, 'a statement keeps the engine');
      options.onStuck?.(restart);
    },
  });
  const slot = createWorkspaceSlot({
    appVersion,
    jobs,
    logger,
    onOpened: imports.resume,
    onStuck,
    ...(options.statementLimits ? { statementLimits: options.statementLimits } : {}),
  });
  const pathOf = (grant: string): string => {
    const path = options.resolveGrant(grant);
    if (path === undefined) {
      throw new AppError('no-grant', 'Trailglass was not given access to this path. Choose it again.');
    }
    return path;
  };
  return {
    handlers: withSearching(slot.open, {
      ...workspaceHandlers({ slot, pathOf, dataDir, documentsDir, writeSample: options.writeSample }),
      ...ingestHandlers({ open: slot.open, pathOf, imports }),
      ...jobsHandlers(jobs),
      ...eventsHandlers(slot.open),
      ...groupingHandlers(slot.open),
      ...countsHandlers(slot.open),
      ...timelineHandlers(slot.open),
      ...placesHandlers(slot.open),
      ...relatedHandlers(slot.open),
      ...profileHandlers(slot.open),
      ...consoleHandlers(slot.open),
      ...savedHandlers(slot.open),
      ...notesHandlers(slot.open),
      ...searchHandlers(slot.open),
      ...exportHandlers({ open: slot.open, pathOf, jobs, appVersion }),
    }),
    createWorkspaceAt: slot.createAt,
    openWorkspaceAt: slot.openAt,
    exactTexts: (which, take, signal) => exactTexts(slot.open(), which, take, signal),
    exportTo: (what, write, signal) => {
      const investigation = slot.open();
      const run = (stop: AbortSignal): Promise<ExportSummary> =>
        exportToStream({ investigation, what, appVersion }, write, stop);
      return what.kind === 'sql' ? investigation.console.watchOver(signal, run) : run(signal);
    },
    leave: () => slot.leave(),
    close: async () => {
      await slot.empty();
      await jobs.close();
    },
  };
}

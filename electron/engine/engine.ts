import { AppError } from '../../shared/bridge/errors.ts';
import type { Exported } from '../../shared/contract/export.ts';
import type { EngineHandlers } from '../../shared/contract/index.ts';
import type { WorkspaceInfo } from '../../shared/contract/workspaces.ts';
import { noteFieldsBeside } from './areas/annotations/fields.ts';
import { annotationsArea } from './areas/annotations/handlers.ts';
import { notesPart } from './areas/annotations/annotations.ts';
import { consolePart } from './areas/console/console.ts';
import { consoleArea } from './areas/console/handlers.ts';
import { coverageArea } from './areas/coverage/handlers.ts';
import { entitiesArea } from './areas/entities/handlers.ts';
import { eventsArea } from './areas/events/handlers.ts';
import { evidenceArea } from './areas/evidence/handlers.ts';
import { createImports } from './areas/evidence/imports.ts';
import { usualTiming, type WatchTiming } from './areas/evidence/watching/source-watcher.ts';
import { watchingPart } from './areas/evidence/watching/watching-part.ts';
import { exactTexts, type ExactTexts } from './areas/export/exact-texts.ts';
import { exportArea } from './areas/export/handlers.ts';
import type { ExportSummary } from './areas/export/request.ts';
import { exportToStream } from './areas/export/run.ts';
import { facetsArea } from './areas/facets/handlers.ts';
import { valueListsPart } from './areas/facets/value-lists.ts';
import { groupingArea } from './areas/grouping/handlers.ts';
import { overviewArea } from './areas/overview/handlers.ts';
import { overviewPart } from './areas/overview/kept-statements.ts';
import { standOutSource } from './areas/overview/stand-out/stand-out.ts';
import { nameFieldsBeside } from './areas/names/fields.ts';
import { namesArea } from './areas/names/handlers.ts';
import { namesPart } from './areas/names/names.ts';
import { placesArea } from './areas/places/handlers.ts';
import { relatedArea } from './areas/related/handlers.ts';
import { savedArea } from './areas/saved/handlers.ts';
import { searchArea } from './areas/search/handlers.ts';
import { recordPathsPart } from './areas/search/record-paths.ts';
import { timelineArea } from './areas/timeline/handlers.ts';
import { workspaceHandlers, type WriteSample } from './areas/workspaces/handlers.ts';
import {
  createWorkspaceSlot,
  type ExistingWorkspace,
  type NewWorkspace,
} from './areas/workspaces/workspace-slot.ts';
import type { LocalAnswers } from './archive/local.ts';
import { derivedTables } from './all-derived-tables.ts';
import type { DerivedTable } from './derive/derived-table.ts';
import { handlersOf } from './area.ts';
import { registerBesideFields } from './ask/beside-fields.ts';
import { clientField } from './ask/clients.ts';
import { sentenceField } from './ask/sentences.ts';
import { registerStatements } from './ask/statement-sources.ts';
import { targetFieldsBeside } from './ask/targets.ts';
import type { StatementLimits } from './db/statement-guard.ts';
import { keepFilesPrivate } from './disk/private-files.ts';
import { jobsHandlers } from './jobs/handlers.ts';
import type { Investigation } from './investigation.ts';
import { createJobRegistry } from './jobs/registry.ts';
import type { Logger } from './log.ts';
import type { Part, PartState } from './part.ts';
import { restartWhenSafe, type Restart } from './restart.ts';
import { withSlowCalls } from './slow-calls.ts';

/** In the order in which they are opened. */
const parts: readonly Part<PartState>[] = [
  namesPart,
  notesPart,
  consolePart,
  valueListsPart,
  recordPathsPart,
  watchingPart,
  overviewPart,
];

/** What areas answer about a question. */
const answers: LocalAnswers = {
  ...eventsArea.answers,
  ...groupingArea.answers,
  ...facetsArea.answers,
  ...timelineArea.answers,
  ...coverageArea.answers,
  ...placesArea.answers,
  ...relatedArea.answers,
  ...entitiesArea.answers,
  ...annotationsArea.answers,
  ...searchArea.answers,
};

const besideFields = [clientField, noteFieldsBeside, sentenceField, targetFieldsBeside, nameFieldsBeside];

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
  /** The tables that follow from the evidence; by default all of the product. */
  readonly derived?: readonly DerivedTable[];
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
  /** Ends when the tables of the open workspace that are made in the background are; nobody has to wait for them. */
  whenCovered(): Promise<void>;
  /** Removes what is only of use to this process, without waiting for anything; for one that is ended by force. */
  leave(): void;
}

/** What areas add to every question and to the overview. */
function registerAreas(): void {
  for (const fields of besideFields) registerBesideFields(fields);
  registerStatements(standOutSource);
}

/** The workspace once it has what a request needs. Errors: `cancelled`. */
async function readyFor(
  investigation: Investigation,
  request: unknown,
  signal: AbortSignal,
): Promise<Investigation> {
  await investigation.evidence.tablesMade(signal);
  await investigation.before(request, signal);
  return investigation;
}

/** Starts an engine. It imports nothing from Electron: a utility process, the command line and tests host it alike. */
export function createEngine(options: EngineOptions): Engine {
  const { appVersion, dataDir, documentsDir, logger, workerUrl, derived = derivedTables } = options;
  keepFilesPrivate();
  registerAreas();
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
  const pathOf = (grant: string): string => {
    const path = options.resolveGrant(grant);
    if (path === undefined) {
      throw new AppError('no-grant', 'Trailglass was not given access to this path. Choose it again.');
    }
    return path;
  };
  const slot = createWorkspaceSlot({
    appVersion,
    jobs,
    logger,
    onOpened: imports.resume,
    onStuck,
    parts,
    derived,
    answers,
    ...(options.statementLimits ? { statementLimits: options.statementLimits } : {}),
  });
  const { open } = slot;
  const handlers: EngineHandlers = {
    ...workspaceHandlers({ slot, pathOf, dataDir, documentsDir, writeSample: options.writeSample }),
    ...jobsHandlers(jobs),
    ...handlersOf(open, evidenceArea({ pathOf, imports })),
    ...handlersOf(open, namesArea({ pathOf, readAgain: imports.readCompanions })),
    ...handlersOf(open, exportArea({ pathOf, jobs, appVersion })),
    ...handlersOf(open, eventsArea),
    ...handlersOf(open, groupingArea),
    ...handlersOf(open, facetsArea),
    ...handlersOf(open, timelineArea),
    ...handlersOf(open, coverageArea),
    ...handlersOf(open, placesArea),
    ...handlersOf(open, overviewArea),
    ...handlersOf(open, relatedArea),
    ...handlersOf(open, entitiesArea),
    ...handlersOf(open, consoleArea(derived)),
    ...handlersOf(open, savedArea),
    ...handlersOf(open, annotationsArea),
    ...handlersOf(open, searchArea),
  };
  return {
    handlers: withSlowCalls(handlers, logger),
    createWorkspaceAt: slot.createAt,
    openWorkspaceAt: slot.openAt,
    exactTexts: async (which, take, signal) => {
      const investigation = await readyFor(slot.open(), which, signal);
      return exactTexts(investigation, which, take, signal);
    },
    exportTo: async (what, write, signal) => {
      const investigation = await readyFor(slot.open(), what, signal);
      const run = (stop: AbortSignal): Promise<ExportSummary> =>
        exportToStream({ investigation, what, appVersion }, write, stop);
      return what.kind === 'sql' ? investigation.part(consolePart).watchOver(signal, run) : run(signal);
    },
    whenCovered: () => slot.open().background.whenCovered(),
    leave: () => slot.leave(),
    close: async () => {
      await slot.empty();
      await jobs.close();
    },
  };
}

import { rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { version as duckdbVersion } from '@duckdb/node-api';
import { AppError } from '../../shared/bridge/errors.ts';
import type { EngineHandlers } from '../../shared/contract/index.ts';
import type { WorkspaceInfo } from '../../shared/contract/workspace.ts';
import { takeInventory } from './ingest/inventory.ts';
import { Investigation, noWorkspace } from './investigation.ts';
import { createJobRegistry } from './jobs/registry.ts';
import type { Logger } from './log.ts';
import { describeSchema } from './query/console-schema.ts';
import { eventDetail, eventWindow, locateEvent } from './query/events.ts';
import { listFacets, suggestValues } from './query/facets.ts';
import { histogram } from './query/histogram.ts';
import { ledgerLines, ledgerSummary } from './query/ledger.ts';
import { placeProfile, placesMatrix, scopeSummary } from './query/places.ts';
import { writeTrail } from './sample/write-trail.ts';
import { createWorkspaceFolder } from './workspace/create.ts';
import { chooseWorkspacePlace } from './workspace/place.ts';

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
}

/** The engine: everything that knows DuckDB and files, behind the contract. One workspace is open at a time. */
export interface Engine {
  readonly handlers: EngineHandlers;
  /** Makes a workspace at an exact path and opens it. */
  createWorkspaceAt(options: {
    readonly workspacePath: string;
    readonly sourcePaths: readonly string[];
    readonly title?: string;
  }): Promise<WorkspaceInfo>;
  /** Opens the workspace at a path. */
  openWorkspaceAt(options: {
    readonly path: string;
    readonly lock: 'respect' | 'take-over' | 'read-only';
    readonly rebuild?: boolean;
  }): Promise<WorkspaceInfo>;
  close(): Promise<void>;
}

const sampleEvents = 25_000;
const sampleSeed = 7;

/** Starts an engine. It imports nothing from Electron: a utility process, the command line and tests host it alike. */
export function createEngine(options: EngineOptions): Engine {
  const { logger } = options;
  const jobs = createJobRegistry({
    onFailure: (kind, error) => logger.error({ err: error, job: kind }, 'a job failed'),
  });
  const watchers = new Set<(info: WorkspaceInfo | null) => void>();
  const tell = (info: WorkspaceInfo | null): void => {
    for (const report of watchers) report(info);
  };
  let current: Investigation | undefined;

  const open = (): Investigation => {
    if (!current) throw noWorkspace();
    return current;
  };
  const pathOf = (grant: string): string => {
    const path = options.resolveGrant(grant);
    if (path === undefined) {
      throw new AppError('no-grant', 'Trailglass was not given access to this path. Choose it again.');
    }
    return path;
  };
  const closeCurrent = async (): Promise<void> => {
    const closing = current;
    current = undefined;
    for (const job of jobs.list()) if (job.state === 'running') jobs.cancel(job.id);
    await Promise.all(jobs.list().map((job) => jobs.finished(job.id)));
    await closing?.close();
  };

  const openWorkspaceAt: Engine['openWorkspaceAt'] = async (request) => {
    await closeCurrent();
    current = await Investigation.open({ ...request, rebuild: request.rebuild ?? false, onChange: tell });
    for (const notice of current.folder.notices) logger.warn({ notice }, 'on opening the workspace');
    const info = await current.info();
    tell(info);
    return info;
  };

  const createWorkspaceAt: Engine['createWorkspaceAt'] = async ({ workspacePath, sourcePaths, title }) => {
    await closeCurrent();
    await createWorkspaceFolder({
      path: workspacePath,
      sources: sourcePaths,
      appVersion: options.appVersion,
      duckdbVersion: duckdbVersion(),
      ...(title === undefined ? {} : { title }),
    });
    return openWorkspaceAt({ path: workspacePath, lock: 'respect' });
  };

  const startImport = (sources: readonly string[]): string => {
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
        investigation.import(sources, options.workerUrl, job, (error) =>
          logger.error({ err: error }, 'a reader thread failed'),
        ),
    });
  };

  const handlers: EngineHandlers = {
    'workspace.preview': async ({ grants }, { signal, report }) => {
      const paths = grants.map(pathOf);
      const place = await chooseWorkspacePlace({
        sources: paths,
        documentsDir: options.documentsDir,
        existing: 'report',
      });
      const inventory = await takeInventory(paths, signal, report);
      return { ...inventory, paths, workspacePath: place.path, workspaceExists: place.exists };
    },
    'workspace.create': async ({ grants, at }) => {
      const sources = grants.map(pathOf);
      const place = await chooseWorkspacePlace({
        sources,
        documentsDir: options.documentsDir,
        at: at === null ? null : pathOf(at),
        existing: 'number',
      });
      return createWorkspaceAt({ workspacePath: place.path, sourcePaths: sources });
    },
    'workspace.createSample': async (_params, { signal, report }) => {
      const archive = join(options.dataDir, 'sample', 'sample-logs');
      const workspacePath = join(options.dataDir, 'sample', 'Sample investigation.trailglass');
      if (existsSync(join(workspacePath, 'workspace.json'))) {
        return openWorkspaceAt({ path: workspacePath, lock: 'respect' });
      }
      await rm(archive, { recursive: true, force: true });
      await writeTrail({ events: sampleEvents, seed: sampleSeed }, archive, {
        signal,
        onProgress: ({ events, totalEvents }) => report({ events, totalEvents }),
      });
      return createWorkspaceAt({ workspacePath, sourcePaths: [archive], title: 'Sample investigation' });
    },
    'workspace.open': ({ grant, lock, rebuild }) => openWorkspaceAt({ path: pathOf(grant), lock, rebuild }),
    'workspace.current': async () => (current ? current.info() : null),
    'workspace.close': async () => {
      await closeCurrent();
      tell(null);
      return {};
    },
    'workspace.watch': async (_params, { signal, report }) => {
      report(current ? await current.info() : null);
      watchers.add(report);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      watchers.delete(report);
      return {};
    },
    'workspace.loadState': () => open().folder.state.load(),
    'workspace.saveState': async ({ state }) => {
      const { folder } = open();
      if (!folder.isReadOnly) await folder.state.save(state);
      return {};
    },

    'ingest.start': async ({ grants }) => {
      const { folder } = open();
      const chosen = grants?.map(pathOf);
      if (chosen && !folder.isReadOnly) await folder.updateSources(chosen);
      return { jobId: startImport(chosen ?? folder.manifest.sources.map((source) => source.path)) };
    },
    'ledger.summary': (_params, { signal }) => ledgerSummary(open().pool, signal),
    'ledger.list': (params, { signal }) => ledgerLines(open().pool, params, signal),

    'jobs.watch': async (_params, { signal, report }) => {
      await jobs.watch(report, signal);
      return {};
    },
    'jobs.cancel': ({ id }) => {
      jobs.cancel(id);
      return {};
    },

    'events.window': (params, { signal }) => eventWindow(events(open()), params, signal),
    'events.count': async ({ question }, { signal }) => {
      const { counts, dataVersion } = open();
      return { total: await counts.total(question, dataVersion, signal) };
    },
    'events.locate': async (params, { signal }) => ({
      position: await locateEvent(events(open()), params, signal),
    }),
    'events.detail': ({ id }, { signal }) => eventDetail(events(open()), id, signal),
    'timeline.histogram': (params, { signal }) => histogram(open().pool, params, signal),
    'facets.list': ({ question, facets }, { signal }) => listFacets(open().pool, question, facets, signal),
    'values.suggest': (params, { signal }) => suggestValues(open().pool, params, signal),

    'places.scope': ({ question }, { signal }) => scopeSummary(open().pool, question, signal),
    'places.matrix': ({ question, stripBins }, { signal }) =>
      placesMatrix(open().pool, question, stripBins, signal),
    'places.profile': (params, { signal }) => placeProfile(open().pool, params, signal),

    'sql.run': async (params, { signal, report }) => {
      const { console, folder } = open();
      const result = await console.run({ ...params, signal, report });
      if (!folder.isReadOnly) await folder.journal.append('sql.run', { sql: params.sql, rows: result.rows });
      return result;
    },
    'sql.schema': () => describeSchema(),

    'saved.list': () => [...open().folder.saved.list()],
    'saved.add': ({ item }) => open().folder.saved.add(item),
    'saved.update': ({ item }) => open().folder.saved.update(item),
    'saved.remove': async ({ id }) => {
      await open().folder.saved.remove(id);
      return {};
    },
    'saved.export': ({ ids }) => open().folder.saved.export(ids),
    'saved.import': ({ text }) => open().folder.saved.import(text),
  };

  return {
    handlers,
    createWorkspaceAt,
    openWorkspaceAt,
    close: async () => {
      await closeCurrent();
      await jobs.close();
    },
  };
}

const events = (investigation: Investigation) => ({
  pool: investigation.pool,
  cursors: investigation.cursors,
  counts: investigation.counts,
  dataVersion: () => investigation.dataVersion,
});

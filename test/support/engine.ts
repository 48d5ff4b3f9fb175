import { writeSample } from '../../electron/sample/write-sample.ts';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { connect } from '../../shared/bridge/connect.ts';
import { serve } from '../../shared/bridge/serve.ts';
import { engineContract, type EngineClient } from '../../shared/contract/index.ts';
import type { Job } from '../../shared/contract/jobs.ts';
import { createEngine, type Engine, type EngineOptions } from '../../electron/engine/engine.ts';
import type { Restart } from '../../electron/engine/restart.ts';
import { createLogger } from '../../electron/engine/log.ts';
import { inMemoryPair } from '../../electron/transport/in-memory.ts';
import { tempFolder } from './temp.ts';

/** The built reader thread; engine test projects build it first. */
const workerUrl = pathToFileURL(
  fileURLToPath(new URL('../../out/electron/ingest-worker.js', import.meta.url)),
);

/** A real engine behind the real bridge, in this process, with results checked against the contract. */
export interface TestEngine {
  readonly engine: Engine;
  readonly call: EngineClient;
  readonly folder: string;
  /** A grant for a path, as the host would give it. */
  readonly grant: (path: string) => string;
  /** Makes a workspace for paths, imports them and waits; answers the finished job. */
  readonly importAll: (...paths: readonly string[]) => Promise<Job>;
  /** What the host was asked to start the engine again for. */
  readonly restarts: readonly Restart[];
  /** Waits for a job to end. */
  readonly finished: (jobId: string) => Promise<Job>;
}

export function testEngine(
  folder = tempFolder(),
  options: Partial<Pick<EngineOptions, 'watching' | 'statementLimits' | 'derived'>> = {},
): TestEngine {
  const grants = new Map<string, string>();
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir, { recursive: true });
  const restarts: Restart[] = [];
  const engine = createEngine({
    writeSample,
    appVersion: '0.0.0-test',
    dataDir,
    documentsDir: join(folder, 'documents'),
    logger: createLogger(),
    workerUrl,
    resolveGrant: (grant) => grants.get(grant),
    onStuck: (restart) => restarts.push(restart),
    ...options,
  });
  const [here, there] = inMemoryPair();
  const failures: unknown[] = [];
  serve(there, engineContract, engine.handlers, (_name, error) => failures.push(error));
  const call = connect(here, engineContract, { validateResults: true });
  onTestFinished(async () => {
    await engine.close();
    if (failures.length > 0) throw failures[0];
  });
  const grant = (path: string): string => {
    const name = `grant-${grants.size}-for-test`;
    grants.set(name, path);
    return name;
  };
  const finished = async (jobId: string): Promise<Job> => {
    const stop = new AbortController();
    return new Promise((resolve, reject) => {
      call(
        'jobs.watch',
        {},
        {
          signal: stop.signal,
          onProgress: (jobs) => {
            const job = jobs.find(({ id }) => id === jobId);
            if (!job || job.finishedAtMs === null) return;
            resolve(job);
            stop.abort();
          },
        },
      ).catch((error: unknown) => {
        if (!stop.signal.aborted) reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
  };
  const importAll = async (...paths: readonly string[]): Promise<Job> => {
    const grantIds = paths.map(grant);
    await call('workspace.create', { grants: grantIds, at: null });
    const { jobId } = await call('ingest.start', { grants: grantIds });
    return finished(jobId);
  };
  return { engine, call, restarts, folder, grant, importAll, finished };
}

/** No restriction, every event. */
export const all = {
  scope: { range: null, accounts: null, regions: null, hideServiceCalls: false },
  filter: { kind: 'and', of: [] },
} as const;

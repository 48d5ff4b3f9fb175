import { writeSample } from '../../electron/sample/write-sample.ts';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connect } from '../../shared/bridge/connect.ts';
import { serve } from '../../shared/bridge/serve.ts';
import { engineContract, type EngineClient } from '../../shared/contract/index.ts';
import type { Job } from '../../shared/contract/jobs.ts';
import type { WorkspaceInfo } from '../../shared/contract/workspaces.ts';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { createLogger } from '../../electron/engine/log.ts';
import { inMemoryPair } from '../../electron/transport/in-memory.ts';

/** An engine behind the bridge, in this process. */
export function openEngine(): {
  readonly engine: Engine;
  readonly call: EngineClient;
  readonly finish: (onChange: (info: WorkspaceInfo | null) => void) => Promise<Job>;
} {
  const engine = createEngine({
    writeSample,
    appVersion: 'bench',
    dataDir: '',
    documentsDir: '',
    logger: createLogger(),
    workerUrl: pathToFileURL(join(dirname(process.argv[1] ?? ''), 'ingest-worker.js')),
    resolveGrant: (grant) => grant,
  });
  const [here, there] = inMemoryPair();
  serve(there, engineContract, engine.handlers);
  const call = connect(here, engineContract);
  const finish = async (onChange: (info: WorkspaceInfo | null) => void): Promise<Job> => {
    const stop = new AbortController();
    const ignore = (): void => undefined;
    call('workspace.watch', {}, { signal: stop.signal, onProgress: onChange }).catch(ignore);
    const { jobId } = await call('ingest.start', { grants: null });
    const job = await new Promise<Job>((resolve) => {
      const onProgress = (jobs: readonly Job[]): void => {
        const found = jobs.find(({ id }) => id === jobId);
        if (found && found.finishedAtMs !== null) resolve(found);
      };
      call('jobs.watch', {}, { signal: stop.signal, onProgress }).catch(ignore);
    });
    stop.abort();
    return job;
  };
  return { engine, call, finish };
}

import { writeSample } from '../sample/write-sample.ts';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connect } from '../../shared/bridge/connect.ts';
import { serve } from '../../shared/bridge/serve.ts';
import { engineContract, type EngineClient } from '../../shared/contract/index.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { createLogger } from '../engine/log.ts';
import { inMemoryPair } from '../transport/in-memory.ts';

/** An engine of this process, asked through the same bridge as the window uses. */
export interface Session {
  readonly engine: Engine;
  readonly call: EngineClient;
  /** A grant for a path the person typed. */
  grant(path: string): string;
  close(): Promise<void>;
  /** Removes what is only of use to this process, without waiting for anything; for one that ends itself by force. */
  leave(): void;
}

/** What the entry knows of its own build. */
export interface Build {
  readonly version: string;
  readonly workerUrl: URL;
}

/** Who hears of what the engine cannot answer. */
export interface Listeners {
  /** Failures that cross the bridge as `internal`. */
  readonly onFailure: (error: unknown) => void;
  /** What a person should know of a workspace that was opened. */
  readonly onNotice: (notice: string) => void;
  /** A statement keeps this process and cannot be stopped. */
  readonly onStuck: (reason: string) => void;
}

/** Starts an engine. */
export function startSession(build: Build, { onFailure, onNotice, onStuck }: Listeners): Session {
  const grants = new Map<string, string>();
  // Made now and for this process alone: a name that others can guess in a folder that all share may be a link of theirs.
  const dataDir = mkdtempSync(join(tmpdir(), 'trailglass-cli-'));
  const engine = createEngine({
    writeSample,
    appVersion: build.version,
    dataDir,
    documentsDir: join(homedir(), 'Documents'),
    logger: createLogger(),
    workerUrl: build.workerUrl,
    resolveGrant: (grant) => grants.get(grant),
    watching: null,
    onStuck: ({ reason, isWaiting }) => {
      if (!isWaiting) onStuck(reason);
    },
  });
  const [here, there] = inMemoryPair();
  serve(there, engineContract, engine.handlers, (_call, error) => onFailure(error));
  const removeFolder = (): void => rmSync(dataDir, { recursive: true, force: true });
  const openWorkspaceAt: Engine['openWorkspaceAt'] = async (request) => {
    const info = await engine.openWorkspaceAt(request);
    for (const notice of info.notices) onNotice(notice);
    return info;
  };
  return {
    engine: { ...engine, openWorkspaceAt },
    call: connect(here, engineContract),
    grant: (path) => {
      const id = randomUUID();
      grants.set(id, resolve(path));
      return id;
    },
    close: async () => {
      await engine.close();
      removeFolder();
    },
    leave: () => {
      engine.leave();
      removeFolder();
    },
  };
}

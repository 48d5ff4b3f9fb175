import { utilityProcess, type MessagePortMain } from 'electron';
import { engineMemory } from '../transport/engine-memory.ts';
import type { EngineProcess } from './engine-host.ts';

const kept = new Set(
  [
    'PATH',
    'HOME',
    'USER',
    'LOGNAME',
    'USERPROFILE',
    'SYSTEMROOT',
    'WINDIR',
    'TMPDIR',
    'TEMP',
    'TMP',
    'LANG',
    'TZ',
  ].concat(['LOCALAPPDATA', 'APPDATA', 'HOMEDRIVE', 'HOMEPATH', 'COMPUTERNAME', 'HOSTNAME', 'USERNAME']),
);

/**
 * The environment of the engine's process: only what finding folders and names needs, so that no `NODE_OPTIONS` or proxy
 * of the person's shell reaches it. Every running DuckDB call takes one thread of libuv's pool, which has four by default.
 */
export function engineEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const scrubbed: Record<string, string> = { UV_THREADPOOL_SIZE: '16', ...engineMemory };
  for (const [name, value] of Object.entries(environment)) {
    const upper = name.toUpperCase();
    if (value !== undefined && (kept.has(upper) || upper.startsWith('LC_'))) scrubbed[name] = value;
  }
  return scrubbed;
}

/** Starts the engine's process. */
export function forkEngine(script: string): EngineProcess<MessagePortMain> {
  const child = utilityProcess.fork(script, [], {
    serviceName: 'Trailglass engine',
    stdio: 'pipe',
    env: engineEnvironment(process.env),
  });
  return {
    stdout: child.stdout,
    stderr: child.stderr,
    on: (event: 'message' | 'exit', listener: (value: never) => void) =>
      child.on(event as 'message', listener as (message: unknown) => void),
    postMessage: (message, transfer) => child.postMessage(message, transfer),
    // Electron's own kill asks with SIGTERM; a process busy in a call of DuckDB is not to be asked.
    kill: () => child.pid !== undefined && process.kill(child.pid, 'SIGKILL'),
  };
}

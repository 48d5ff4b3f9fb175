import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { engineMemory } from '../../electron/transport/engine-memory.ts';

/** What one import took, as `import-once` prints it: to the end of closing. */
export interface ImportRun {
  readonly state: string;
  readonly events: number;
  readonly wallMs: number;
  readonly closeMs: number;
  readonly firstRowsMs: number;
  readonly cpuMs: number;
  /** Pages of memory that the system had to give. */
  readonly freshPages: number;
  /** Handed to the system to write; null where it does not say. */
  readonly writtenBytes: number | null;
  readonly peakRssMb: number;
  readonly databaseBytes: number;
}

/** Imports an archive into a new workspace in a process of its own, with the bench built in a folder. Errors: why it failed. */
export function importOnce(benchFolder: string, archive: string, workspace: string): ImportRun {
  rmSync(workspace, { recursive: true, force: true });
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(benchFolder, 'import-once.js'), archive, workspace],
    { encoding: 'utf8', env: { ...process.env, UV_THREADPOOL_SIZE: '16', ...engineMemory } },
  );
  if (status !== 0) throw new Error(`The import failed: ${stderr}`);
  const run = JSON.parse(stdout) as ImportRun;
  if (run.state !== 'done') throw new Error(`The import ended as ${run.state}`);
  return run;
}

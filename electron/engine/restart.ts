import type { Investigation } from './investigation.ts';
import type { JobRegistry } from './jobs/registry.ts';
import type { Stuck } from './db/statement-guard.ts';

/** That the engine's process is to be started again. */
export interface Restart {
  /** For the person, as a whole sentence. */
  readonly reason: string;
  /** Work would be lost now; another call tells when it is safe. */
  readonly isWaiting: boolean;
}

/** Long enough for the answer about the statement to be written down and to leave the process. */
const lastWordsMs = 250;

/**
 * Asks for a restart when a statement is stuck: at once when memory runs out, else after the next commit of a running
 * import or removal and the end of running exports. All of them can be killed at any time; they would only begin again
 * further back.
 */
export function restartWhenSafe(options: {
  readonly jobs: JobRegistry;
  readonly current: () => Investigation | undefined;
  readonly restart: (restart: Restart) => void;
}): (stuck: Stuck) => void {
  const { jobs, current, restart } = options;
  return ({ reason, isUrgent }) => {
    const waits = isUrgent ? [] : unfinished(jobs, current());
    if (waits.length > 0) restart({ reason, isWaiting: true });
    void Promise.all(waits).then(() => {
      setTimeout(() => restart({ reason, isWaiting: false }), lastWordsMs);
    });
  };
}

function unfinished(jobs: JobRegistry, investigation: Investigation | undefined): Promise<unknown>[] {
  const exports = jobs.list().filter(({ kind, state }) => kind === 'export' && state === 'running');
  const ends: Promise<unknown>[] = exports.map(({ id }) => jobs.finished(id));
  return investigation?.evidence.isRunning ? [...ends, investigation.evidence.nextCommit()] : ends;
}

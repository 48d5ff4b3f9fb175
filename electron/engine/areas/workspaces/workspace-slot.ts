import { version as duckdbVersion } from '@duckdb/node-api';
import type { WorkspaceInfo } from '../../../../shared/contract/workspaces.ts';
import type { LocalAnswers } from '../../archive/local.ts';
import { Investigation, noWorkspace } from '../../investigation.ts';
import type { JobRegistry } from '../../jobs/registry.ts';
import type { Logger } from '../../log.ts';
import type { StatementLimits, Stuck } from '../../db/statement-guard.ts';
import type { Part, PartState } from '../../part.ts';
import type { DerivedTable } from '../../derive/derived-table.ts';
import { createWorkspaceFolder } from '../../workspace/create.ts';

/** A workspace to make at an exact path. */
export interface NewWorkspace {
  readonly workspacePath: string;
  readonly sourcePaths: readonly string[];
  readonly title?: string;
  /** The product's own sample investigation goes into it. */
  readonly isSample?: boolean;
}

/** A workspace to open at a path. */
export interface ExistingWorkspace {
  readonly path: string;
  readonly lock: 'respect' | 'take-over' | 'read-only';
  readonly rebuild?: boolean;
}

/** The one place for an open workspace: opening another closes the one before. */
export interface WorkspaceSlot {
  /** What is open. Errors: `no-workspace`. */
  readonly open: () => Investigation;
  /** What is open as it is now, null when nothing is. */
  readonly info: () => Promise<WorkspaceInfo | null>;
  /** Reports what is open, now and after every change, until the signal aborts. */
  readonly watch: (report: (info: WorkspaceInfo | null) => void, signal: AbortSignal) => Promise<void>;
  /** Makes a workspace and opens it. Errors: those of `createWorkspaceFolder` and `Investigation.open`. */
  readonly createAt: (request: NewWorkspace) => Promise<WorkspaceInfo>;
  /** Opens a workspace. Errors: those of `Investigation.open`. */
  readonly openAt: (request: ExistingWorkspace) => Promise<WorkspaceInfo>;
  /** Cancels the jobs, waits for their end and closes what is open. */
  readonly empty: () => Promise<void>;
  /** Empties the slot and tells the watchers. */
  readonly close: () => Promise<void>;
  /** What is open, if anything is. */
  readonly current: () => Investigation | undefined;
  /** Removes what the open workspace has outside its folder, without waiting for anything. */
  readonly leave: () => void;
}

type Told = (info: WorkspaceInfo | null) => void;

/** Reports what is open now, and every change until the signal aborts. */
async function watching(
  watchers: Set<Told>,
  info: () => Promise<WorkspaceInfo | null>,
  report: Told,
  signal: AbortSignal,
): Promise<void> {
  const heard = { isAny: false };
  const told: Told = (now) => {
    heard.isAny = true;
    report(now);
  };
  watchers.add(told);
  try {
    const first = await info();
    // What changed meanwhile was told, and is newer.
    if (!heard.isAny) report(first);
    if (signal.aborted) return;
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  } finally {
    watchers.delete(told);
  }
}

/** Makes an empty slot. */
export function createWorkspaceSlot(options: {
  readonly appVersion: string;
  readonly jobs: JobRegistry;
  readonly logger: Logger;
  /** Told of every workspace that was opened. */
  readonly onOpened: (investigation: Investigation) => void;
  readonly onStuck: (stuck: Stuck) => void;
  readonly statementLimits?: Partial<StatementLimits>;
  readonly answers: LocalAnswers;
  readonly parts: readonly Part<PartState>[];
  readonly derived: readonly DerivedTable[];
}): WorkspaceSlot {
  const { jobs, logger } = options;
  const watchers = new Set<Told>();
  const tell: Told = (info) => {
    for (const report of watchers) report(info);
  };
  let current: Investigation | undefined;

  const info = async (): Promise<WorkspaceInfo | null> => (current ? current.info() : null);

  /** Still open, and to be left if closing does not end. */
  let closing: Investigation | undefined;

  const empty = async (): Promise<void> => {
    closing = current;
    current = undefined;
    await closing?.rest();
    for (const job of jobs.list()) if (job.state === 'running') jobs.cancel(job.id);
    await Promise.all(jobs.list().map((job) => jobs.finished(job.id)));
    await closing?.close();
    closing = undefined;
  };

  const openAt = async (request: ExistingWorkspace): Promise<WorkspaceInfo> => {
    await empty();
    current = await Investigation.open({
      ...request,
      rebuild: request.rebuild ?? false,
      onChange: tell,
      onStuck: options.onStuck,
      answers: options.answers,
      parts: options.parts,
      derived: options.derived,
      ...(options.statementLimits ? { statementLimits: options.statementLimits } : {}),
    });
    for (const notice of current.folder.notices) logger.warn({ notice }, 'on opening the workspace');
    const opened = await current.info();
    tell(opened);
    options.onOpened(current);
    return opened;
  };

  return {
    open: () => {
      if (!current) throw noWorkspace();
      return current;
    },
    info,
    watch: (report, signal) => watching(watchers, info, report, signal),
    createAt: async ({ workspacePath, sourcePaths, title, isSample = false }) => {
      await empty();
      await createWorkspaceFolder({
        path: workspacePath,
        sources: sourcePaths,
        appVersion: options.appVersion,
        duckdbVersion: duckdbVersion(),
        isSample,
        ...(title === undefined ? {} : { title }),
      });
      return openAt({ path: workspacePath, lock: 'respect' });
    },
    openAt,
    empty,
    close: async () => {
      await empty();
      tell(null);
    },
    current: () => current,
    leave: () => (current ?? closing)?.leave(),
  };
}

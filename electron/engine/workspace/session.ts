import { access, constants, mkdir, readdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../../shared/bridge/errors.ts';
import { isWriteRefused, systemCode } from './files.ts';
import { openJournal, type Journal } from './journal.ts';
import { workspaceLayout, type WorkspaceLayout } from './layout.ts';
import { acquireLock, type WorkspaceLock } from './lock.ts';
import { newerReason, readManifest, withSources, writeManifest, type Manifest } from './manifest.ts';
import { assertApart } from './place.ts';
import { openSaved, type SavedStore } from './saved.ts';
import { openSqlHistory, type SqlHistory } from './sql-history.ts';
import { sharedJournal } from './shared-journal.ts';
import { openState, type StateStore } from './state.ts';

/** An open workspace folder: everything but its database. */
export interface WorkspaceFolder {
  /** The folder with symbolic links resolved. */
  readonly path: string;
  readonly layout: WorkspaceLayout;
  readonly manifest: Manifest;
  readonly isReadOnly: boolean;
  readonly readOnlyReason: string | null;
  /** Things the person should hear about once: files set aside, a torn journal, a lock taken over. */
  readonly notices: readonly string[];
  readonly saved: SavedStore;
  readonly state: StateStore;
  readonly sqlHistory: SqlHistory;
  readonly journal: Journal;
  /** Remembers more sources. Errors: `workspace-inside-evidence`, `workspace-newer`, `workspace-locked` when read-only. */
  updateSources(paths: readonly string[]): Promise<Manifest>;
  /** Forgets a source. Errors: `workspace-newer`, `workspace-locked` when read-only. */
  forgetSource(path: string): Promise<Manifest>;
  /** Remembers whether the sources are followed. Errors: `workspace-newer`, `workspace-locked` when read-only. */
  setWatching(isOn: boolean): Promise<Manifest>;
  /** Gives the folder back. Safe to call twice. */
  close(): Promise<void>;
}

/** How to open a workspace folder. */
export interface OpenFolderOptions {
  /** The folder, or the workspace.json inside it. */
  readonly path: string;
  /** `take-over` opens although another process holds the lock; `read-only` never takes it. */
  readonly lock: 'respect' | 'take-over' | 'read-only';
}

/**
 * Opens a workspace folder and takes its lock. A folder that cannot be written or that a newer version made opens
 * read-only with the reason. Errors: `not-a-workspace`, `workspace-damaged`, `workspace-newer`, `workspace-locked`.
 */
export async function openWorkspaceFolder(options: OpenFolderOptions): Promise<WorkspaceFolder> {
  const path = await folderOf(options.path);
  const layout = workspaceLayout(path);
  const read = await readManifest(layout.manifest);
  const granted = await takeAccess(layout, options.lock, read.isNewer);
  const { lock, readOnlyReason } = granted;
  const isReadOnly = lock === null;
  try {
    if (lock) await prepareFolders(layout, lock);
    const saved = await openSaved(layout.saved, { isReadOnly });
    const sqlHistory = await openSqlHistory(layout.sqlHistory, { isReadOnly });
    const isForReading = isReadOnly && !read.isNewer;
    const journal = isForReading ? sharedJournal(layout) : await openJournal(layout.journal, { isReadOnly });
    let { manifest } = read;
    if (lock?.wasTakenOver) await journal.append('workspace.taken-over');
    const replaceManifest = async (change: (before: Manifest) => Manifest): Promise<Manifest> => {
      if (isReadOnly) throw readOnlyError(readOnlyReason ?? '');
      const next = change(manifest);
      await writeManifest(layout.manifest, next);
      manifest = next;
      return next;
    };
    return {
      path,
      layout,
      get manifest() {
        return manifest;
      },
      isReadOnly,
      readOnlyReason,
      notices: [
        ...(lock?.wasTakenOver ? ['The lock of another Trailglass was taken over.'] : []),
        ...[saved.notice, sqlHistory.notice, journal.notice].filter((notice) => notice !== null),
      ],
      saved,
      sqlHistory,
      journal,
      state: openState(layout.state, { isReadOnly }),
      updateSources: async (paths) => {
        if (isReadOnly) throw readOnlyError(readOnlyReason ?? '');
        await assertApart(path, paths);
        return replaceManifest((before) => withSources(before, paths));
      },
      forgetSource: (gone) =>
        replaceManifest((before) => ({
          ...before,
          sources: before.sources.filter((source) => source.path !== gone),
        })),
      setWatching: (isOn) => replaceManifest((before) => ({ ...before, isWatching: isOn })),
      close: async () => {
        await journal.close();
        await lock?.release();
      },
    };
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

/** An engine outlives its application for a moment when that is killed, and holds the lock until then. */
const lockPatienceMs = 2_000;

interface Access {
  readonly lock: WorkspaceLock | null;
  readonly readOnlyReason: string | null;
}

async function takeAccess(
  layout: WorkspaceLayout,
  wish: OpenFolderOptions['lock'],
  isNewer: boolean,
): Promise<Access> {
  if (isNewer) return { lock: null, readOnlyReason: newerReason };
  if (wish === 'read-only')
    return { lock: null, readOnlyReason: 'You opened this workspace for reading only.' };
  try {
    await access(layout.root, constants.W_OK);
    return {
      lock: await acquireLock(layout.lock, { takeOver: wish === 'take-over', patienceMs: lockPatienceMs }),
      readOnlyReason: null,
    };
  } catch (error) {
    if (!isWriteRefused(error)) throw error;
    return {
      lock: null,
      readOnlyReason:
        'The workspace lies in a place that cannot be written, so it is open for reading. Copy it elsewhere to change it.',
    };
  }
}

/** Makes missing folders; what an earlier run spilled is removed, unless its process may still be using it. */
async function prepareFolders(layout: WorkspaceLayout, lock: WorkspaceLock): Promise<void> {
  for (const folder of [layout.exports, layout.staging, layout.temp]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  if (lock.wasTakenOver) return;
  for (const name of await readdir(layout.temp)) {
    await rm(join(layout.temp, name), { recursive: true, force: true });
  }
}

async function folderOf(path: string): Promise<string> {
  try {
    const real = await realpath(path);
    if ((await stat(real)).isDirectory()) return real;
    if (basename(real) === 'workspace.json') return dirname(real);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' && systemCode(error) !== 'ENOTDIR') throw error;
    throw new AppError('not-a-workspace', `There is nothing at ${path}. It may have been moved or renamed.`, {
      cause: error,
    });
  }
  throw new AppError(
    'not-a-workspace',
    `${path} is a file, not a workspace folder. Choose the folder that ends in .trailglass.`,
  );
}

const readOnlyError = (reason: string): AppError =>
  new AppError('workspace-locked', `This workspace cannot be changed here. ${reason}`);

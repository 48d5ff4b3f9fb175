import { access, constants, realpath, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AppError } from '../../../shared/bridge/errors.ts';
import { asDiskError, isDiskError, systemCode } from '../disk/disk-error.ts';
import { lookIfAny } from '../disk/entry.ts';
import { makeFolder, makePrivate } from '../disk/folders.ts';
import { entryProblems, needOf, refuseWithout, type EntryProblem } from './entries.ts';
import { setAside } from './files.ts';
import { isUnfinished } from './half-made.ts';
import { openJournal, type Journal } from './journal.ts';
import { entryKeys, layoutEntries, workspaceLayout, type EntryKey, type WorkspaceLayout } from './layout.ts';
import { acquireLock, type WorkspaceLock } from './lock.ts';
import { newerReason, readManifest, withSources, writeManifest, type Manifest } from './manifest.ts';
import { assertApart } from './place.ts';
import { openSaved, type SavedStore } from './saved.ts';
import { openSqlHistory, type SqlHistory } from './sql-history.ts';
import { sharedJournal } from './shared-journal.ts';
import { openState, type StateStore } from './state.ts';
import { openWorkLog, type WorkLog } from './work-log.ts';
import { sweepLeftovers } from './sweep.ts';

/** An open workspace folder: everything but its database. */
export interface WorkspaceFolder {
  /** The folder with symbolic links resolved. */
  readonly path: string;
  readonly layout: WorkspaceLayout;
  readonly manifest: Manifest;
  readonly isReadOnly: boolean;
  readonly readOnlyReason: string | null;
  /** Things the person should hear about once: entries left out, files set aside, a truncated journal, a lock taken over. */
  readonly notices: readonly string[];
  readonly saved: SavedStore;
  readonly state: StateStore;
  readonly sqlHistory: SqlHistory;
  /** What people decided, but for their notes. */
  readonly work: WorkLog;
  readonly journal: Journal;
  /** Where the notes are; null when what lies there is left out. */
  readonly annotations: string | null;
  /** Refuses every change while the folder is open for reading, with the reason's own code, `workspace-locked` in general. */
  assertWritable(): void;
  /** Remembers more sources. Errors: `workspace-inside-evidence`, `workspace-newer`, those of `assertWritable`. */
  updateSources(paths: readonly string[]): Promise<Manifest>;
  /** Forgets a source. Errors: `workspace-newer`, those of `assertWritable`. */
  forgetSource(path: string): Promise<Manifest>;
  /** Remembers whether the sources are followed. Errors: `workspace-newer`, those of `assertWritable`. */
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
  /** The database is set aside, whatever lies in its place. */
  readonly rebuild?: boolean;
  /** Why the folder is opened for reading, when the person did not ask for it. */
  readonly readOnlyBecause?: AppError;
}

/** A folder that has been looked at, and how it may be opened. */
interface Judged {
  readonly path: string;
  readonly layout: WorkspaceLayout;
  readonly manifest: Manifest;
  readonly problems: readonly EntryProblem[];
}

/**
 * Opens a workspace folder and takes its lock. Nothing in it is followed or opened but plain files and folders. It opens for
 * reading, with the reason, when it cannot be written, when a newer version made it, and when an entry is left out
 * because it is not what it has to be. Errors: `not-a-workspace`, `workspace-damaged`, `workspace-unsafe`,
 * `workspace-newer`, `workspace-locked`.
 */
export async function openWorkspaceFolder(options: OpenFolderOptions): Promise<WorkspaceFolder> {
  const path = await folderOf(options.path);
  const layout = workspaceLayout(path);
  const found = await entryProblems(layout);
  const problems = options.rebuild ? found.filter(({ key }) => !isDatabase(key)) : found;
  refuseWithout(problems);
  if (await isUnfinished(path)) throw unfinished();
  const { manifest, isNewer } = await readManifest(layout.manifest);
  const judged = { path, layout, manifest, problems };
  const refusal = refusalOf(options, problems, isNewer);
  if (refusal) return openForReading(judged, refusal, options);
  try {
    return await openForWriting(judged, options);
  } catch (error) {
    const failure = asDiskError(error, 'into the workspace');
    if (!isDiskError(failure)) throw error;
    return openForReading(judged, readingBecause(failure), options);
  }
}

/** Why a folder that cannot be written is open for reading. */
export const readingBecause = (failure: AppError): AppError =>
  new AppError(failure.code, diskReasons[failure.code] ?? failure.message, { cause: failure });

const diskReasons: Partial<Record<AppError['code'], string>> = {
  'disk-full':
    'The disk of this workspace is full, so it is open for reading: everything in it can be looked at, and exported to another disk. Free some space and open it again to change it.',
  'not-writable':
    'The workspace lies in a place that cannot be written, so it is open for reading. Copy it elsewhere to change it.',
  'disk-failed':
    'The disk of this workspace fails when it is written to, so it is open for reading. Copy it to another disk and go on there.',
};

/** Why the folder must not even be tried for writing; null when it may be. */
function refusalOf(
  { lock, readOnlyBecause }: OpenFolderOptions,
  problems: readonly EntryProblem[],
  isNewer: boolean,
): AppError | null {
  if (readOnlyBecause) return readOnlyBecause;
  if (isNewer) return new AppError('workspace-newer', newerReason);
  if (lock === 'read-only') {
    return new AppError('workspace-locked', 'You opened this workspace for reading only.');
  }
  if (problems.length === 0) return null;
  const odd = problems.map(({ key }) => layoutEntries[key].name);
  return new AppError(
    'workspace-unsafe',
    `Not what belongs there: ${odd.join(', ')}. So the workspace is open for reading, and nothing in it is changed.`,
  );
}

/** How long to wait for a lock: an engine outlives its application for a moment when that is killed. */
const lockPatienceMs = 2_000;

async function openForWriting(judged: Judged, options: OpenFolderOptions): Promise<WorkspaceFolder> {
  const { layout } = judged;
  await access(layout.root, constants.W_OK);
  const lock = await acquireLock(layout.lock, {
    takeOver: options.lock === 'take-over',
    patienceMs: lockPatienceMs,
  });
  try {
    if (options.rebuild) await setDatabaseAside(layout);
    await prepare(layout, lock);
    return await open(judged, { lock, refusal: null });
  } catch (error) {
    await lock.release().catch(() => undefined);
    throw error;
  }
}

function openForReading(
  judged: Judged,
  refusal: AppError,
  options: OpenFolderOptions,
): Promise<WorkspaceFolder> {
  if (options.rebuild) throw cannotChange(refusal);
  return open(judged, { lock: null, refusal });
}

interface Access {
  readonly lock: WorkspaceLock | null;
  readonly refusal: AppError | null;
}

async function open(judged: Judged, { lock, refusal }: Access): Promise<WorkspaceFolder> {
  const { path, layout, problems } = judged;
  const isReadOnly = refusal !== null;
  const leftOut = new Set(problems.filter((problem) => !problem.isReadable).map(({ key }) => key));
  const readable = (key: EntryKey): string | null => (leftOut.has(key) ? null : layout[key]);
  const saved = await openSaved(readable('saved'), { isReadOnly });
  const sqlHistory = await openSqlHistory(readable('sqlHistory'), { isReadOnly });
  const work = await openWorkLog(readable('work'));
  // Who only reads adds a line too, unless the folder is not to be touched at all.
  const isShared = refusal?.code === 'workspace-locked' && problems.length === 0;
  const journal = isShared ? sharedJournal(layout) : await openJournal(layout.journal, { isReadOnly });
  let { manifest } = judged;
  if (lock?.wasTakenOver) await journal.append('workspace.taken-over');
  const assertWritable = (): void => {
    if (refusal) throw cannotChange(refusal);
  };
  const replaceManifest = async (change: (before: Manifest) => Manifest): Promise<Manifest> => {
    assertWritable();
    const next = change(manifest);
    await writeManifest(layout.manifest, next);
    manifest = next;
    return next;
  };
  const state = openState(readable('state'), { isReadOnly });
  return {
    path,
    layout,
    get manifest() {
      return manifest;
    },
    isReadOnly,
    readOnlyReason: refusal?.message ?? null,
    notices: [
      ...(lock?.wasTakenOver ? ['The lock of another Trailglass was taken over.'] : []),
      ...problems.map(({ sentence }) => sentence),
      ...[saved.notice, sqlHistory.notice, work.notice, journal.notice].filter((notice) => notice !== null),
    ],
    saved,
    sqlHistory,
    work,
    journal,
    state,
    annotations: readable('annotations'),
    assertWritable,
    updateSources: async (paths) => {
      assertWritable();
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
      await state.settled();
      await journal.close();
      await lock?.release();
    },
  };
}

/** Makes what is missing, takes the rights of others away, and removes what killed programs left, unless one may still run. */
async function prepare(layout: WorkspaceLayout, lock: WorkspaceLock): Promise<void> {
  await makeFolder(layout.exports);
  await makeFolder(layout.temp);
  for (const path of [layout.root, ...entryKeys.map((key) => layout[key])]) await makePrivate(path);
  if (!lock.wasTakenOver) await sweepLeftovers(layout);
}

const isDatabase = (key: EntryKey): boolean => needOf(key) === 'database';

/** Whatever lies in the places of the database, a link as the link itself. */
async function setDatabaseAside(layout: WorkspaceLayout): Promise<void> {
  const now = new Date();
  for (const key of entryKeys) {
    if (isDatabase(key) && (await lookIfAny(layout[key]))) await setAside(layout[key], 'aside', now);
  }
}

async function folderOf(path: string): Promise<string> {
  try {
    const real = await realpath(path);
    if ((await stat(real)).isDirectory()) return real;
    if (basename(real) === layoutEntries.manifest.name) return dirname(real);
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

const unfinished = (): AppError =>
  new AppError(
    'not-a-workspace',
    'The making of this workspace was cut off before anything was in it. Import the archive again, which continues it, or delete the folder.',
  );

const cannotChange = (refusal: AppError): AppError =>
  new AppError(refusal.code, `This workspace cannot be changed here. ${refusal.message}`);

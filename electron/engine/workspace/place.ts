import { access, constants, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, parse, relative, resolve, sep } from 'node:path';
import { AppError } from '../../../shared/bridge/errors.ts';
import { systemCode } from '../disk/disk-error.ts';
import { isUnfinished } from './half-made.ts';
import { workspaceExtension } from './layout.ts';

/** Where a workspace would go, and why there. */
export interface WorkspacePlace {
  readonly path: string;
  /** Something of that name is there already; only with `existing: 'report'`. */
  readonly exists: boolean;
  /** Beside the evidence, in the documents because that place cannot be written, or in a folder the person chose. */
  readonly reason: 'beside' | 'documents' | 'chosen';
}

/** What decides a workspace's place. */
export interface PlaceOptions {
  /** Absolute paths of the archive: folders or files. */
  readonly sources: readonly string[];
  /** The person's documents; `Trailglass` inside it is used when the evidence's folder cannot be written. */
  readonly documentsDir: string;
  /** A folder the person chose to make the workspace in. */
  readonly at?: string | null;
  /** A taken name gets a number, or fails with `workspace-exists`, or is only reported. */
  readonly existing: 'number' | 'refuse' | 'report';
  /** Replaceable for tests: whether a folder can be written. */
  readonly canWrite?: (folder: string) => Promise<boolean>;
}

/**
 * Chooses where the workspace of an archive goes, without writing anything. Errors: `workspace-inside-evidence`,
 * `workspace-exists`, `evidence-unreadable`.
 */
export async function chooseWorkspacePlace(options: PlaceOptions): Promise<WorkspacePlace> {
  const canWrite = options.canWrite ?? isWritableFolder;
  const sources = options.sources.map((source) => resolve(source));
  const archive = deepestCommon(sources);
  const name = archiveName(archive, sources);
  const beside = dirname(archive);
  const isRoot = parse(archive).root === archive;
  const place: Omit<WorkspacePlace, 'path' | 'exists'> & { readonly folder: string } = options.at
    ? { folder: resolve(options.at), reason: 'chosen' }
    : !isRoot && (await canWrite(beside))
      ? { folder: beside, reason: 'beside' }
      : { folder: join(options.documentsDir, 'Trailglass'), reason: 'documents' };
  const wanted = join(place.folder, name + workspaceExtension);
  await assertApart(wanted, sources);
  const exists = await isThere(wanted);
  if (exists && options.existing === 'refuse') throw workspaceExists(wanted);
  if (exists && options.existing === 'number') {
    return { path: await freeName(place.folder, name), exists: false, reason: place.reason };
  }
  return { path: wanted, exists, reason: place.reason };
}

/**
 * Refuses a workspace inside evidence and evidence inside a workspace, with symbolic links resolved; folders are
 * compared by identity too, so other spellings and mounts of the same folder count. Errors: `workspace-inside-evidence`,
 * `evidence-unreadable` when a source is not there.
 */
export async function assertApart(workspacePath: string, sources: readonly string[]): Promise<void> {
  const workspace = await realTarget(workspacePath);
  const workspaceLine = await identities(workspace);
  for (const source of sources) {
    const real = await realSource(source);
    const own = await identity(real);
    if (isInside(workspace, real) || (own !== null && workspaceLine.includes(own))) {
      throw mixed(
        'The workspace would be made inside the evidence. Evidence stays untouched, so choose another folder for the workspace.',
        workspacePath,
        source,
      );
    }
    const target = await identity(workspace);
    if (isInside(real, workspace) || (target !== null && (await identities(real)).includes(target))) {
      throw mixed(
        'The evidence lies inside the workspace folder. Move the evidence out, or choose another workspace.',
        workspacePath,
        source,
      );
    }
  }
}

/** The error for a name that is taken. */
export const workspaceExists = (path: string): AppError =>
  new AppError(
    'workspace-exists',
    `There is already something at ${path}. Open that workspace, or choose another place.`,
    {
      detail: { path },
    },
  );

async function isWritableFolder(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK);
    return (await stat(folder)).isDirectory();
  } catch {
    return false;
  }
}

/** A folder in which a making was cut off is not there: it is continued. */
async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return !(await isUnfinished(path));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function freeName(folder: string, name: string): Promise<string> {
  for (let number = 2; number < 10_000; number++) {
    const path = join(folder, `${name} ${number}${workspaceExtension}`);
    if (!(await isThere(path))) return path;
  }
  throw workspaceExists(join(folder, name + workspaceExtension));
}

/** The deepest path that holds all sources; one source alone is its own. */
function deepestCommon(sources: readonly string[]): string {
  const first = sources[0];
  if (first === undefined) throw new AppError('bad-params', 'Name at least one folder or file to import.');
  let common = first;
  for (const source of sources) {
    while (!isInside(source, common) && dirname(common) !== common) common = dirname(common);
  }
  return common;
}

const archiveExtensions =
  /(\.json|\.csv|\.jsonl|\.ndjson|\.log|\.tar)?\.(gz|zip|tar|tgz|json|jsonl|ndjson|csv|log|txt)$/i;

/** The folder's name; for a file its name without the endings of archives. */
function archiveName(archive: string, sources: readonly string[]): string {
  const name = basename(archive) || basename(sources[0] ?? '') || 'archive';
  const bare = name.replace(archiveExtensions, '');
  return bare === '' ? name : bare;
}

/** True when `path` is `folder` or lies below it. Both absolute. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && parse(way).root === '');
}

async function realSource(source: string): Promise<string> {
  try {
    return await realpath(source);
  } catch (error) {
    throw new AppError(
      'evidence-unreadable',
      `${source} cannot be read (${systemCode(error) ?? 'unknown reason'}). Check that it is there and that you may read it.`,
      { cause: error, detail: { path: source } },
    );
  }
}

/** The real path of something that may not exist yet: its nearest existing folder resolved, the rest appended. */
async function realTarget(path: string): Promise<string> {
  const missing: string[] = [];
  for (let current = resolve(path); ; current = dirname(current)) {
    try {
      return join(await realpath(current), ...missing);
    } catch (error) {
      if (systemCode(error) !== 'ENOENT' || dirname(current) === current) throw error;
      missing.unshift(basename(current));
    }
  }
}

/** What tells a folder from all others whatever its spelling; null for what is no folder. */
export async function identity(path: string): Promise<string | null> {
  try {
    const found = await stat(path, { bigint: true });
    return found.isDirectory() ? `${found.dev}:${found.ino}` : null;
  } catch {
    return null;
  }
}

/** Identities of a path's existing folders, itself included, up to the root. */
export async function identities(path: string): Promise<string[]> {
  const found: string[] = [];
  for (let current = path; ; current = dirname(current)) {
    const own = await identity(current);
    if (own !== null) found.push(own);
    if (dirname(current) === current) return found;
  }
}

const mixed = (message: string, workspacePath: string, source: string): AppError =>
  new AppError('workspace-inside-evidence', message, { detail: { workspacePath, source } });

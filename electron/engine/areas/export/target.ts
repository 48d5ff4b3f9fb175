import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '../../../../shared/bridge/errors.ts';
import { systemCode } from '../../disk/disk-error.ts';
import { identities, identity, isInside } from '../../workspace/place.ts';

/** Where a file goes, and whether it may take the place of another. */
export interface Target {
  /** With the folder's symbolic links resolved. */
  readonly path: string;
  /** Where the words about it go. */
  readonly sidecarPath: string;
  readonly isReplacing: boolean;
}

/** What a target is judged by. */
export interface TargetRules {
  /** Files and folders of the evidence. */
  readonly sources: readonly string[];
  readonly workspacePath: string;
  /** The one folder in the workspace where exports may lie. */
  readonly exportsPath: string;
  readonly isReplacing: boolean;
}

/** The name of the file that tells about an export. */
const sidecarName = (name: string): string => `${name}.about.json`;

/**
 * Judges a place for an export, without writing anything. Errors: `file-unwritable` in evidence, among the workspace's own
 * files, in no folder or on something other than a file; `file-exists` when the name is taken and nothing was said of
 * replacing.
 */
export async function judgeTarget(wanted: string, rules: TargetRules): Promise<Target> {
  const name = basename(wanted);
  const folder = await folderOf(resolve(wanted));
  const path = join(folder, name);
  await refuseWayOut(resolve(wanted), folder, rules.workspacePath);
  const target = { path, sidecarPath: join(folder, sidecarName(name)), isReplacing: rules.isReplacing };
  for (const each of [target.path, target.sidecarPath]) await refuseEvidence(each, rules.sources);
  await refuseWorkspace(path, rules);
  for (const each of [target.path, target.sidecarPath]) await refuseTaken(each, rules.isReplacing);
  return target;
}

async function folderOf(path: string): Promise<string> {
  try {
    return await realpath(dirname(path));
  } catch (error) {
    throw refused(
      `${basename(path)} cannot be written: the folder ${dirname(path)} is not there (${systemCode(error) ?? 'unknown reason'}). Choose another one.`,
    );
  }
}

/** Folders and files are compared by identity too, so other spellings and mounts of the same one count. */
async function refuseEvidence(path: string, sources: readonly string[]): Promise<void> {
  const above = await identities(dirname(path));
  const own = await fileIdentity(path);
  for (const source of sources) {
    const real = await realpath(source).catch(() => resolve(source));
    const folder = await identity(real);
    const file = await fileIdentity(real);
    const isSame = own !== null && own === file;
    if (isSame || isInside(path, real) || (folder !== null && above.includes(folder))) {
      throw refused(
        `${basename(path)} was not written: that place belongs to the evidence (${source}), and evidence is never changed. Choose another folder.`,
      );
    }
  }
}

async function refuseWorkspace(path: string, { workspacePath, exportsPath }: TargetRules): Promise<void> {
  const above = await identities(dirname(path));
  const [workspace, exports] = [await identity(workspacePath), await identity(exportsPath)];
  if (workspace === null || !above.includes(workspace)) return;
  if (exports !== null && above.includes(exports)) return;
  throw refused(
    `${basename(path)} was not written: that folder holds the workspace’s own files. Choose another one, or the folder “exports” in the workspace.`,
  );
}

/** A link in the workspace may lead anywhere: what is named inside it has to lie inside it. */
async function refuseWayOut(wanted: string, folder: string, workspacePath: string): Promise<void> {
  const workspace = await identity(workspacePath);
  if (workspace === null || (await identities(folder)).includes(workspace)) return;
  if (!(await identities(dirname(wanted))).includes(workspace)) return;
  throw refused(
    `${basename(wanted)} was not written: its folder in the workspace is a link to another place, and no link in a workspace is followed. Name the other place itself.`,
  );
}

async function refuseTaken(path: string, isReplacing: boolean): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null) return;
  if (!found.isFile() && !found.isSymbolicLink()) {
    throw refused(
      `${basename(path)} was not written: something other than a file has that name there. Choose another name.`,
    );
  }
  if (!isReplacing) throw fileExists(path);
}

async function fileIdentity(path: string): Promise<string | null> {
  const found = await lstat(path, { bigint: true }).catch(() => null);
  return found?.isFile() ? `${found.dev}:${found.ino}` : null;
}

const refused = (message: string): AppError => new AppError('file-unwritable', message);

/** The error for a name that is taken. */
export const fileExists = (path: string): AppError =>
  new AppError(
    'file-exists',
    `There is already a file ${path}. Nothing was written. Choose another name, or say that it may be replaced.`,
    { detail: { path } },
  );

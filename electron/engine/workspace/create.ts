import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AppError } from '../../../shared/bridge/errors.ts';
import { disk } from '../disk/calls.ts';
import { asDiskError, isDiskError, systemCode } from '../disk/disk-error.ts';
import { removeFile, syncFolder } from '../disk/folders.ts';
import { isFree } from './half-made.ts';
import { workspaceExtension, workspaceLayout } from './layout.ts';
import { newManifest, writeManifest, type Manifest } from './manifest.ts';
import { assertApart, workspaceExists } from './place.ts';

/** What a new workspace folder needs. */
export interface CreateOptions {
  /** The folder to make; one that is there already is used when it is empty or was left half-made. */
  readonly path: string;
  readonly sources: readonly string[];
  /** Default: the folder's name. */
  readonly title?: string;
  /** The product's own sample investigation goes into it. */
  readonly isSample?: boolean;
  readonly appVersion: string;
  readonly duckdbVersion: string;
}

/**
 * Makes an empty workspace folder, readable by its owner alone: the folder and its workspace.json, on the disk when this
 * answers. Errors: `workspace-exists`, `workspace-inside-evidence`, `disk-full`, `disk-failed`, `not-writable`.
 */
export async function createWorkspaceFolder(options: CreateOptions): Promise<Manifest> {
  await assertApart(options.path, options.sources);
  const isOurs = await makeRoot(options.path);
  const layout = workspaceLayout(options.path);
  try {
    const manifest = newManifest({
      title: options.title?.trim() || titleFrom(options.path),
      sources: options.sources,
      appVersion: options.appVersion,
      duckdbVersion: options.duckdbVersion,
      isSample: options.isSample ?? false,
    });
    await writeManifest(layout.manifest, manifest);
    await syncFolder(dirname(layout.root));
    return manifest;
  } catch (error) {
    await removeFile(layout.manifest).catch(() => undefined);
    if (isOurs) await disk.rmdir(layout.root).catch(() => undefined);
    throw asDiskError(error, 'the workspace');
  }
}

/** A title from a folder's name. */
const titleFrom = (path: string): string => {
  const name = basename(path);
  return name.endsWith(workspaceExtension) ? name.slice(0, -workspaceExtension.length) || name : name;
};

/** True when the folder is new; false when a free one was there. */
async function makeRoot(path: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await disk.mkdir(path, 0o700);
    return true;
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw refusedPlace(error, path);
  }
  if (!(await isFree(path))) throw workspaceExists(path);
  return false;
}

function refusedPlace(error: unknown, path: string): unknown {
  const failure = asDiskError(error, 'the workspace');
  const isElsewhere =
    systemCode(error) === 'ENOTDIR' || (isDiskError(failure) && failure.code === 'not-writable');
  if (!isElsewhere) return failure;
  return new AppError(
    'not-writable',
    `The workspace cannot be made at ${path} (${systemCode(error)}). Choose a folder you may write to.`,
    { cause: error, detail: { path } },
  );
}

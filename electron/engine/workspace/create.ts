import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AppError } from '../../../shared/bridge/errors.ts';
import { asWriteError, systemCode } from './files.ts';
import { workspaceExtension, workspaceLayout } from './layout.ts';
import { newManifest, writeManifest, type Manifest } from './manifest.ts';
import { assertApart, workspaceExists } from './place.ts';

/** What a new workspace folder needs. */
export interface CreateOptions {
  /** The folder to make; an empty folder that is there already is used. */
  readonly path: string;
  readonly sources: readonly string[];
  /** Default: the folder's name. */
  readonly title?: string;
  readonly appVersion: string;
  readonly duckdbVersion: string;
}

/**
 * Makes an empty workspace folder, readable by its owner alone. workspace.json comes last, so a folder left by a crash
 * is not taken for a workspace. Errors: `workspace-exists`, `workspace-inside-evidence`, `disk-full`,
 * `not-writable` when the place cannot be written.
 */
export async function createWorkspaceFolder(options: CreateOptions): Promise<Manifest> {
  await assertApart(options.path, options.sources);
  const isOurs = await makeRoot(options.path);
  const layout = workspaceLayout(options.path);
  try {
    for (const folder of [layout.exports, layout.staging, layout.temp]) await mkdir(folder, { mode: 0o700 });
    const manifest = newManifest({
      title: options.title?.trim() || titleFrom(options.path),
      sources: options.sources,
      appVersion: options.appVersion,
      duckdbVersion: options.duckdbVersion,
    });
    await writeManifest(layout.manifest, manifest);
    return manifest;
  } catch (error) {
    const left = isOurs ? [layout.root] : [layout.exports, layout.staging, layout.temp, layout.manifest];
    for (const path of left) await rm(path, { recursive: true, force: true });
    throw asWriteError(error, 'the workspace');
  }
}

/** A title from a folder's name. */
const titleFrom = (path: string): string => {
  const name = basename(path);
  return name.endsWith(workspaceExtension) ? name.slice(0, -workspaceExtension.length) || name : name;
};

/** True when the folder is new; false when an empty one was there. */
async function makeRoot(path: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await mkdir(path, { mode: 0o700 });
    return true;
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw refusedPlace(error, path);
  }
  const content = await readdir(path).catch(() => null);
  if (content === null || content.length > 0) throw workspaceExists(path);
  return false;
}

function refusedPlace(error: unknown, path: string): unknown {
  if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'].includes(systemCode(error) ?? '')) {
    return asWriteError(error, 'the workspace');
  }
  return new AppError(
    'not-writable',
    `The workspace cannot be made at ${path} (${systemCode(error)}). Choose a folder you may write to.`,
    { cause: error, detail: { path } },
  );
}

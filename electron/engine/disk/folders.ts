import { constants } from 'node:fs';
import { dirname, join } from 'node:path';
import { disk, type Handle } from './calls.ts';
import { systemCode } from './disk-error.ts';
import { kindOf, lookIfAny, notPlain } from './entry.ts';
import { openPlain } from './plain-file.ts';

/** The most names of one folder that are looked at. */
const mostNames = 10_000;

/** Names in a folder, at most ten thousand; none when it is missing. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await disk.list(folder, mostNames);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Makes a folder for its owner alone, unless a plain one is there. Errors: `workspace-unsafe`, else the system's. */
export async function makeFolder(path: string): Promise<void> {
  const found = await lookIfAny(path);
  if (found === null) {
    await disk.mkdir(path, 0o700);
    await syncFolder(dirname(path));
    return;
  }
  const kind = kindOf(found);
  if (kind !== 'folder') throw notPlain(path, kind, 'folder');
}

/** File systems that cannot flush a folder say so with these; there is nothing more to do on them. */
const notFlushable: ReadonlySet<string | undefined> = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** Waits until the disk has the names in a folder: a new or renamed file is safe only then. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await disk.open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } catch (error) {
    if (!notFlushable.has(systemCode(error))) throw error;
  } finally {
    await handle.close();
  }
}

/** Removes a name from a folder, of a link the link itself; a missing one is fine. */
export async function removeFile(path: string): Promise<void> {
  try {
    await disk.unlink(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

/** Removes a file when it is a plain one. */
export async function removePlainFile(path: string): Promise<void> {
  const found = await lookIfAny(path);
  if (found && kindOf(found) === 'file') await removeFile(path);
}

/** What file systems without hard links (exFAT, some network shares) answer. */
const noLinks: ReadonlySet<string | undefined> = new Set([
  ...['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'],
]);

/** Gives a whole file its name in one step, unless that is taken. Errors: EEXIST and the system's others; then the draft stays. */
export async function placeOnce(draft: string, path: string): Promise<void> {
  try {
    await disk.link(draft, path);
  } catch (error) {
    if (!noLinks.has(systemCode(error))) throw error;
    await (await openPlain(path, 'create')).close();
    await disk.rename(draft, path);
    return;
  }
  // A second name that stays is swept later.
  await removeFile(draft).catch(() => undefined);
}

/** Removes a plain folder that holds nothing but plain files; any other is left as it is. */
export async function removeFlatFolder(path: string): Promise<void> {
  const found = await lookIfAny(path);
  if (!found || kindOf(found) !== 'folder') return;
  const files = (await namesIn(path)).map((name) => join(path, name));
  for (const file of files) {
    const inside = await lookIfAny(file);
    if (inside && kindOf(inside) !== 'file') return;
  }
  for (const file of files) await removeFile(file);
  if (files.length < mostNames) await disk.rmdir(path);
}

/** Takes the rights of all others from a file or folder, where the file system knows rights and we may set them. */
export async function makePrivate(path: string): Promise<void> {
  const found = await lookIfAny(path);
  if (!found || (found.mode & 0o077n) === 0n || process.platform === 'win32') return;
  const kind = kindOf(found);
  if (kind !== 'file' && kind !== 'folder') return;
  try {
    const handle = await disk.open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    await setModeIfAny(handle, Number(found.mode & 0o700n)).finally(() => handle.close());
  } catch (error) {
    if (!noRights.has(systemCode(error))) throw error;
  }
}

/** What is answered where there are no rights of files, or where they are another's to set. */
const noRights: ReadonlySet<string | undefined> = new Set([
  ...['EPERM', 'EACCES', 'EROFS', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL', 'ENOSYS'],
]);

/** Gives a file its rights, where the file system knows any. */
export async function setModeIfAny(handle: Handle, mode: number): Promise<void> {
  try {
    await handle.setMode(mode);
  } catch (error) {
    if (!noRights.has(systemCode(error))) throw error;
  }
}

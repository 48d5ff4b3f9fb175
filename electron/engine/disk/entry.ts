import type { BigIntStats } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../../shared/bridge/errors.ts';
import { disk } from './calls.ts';
import { systemCode } from './disk-error.ts';

/** What lies at a path. */
export type EntryKind = 'file' | 'folder' | 'link' | 'pipe' | 'socket' | 'device';

/** What an entry is, for a sentence. */
export const kindInWords: Readonly<Record<EntryKind, string>> = {
  file: 'a file',
  folder: 'a folder',
  link: 'a link to another place',
  pipe: 'a named pipe',
  socket: 'a socket',
  device: 'a device',
};

/** The kind of what was looked at. */
export function kindOf(found: BigIntStats): EntryKind {
  if (found.isSymbolicLink()) return 'link';
  if (found.isFile()) return 'file';
  if (found.isDirectory()) return 'folder';
  if (found.isFIFO()) return 'pipe';
  return found.isSocket() ? 'socket' : 'device';
}

/** What lies at a path, a link being a link; null when nothing does. */
export async function lookIfAny(path: string): Promise<BigIntStats | null> {
  try {
    return await disk.look(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return null;
    throw error;
  }
}

/** The error for an entry that is not what it has to be, which is neither followed nor read. */
export const notPlain = (path: string, kind: EntryKind, wanted: 'file' | 'folder'): AppError =>
  new AppError(
    'workspace-unsafe',
    `${basename(path)} is ${kindInWords[kind]}, where a plain ${wanted} belongs. Trailglass neither follows nor reads such an entry, because a workspace may come from somebody else. Put the ${wanted} itself there, or remove the entry.`,
    { detail: { path } },
  );

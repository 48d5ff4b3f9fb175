import { constants } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '../../../shared/bridge/errors.ts';
import { disk, type Handle } from './calls.ts';
import { systemCode } from './disk-error.ts';
import { kindOf, lookIfAny, notPlain } from './entry.ts';

/** Windows has neither: there the looks before and after opening stand for them. */
const guards = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK;

const flags = {
  read: constants.O_RDONLY,
  change: constants.O_RDWR,
  append: constants.O_RDWR | constants.O_APPEND | constants.O_CREAT,
  create: constants.O_RDWR | constants.O_CREAT | constants.O_EXCL,
} as const;

/** How a file is opened: `append` makes it when it is missing, `create` fails with EEXIST when it is there. */
export type Opening = keyof typeof flags;

/**
 * Opens a plain file and nothing else: no link is followed, a pipe or a device is never waited for, and a file that another
 * folder holds too (a hard link) is not changed. New files are for their owner alone. Errors: `workspace-unsafe`,
 * `file-unreadable` when only reading was asked for, else the system's.
 */
export async function openPlain(path: string, opening: Opening): Promise<Handle> {
  const before = await lookIfAny(path);
  if (before && opening !== 'create') assertPlain(path, kindOf(before));
  const handle = await disk.open(path, flags[opening] | guards, 0o600).catch((error: unknown) => {
    throw opening === 'read' && ['EACCES', 'EPERM', 'EIO'].includes(systemCode(error) ?? '')
      ? unreadable(path, error)
      : error;
  });
  try {
    const opened = await handle.look();
    assertPlain(path, kindOf(opened));
    if (before && guards === 0 && before.ino !== opened.ino) throw exchanged(path);
    if (opening !== 'read' && opened.nlink > 1n) throw alsoElsewhere(path);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function assertPlain(path: string, kind: ReturnType<typeof kindOf>): void {
  if (kind !== 'file') throw notPlain(path, kind, 'file');
}

const unreadable = (path: string, cause: unknown): AppError =>
  new AppError(
    'file-unreadable',
    `${basename(path)} cannot be read (${systemCode(cause)}). Check that you may read it and that its disk is sound.`,
    { cause, detail: { path } },
  );

const exchanged = (path: string): AppError =>
  new AppError(
    'workspace-unsafe',
    `${basename(path)} was exchanged while it was being opened. Close the other program that works in this folder and try again.`,
    { detail: { path } },
  );

const alsoElsewhere = (path: string): AppError =>
  new AppError(
    'workspace-unsafe',
    `${basename(path)} has a second name elsewhere (a hard link), so changing it would change it there too. Copy the workspace and work in the copy.`,
    { detail: { path } },
  );

import { readFile, rename } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { AppError } from '../../../shared/bridge/errors.ts';

/** The system's name for a failure (`ENOENT`, `EROFS` …), or nothing for other errors. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** True for failures that mean “this place cannot be written”. */
export const isWriteRefused = (error: unknown): boolean =>
  ['EACCES', 'EPERM', 'EROFS'].includes(systemCode(error) ?? '');

/** Turns a failed write into `disk-full` or `not-writable` with advice; other errors stay as they are. */
export function asWriteError(error: unknown, what: string): unknown {
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError(
      'disk-full',
      `There is no space left to write ${what}. Free some space and try again.`,
      {
        cause: error,
      },
    );
  }
  if (isWriteRefused(error)) {
    return new AppError(
      'not-writable',
      `The folder refuses writing ${what} (${code}). Check its permissions, or copy the workspace to a place you may write to.`,
      { cause: error },
    );
  }
  return error;
}

/** The text of a file, or null when there is none. Other failures are thrown as they are. */
export async function readTextIfAny(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Replaces a file's content in one step, flushed to the disk: readers see the old text or the new, never a mixture. */
export async function replaceFile(path: string, text: string, what: string): Promise<void> {
  try {
    await writeFileAtomic(path, text, { encoding: 'utf8', fsync: true });
  } catch (error) {
    throw asWriteError(error, what);
  }
}

/** Indented JSON with a final line end, for files people may read. */
export const readableJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Moves a file that cannot be used out of the way, keeping its bytes, and gives its new path. */
export async function setAside(path: string, label: string, now: Date = new Date()): Promise<string> {
  const stamp = now.toISOString().replaceAll(/[:.]/g, '-');
  const target = `${path}.${label}-${stamp}`;
  await rename(path, target);
  return target;
}

/** Runs tasks one after the other, whatever order their callers wait in; a failed task does not stop the next. */
export function serialised(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const next = last.then(task, task);
    last = next.catch(() => undefined);
    return next;
  };
}

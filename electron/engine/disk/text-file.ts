import { randomBytes } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { AppError } from '../../../shared/bridge/errors.ts';
import { megabytes } from './bounds.ts';
import { disk } from './calls.ts';
import { asDiskError, systemCode } from './disk-error.ts';
import { removeFile, syncFolder } from './folders.ts';
import { openPlain } from './plain-file.ts';

/** The text of a plain file, or null when there is none. Errors: `workspace-unsafe`, also for a larger one. */
export async function readText(path: string, mostBytes: number): Promise<string | null> {
  try {
    const handle = await openPlain(path, 'read');
    try {
      const sizeBytes = await handle.sizeBytes();
      if (sizeBytes > mostBytes) throw tooLarge(path, mostBytes);
      return (await handle.read(Buffer.alloc(sizeBytes), 0)).toString('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** A new file with this text, flushed to the disk; one that cannot be written whole is removed again. Errors: EEXIST and the system's others. */
export async function writeNewText(path: string, text: string): Promise<void> {
  const handle = await openPlain(path, 'create');
  try {
    await handle.write(Buffer.from(text));
    await handle.sync();
  } catch (error) {
    await removeFile(path).catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
}

/** What a half-written file is called beside its place, with its own name before. */
export const draftEnding = /\.[0-9a-f]{12}\.part$/;

/**
 * Replaces a file in one step, flushed to the disk: readers see the old text or the new, never a mixture. What lies there,
 * a link too, is replaced itself. Errors: `disk-full`, `not-writable`, `disk-failed`; `bad-params` for a longer text,
 * which could not be read again.
 */
export async function replaceText(
  path: string,
  text: string,
  { what, mostBytes }: { readonly what: string; readonly mostBytes: number },
): Promise<void> {
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes > mostBytes) throw tooMuch(what, sizeBytes, mostBytes);
  const draft = `${path}.${randomBytes(6).toString('hex')}.part`;
  try {
    await writeNewText(draft, text);
    await disk.rename(draft, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await removeFile(draft).catch(() => undefined);
    throw asDiskError(error, what);
  }
}

const tooLarge = (path: string, mostBytes: number): AppError =>
  new AppError(
    'workspace-unsafe',
    `${basename(path)} is larger than ${megabytes(mostBytes)}, the most such a file may be, so it is not read. Put the right file there, or move it away.`,
    { detail: { path } },
  );

const tooMuch = (what: string, sizeBytes: number, mostBytes: number): AppError =>
  new AppError(
    'bad-params',
    `With this change ${what} would take ${megabytes(sizeBytes)}; the limit is ${megabytes(mostBytes)}. Nothing was changed: remove something first.`,
  );

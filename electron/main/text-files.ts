import { open, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, isAbsolute, sep } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { AppError } from '../../shared/bridge/errors.ts';

/** The largest text file that is opened, in bytes. */
const MAX_TEXT_BYTES = 50_000_000;

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Reads a whole UTF-8 text file of at most 50 MB; everything else is refused with the reason. */
export async function readTextFile(path: string): Promise<{ readonly name: string; readonly text: string }> {
  const name = basename(path);
  const bytes = await readLimited(path).catch((error: unknown) => {
    if (error instanceof AppError) throw error;
    throw new AppError(
      'file-unreadable',
      `${name} could not be read (${codeOf(error) ?? 'unknown reason'}). Check that it exists and that you may read it.`,
      { cause: error },
    );
  });
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return { name, text };
  } catch {
    // Falls through to the refusal below.
  }
  throw new AppError('file-unreadable', `${name} is not a text file. Choose a text file in UTF-8.`);
}

async function readLimited(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const stats = await file.stat();
    if (!stats.isFile()) {
      throw new AppError('file-unreadable', `${basename(path)} is not a file. Choose a text file.`);
    }
    if (stats.size > MAX_TEXT_BYTES) {
      const sizeMb = Math.ceil(stats.size / 1_000_000);
      throw new AppError(
        'file-unreadable',
        `${basename(path)} is ${String(sizeMb)} MB; at most 50 MB can be opened. Choose a smaller file.`,
      );
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/**
 * Writes a text file, whole or not at all.
 *
 * @param evidence files and folders in which nothing may be written
 */
export async function writeTextFile(path: string, text: string, evidence: readonly string[]): Promise<void> {
  try {
    await writeFileAtomic(await outsideEvidence(path, evidence), text);
  } catch (error) {
    throw error instanceof AppError ? error : notWritten(path, error);
  }
}

/** The path with its folder's links resolved; `file-unwritable` when it lies in one of the files and folders of evidence. */
export async function outsideEvidence(path: string, evidence: readonly string[]): Promise<string> {
  const folder = await realpath(dirname(path)).catch((error: unknown) => {
    throw notWritten(path, error);
  });
  const target = join(folder, basename(path));
  for (const source of evidence) {
    if (isInside(target, await realpath(source).catch(() => source))) {
      throw new AppError(
        'file-unwritable',
        `${basename(path)} was not saved: that place belongs to the archive, and evidence is never changed. Choose another folder.`,
      );
    }
  }
  return target;
}

function notWritten(path: string, error: unknown): AppError {
  const code = codeOf(error);
  const name = basename(path);
  return code === 'ENOSPC'
    ? new AppError('disk-full', `${name} was not saved: the disk is full. Free some space and save again.`)
    : new AppError(
        'file-unwritable',
        `${name} was not saved (${code ?? 'unknown reason'}). Choose a folder that you may write to.`,
        { cause: error },
      );
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

/** A file name without folders and control characters: a suggestion must not lead anywhere. */
export function safeFileName(name: string): string {
  const cleaned = name
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]/g, '-')
    .replace(/^\.+/, '');
  return cleaned.trim() === '' ? 'trailglass.txt' : cleaned;
}

import { createHash, randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../../shared/bridge/errors.ts';
import { systemCode } from '../workspace/files.ts';
import type { Piece } from './formats/records.ts';
import { fileExists, type Target } from './target.ts';

/** A written file in numbers. */
export interface FileFacts {
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** A file that grows under another name beside its place, and stands in it only when it is whole. */
export interface StagedFile {
  write(piece: Piece): Promise<void>;
  /** Flushes the file to the disk and puts it in its place, with the words about it beside it. */
  commit(wordsOf: (facts: FileFacts) => string): Promise<FileFacts>;
  /** Takes everything away that was written. Safe to call after `commit`, when it does nothing. */
  discard(): Promise<void>;
}

/** Begins a file. Errors of all its functions: `file-unwritable`, `disk-full`; `file-exists` when the name was taken meanwhile. */
export async function stageFile(target: Target): Promise<StagedFile> {
  const name = basename(target.path);
  const part = (): string =>
    join(dirname(target.path), `trailglass-export-${randomBytes(6).toString('hex')}.part`);
  const guarded = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw asWriteError(error, name);
    }
  };
  const dataPart = part();
  const sidecarPart = part();
  const made = new Set<string>([dataPart]);
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const handle = await guarded(() => open(dataPart, 'wx'));

  const place = async (from: string, to: string): Promise<void> => {
    if (!target.isReplacing) {
      await reserve(to);
      made.add(to);
    }
    await rename(from, to);
    made.delete(from);
    made.add(to);
  };
  return {
    write: (piece) =>
      guarded(async () => {
        const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
        hash.update(bytes);
        sizeBytes += bytes.length;
        await handle.appendFile(bytes);
      }),
    commit: (wordsOf) =>
      guarded(async () => {
        await closeFlushed(handle);
        const facts = { sizeBytes, sha256: hash.digest('hex') };
        const sidecar = await open(sidecarPart, 'wx');
        made.add(sidecarPart);
        await sidecar.appendFile(wordsOf(facts)).finally(() => closeFlushed(sidecar));
        await place(dataPart, target.path);
        await place(sidecarPart, target.sidecarPath);
        made.clear();
        return facts;
      }),
    discard: async () => {
      await handle.close().catch(() => undefined);
      for (const path of made) await rm(path, { force: true });
      made.clear();
    },
  };
}

async function closeFlushed(handle: FileHandle): Promise<void> {
  await handle.sync();
  await handle.close();
}

/** Takes a name, so that nothing that appeared meanwhile is replaced. */
async function reserve(path: string): Promise<void> {
  try {
    await (await open(path, 'wx')).close();
  } catch (error) {
    throw systemCode(error) === 'EEXIST' ? fileExists(path) : error;
  }
}

function asWriteError(error: unknown, name: string): unknown {
  if (error instanceof AppError) return error;
  const code = systemCode(error);
  if (code === undefined) return error;
  return code === 'ENOSPC' || code === 'EDQUOT'
    ? new AppError('disk-full', `${name} was not written: the disk is full. Free some space and try again.`, {
        cause: error,
      })
    : new AppError(
        'file-unwritable',
        `${name} was not written (${code}). Choose a folder that you may write to.`,
        { cause: error },
      );
}

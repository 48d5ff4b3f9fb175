import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { AppError } from '../../../../shared/bridge/errors.ts';
import { disk, type Handle } from '../../disk/calls.ts';
import { systemCode } from '../../disk/disk-error.ts';
import { placeOnce, removeFile, setModeIfAny, syncFolder } from '../../disk/folders.ts';
import { openPlain } from '../../disk/plain-file.ts';
import { usualFileMode } from '../../disk/private-files.ts';
import type { Piece } from './formats/records.ts';
import { endPart, newPart, removeDeadParts } from '../../workspace/part-file.ts';
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

/**
 * Begins a file; parts that killed exports left in its folder are removed. Errors of all its functions:
 * `file-unwritable`, `disk-full`, `disk-failed`; `file-exists` when the name was taken meanwhile.
 */
export async function stageFile(target: Target): Promise<StagedFile> {
  const name = basename(target.path);
  const folder = dirname(target.path);
  const guarded = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw asWriteError(error, name);
    }
  };
  await removeDeadParts(folder);
  const dataPart = newPart(folder);
  const sidecarPart = newPart(folder);
  const made = new Set<string>();
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const begin = async (path: string): Promise<Handle> => {
    const begun = await openPlain(path, 'create');
    made.add(path);
    try {
      await setModeIfAny(begun, usualFileMode());
      return begun;
    } catch (error) {
      await begun.close();
      throw error;
    }
  };
  const end = async (): Promise<void> => {
    for (const path of made) await removeFile(path).catch(() => undefined);
    made.clear();
    endPart(dataPart);
    endPart(sidecarPart);
  };
  const handle = await guarded(() => begin(dataPart)).catch(async (error: unknown) => {
    await end();
    throw error;
  });

  const place = async (from: string, to: string): Promise<void> => {
    try {
      await (target.isReplacing ? disk.rename(from, to) : placeOnce(from, to));
    } catch (error) {
      throw systemCode(error) === 'EEXIST' ? fileExists(to) : error;
    }
    made.delete(from);
    made.add(to);
  };
  return {
    write: (piece) =>
      guarded(async () => {
        const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
        hash.update(bytes);
        sizeBytes += bytes.length;
        await handle.write(bytes);
      }),
    commit: (wordsOf) =>
      guarded(async () => {
        await closeFlushed(handle);
        const facts = { sizeBytes, sha256: hash.digest('hex') };
        const sidecar = await begin(sidecarPart);
        try {
          await sidecar.write(Buffer.from(wordsOf(facts)));
          await sidecar.sync();
        } finally {
          await sidecar.close();
        }
        await place(dataPart, target.path);
        await place(sidecarPart, target.sidecarPath);
        await syncFolder(folder);
        made.clear();
        await end();
        return facts;
      }),
    discard: async () => {
      await handle.close();
      await end();
    },
  };
}

async function closeFlushed(handle: Handle): Promise<void> {
  await handle.sync();
  await handle.close();
}

function asWriteError(error: unknown, name: string): unknown {
  if (error instanceof AppError) return error;
  const code = systemCode(error);
  if (code === undefined) return error;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError(
        'disk-full',
        `${name} was not written: the disk is full. Free some space and try again.`,
        { cause: error },
      );
    case 'EIO':
      return new AppError(
        'disk-failed',
        `${name} was not written: the disk failed (input/output error). Choose a folder on another disk.`,
        { cause: error },
      );
    default:
      return new AppError(
        'file-unwritable',
        `${name} was not written (${code}). Choose a folder that you may write to.`,
        { cause: error },
      );
  }
}

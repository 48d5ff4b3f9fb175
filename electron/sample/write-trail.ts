import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { AppError } from '../../shared/bridge/errors.ts';
import { fileText, makeFile } from './make-file.ts';
import { resolveOptions, type TrailOptions } from './options.ts';
import { planTrail } from './plan.ts';

const compress = promisify(gzip);

/** A fixed level: part of what makes files byte-identical. */
const GZIP_LEVEL = 6;
const OS_BYTE = 9;
const OS_UNKNOWN = 255;
const FILES_IN_FLIGHT = 4;

/** How far writing has come. */
export interface WriteProgress {
  readonly files: number;
  readonly totalFiles: number;
  readonly events: number;
  readonly totalEvents: number;
}

/** What was written. `rawBytes` counts JSON text, `writtenBytes` what lies on disk. */
export interface WriteSummary {
  readonly files: number;
  readonly events: number;
  readonly rawBytes: number;
  readonly writtenBytes: number;
}

/** Listeners of a write. An aborted `signal` stops it, removes what was written and throws the signal's reason. */
export interface WriteHooks {
  readonly onProgress?: (progress: WriteProgress) => void;
  readonly signal?: AbortSignal;
}

/** gzip with a header that is the same on every platform: no time, unknown operating system. */
async function stableGzip(text: string): Promise<Buffer> {
  const bytes = await compress(text, { level: GZIP_LEVEL });
  bytes[OS_BYTE] = OS_UNKNOWN;
  return bytes;
}

async function requireEmpty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const present = await readdir(folder);
  if (present.length === 0) return;
  throw new AppError(
    'file-unwritable',
    `The folder "${folder}" is not empty, so nothing was written. Choose a new or empty folder.`,
  );
}

/**
 * Writes an archive in the S3 delivery layout below `folder`, which is created when missing and must be empty.
 * Memory does not grow with the archive. Throws an `AppError` (`bad-params` for an option out of
 * range, `file-unwritable` for a folder with something in it) or the file system's own error.
 */
export async function writeTrail(
  options: TrailOptions,
  folder: string,
  { onProgress, signal }: WriteHooks = {},
): Promise<WriteSummary> {
  const plan = planTrail(resolveOptions(options));
  await requireEmpty(folder);
  const done = { files: 0, events: 0, rawBytes: 0, writtenBytes: 0 };
  const madeFolders = new Set<string>();
  let nextIndex = 0;

  const writeOne = async (index: number): Promise<void> => {
    const file = makeFile(plan, index);
    const text = fileText(file);
    const bytes = plan.options.gzip ? await stableGzip(text) : Buffer.from(text);
    const path = join(folder, ...file.key.split('/'));
    const parent = dirname(path);
    if (!madeFolders.has(parent)) {
      await mkdir(parent, { recursive: true });
      madeFolders.add(parent);
    }
    await writeFile(path, bytes, { flag: 'wx' });
    done.files += 1;
    done.events += file.records.length;
    done.rawBytes += Buffer.byteLength(text);
    done.writtenBytes += bytes.length;
    onProgress?.({
      files: done.files,
      totalFiles: plan.files.length,
      events: done.events,
      totalEvents: plan.records,
    });
  };

  const lane = async (): Promise<void> => {
    while (nextIndex < plan.files.length) {
      signal?.throwIfAborted();
      await writeOne(nextIndex++);
    }
  };

  const lanes = await Promise.allSettled(Array.from({ length: FILES_IN_FLIGHT }, lane));
  const failed = lanes.find((result) => result.status === 'rejected');
  if (failed) {
    await rm(join(folder, 'AWSLogs'), { recursive: true, force: true });
    const reason: unknown = failed.reason;
    throw reason;
  }
  return done;
}

import { basename, dirname } from 'node:path';
import { AppError } from '../../../shared/bridge/errors.ts';
import { mebibyte, megabytes } from './bounds.ts';
import type { Handle } from './calls.ts';
import { asDiskError, systemCode } from './disk-error.ts';
import { syncFolder } from './folders.ts';
import { openPlain } from './plain-file.ts';

/** A line longer than this was not written by Trailglass. */
const longestLine = 32 * mebibyte;

/** A line of a file and where it ends; `isWhole` is false for a last line without its line end. */
export interface FileLine {
  readonly text: string;
  readonly endBytes: number;
  readonly isWhole: boolean;
}

/** Reads a plain file line by line; a missing one has none. A line beyond 32 MiB comes as empty text. Errors: `workspace-unsafe`. */
export async function* readLines(path: string): AsyncGenerator<FileLine> {
  let handle: Handle;
  try {
    handle = await openPlain(path, 'read');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw error;
  }
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let at = 0;
  const line = (isWhole: boolean): FileLine => {
    const text = waitingBytes > longestLine ? '' : Buffer.concat(waiting).toString('utf8');
    waiting = [];
    waitingBytes = 0;
    return { text, endBytes: at, isWhole };
  };
  const keep = (piece: Buffer): void => {
    waitingBytes += piece.length;
    at += piece.length;
    if (waitingBytes <= longestLine) waiting.push(piece);
    else waiting = [];
  };
  try {
    for (let position = 0; ;) {
      let rest = await handle.read(Buffer.alloc(mebibyte), position);
      if (rest.length === 0) break;
      position += rest.length;
      for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
        keep(rest.subarray(0, end));
        at += 1;
        yield line(true);
        rest = rest.subarray(end + 1);
      }
      if (rest.length > 0) keep(rest);
    }
  } finally {
    await handle.close();
  }
  if (waitingBytes > 0) yield line(false);
}

/** What a file of lines is called in sentences, and how large it may grow. */
export interface LineFileOptions {
  readonly what: string;
  readonly mostBytes: number;
}

/** A file that grows by whole lines, which are on the disk before they are answered. One call at a time. */
export class LineFile {
  readonly #path: string;
  readonly #options: LineFileOptions;
  /** What a failed write left behind begins here, and could not be cut off yet. */
  #cutAt: number | undefined;

  constructor(path: string, options: LineFileOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** Ends the last line where a crash cut its end off; `append` does so too. Errors: as `append`. */
  endLine(): Promise<void> {
    return this.append([]);
  }

  /**
   * Appends lines, behind one that a crash cut off as lines of their own. Errors: `disk-full`, `not-writable`, `disk-failed`, `workspace-unsafe`, `bad-params` beyond the most
   * bytes; then the file is as it was, or becomes so before the next line.
   */
  async append(lines: readonly string[]): Promise<void> {
    const { what } = this.#options;
    try {
      const handle = await openPlain(this.#path, 'append');
      try {
        await this.#appendTo(handle, lines);
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw asDiskError(error, what);
    }
  }

  async #appendTo(handle: Handle, lines: readonly string[]): Promise<void> {
    if (this.#cutAt !== undefined) await this.#cut(handle, this.#cutAt);
    const before = await handle.sizeBytes();
    const added = (await endsLine(handle, before)) ? lines : ['', ...lines];
    this.#assertRoom(before, added);
    if (before === 0) await syncFolder(dirname(this.#path));
    try {
      for (const line of added) await handle.write(Buffer.from(`${line}\n`));
      await handle.sync();
    } catch (error) {
      this.#cutAt = before;
      await this.#cut(handle, before).catch(() => undefined);
      throw error;
    }
  }

  async #cut(handle: Handle, keepBytes: number): Promise<void> {
    if ((await handle.sizeBytes()) > keepBytes) {
      await handle.truncate(keepBytes);
      await handle.sync();
    }
    this.#cutAt = undefined;
  }

  #assertRoom(before: number, lines: readonly string[]): void {
    const { what, mostBytes } = this.#options;
    const after = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, before);
    if (after <= mostBytes) return;
    throw new AppError(
      'bad-params',
      `With this change ${what} would take ${megabytes(after)} in ${basename(this.#path)}; the limit is ${megabytes(mostBytes)}. Nothing was changed.`,
    );
  }
}

/** Whether the file ends where a line does. */
async function endsLine(handle: Handle, sizeBytes: number): Promise<boolean> {
  if (sizeBytes === 0) return true;
  const [last] = await handle.read(Buffer.alloc(1), sizeBytes - 1);
  return last === 0x0a;
}

/** Cuts a file at `keepBytes`; what stood behind is kept in a file beside it, whose path is answered. */
export async function cutTail(
  path: string,
  keepBytes: number,
): Promise<{ readonly keptAs: string; readonly bytes: number }> {
  const handle = await openPlain(path, 'change');
  try {
    const bytes = (await handle.sizeBytes()) - keepBytes;
    const tail = await handle.read(Buffer.alloc(bytes), keepBytes);
    const keptAs = `${path}.torn-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
    const kept = await openPlain(keptAs, 'create');
    try {
      await kept.write(tail);
      await kept.sync();
    } finally {
      await kept.close();
    }
    await syncFolder(dirname(path));
    await handle.truncate(keepBytes);
    await handle.sync();
    return { keptAs, bytes };
  } finally {
    await handle.close();
  }
}

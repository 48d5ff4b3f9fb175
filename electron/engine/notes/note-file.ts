import { createReadStream } from 'node:fs';
import { open, writeFile, type FileHandle } from 'node:fs/promises';
import { asWriteError, systemCode } from '../workspace/files.ts';

/** A line longer than this is none of ours. */
const longestLine = 32 * 1_048_576;

/** A line of the file and where it ends; `isWhole` is false for a last line without its line end. */
export interface FileLine {
  readonly text: string;
  readonly endBytes: number;
  readonly isWhole: boolean;
}

/** Reads a file line by line; a missing file has none. A line beyond 32 MiB comes as empty text. */
export async function* readLines(path: string): AsyncGenerator<FileLine> {
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
    for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 })) {
      let rest = chunk as Buffer;
      for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
        keep(rest.subarray(0, end));
        at += 1;
        yield line(true);
        rest = rest.subarray(end + 1);
      }
      if (rest.length > 0) keep(rest);
    }
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
  if (waitingBytes > 0) yield line(false);
}

/** Cuts the file at `keepBytes`; what stood behind is kept in a file beside it, whose path is answered. */
export async function cutTail(path: string, keepBytes: number): Promise<{ keptAs: string; bytes: number }> {
  const handle = await open(path, 'r+');
  try {
    const { size } = await handle.stat();
    const { buffer } = await handle.read(Buffer.alloc(size - keepBytes), 0, size - keepBytes, keepBytes);
    const keptAs = `${path}.torn-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
    await writeFile(keptAs, buffer, { flag: 'wx', mode: 0o600 });
    await handle.truncate(keepBytes);
    await handle.sync();
    return { keptAs, bytes: size - keepBytes };
  } finally {
    await handle.close();
  }
}

/** Appends whole lines and waits until the disk has them. One at a time, in the order of the calls. */
export class NoteAppender {
  readonly #path: string;
  #handle: FileHandle | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Errors: `disk-full`, `not-writable`; then the file is as it was before. */
  async append(lines: readonly string[]): Promise<void> {
    let sizeBefore: number | undefined;
    try {
      this.#handle ??= await open(this.#path, 'a', 0o600);
      sizeBefore = (await this.#handle.stat()).size;
      for (const line of lines) await this.#handle.appendFile(`${line}\n`);
      await this.#handle.datasync();
    } catch (error) {
      if (sizeBefore !== undefined) await this.#handle?.truncate(sizeBefore).catch(() => undefined);
      throw asWriteError(error, 'the notes');
    }
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }
}

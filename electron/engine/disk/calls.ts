import { constants, type BigIntStats } from 'node:fs';
import * as node from 'node:fs/promises';

/** A call of the system, as a test sees it before it is made. */
export interface SystemCall {
  readonly name:
    | 'look'
    | 'list'
    | 'open'
    | 'read'
    | 'write'
    | 'sync'
    | 'truncate'
    | 'mode'
    | 'rename'
    | 'link'
    | 'unlink'
    | 'mkdir'
    | 'rmdir';
  readonly path: string;
  /** False for calls that leave the disk as it is. */
  readonly isChange: boolean;
}

/** What happens instead of a call. Of a write the first `bytes` reach the file before. */
export interface Fault {
  readonly error: Error;
  readonly bytes?: number;
}

let faultFor: ((call: SystemCall) => Fault | undefined) | undefined;

/** Makes calls fail, for tests: nothing in the application calls this. Ends with `undefined`. */
export function injectFaults(faults: ((call: SystemCall) => Fault | undefined) | undefined): void {
  faultFor = faults;
}

function assertSound(name: SystemCall['name'], path: string, isChange: boolean): void {
  const fault = faultFor?.({ name, path, isChange });
  if (fault) throw fault.error;
}

async function changing<Result>(
  name: SystemCall['name'],
  path: string,
  call: () => Promise<Result>,
): Promise<Result> {
  assertSound(name, path, true);
  return call();
}

/** An open file or folder. Closing never fails: what had to be on the disk was flushed before. */
export class Handle {
  readonly #handle: node.FileHandle;
  readonly #path: string;

  constructor(handle: node.FileHandle, path: string) {
    this.#handle = handle;
    this.#path = path;
  }

  look(): Promise<BigIntStats> {
    return this.#handle.stat({ bigint: true });
  }

  async sizeBytes(): Promise<number> {
    return Number((await this.look()).size);
  }

  /** Reads until the buffer is full or the file ends; answers what came. */
  async read(buffer: Buffer, position: number): Promise<Buffer> {
    assertSound('read', this.#path, false);
    let got = 0;
    while (got < buffer.length) {
      const { bytesRead } = await this.#handle.read(buffer, got, buffer.length - got, position + got);
      if (bytesRead === 0) break;
      got += bytesRead;
    }
    return buffer.subarray(0, got);
  }

  /** Writes all bytes at the handle's place: its end when it was opened to append. */
  async write(bytes: Uint8Array): Promise<void> {
    const fault = faultFor?.({ name: 'write', path: this.#path, isChange: true });
    const end = fault ? Math.min(bytes.length, fault.bytes ?? 0) : bytes.length;
    for (let at = 0; at < end;) at += (await this.#handle.write(bytes, at, end - at)).bytesWritten;
    if (fault) throw fault.error;
  }

  sync(): Promise<void> {
    return changing('sync', this.#path, () => this.#handle.sync());
  }

  truncate(sizeBytes: number): Promise<void> {
    return changing('truncate', this.#path, () => this.#handle.truncate(sizeBytes));
  }

  setMode(mode: number): Promise<void> {
    return changing('mode', this.#path, () => this.#handle.chmod(mode));
  }

  async close(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
  }
}

const changingFlags = constants.O_WRONLY | constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC;

/** Every call that the engine makes of the system to keep a workspace. Failures are the system's own. */
export const disk = {
  /** What lies at a path, a link being a link. */
  look: async (path: string): Promise<BigIntStats> => {
    assertSound('look', path, false);
    return node.lstat(path, { bigint: true });
  },
  /** Names in a folder, at most so many. */
  list: async (path: string, most: number): Promise<string[]> => {
    assertSound('list', path, false);
    const names: string[] = [];
    for await (const { name } of await node.opendir(path)) {
      if (names.length >= most) break;
      names.push(name);
    }
    return names;
  },
  open: async (path: string, flags: number, mode?: number): Promise<Handle> => {
    assertSound('open', path, (flags & changingFlags) !== 0);
    return new Handle(await node.open(path, flags, mode), path);
  },
  rename: (from: string, to: string): Promise<void> => changing('rename', to, () => node.rename(from, to)),
  link: (from: string, to: string): Promise<void> => changing('link', to, () => node.link(from, to)),
  unlink: (path: string): Promise<void> => changing('unlink', path, () => node.unlink(path)),
  mkdir: (path: string, mode: number): Promise<void> => changing('mkdir', path, () => node.mkdir(path, mode)),
  rmdir: (path: string): Promise<void> => changing('rmdir', path, () => node.rmdir(path)),
} as const;

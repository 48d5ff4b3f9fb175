import { createHash, hash } from 'node:crypto';
import { closeSync, constants, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { PackingError } from './packing-error.ts';

const asPath = (path: string | Uint8Array): string | Buffer =>
  typeof path === 'string' ? path : Buffer.from(path);

/** Windows has no O_NONBLOCK, and O_NOATIME is Linux's alone. */
const flag = (name: 'O_NOATIME' | 'O_NONBLOCK'): number =>
  (constants as Partial<typeof constants>)[name] ?? 0;

/** O_NOATIME leaves the access time alone; only the owner may use it. */
function openForReading(path: string | Uint8Array): number {
  const noAccessTime = flag('O_NOATIME');
  const flags = constants.O_RDONLY | flag('O_NONBLOCK');
  try {
    return openSync(asPath(path), flags | noAccessTime);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM' || noAccessTime === 0) throw error;
    return openSync(asPath(path), flags);
  }
}

/** Files up to this size are held in memory while they are read. */
export const wholeFileBytes = 64 * 1_048_576;

/** Bytes of evidence: a file, a member of an archive, or what was packed in one of them. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** All bytes, when they are few enough to hold. */
  readonly whole: Buffer | undefined;
  /** From the beginning, every time it is called. May end with a `PackingError` after all that could be had. */
  readonly stream: () => AsyncIterable<Buffer>;
  /** Bytes at a place, fewer at the end; only where any place can be reached without reading what is before it. */
  readonly read?: (offset: number, lengthBytes: number) => Buffer;
  /** `stream` can be called once only: the source is a passing part of a larger stream. */
  readonly isOnce?: true;
}

/**
 * Opens an evidence file for reading without leaving a trace on it. One that fits `memory` is read into it: it is good as long
 * as nothing else is. Throws the platform's error.
 */
export function evidenceFile(path: string | Uint8Array, memory?: Buffer): ByteSource {
  const handle = openForReading(path);
  try {
    const sizeBytes = fstatSync(handle).size;
    if (memory && sizeBytes <= memory.length)
      return memorySource(readInto(memory.subarray(0, sizeBytes), handle));
    if (sizeBytes <= wholeFileBytes) return memorySource(readUpTo(handle, sizeBytes));
    return {
      sizeBytes,
      whole: undefined,
      stream: () => streamOf(path),
      read: (offset, lengthBytes) => readPlace(path, offset, lengthBytes),
    };
  } finally {
    closeSync(handle);
  }
}

/** A disk that fails midway is told as what it is, and what was read before it is kept. */
async function* streamOf(path: string | Uint8Array): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream('', {
      fd: openForReading(path),
      highWaterMark: 1_048_576,
    }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw new PackingError(readingProblem(error), { cause: error });
  }
}

/** Bytes in memory as a source. */
export function memorySource(bytes: Buffer): ByteSource & Required<Pick<ByteSource, 'read'>> {
  return {
    sizeBytes: bytes.length,
    whole: bytes,
    stream: async function* () {
      if (bytes.length > 0) yield bytes;
    },
    read: (offset, lengthBytes) => bytes.subarray(offset, offset + lengthBytes),
  };
}

/** SHA-256 of a source's bytes, hexadecimal. */
export async function sha256Of(source: ByteSource): Promise<string> {
  if (source.whole) return hash('sha256', source.whole, 'hex');
  const whole = createHash('sha256');
  for await (const chunk of source.stream()) whole.update(chunk);
  return whole.digest('hex');
}

/** The first bytes of an evidence file, for telling what it is. */
export function readHead(path: string | Uint8Array, lengthBytes: number): Buffer {
  const handle = openForReading(path);
  try {
    return readUpTo(handle, Math.min(lengthBytes, fstatSync(handle).size));
  } finally {
    closeSync(handle);
  }
}

function readPlace(path: string | Uint8Array, offset: number, lengthBytes: number): Buffer {
  let handle: number | undefined;
  try {
    handle = openForReading(path);
    const left = fstatSync(handle).size - offset;
    return readUpTo(handle, Math.max(0, Math.min(lengthBytes, left)), offset);
  } catch (error) {
    throw new PackingError(readingProblem(error), { cause: error });
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

const readUpTo = (handle: number, size: number, offset = 0): Buffer =>
  readInto(Buffer.allocUnsafeSlow(size), handle, offset);

/** Fills the buffer from a place of the file; less of it when the file ends before. */
function readInto(bytes: Buffer, handle: number, offset = 0): Buffer {
  let filled = 0;
  while (filled < bytes.length) {
    const read = readSync(handle, bytes, filled, bytes.length - filled, offset + filled);
    if (read === 0) break;
    filled += read;
  }
  return filled === bytes.length ? bytes : bytes.subarray(0, filled);
}

/** Plain words for why the platform would not let us read something. */
export function readingProblem(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  const words: Partial<Record<string, string>> = {
    EACCES: 'No permission to read it. Give yourself read access and add the folder again.',
    EPERM: 'No permission to read it. Give yourself read access and add the folder again.',
    ENOENT: 'It is not there any more, or a link leads nowhere.',
    ELOOP: 'Links lead round in a circle.',
    EISDIR: 'It is a folder.',
    EIO: 'The disk could not read it. Copy the evidence to another disk and try that.',
    ENAMETOOLONG: 'Its path is too long for this system.',
    ENXIO: 'It is a device or pipe.',
  };
  return words[code ?? ''] ?? `It could not be read (${code ?? 'unknown error'}).`;
}

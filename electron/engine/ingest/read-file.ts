import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** A file's bytes as they were read, once. */
export interface FileBytes {
  readonly bytes: Buffer;
  readonly sha256: string;
}

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

/** Reads and hashes a whole evidence file without leaving a trace on it. Throws the platform's error. */
export function readEvidence(path: string | Uint8Array): FileBytes {
  const handle = openForReading(path);
  try {
    const size = fstatSync(handle).size;
    const bytes = readUpTo(handle, size);
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  } finally {
    closeSync(handle);
  }
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

function readUpTo(handle: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  while (filled < size) {
    const read = readSync(handle, bytes, filled, size - filled, filled);
    if (read === 0) break;
    filled += read;
  }
  return filled === size ? bytes : bytes.subarray(0, filled);
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

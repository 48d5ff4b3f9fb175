import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import { limits } from './limits.ts';
import { readEvidence } from './read-file.ts';
import { isGzip } from './sniff.ts';

/** A file's unpacked content, in one piece or as it comes. */
export type Content =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'stream'; readonly chunks: AsyncIterable<Buffer> };

/** A file made ready for reading. */
export interface OpenedFile {
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Unpacks; throws `PackingError`. */
  readonly unpack: () => Content;
}

/** The compressed data is damaged or not to be trusted; `message` is for people. */
export class PackingError extends Error {}

const wholeFileBytes = 64 * 1_048_576;

const asPath = (path: string | Uint8Array): string | Buffer =>
  typeof path === 'string' ? path : Buffer.from(path);

/** Reads and hashes an evidence file. Large ones are read twice, once for the hash. Throws the platform's error. */
export async function openContent(path: string | Uint8Array): Promise<OpenedFile> {
  const sizeBytes = statSync(asPath(path)).size;
  if (sizeBytes <= wholeFileBytes) {
    const { bytes, sha256 } = readEvidence(path);
    return { sizeBytes: bytes.length, sha256, unpack: () => unpackBytes(bytes) };
  }
  const hash = createHash('sha256');
  let head: Buffer | undefined;
  for await (const chunk of createReadStream(asPath(path), {
    highWaterMark: 1_048_576,
  }) as AsyncIterable<Buffer>) {
    head ??= chunk;
    hash.update(chunk);
  }
  const isPacked = head !== undefined && isGzip(head);
  return {
    sizeBytes,
    sha256: hash.digest('hex'),
    unpack: () => {
      const stream = createReadStream(asPath(path), { highWaterMark: 1_048_576 });
      return {
        kind: 'stream',
        chunks: isPacked ? gunzipStream(stream, sizeBytes) : (stream as AsyncIterable<Buffer>),
      };
    },
  };
}

function unpackBytes(bytes: Buffer): Content {
  if (!isGzip(bytes)) return { kind: 'whole', bytes };
  const claimed = bytes.length >= 18 ? bytes.readUInt32LE(bytes.length - 4) : 0;
  if (claimed <= limits.wholeContentBytes) {
    try {
      const chunkSize = Math.max(1_024, Math.min(claimed + 1, limits.wholeContentBytes));
      return {
        kind: 'whole',
        bytes: gunzipSync(bytes, { chunkSize, maxOutputLength: limits.wholeContentBytes }),
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw packingError(error);
    }
  }
  return { kind: 'stream', chunks: gunzipStream(Readable.from(pieces(bytes)), bytes.length) };
}

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1_048_576) yield bytes.subarray(at, at + 1_048_576);
}

async function* gunzipStream(packed: Readable, packedBytes: number): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 1_048_576 });
  packed.on('error', (error) => gunzip.destroy(error));
  packed.pipe(gunzip);
  let total = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      total += chunk.length;
      if (total > limits.contentBytes)
        throw new PackingError('It unpacks to more than 16 GB, which no log file does.');
      if (total > limits.ratioFromBytes && total / packedBytes > limits.ratio) {
        throw new PackingError(
          `It unpacks to more than ${limits.ratio} times its size, which no log file does; it may be made to exhaust this machine.`,
        );
      }
      yield chunk;
    }
  } catch (error) {
    throw error instanceof PackingError ? error : packingError(error);
  } finally {
    gunzip.destroy();
    packed.destroy();
  }
}

function packingError(error: unknown): PackingError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR')
    return new PackingError('The gzip data ends too early; the file is cut off.', { cause: error });
  if (code === 'Z_DATA_ERROR') {
    return new PackingError(`The gzip data is damaged (${message}); its check sum or structure is wrong.`, {
      cause: error,
    });
  }
  return new PackingError(`The gzip data cannot be unpacked (${code ?? message}).`, { cause: error });
}

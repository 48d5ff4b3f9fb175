import { crc32, inflateRawSync } from 'node:zlib';
import { isUtf8 } from 'node:buffer';
import { getFileNameLowLevel, parseExtraFields } from 'yauzl';
import { PackingError } from '../bytes/packing-error.ts';
import { memorySource, wholeFileBytes, type ByteSource } from '../bytes/read-file.ts';
import { checkSize, type Unpacking } from './budget.ts';
import { ByteReader } from './byte-reader.ts';
import type { ReachableSource } from './buffered.ts';
import { inflate } from './inflate.ts';
import { memberLabel, type Member } from './member.ts';

/** What a zip says about one of its members. Source: APPNOTE.TXT 6.3.10, sections 4.3.7 and 4.3.12. */
export interface ZipEntry {
  readonly name: Buffer;
  readonly extra: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  /** Where its packed bytes begin in the archive. */
  readonly dataStart: number;
}

const methods: Readonly<Record<number, string>> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
  98: 'PPMd',
};

/** Bytes are read from large archives in pieces of this size. */
const pieceBytes = 1_048_576;

/** A name in UTF-8 or, as old tools write them, in code page 437. */
export function zipName({ name, extra, flags }: Pick<ZipEntry, 'name' | 'extra' | 'flags'>): string {
  if (isUtf8(name)) return memberLabel(name.toString('utf8'));
  try {
    return memberLabel(getFileNameLowLevel(flags, name, parseExtraFields(extra), true));
  } catch {
    return memberLabel(name.toString('utf8'));
  }
}

/** The member an entry describes, with its bytes from the archive or why they cannot be had. */
export function zipMember(archive: ReachableSource, entry: ZipEntry, unpacking: Unpacking): Member {
  const refused = whyRefused(entry);
  const content = refused === undefined ? contentOf(archive, entry, unpacking) : { refused };
  return { name: zipName(entry), sizeBytes: entry.sizeBytes, content };
}

function whyRefused({ flags, method, sizeBytes, packedBytes }: ZipEntry): string | undefined {
  if (flags & 0x41 || method === 99)
    return 'It is encrypted. Unpack the zip with its password and open the folder.';
  if (method !== 0 && method !== 8) {
    return `It is packed with ${methods[method] ?? `method ${method}`}, which is not unpacked here. Unpack the zip and open the folder.`;
  }
  try {
    checkSize(sizeBytes, packedBytes);
  } catch (error) {
    if (error instanceof PackingError) return error.message;
    throw error;
  }
  return undefined;
}

function contentOf(archive: ReachableSource, entry: ZipEntry, unpacking: Unpacking): ByteSource {
  const bytes =
    entry.sizeBytes <= wholeFileBytes && entry.packedBytes <= wholeFileBytes
      ? wholeMember(archive, entry)
      : undefined;
  if (bytes) {
    unpacking.budget.spend(bytes.length);
    return memorySource(bytes);
  }
  return {
    sizeBytes: entry.sizeBytes,
    whole: undefined,
    stream: () => memberStream(archive, entry, unpacking),
    ...(entry.method === 0 && entry.packedBytes === entry.sizeBytes
      ? {
          read: (offset: number, lengthBytes: number) =>
            archive.read(entry.dataStart + offset, Math.min(lengthBytes, entry.sizeBytes - offset)),
        }
      : {}),
  };
}

/** The most that deflate can make of a byte; what a zip states beyond it is a lie. Source: zlib's technical notes. */
const deflateRatio = 1_032;

/** A sound member of moderate size at once; undefined for everything else. */
function wholeMember(archive: ReachableSource, entry: ZipEntry): Buffer | undefined {
  const packed = archive.read(entry.dataStart, entry.packedBytes);
  if (packed.length !== entry.packedBytes) return undefined;
  // Records are handed to another thread with the memory they are in, which must not be the archive's.
  let content: Buffer = entry.method === 0 && archive.whole ? Buffer.from(packed) : packed;
  if (entry.method === 8) {
    try {
      const { buffer, engine } = inflateRawSync(packed, {
        info: true,
        chunkSize: Math.max(1_024, Math.min(entry.sizeBytes, packed.length * deflateRatio) + 1),
        maxOutputLength: entry.sizeBytes + 1,
      }) as unknown as { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };
      if (engine.bytesWritten !== packed.length) return undefined;
      content = buffer;
    } catch {
      // Not what the zip says, or damaged: the stream gives what there is.
      return undefined;
    }
  }
  return content.length === entry.sizeBytes && crc32(content) === entry.crc32 ? content : undefined;
}

async function* memberStream(
  archive: ReachableSource,
  entry: ZipEntry,
  { budget }: Unpacking,
): AsyncGenerator<Buffer> {
  const packed = (): AsyncIterable<Buffer> => pieces(archive, entry.dataStart, entry.packedBytes);
  const input = new ByteReader(packed());
  let sum = 0;
  let size = 0;
  for await (const chunk of entry.method === 8 ? inflate(input, packed) : packed()) {
    sum = crc32(chunk, sum);
    size += chunk.length;
    checkSize(size, entry.packedBytes);
    budget.spend(chunk.length);
    yield chunk;
  }
  if (size !== entry.sizeBytes) {
    throw new PackingError(
      `It is damaged: the zip states ${entry.sizeBytes.toLocaleString('en-US')} bytes for it and holds ${size.toLocaleString('en-US')}.`,
    );
  }
  if (sum !== entry.crc32) {
    throw new PackingError('It is damaged: its check sum in the zip does not fit its content.');
  }
}

async function* pieces(archive: ReachableSource, from: number, lengthBytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < lengthBytes;) {
    const bytes = archive.read(from + at, Math.min(pieceBytes, lengthBytes - at));
    if (bytes.length === 0) throw new PackingError('The zip ends inside this member; it is cut off.');
    at += bytes.length;
    yield bytes;
  }
}

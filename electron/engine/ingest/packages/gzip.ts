import { crc32, inflateRawSync } from 'node:zlib';
import { limits } from '../bytes/limits.ts';
import { PackingError } from '../bytes/packing-error.ts';
import { memorySource, type ByteSource } from '../bytes/read-file.ts';
import { isGzip } from '../record/sniff.ts';
import { checkSize, type Unpacking } from './budget.ts';
import { ByteReader } from './byte-reader.ts';
import { inflate } from './inflate.ts';
import type { KeptInflater } from './kept-inflater.ts';

/**
 * Unpacks gzip, any number of members after each other. Small data comes in one piece; larger and damaged data as a
 * stream, which gives all that can be unpacked before it ends with a `PackingError`. Members are read one by one here
 * because zlib's own reader loses what it has unpacked when rubbish follows, and does not tell members apart.
 * Source: RFC 1952.
 */
export function gunzip(source: ByteSource, unpacking: Unpacking): ByteSource {
  const bytes = source.whole && gunzipWhole(source.whole, unpacking);
  if (bytes) return memorySource(bytes);
  return {
    sizeBytes: source.sizeBytes,
    whole: undefined,
    stream: () => gunzipStream(source, unpacking),
    ...(source.isOnce ? { isOnce: true } : {}),
  };
}

/** Sound data of moderate size at once; undefined for everything else. */
function gunzipWhole(packed: Buffer, unpacking: Unpacking): Buffer | undefined {
  const { budget, notes, gzipMembers, inflater } = unpacking;
  if (packed.length < minimalMember || packed.readUInt32LE(packed.length - 4) > limits.wholeContentBytes)
    return undefined;
  const unpack = inflater ? intoKept(inflater) : intoFresh(packed.readUInt32LE(packed.length - 4));
  const starts: number[] = [];
  let total = 0;
  let at = 0;
  while (at < packed.length && !isPadding(packed, at)) {
    const member = isGzip(packed.subarray(at, at + 2)) ? wholeMember(packed, at, total, unpack) : undefined;
    if (!member || starts.length === limits.gzipMembers) return undefined;
    starts.push(total);
    total += member.bytes;
    at = member.end;
  }
  budget.spend(total);
  gzipMembers?.push(...starts);
  tellMembers(starts.length, notes);
  return unpack.content(total);
}

const minimalMember = 18;
const trailerBytes = 8;

/** Unpacks members one behind the other. */
interface Unpacker {
  /** The content of the member whose data begins at `start`, behind `before` bytes of others, and where its data ends. */
  readonly member: (
    packed: Buffer,
    start: number,
    before: number,
  ) => { readonly content: Buffer; readonly end: number } | undefined;
  readonly content: (lengthBytes: number) => Buffer;
}

const intoKept = (inflater: KeptInflater): Unpacker => ({
  member: (packed, start, before) => {
    const given = inflater.inflate(packed, start, before);
    return given && { content: inflater.content(before + given.bytes).subarray(before), end: given.end };
  },
  content: (lengthBytes) => inflater.content(lengthBytes),
});

function intoFresh(claimedBytes: number): Unpacker {
  const contents: Buffer[] = [];
  return {
    member: (packed, start, before) => {
      const { buffer, engine } = inflateRawSync(packed.subarray(start), {
        info: true,
        chunkSize: Math.max(1_024, claimedBytes + 1),
        maxOutputLength: limits.wholeContentBytes - before,
      }) as unknown as { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };
      contents.push(buffer);
      return { content: buffer, end: start + engine.bytesWritten };
    },
    content: () => (contents.length === 1 && contents[0] ? contents[0] : Buffer.concat(contents)),
  };
}

function wholeMember(
  packed: Buffer,
  at: number,
  before: number,
  unpack: Unpacker,
): { readonly bytes: number; readonly end: number } | undefined {
  const header = headerLength(packed.subarray(at, at + maxHeaderBytes));
  if (typeof header !== 'number' || header === 0) return undefined;
  try {
    const member = unpack.member(packed, at + header, before);
    if (!member) return undefined;
    const { content, end: trailer } = member;
    if (trailer + trailerBytes > packed.length) return undefined;
    if (packed.readUInt32LE(trailer) !== crc32(content)) return undefined;
    if (packed.readUInt32LE(trailer + 4) !== content.length) return undefined;
    return { bytes: content.length, end: trailer + trailerBytes };
  } catch {
    // Too large after all, or damaged: the stream gives what there is.
    return undefined;
  }
}

/** Unpacks a stream within the limits on size and ratio. */
async function* gunzipStream(source: ByteSource, unpacking: Unpacking): AsyncGenerator<Buffer> {
  const input = new ByteReader(source.stream());
  const again = source.isOnce ? undefined : source.stream;
  let total = 0;
  let members = 0;
  const starts: number[] = [];
  try {
    for (;;) {
      const magic = await input.take(2);
      if (magic.length === 0) break;
      input.unread(magic);
      if (!isGzip(magic)) {
        await passTrailing(input);
        break;
      }
      if (members === limits.gzipMembers) {
        throw new PackingError(
          `It has more than ${limits.gzipMembers.toLocaleString('en-US')} gzip members; the rest was left out.`,
        );
      }
      starts.push(total);
      for await (const chunk of gunzipMember(input, again)) {
        total += chunk.length;
        checkSize(total, source.sizeBytes || input.position);
        unpacking.budget.spend(chunk.length);
        yield chunk;
      }
      members += 1;
    }
    unpacking.gzipMembers?.splice(0, Infinity, ...starts);
    tellMembers(members, unpacking.notes);
  } finally {
    await input.close();
  }
}

async function* gunzipMember(
  input: ByteReader,
  again: (() => AsyncIterable<Buffer>) | undefined,
): AsyncGenerator<Buffer> {
  let head = await input.take(usualHeaderBytes);
  if (headerLength(head) === 0) head = Buffer.concat([head, await input.take(maxHeaderBytes - head.length)]);
  const header = headerLength(head);
  if (typeof header === 'string') throw new PackingError(header);
  if (header === 0) throw cutOff();
  input.unread(head.subarray(header));
  let sum = 0;
  let size = 0;
  for await (const chunk of inflate(input, again)) {
    sum = crc32(chunk, sum);
    size += chunk.length;
    yield chunk;
  }
  const trailer = await input.take(trailerBytes);
  if (trailer.length < trailerBytes) throw cutOff();
  if (trailer.readUInt32LE(0) !== sum) {
    throw new PackingError('The gzip data is damaged: its check sum does not fit what was unpacked.');
  }
  if (trailer.readUInt32LE(4) !== size % 2 ** 32) {
    throw new PackingError('The gzip data is damaged: its stated size does not fit what was unpacked.');
  }
}

/** Zeros fill up blocks on tapes and disks; anything else does not belong there. Throws `PackingError` then. */
async function passTrailing(input: ByteReader): Promise<void> {
  let count = 0;
  let isAllZero = true;
  for (let bytes = await input.next(1_048_576); bytes; bytes = await input.next(1_048_576)) {
    count += bytes.length;
    isAllZero &&= isPadding(bytes, 0);
  }
  if (isAllZero) return;
  throw new PackingError(
    `After the end of the gzip data follow ${count.toLocaleString('en-US')} bytes that do not belong to it; they were left out.`,
  );
}

const isPadding = (bytes: Buffer, from: number): boolean => {
  for (let at = from; at < bytes.length; at += 1) if (bytes[at] !== 0) return false;
  return true;
};

/** Room for the longest header that is read: an extra field of 64 KB, a name and a comment. */
const maxHeaderBytes = 131_072;
const usualHeaderBytes = 512;
const cutOff = (): PackingError => new PackingError('The gzip data ends too early; the file is cut off.');

/** Length of a member's header; 0 when it goes on beyond the bytes, words when it is none. */
function headerLength(bytes: Buffer): number | string {
  if (bytes.length < 10) return 0;
  const flags = bytes[3] ?? 0;
  if (bytes[2] !== 8 || (flags & 0xe0) !== 0)
    return 'The gzip data is damaged: its header is not one that exists.';
  let at = 10;
  if (flags & 4) {
    if (bytes.length < at + 2) return 0;
    at += 2 + bytes.readUInt16LE(at);
  }
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) {
      return bytes.length < maxHeaderBytes
        ? 0
        : 'The gzip header holds a name of more than 64 KB; it is not read.';
    }
    at = end + 1;
  }
  if (flags & 2) at += 2;
  return at > bytes.length ? 0 : at;
}

function tellMembers(count: number, notes: Set<string>): void {
  if (count <= 1) return;
  notes.add(
    `It is made of ${count.toLocaleString('en-US')} gzip members one after another, and all were read. CloudTrail’s own files have one, and its integrity hashes cover the first only.`,
  );
}

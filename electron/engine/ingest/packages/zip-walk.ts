import { PackingError } from '../bytes/packing-error.ts';

import type { Unpacking } from './budget.ts';
import { ByteReader } from './byte-reader.ts';
import { inflate } from './inflate.ts';
import type { Member } from './member.ts';
import type { ReachableSource } from './buffered.ts';
import { zipMember, type ZipEntry } from './zip-entry.ts';

const headerBytes = 30;
const headerMagic = 0x04034b50;
const descriptorMagic = 0x08074b50;

/**
 * Members of a zip without its directory, by the headers before their data, as far as they follow one another. Source:
 * APPNOTE.TXT 6.3.10, sections 4.3.7 and 4.3.9.
 */
export async function* walkZip(archive: ReachableSource, unpacking: Unpacking): AsyncGenerator<Member> {
  for (let at = 0; at + headerBytes <= archive.sizeBytes;) {
    const header = archive.read(at, headerBytes);
    if (header.length < headerBytes || header.readUInt32LE(0) !== headerMagic) return;
    const nameLength = header.readUInt16LE(26);
    const extraLength = header.readUInt16LE(28);
    const labels = archive.read(at + headerBytes, nameLength + extraLength);
    const stated: ZipEntry = {
      name: labels.subarray(0, nameLength),
      extra: labels.subarray(nameLength),
      flags: header.readUInt16LE(6),
      method: header.readUInt16LE(8),
      crc32: header.readUInt32LE(14),
      packedBytes: header.readUInt32LE(18),
      sizeBytes: header.readUInt32LE(22),
      dataStart: at + headerBytes + nameLength + extraLength,
    };
    if (stated.packedBytes === 0xffffffff) return;
    const isStreamed = (stated.flags & 8) !== 0 && stated.method === 8 && stated.packedBytes === 0;
    const found = isStreamed
      ? await measured(archive, stated, unpacking)
      : { entry: stated, descriptorBytes: 0 };
    const { entry, descriptorBytes } = found;
    at = entry.dataStart + entry.packedBytes + descriptorBytes;
    if (entry.name.at(-1) === 0x2f && entry.sizeBytes === 0) continue;
    yield zipMember(archive, entry, unpacking);
  }
}

/** An entry whose sizes stand behind its data: they are found by unpacking it. */
async function measured(
  archive: ReachableSource,
  entry: ZipEntry,
  { budget }: Unpacking,
): Promise<{ readonly entry: ZipEntry; readonly descriptorBytes: number }> {
  const input = new ByteReader(rest(archive, entry.dataStart));
  let sizeBytes = 0;
  try {
    for await (const chunk of inflate(input)) {
      sizeBytes += chunk.length;
      budget.spend(chunk.length);
    }
  } catch (error) {
    if (!(error instanceof PackingError)) throw error;
    return {
      entry: { ...entry, packedBytes: archive.sizeBytes - entry.dataStart, sizeBytes },
      descriptorBytes: 0,
    };
  }
  const packedBytes = input.position;
  const descriptor = archive.read(entry.dataStart + packedBytes, 16);
  const hasMagic = descriptor.length >= 4 && descriptor.readUInt32LE(0) === descriptorMagic;
  const sumAt = hasMagic ? 4 : 0;
  const crc32 = descriptor.length >= sumAt + 4 ? descriptor.readUInt32LE(sumAt) : 0;
  return { entry: { ...entry, packedBytes, sizeBytes, crc32 }, descriptorBytes: sumAt + 12 };
}

async function* rest(archive: ReachableSource, from: number): AsyncGenerator<Buffer> {
  for (let at = from; ;) {
    const bytes = archive.read(at, 1_048_576);
    if (bytes.length === 0) return;
    at += bytes.length;
    yield bytes;
  }
}

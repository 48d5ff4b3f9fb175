import {
  fromRandomAccessReaderPromise,
  RandomAccessReader,
  type Entry,
  type LocalFileHeader,
  type ZipFile,
} from 'yauzl';
import { PackingError } from '../bytes/packing-error.ts';
import type { Unpacking } from './budget.ts';
import { passedOverNote, type Member, type OpenArchive } from './member.ts';
import { buffered, type ReachableSource } from './buffered.ts';
import { zipMember, zipName, type ZipEntry } from './zip-entry.ts';
import { walkZip } from './zip-walk.ts';

/**
 * Members of a zip archive by its central directory, read from wherever they are in it. An archive that lost its
 * directory is read from the front. Names are never resolved. Source: APPNOTE.TXT 6.3.10.
 */
export const openZip: OpenArchive = async function* (source, unpacking) {
  const { source: archive, release } = await buffered(source, unpacking);
  try {
    const end = endOfZip(archive);
    if (end === undefined) {
      yield* walkZip(archive, unpacking);
      throw new PackingError(
        'The zip is cut off: its directory is missing. What could be read from its beginning was taken.',
      );
    }
    if (end < archive.sizeBytes) {
      unpacking.notes.add(
        `After the end of the zip follow ${(archive.sizeBytes - end).toLocaleString('en-US')} bytes that do not belong to it; they were left out.`,
      );
    }
    yield* listedMembers(archive, end, unpacking);
  } finally {
    release();
  }
};

async function* listedMembers(
  archive: ReachableSource,
  end: number,
  unpacking: Unpacking,
): AsyncGenerator<Member> {
  let folders = 0;
  let links = 0;
  let unclaimed = archive.sizeBytes;
  try {
    const zip = await fromRandomAccessReaderPromise(new SourceReader(archive), end, {
      decodeStrings: false,
      validateEntrySizes: false,
    });
    const stated = zip.entryCount;
    for await (const listed of zip.eachEntry()) {
      if (zip.entriesRead === zip.entryCount && isListedAt(archive, zip.readEntryCursor)) zip.entryCount += 1;
      if (isFolder(listed)) {
        folders += 1;
        continue;
      }
      if (isSpecial(listed)) {
        links += 1;
        continue;
      }
      if (listed.compressedSize <= archive.sizeBytes) unclaimed -= localHeaderBytes + listed.compressedSize;
      if (unclaimed < 0) {
        throw new PackingError(
          'Its members overlap each other, which no archive of logs does; it may be made to exhaust this machine. The rest was left out.',
        );
      }
      yield await memberOf(archive, zip, listed, unpacking);
    }
    if (zip.entryCount > stated) {
      unpacking.notes.add(
        `It states ${stated.toLocaleString('en-US')} members and lists ${zip.entryCount.toLocaleString('en-US')}; all were read.`,
      );
    }
  } catch (error) {
    throw zipProblem(error);
  } finally {
    const note = passedOverNote(folders, links);
    if (note) unpacking.notes.add(note);
  }
}

/** Programs without zip64 count members modulo 65,536, and a false count can hide some. */
const isListedAt = (archive: ReachableSource, position: unknown): boolean => {
  const bytes = archive.read(Number(position), 4);
  return bytes.length === 4 && bytes.readUInt32LE(0) === 0x02014b50;
};

const localHeaderBytes = 30;
const endBytes = 22;
const commentBytes = 65_535;

/** Where the zip ends: behind the last end record that is whole. Undefined when there is none. */
function endOfZip(archive: ReachableSource): number | undefined {
  const from = Math.max(0, archive.sizeBytes - endBytes - commentBytes);
  const tail = archive.read(from, archive.sizeBytes - from);
  const magic = Buffer.from('PK\u0005\u0006', 'latin1');
  for (let at = tail.lastIndexOf(magic); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(magic, at - 1)) {
    if (at + endBytes > tail.length) continue;
    const end = at + endBytes + tail.readUInt16LE(at + 20);
    if (end <= tail.length) return from + end;
  }
  return undefined;
}

const unixHosts = [3, 19];
const unixType = (entry: Entry): number =>
  unixHosts.includes(entry.versionMadeBy >> 8) ? (entry.externalFileAttributes >>> 16) & 0o170000 : 0;

/** A folder with content is none. */
const isFolder = (entry: Entry): boolean =>
  entry.uncompressedSize === 0 &&
  (entry.fileNameRaw.at(-1) === 0x2f ||
    unixType(entry) === 0o040000 ||
    (entry.externalFileAttributes & 0x10) !== 0);

const isSpecial = (entry: Entry): boolean => {
  const type = unixType(entry);
  return type !== 0 && type !== 0o100000 && type !== 0o040000;
};

async function memberOf(
  archive: ReachableSource,
  zip: ZipFile,
  listed: Entry,
  unpacking: Unpacking,
): Promise<Member> {
  const entry = {
    name: listed.fileNameRaw,
    extra: listed.extraFieldRaw,
    flags: listed.generalPurposeBitFlag,
    method: listed.compressionMethod,
    crc32: listed.crc32,
    packedBytes: listed.compressedSize,
    sizeBytes: listed.uncompressedSize,
  };
  let local: LocalFileHeader;
  try {
    local = await zip.readLocalFileHeaderPromise(listed);
  } catch (error) {
    const refused = zipProblem(error).message;
    return { name: zipName(entry), sizeBytes: entry.sizeBytes, content: { refused } };
  }
  const member = zipMember(archive, { ...entry, dataStart: local.fileDataStart }, unpacking);
  const differs = difference(entry, local);
  return differs === undefined ? member : { ...member, note: differs };
}

/** A zip says everything twice; where it contradicts itself, other programs may see other content. */
function difference(entry: Omit<ZipEntry, 'dataStart'>, local: LocalFileHeader): string | undefined {
  const followed = 'the zip’s directory was followed';
  if (!local.fileName.equals(entry.name)) {
    return `The name stored with its data is another one (${zipName({ ...entry, name: local.fileName }).slice(0, 200)}); ${followed}.`;
  }
  if (local.compressionMethod !== entry.method) {
    return `The packing method stored with its data is another one; ${followed}.`;
  }
  const isStated = (local.generalPurposeBitFlag & 8) === 0 && local.compressedSize !== 0xffffffff;
  if (isStated && (local.crc32 !== entry.crc32 || local.compressedSize !== entry.packedBytes)) {
    return `The size or check sum stored with its data is another one; ${followed}.`;
  }
  return undefined;
}

function zipProblem(error: unknown): PackingError {
  if (error instanceof PackingError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined) throw error;
  const words: readonly (readonly [RegExp, string])[] = [
    [/strong encryption/, 'The zip is encrypted. Unpack it with its password and open the folder.'],
    [/multi-disk/, 'The zip is one part of several. Join the parts and open the result.'],
    [
      /overflows file bounds|unexpected EOF/,
      'The zip is cut off or damaged: it points to places beyond its end.',
    ],
  ];
  const known = words.find(([pattern]) => pattern.test(message));
  return new PackingError(known?.[1] ?? `The zip is damaged (${message.slice(0, 120)}).`, { cause: error });
}

/** yauzl reads through this; its many small reads of the directory are served from a window. */
class SourceReader extends RandomAccessReader {
  readonly #archive: ReachableSource;
  /** One for the directory and one for the headers beside the data, which are read in turn. */
  #windows: readonly Window[] = [];

  constructor(archive: ReachableSource) {
    super();
    this.#archive = archive;
  }

  override read(
    buffer: Buffer,
    offset: number,
    lengthBytes: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    let read = 0;
    try {
      const window = this.#windowAt(position, lengthBytes);
      const at = position - window.start;
      read = window.bytes.copy(buffer, offset, at, at + lengthBytes);
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      queueMicrotask(() => callback(failure));
      return;
    }
    queueMicrotask(() => callback(null, read));
  }

  #windowAt(position: number, lengthBytes: number): Window {
    const there = this.#windows.find(
      ({ start, bytes }) => position >= start && position + lengthBytes <= start + bytes.length,
    );
    const window = there ?? {
      start: position,
      bytes: this.#archive.read(position, Math.max(lengthBytes, windowBytes)),
    };
    // The one used last stays longest.
    this.#windows = [...this.#windows.filter((one) => one !== window), window].slice(-2);
    return window;
  }
}

const windowBytes = 65_536;

interface Window {
  readonly start: number;
  readonly bytes: Buffer;
}

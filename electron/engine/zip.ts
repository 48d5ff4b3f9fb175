import { addAbortSignal, PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** A member of an archive: its name, with slashes between folders, and its content piece by piece. */
export interface ZipMember {
  readonly name: string;
  readonly content: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;
}

const packedChunkBytes = 262_144;

/**
 * A zip archive, streamed: a member is asked for when the one before it is read, and read as fast as the archive is. What
 * passes 4 GB is written as ZIP64. A failure of the members is thrown; they are closed also when reading stops early.
 */
export async function* zipped(members: AsyncIterable<ZipMember>): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const archive = zip.outputStream.pipe(new PassThrough({ highWaterMark: packedChunkBytes }));
  const reading = new AbortController();
  const packing = pack(zip, members, reading.signal).catch((error: unknown) =>
    archive.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  try {
    for await (const chunk of archive) yield chunk as Uint8Array;
  } finally {
    reading.abort();
    await packing;
  }
}

/** One day for all, by the local clock as the format has it: the same members give the same bytes. */
const sameForAll = () => ({ mtime: new Date(1980, 1, 1), forceDosTimestamp: true, mode: 0o100644 });

async function pack(zip: ZipFile, members: AsyncIterable<ZipMember>, reading: AbortSignal): Promise<void> {
  for await (const { name, content } of members) {
    const source = addAbortSignal(reading, Readable.from(content, { objectMode: false }));
    zip.addReadStream(source, name, sameForAll());
    await finished(source);
  }
  zip.end();
}

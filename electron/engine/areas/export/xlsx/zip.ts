import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';
import { AppError } from '../../../../../shared/bridge/errors.ts';

/** A member of an archive: its name and its text, piece by piece. */
export interface Member {
  readonly name: string;
  readonly content: AsyncIterable<string> | Iterable<string>;
}

/** The sizes of the format without its 64-bit extension, which spreadsheet programs do not all read. */
const mostBytes = 0xffff_ffff;

const signature = { local: 0x0403_4b50, descriptor: 0x0807_4b50, central: 0x0201_4b50, end: 0x0605_4b50 };
/** Sizes follow the data (bit 3), names are UTF-8 (bit 11). */
const flags = 0x0808;
const deflated = 8;
const version = 20;
/** 1 January 1980, midnight: the same rows give the same bytes. */
const dosDate = 0x0021;

const packedChunkBytes = 262_144;

interface Written {
  readonly name: Buffer;
  readonly offset: number;
  readonly sum: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
}

/** Fields of two (`u16`) and four bytes, little-endian, in a row. */
const fields = (...list: readonly (readonly [width: 2 | 4, value: number])[]): Buffer => {
  const bytes = Buffer.alloc(list.reduce((length, [width]) => length + width, 0));
  list.reduce((at, [width, value]) => bytes.writeUIntLE(value, at, width), 0);
  return bytes;
};

/**
 * A zip archive, streamed: members are packed as they come, and their sizes follow them. Errors: `file-unwritable` when
 * the archive or a member passes 4 GB. Source: PKWARE, APPNOTE.TXT 6.3.10.
 */
export async function* zipped(members: AsyncIterable<Member>): AsyncGenerator<Uint8Array> {
  const directory: Written[] = [];
  let offset = 0;
  for await (const { name, content } of members) {
    const start = offset;
    const nameBytes = Buffer.from(name);
    const head = localHeader(nameBytes);
    yield head;
    offset += head.length;
    const packed = { sum: 0, sizeBytes: 0, packedBytes: 0 };
    for await (const chunk of packedPieces(content, packed)) {
      yield chunk;
      offset += chunk.length;
      if (offset > mostBytes) throw tooLarge();
    }
    const tail = fields(
      [4, signature.descriptor],
      [4, packed.sum],
      [4, packed.packedBytes],
      [4, packed.sizeBytes],
    );
    yield tail;
    offset += tail.length;
    directory.push({ name: nameBytes, offset: start, ...packed });
  }
  const central = Buffer.concat(directory.map(centralHeader));
  if (offset + central.length > mostBytes) throw tooLarge();
  yield central;
  yield fields(
    [4, signature.end],
    [2, 0],
    [2, 0],
    [2, directory.length],
    [2, directory.length],
    [4, central.length],
    [4, offset],
    [2, 0],
  );
}

async function* packedPieces(
  content: Member['content'],
  packed: { sum: number; sizeBytes: number; packedBytes: number },
): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw({ chunkSize: packedChunkBytes });
  const chunks: Buffer[] = [];
  let failure: Error | undefined;
  deflate.on('data', (chunk: Buffer) => chunks.push(chunk));
  deflate.on('error', (error) => (failure = error));
  const taken = function* (): Generator<Buffer> {
    if (failure) throw failure;
    for (const chunk of chunks.splice(0)) {
      packed.packedBytes += chunk.length;
      yield chunk;
    }
  };
  try {
    for await (const text of content) {
      const bytes = Buffer.from(text);
      packed.sum = crc32(bytes, packed.sum);
      packed.sizeBytes += bytes.length;
      if (packed.sizeBytes > mostBytes) throw tooLarge();
      if (!deflate.write(bytes)) await once(deflate, 'drain');
      yield* taken();
    }
    deflate.end();
    await once(deflate, 'end');
    yield* taken();
  } finally {
    deflate.destroy();
  }
}

const localHeader = (name: Buffer): Buffer =>
  Buffer.concat([
    fields(
      [4, signature.local],
      [2, version],
      [2, flags],
      [2, deflated],
      [2, 0],
      [2, dosDate],
      [4, 0],
      [4, 0],
      [4, 0],
      [2, name.length],
      [2, 0],
    ),
    name,
  ]);

const centralHeader = ({ name, offset, sum, packedBytes, sizeBytes }: Written): Buffer =>
  Buffer.concat([
    fields(
      [4, signature.central],
      [2, version],
      [2, version],
      [2, flags],
      [2, deflated],
      [2, 0],
      [2, dosDate],
      [4, sum],
      [4, packedBytes],
      [4, sizeBytes],
      [2, name.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, offset],
    ),
    name,
  ]);

const tooLarge = (): AppError =>
  new AppError(
    'file-unwritable',
    'The workbook would be larger than 4 GB, which spreadsheet programs do not open. Export Parquet or CSV, choose fewer columns, or narrow the question.',
  );

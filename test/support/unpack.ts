import { PackingError } from '../../electron/engine/ingest/bytes/packing-error.ts';
import { memorySource, type ByteSource } from '../../electron/engine/ingest/bytes/read-file.ts';
import { Budget, type Unpacking } from '../../electron/engine/ingest/packages/budget.ts';
import type { OpenArchive } from '../../electron/engine/ingest/packages/member.ts';

/** Fresh accounts for unpacking something of this size. */
export const unpackingOf = (fileBytes: number): Unpacking => ({
  budget: new Budget(fileBytes),
  notes: new Set(),
});

/** All that a stream gives before it ends or breaks. */
export async function drained(
  source: ByteSource,
): Promise<{ readonly bytes: Buffer; readonly problem: string | undefined }> {
  const chunks: Buffer[] = [];
  let problem: string | undefined;
  try {
    for await (const chunk of source.stream()) chunks.push(Buffer.from(chunk));
  } catch (error) {
    if (!(error instanceof PackingError)) throw error;
    problem = error.message;
  }
  return { bytes: Buffer.concat(chunks), problem };
}

/** The bytes as a source that passes once, in pieces of this size. */
export function passingSource(bytes: Buffer, pieceBytes = 10_000): ByteSource {
  let isTaken = false;
  return {
    sizeBytes: bytes.length,
    whole: undefined,
    isOnce: true,
    stream: async function* () {
      if (isTaken) throw new Error('A passing source was read twice');
      isTaken = true;
      for (let at = 0; at < bytes.length; at += pieceBytes)
        yield Buffer.from(bytes.subarray(at, at + pieceBytes));
    },
  };
}

/** The bytes as a source that can be read again and again, but not held or reached anywhere. */
export const streamedSource = (bytes: Buffer, pieceBytes = 10_000): ByteSource => ({
  sizeBytes: bytes.length,
  whole: undefined,
  stream: () => passingSource(bytes, pieceBytes).stream(),
});

/** What became of an archive's members. */
export async function membersOf(
  open: OpenArchive,
  source: ByteSource | Buffer,
  unpacking = unpackingOf(1_000),
): Promise<{
  readonly members: readonly {
    readonly name: string;
    readonly text: string | undefined;
    readonly problem: string | undefined;
    readonly note: string | undefined;
  }[];
  readonly problem: string | undefined;
  readonly notes: readonly string[];
}> {
  const members = [];
  let problem: string | undefined;
  try {
    for await (const { name, content, note } of open(
      Buffer.isBuffer(source) ? memorySource(source) : source,
      unpacking,
    )) {
      const read =
        'refused' in content ? { bytes: undefined, problem: content.refused } : await drained(content);
      members.push({ name, text: read.bytes?.toString(), problem: read.problem, note });
    }
  } catch (error) {
    if (!(error instanceof PackingError)) throw error;
    problem = error.message;
  }
  return { members, problem, notes: [...unpacking.notes] };
}

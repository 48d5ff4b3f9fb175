import { memorySource, wholeFileBytes, type ByteSource } from '../bytes/read-file.ts';
import { memberLabel, passedOverNote, type Member, type OpenArchive } from './member.ts';
import { TarReader, type TarEntry, type TarHeader } from './tar-reader.ts';

/**
 * Members of a tar archive (ustar, pax, GNU long names), from front to back without holding more than a small member.
 * Links and devices carry nothing and are counted. Source: POSIX.1-2017 pax, GNU tar manual "Basic Tar Format".
 */
export const openTar: OpenArchive = async function* (source, { notes }) {
  const reader = new TarReader(source.stream());
  let folders = 0;
  let links = 0;
  try {
    for (let entry = await reader.nextEntry(); entry; entry = await reader.nextEntry()) {
      const { header } = entry;
      if (header.type === 'directory') folders += 1;
      else if (isFile(header) || header.type === null) yield await memberOf(entry);
      else links += 1;
    }
  } finally {
    await reader.close();
    const note = passedOverNote(folders, links);
    if (note) notes.add(note);
  }
};

const isFile = ({ type }: TarHeader): boolean => type === 'file' || type === 'contiguous-file';

const isSparse = ({ pax }: TarHeader): boolean =>
  typeof pax === 'object' && pax !== null && Object.keys(pax).some((key) => key.startsWith('GNU.sparse'));

async function memberOf(entry: TarEntry): Promise<Member> {
  const { header } = entry;
  const name = memberLabel(header.name);
  const sizeBytes = header.size;
  if (header.type === null || isSparse(header)) {
    const refused =
      'It is stored as a sparse file or in another special way, which is not unpacked here. Unpack the archive with tar and open the folder.';
    return { name, sizeBytes, content: { refused } };
  }
  return { name, sizeBytes, content: sizeBytes <= wholeFileBytes ? await small(entry) : passing(entry) };
}

/** A member buffered in memory; one that is cut off ends with the reason after what there is of it. */
async function small(entry: TarEntry): Promise<ByteSource> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of entry.chunks) chunks.push(chunk);
  } catch (error) {
    const there = Buffer.concat(chunks);
    return {
      sizeBytes: entry.header.size,
      whole: undefined,
      stream: async function* () {
        if (there.length > 0) yield Buffer.from(there);
        throw error;
      },
    };
  }
  return memorySource(Buffer.concat(chunks));
}

/** A member read while it passes. */
const passing = (entry: TarEntry): ByteSource => ({
  sizeBytes: entry.header.size,
  whole: undefined,
  stream: () => entry.chunks,
  isOnce: true,
});

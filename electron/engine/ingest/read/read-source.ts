import { createHash } from 'node:crypto';
import { peek } from '../bytes/chunks.ts';
import { readParquet } from '../containers/parquet.ts';
import type { Outcome } from '../record/found.ts';
import type { Kind } from '../record/kinds.ts';
import { limits } from '../bytes/limits.ts';
import { Budget, type Unpacking } from '../packages/budget.ts';
import { gunzip } from '../packages/gzip.ts';
import type { KeptInflater } from '../packages/kept-inflater.ts';
import { buffered } from '../packages/buffered.ts';
import type { Member, OpenArchive } from '../packages/member.ts';
import { openTar } from '../packages/tar.ts';
import { openZip } from '../packages/zip.ts';
import { packingError, PackingError } from '../bytes/packing-error.ts';
import { readDocument } from './read-document.ts';
import { readingProblem, sha256Of, type ByteSource } from '../bytes/read-file.ts';
import type { Emit } from '../record/record-sink.ts';
import { isGzip, sniffBinary } from '../record/sniff.ts';
import { StopReading } from '../record/stop-reading.ts';

/** What reading a file, or a member of an archive, needs from the thread it runs in. */
export interface ReadContext {
  /** Files are read as `RecordScanner` reads quickly; members of archives never are. */
  readonly isQuick: boolean;
  /** For the content of files; what they give is used up before the next file. */
  readonly inflater?: KeptInflater | undefined;
  /** A number for a member that was met; the file itself has one already. */
  readonly nextFileId: () => number;
  /** False when this content was read before. */
  readonly isNew: (sha256: string) => boolean;
  readonly emit: (fileId: number) => Emit;
  readonly ended: (end: FileEnd) => void;
}

/** What became of a file or member. */
export interface FileEnd extends Omit<Outcome, 'status'> {
  readonly fileId: number;
  readonly memberOf: number | null;
  /** Path of a member inside its archive, `inner.zip!/a.json`; null for a file itself. */
  readonly memberPath: string | null;
  readonly sizeBytes: number;
  readonly sha256: string | null;
  /** SHA-256 of the unpacked content; null for archives and for what could not be unpacked to its end. */
  readonly contentSha256: string | null;
  /** Where each gzip member begins in the unpacked content, when there are several. */
  readonly gzipMembers: readonly number[] | null;
  readonly status: Outcome['status'] | 'same-content';
  /** Records may have been handed on before it showed that they do not count; they must leave the database again. */
  readonly isTakenBack?: true;
}

interface Place {
  readonly fileId: number;
  readonly memberOf: number | null;
  readonly memberPath: string | null;
  readonly depth: number;
  readonly budget: Budget;
}

type Ending = Omit<Outcome, 'status'> & Pick<FileEnd, 'status' | 'isTakenBack'>;

/** What reading a source found out about its content besides its records. */
interface Unpacked {
  /** The text `as-is` where nothing was packed. */
  sha256: string | null;
  gzipMembers: number[];
}

const archives: Partial<Record<Kind, OpenArchive>> = { zip: openZip, tar: openTar };
const gzipLayers = 4;
const headBytes = 512;

/** Reads a file of the archive, with everything packed inside it; tells the end of every member and last of the file. */
export async function readSource(source: ByteSource, fileId: number, context: ReadContext): Promise<void> {
  const budget = new Budget(source.sizeBytes);
  await readPlaced(source, { fileId, memberOf: null, memberPath: null, depth: 0, budget }, context);
}

async function readPlaced(
  source: ByteSource,
  place: Place,
  context: ReadContext,
  note?: string,
): Promise<void> {
  const { fileId, memberOf, memberPath } = place;
  let sha256: string | null = null;
  const unpacked: Unpacked = { sha256: null, gzipMembers: [] };
  const end = (ending: Ending): void =>
    context.ended({
      ...ending,
      fileId,
      memberOf,
      memberPath,
      sizeBytes: source.sizeBytes,
      sha256,
      contentSha256: unpacked.sha256 === 'as-is' ? sha256 : unpacked.sha256,
      gzipMembers: unpacked.gzipMembers.length > 1 ? unpacked.gzipMembers : null,
    });
  const notes = new Set(note === undefined ? [] : [note]);
  const isKnown = (): boolean => sha256 !== null && source.sizeBytes > 0 && !context.isNew(sha256);
  try {
    if (source.isOnce) {
      const hashed = hashedWhileRead(source);
      const ending = await readContent(hashed.source, place, context, notes, unpacked);
      sha256 = await hashed.sha256();
      end(isKnown() ? { ...sameContent, isTakenBack: true } : withNotes(ending, notes));
      return;
    }
    sha256 = await hashOf(source);
    end(
      isKnown() ? sameContent : withNotes(await readContent(source, place, context, notes, unpacked), notes),
    );
  } catch (error) {
    if (error instanceof StopReading) throw error;
    const reason = error instanceof PackingError ? error.message : readingProblem(error);
    end({ ...nothing('unreadable', reason), status: 'refused', isTakenBack: true });
  }
}

/** What was broken on its way has no hash: its bytes are not those of any file. */
async function hashOf(source: ByteSource): Promise<string | null> {
  try {
    return await sha256Of(source);
  } catch (error) {
    if (error instanceof PackingError) return null;
    throw error;
  }
}

/** A source that passes once, hashed on its way; the hash is that of all its bytes, read by someone or not. */
function hashedWhileRead(source: ByteSource): {
  readonly source: ByteSource;
  readonly sha256: () => Promise<string | null>;
} {
  const hash = createHash('sha256');
  const chunks = source.stream()[Symbol.asyncIterator]();
  const passage: { state: 'passing' | 'over' | 'broken' } = { state: 'passing' };
  const next = async (): Promise<IteratorResult<Buffer>> => {
    try {
      const one = await chunks.next();
      if (one.done) passage.state = 'over';
      else hash.update(one.value);
      return one;
    } catch (error) {
      passage.state = 'broken';
      throw error;
    }
  };
  return {
    source: { ...source, stream: () => ({ [Symbol.asyncIterator]: () => ({ next }) }) },
    sha256: async () => {
      while (passage.state === 'passing') await next().catch(ignorePackingError);
      return passage.state === 'over' ? hash.digest('hex') : null;
    },
  };
}

function ignorePackingError(error: unknown): void {
  if (!(error instanceof PackingError)) throw error;
}

async function readContent(
  packed: ByteSource,
  place: Place,
  context: ReadContext,
  notes: Set<string>,
  unpacked: Unpacked,
): Promise<Ending> {
  let unpacking: Required<Unpacking> = {
    budget: place.budget,
    notes,
    gzipMembers: [],
    inflater: place.depth === 0 ? context.inflater : undefined,
  };
  let content = packed;
  for (let layer = 0; ; layer += 1) {
    const { head, source } = await withHead(content);
    if (isGzip(head)) {
      if (layer === gzipLayers)
        return { ...nothing('binary', 'Packed with gzip more than four times over.'), status: 'refused' };
      unpacking = { ...unpacking, gzipMembers: [] };
      content = gunzip(source, unpacking);
      unpacking = { ...unpacking, inflater: undefined };
      continue;
    }
    const kind = sniffBinary(head);
    const open = kind ? archives[kind] : undefined;
    if (kind && open) return readArchive(kind, () => open(source, unpacking), place, context);
    const read = (whole: ByteSource): Promise<Outcome> =>
      kind === 'parquet'
        ? readHeld(whole, unpacking, context.emit(place.fileId))
        : readDocument(
            whole.whole ? { kind: 'whole', bytes: whole.whole } : { kind: 'stream', chunks: whole.stream() },
            context.emit(place.fileId),
            context.isQuick && place.depth === 0,
          );
    unpacked.gzipMembers = unpacking.gzipMembers;
    if (layer > 0) return readUnpacked(source, read, context, unpacked);
    unpacked.sha256 = 'as-is';
    return read(source);
  }
}

/** Reads content that was packed; when a file with the same content was read before, packed or not, its records count there. */
async function readUnpacked(
  source: ByteSource,
  read: (source: ByteSource) => Promise<Outcome>,
  { isNew }: ReadContext,
  unpacked: Unpacked,
): Promise<Ending> {
  if (source.whole) {
    unpacked.sha256 = await sha256Of(source);
    return source.whole.length > 0 && !isNew(unpacked.sha256) ? sameContent : read(source);
  }
  const hashed = hashedWhileRead(source);
  const outcome = await read(hashed.source);
  unpacked.sha256 = await hashed.sha256();
  const isKnown = unpacked.sha256 !== null && !isNew(unpacked.sha256);
  return isKnown ? { ...sameContent, isTakenBack: true } : outcome;
}

async function readHeld(packed: ByteSource, unpacking: Unpacking, emit: Emit): Promise<Outcome> {
  const { source, release } = await buffered(packed, unpacking);
  try {
    return await readParquet(source, emit);
  } finally {
    release();
  }
}

/** The first bytes of a source, and the source to read from its beginning. */
async function withHead(source: ByteSource): Promise<{ readonly head: Buffer; readonly source: ByteSource }> {
  if (source.read) return { head: source.read(0, headBytes), source };
  if (!source.isOnce) return { head: await firstBytes(source.stream()), source };
  const { head, all } = await peek(source.stream(), headBytes);
  return { head, source: { ...source, stream: () => all } };
}

async function firstBytes(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const taken: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      taken.push(chunk.subarray(0, headBytes));
      size += chunk.length;
      if (size >= headBytes) break;
    }
  } catch (error) {
    ignorePackingError(error);
  }
  return Buffer.concat(taken).subarray(0, headBytes);
}

async function readArchive(
  kind: Kind,
  open: () => AsyncIterable<Member>,
  place: Place,
  context: ReadContext,
): Promise<Outcome> {
  if (place.depth >= limits.archiveDepth) {
    const reason = `Archives are nested more than ${limits.archiveDepth} deep here.`;
    return { ...nothing(kind, reason), status: 'refused' };
  }
  let members = 0;
  const names = new Set<number>();
  try {
    for await (const member of open()) {
      members += 1;
      if (members > limits.archiveMembers) {
        throw new PackingError(
          `It holds more than ${limits.archiveMembers.toLocaleString('en-US')} files; the rest was left out.`,
        );
      }
      await readMember(member, uniqueName(member.name, members, names), place, context);
      if (place.budget.isSpent) place.budget.spend(0);
    }
  } catch (error) {
    if (error instanceof StopReading) throw error;
    return { ...nothing(kind, packingError(error).message), status: members > 0 ? 'partial' : 'refused' };
  }
  return { ...nothing(kind, members === 0 ? 'It holds no files.' : null), status: 'accepted' };
}

/** Members of one name are told apart, because the ledger knows files by their paths. */
function uniqueName(name: string, number: number, names: Set<number>): string {
  const key = createHash('sha1').update(name).digest().readUIntBE(0, 6);
  const isTaken = names.has(key);
  names.add(key);
  return isTaken ? `${name} (member ${number.toLocaleString('en-US')})` : name;
}

async function readMember(member: Member, name: string, place: Place, context: ReadContext): Promise<void> {
  const inner: Place = {
    ...place,
    fileId: context.nextFileId(),
    memberOf: place.fileId,
    memberPath: place.memberPath === null ? name : `${place.memberPath}!/${name}`,
    depth: place.depth + 1,
  };
  if (!('refused' in member.content)) {
    await readPlaced(member.content, inner, context, member.note);
    return;
  }
  const { fileId, memberOf, memberPath } = inner;
  const refused = { ...nothing('unreadable', member.content.refused), status: 'refused' } as const;
  context.ended({
    ...refused,
    fileId,
    memberOf,
    memberPath,
    sizeBytes: member.sizeBytes,
    sha256: null,
    contentSha256: null,
    gzipMembers: null,
  });
}

const nothing = (container: Kind, reason: string | null): Omit<Outcome, 'status'> => ({
  container,
  reason,
  positionBytes: null,
  records: 0,
  refusedRecords: 0,
  problems: [],
});

const sameContent: Ending = {
  ...nothing('s3-log', 'The same content as another file; its records are counted there.'),
  status: 'same-content',
};

/** Remarks about the packing stand behind what is said of the content. */
const withNotes = (outcome: Ending, notes: ReadonlySet<string>): Ending =>
  notes.size === 0
    ? outcome
    : { ...outcome, reason: [outcome.reason, ...notes].filter((part) => part !== null).join(' ') };

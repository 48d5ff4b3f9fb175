import type { MessagePort } from 'node:worker_threads';
import { limits } from '../bytes/limits.ts';
import type { Part } from '../record/parts.ts';
import type { FileEnd } from '../read/read-source.ts';
import type { Placed } from './ring.ts';

/** One file for a reader. Names that are not UTF-8 travel as bytes. */
export interface FileTask {
  readonly fileId: number;
  readonly path: string | Uint8Array;
}

/** What a reader thread is started with. */
export interface WorkerStart {
  readonly tasks: readonly FileTask[];
  /** Shared by all readers and the engine; see `places`. */
  readonly shared: Int32Array;
  /** This reader's number, from 0. */
  readonly reader: number;
  readonly hashes: BigUint64Array;
  readonly port: MessagePort;
  /** Of the `Ring` it lays parts in. */
  readonly ring: SharedArrayBuffer;
  readonly isQuick: boolean;
}

/**
 * Places in the shared array: messages posted by any reader (a wake-up counter), the stop flag, the next task to take,
 * the next number for an archive's member, and from `waitingKb` on, one place a reader, the kilobytes it has posted and
 * the engine has not used yet.
 */
export const places = { posted: 0, stop: 1, nextTask: 2, nextFileId: 3, waitingKb: 4 } as const;

/** Room for `places` and two numbers a reader. */
export const sharedPlaces = (readers: number): number => places.waitingKb + 2 * readers;

/** Where a reader counts up every second while it lives, however long a file keeps it busy. */
export const beatPlace = (shared: Int32Array, reader: number): number =>
  places.waitingKb + (shared.length - places.waitingKb) / 2 + reader;

/** What a part counts among the kilobytes that wait. */
export const sizeKb = ({ bytes, exact }: Part): number =>
  Math.ceil((bytes.byteLength + exact.reduce((sum, one) => sum + one.bytes.byteLength, 0)) / 1_024);

/** What an end counts among them. */
export const endKb = ({ companion }: Pick<FileEnd, 'companion'>): number =>
  Math.ceil((limits.waitingEndBytes + 2 * (companion?.text.length ?? 0)) / 1_024);

/** Records of a file or member, which lie in the reader's ring, or in `own` memory where they are too large for it. */
export interface PartMessage extends Pick<Part, 'firstOrdinal' | 'qualities' | 'exact'> {
  readonly kind: 'part';
  readonly fileId: number;
  readonly sizeKb: number;
  readonly place: Placed | { readonly own: Pick<Part, 'positions' | 'spans' | 'bytes'> };
}

/** What became of a file or member. `taskFileId` is the file it came in. */
export interface EndMessage extends FileEnd {
  readonly kind: 'end';
  readonly taskFileId: number;
}

/** What a reader sends: parts and ends in order, several at once because a message costs as much as a small file. */
export interface ReaderMessage {
  readonly items: readonly (PartMessage | EndMessage)[];
  /** The reader has no more files. */
  readonly isLast: boolean;
}

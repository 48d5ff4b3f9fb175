import type { MessagePort } from 'node:worker_threads';
import type { FileStatus } from '../../../shared/contract/ingest.ts';
import type { Kind } from './kinds.ts';

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
}

/**
 * Places in the shared array: messages posted by any reader (a wake-up counter), the stop flag, the next task to take,
 * and from `waitingKb` on, one place a reader, the kilobytes it has posted and the engine has not used yet.
 */
export const places = { posted: 0, stop: 1, nextTask: 2, waitingKb: 3 } as const;

/** Records of a file, in order: `spans` holds start and end offsets in `bytes`, pair by pair. */
export interface PartMessage {
  readonly kind: 'part';
  readonly fileId: number;
  readonly firstOrdinal: number;
  /** Offset of each record in the file's unpacked content. */
  readonly positions: Float64Array;
  readonly bytes: Uint8Array;
  readonly spans: Uint32Array;
  /** Records whose bytes are not UTF-8, exactly as found; `bytes` then holds their text with replacement characters. */
  readonly inexact: readonly { readonly ordinal: number; readonly bytes: Uint8Array }[];
}

/** What became of a file. */
export interface EndMessage {
  readonly kind: 'end';
  readonly fileId: number;
  readonly sizeBytes: number;
  readonly sha256: string | null;
  readonly status: FileStatus;
  readonly container: Kind;
  readonly reason: string | null;
  readonly positionBytes: number | null;
  readonly records: number;
}

/** A reader has no more files. */
export interface IdleMessage {
  readonly kind: 'idle';
}

/** All that a reader sends. */
export type WorkerMessage = PartMessage | EndMessage | IdleMessage;

import { limits } from '../bytes/limits.ts';
import { PackingError } from '../bytes/packing-error.ts';
import type { KeptInflater } from './kept-inflater.ts';

/**
 * What unpacking one evidence file has cost so far, every layer and member counted, so that archives of archives cannot
 * multiply what each of them may do.
 */
export class Budget {
  readonly #fileBytes: number;
  #unpacked = 0;
  #bufferedBytes = 0;

  constructor(fileBytes: number) {
    this.#fileBytes = Math.max(1, fileBytes);
  }

  /** True once more has come out of the file than any real archive gives. */
  get isSpent(): boolean {
    return this.#unpacked > limits.totalFromBytes && this.#unpacked / this.#fileBytes > limits.ratio;
  }

  /** Counts bytes that were unpacked. Throws `PackingError` when they are too many. */
  spend(bytes: number): void {
    this.#unpacked += bytes;
    if (this.isSpent) {
      throw new PackingError(
        `All that is packed in this file comes to more than ${limits.ratio} times its size, which no archive of logs does; it may be made to exhaust this machine. The rest was left out.`,
      );
    }
  }

  /** Counts bytes held in memory until the answer is called. Throws `PackingError` when they are too many. */
  hold(bytes: number): () => void {
    if (this.#bufferedBytes + bytes > limits.bufferedMemberBytes) {
      throw new PackingError(
        `An archive inside another one has to be held in memory, and this takes more than ${limits.bufferedMemberBytes / 1_048_576} MB. Unpack the outer archive and open the folder.`,
      );
    }
    this.#bufferedBytes += bytes;
    return () => {
      this.#bufferedBytes -= bytes;
    };
  }
}

/** What unpacking something has to account to: the file's budget, and remarks for the ledger that cost no record. */
export interface Unpacking {
  readonly budget: Budget;
  readonly notes: Set<string>;
  /** Is given where each gzip member begins in what was unpacked. */
  readonly gzipMembers?: number[];
  /** Of the reader, where nothing it gave before is still in use. */
  readonly inflater?: KeptInflater | undefined;
}

/** Throws when content grows beyond what any log file does. */
export function checkSize(contentBytes: number, packedBytes: number): void {
  if (contentBytes > limits.contentBytes)
    throw new PackingError('It unpacks to more than 16 GB, which no log file does.');
  if (contentBytes > limits.ratioFromBytes && contentBytes / Math.max(1, packedBytes) > limits.ratio) {
    throw new PackingError(
      `It unpacks to more than ${limits.ratio} times its size, which no log file does; it may be made to exhaust this machine.`,
    );
  }
}

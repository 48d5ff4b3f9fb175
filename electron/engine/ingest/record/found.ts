import type { CompanionKind } from '../../../../shared/cloudtrail/companions.ts';
import type { Kind } from './kinds.ts';

/** How much of a record a container kept: all of it, only some of its fields, or its beginning. */
export type Quality = 'complete' | 'partial' | 'truncated';

/** A record as a container gives it. */
export interface Found {
  /** The CloudTrail record as JSON text; exactly the evidence's own text wherever the container holds it as JSON. */
  readonly json: string;
  /** The evidence's text of the record, or its bytes, where `json` differs from them. */
  readonly exact?: string | Uint8Array;
  readonly quality: Quality;
  /** What a person must know about such records, for the ledger: where a time was taken from, what is missing. */
  readonly note?: string;
  /** What happened to a value of this very record; told once for a file, with a count. */
  readonly remark?: string;
}

/** Something in a document that is no record and should have been one. */
export interface Unreadable {
  readonly reason: string;
  /** The beginning of what stands there. */
  readonly sample: string;
}

/** Something known that is no CloudTrail record and is passed over politely. */
export interface Other {
  readonly kind: Kind;
  readonly reason: string;
  /** What it tells of accounts, trails, objects or addresses, if it does. */
  readonly companion?: CompanionKind;
}

/** A document that is kept for what it tells, with its text; see `companionOf`. */
export interface Companion {
  readonly kind: CompanionKind;
  readonly text: string;
}

/**
 * One thing a container holds: a record, something that could not be read as one, or something else. `kind` names the
 * container where it is not the one that was asked; `offset` tells where in the value's text it begins, in bytes of UTF-8.
 */
export type Item =
  | { readonly found: Found; readonly kind?: Kind; readonly offset?: number }
  | { readonly unreadable: Unreadable; readonly kind?: Kind; readonly offset?: number }
  | { readonly other: Other };

/** A problem of a file, for its ledger line. */
export interface Problem extends Unreadable {
  /** Byte offset in the unpacked content. */
  readonly positionBytes: number;
}

/**
 * What becomes of a document. `refusedRecords` counts what stands where records should and could not be read. `partial`
 * means the readable rest was taken.
 */
export interface Outcome {
  readonly status: 'accepted' | 'partial' | 'refused' | 'skipped';
  readonly container: Kind;
  readonly reason: string | null;
  readonly positionBytes: number | null;
  readonly records: number;
  readonly refusedRecords: number;
  readonly problems: readonly Problem[];
  /** Records were cut where the next seems to begin; the cuts are right if every piece is a JSON object, else none may count. */
  readonly isQuick?: true;
  /** What the document is, if it holds no records and tells something. */
  readonly tells?: CompanionKind;
  /** The same with its text, unless that is larger than what is kept. */
  readonly companion?: Companion;
}

/** The most problems of one file that are told one by one. */
export const problemLimit = 100;
/** How much of an unreadable place is shown. */
export const sampleBytes = 120;

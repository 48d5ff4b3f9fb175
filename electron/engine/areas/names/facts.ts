/** An account as a list names it. */
export interface NamedAccount {
  readonly account: string;
  readonly name: string | null;
  /** Organisation unit, as the list has it. */
  readonly ou: string | null;
  readonly isManagement: boolean;
}

/** A user of Identity Center, by the ID that records have. */
export interface NamedUser {
  readonly id: string;
  readonly name: string;
}

/** An address that belongs to the accounts themselves, in words and without a time. */
export interface OwnAddress {
  readonly address: string;
  readonly owner: string;
}

/** A block of addresses with whose it is. */
export interface NamedRange {
  readonly kind: 'AWS range' | 'listed';
  readonly block: string;
  readonly owner: string;
}

/** Everything that a file tells about accounts, users and addresses. */
export interface Facts {
  readonly accounts: readonly NamedAccount[];
  readonly users: readonly NamedUser[];
  readonly own: readonly OwnAddress[];
  readonly ranges: readonly NamedRange[];
  /** The day that the file says of itself, `2025-01-31`. */
  readonly dated: string | null;
}

/** Where facts come from. */
export interface Origin {
  /** What the file is called, without its folder. */
  readonly file: string;
  readonly sha256: string;
  /** The day of what it says, as it says itself or else as the file was last changed; null where neither is known. */
  readonly dated: string | null;
  /** A person gave it; else it lies among the evidence. */
  readonly isGiven: boolean;
}

/** The most that is taken from one file. */
export const mostFacts = 200_000;

/** Names and words of others, short and on one line. */
export const clean = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 200);

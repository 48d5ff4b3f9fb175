/** What of a workspace was looked at. */
export type CheckedPart = 'folder' | 'database' | 'ledger' | 'journal' | 'notes' | 'saved work' | 'sources';

/** One result of a check: what is so, and what to do where it is not right. */
export interface Finding {
  readonly part: CheckedPart;
  /** `unchecked` is neither known to be right nor to be wrong. */
  readonly state: 'sound' | 'wrong' | 'unchecked';
  readonly what: string;
  readonly todo: string | null;
}

/** A finding that needs nothing. */
export const sound = (part: CheckedPart, what: string): Finding => ({
  part,
  state: 'sound',
  what,
  todo: null,
});

/** A finding that needs something. */
export const wrong = (part: CheckedPart, what: string, todo: string): Finding => ({
  part,
  state: 'wrong',
  what,
  todo,
});

/** A finding that leaves a question open. */
export const unchecked = (part: CheckedPart, what: string, todo: string): Finding => ({
  part,
  state: 'unchecked',
  what,
  todo,
});

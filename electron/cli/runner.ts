import type { Work } from './run.ts';

/** Switches that all commands share: the form of what they print, and how much they say beside it. */
export interface FormatFlags {
  readonly json?: true;
  readonly csv?: true;
  readonly quiet?: true;
}

/** Does the work of a command as its switches say, and keeps its exit code. */
export type Runner = (flags: FormatFlags, work: Work) => Promise<void>;

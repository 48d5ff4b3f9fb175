import type { Filter } from '../filter/filter.ts';

/**
 * A field of ours that sorts every event into one of a few classes: the first whose rule holds. Rules are filters, so the
 * engine compiles them into the column and TypeScript puts them to single records.
 */
export interface Classes<Class extends string> {
  readonly rules: readonly (readonly [Class, Filter])[];
  /** The class of what no rule holds for. */
  readonly otherwise: Class;
}

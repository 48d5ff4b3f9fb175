/** A table that follows from others, as the database sees it: one that is missing or of another shape is made anew, empty. */
export interface DerivedShape {
  readonly name: string;
  /** What stands between the brackets of its CREATE. */
  readonly columns: string;
}

/** The key in `meta` under which stands the version of the rules that a derived table was made by; none while it is not made. */
export const madeByKey = (name: string): string => `derived ${name}`;

/** The statement that makes a derived table in a catalogue. */
export const createDerived = (catalogue: string, { name, columns }: DerivedShape): string =>
  `CREATE TABLE ${catalogue}.main.${name} (${columns})`;

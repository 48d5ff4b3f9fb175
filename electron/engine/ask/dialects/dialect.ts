import type { FieldType } from '../../../../shared/fields/catalogue.ts';
import type { AddressNumber, AddressRange } from '../../../../shared/filter/address-range.ts';
import type { Comparison } from '../../../../shared/filter/filter.ts';
import type { PathStep } from '../../../../shared/filter/path.ts';
import type { Sql } from '../../db/sql.ts';
import type { Covered } from '../../derive/background-tables.ts';
import type { BesideFields, ColumnNamed } from '../beside-fields.ts';

/** The text of a field; with `isMany`, a list with the text of each value. */
export interface FieldText {
  readonly text: Sql;
  readonly isMany: boolean;
}

/** A request key: a path that leads from a document of the event through keys alone. */
export interface KeptPath {
  readonly path: string;
  /** The column of the document. */
  readonly document: string;
  readonly steps: readonly PathStep[];
  readonly covered: Covered;
}

/** What is kept of an event at a path: its text, NULL where there is none, and whether the record has null there. */
export interface KeptValue {
  readonly text: Sql;
  readonly isNull: Sql;
}

/** How texts are compared with bound ones. */
export interface TextRules {
  readonly caseSensitive: boolean;
  /** The text is an element inside `anyElement`, where some engines allow no subquery. */
  readonly isElement: boolean;
}

/**
 * What one database engine prints differently from others: the compiler takes one and prints every filter with it. What all engines
 * share the compiler writes itself: AND, OR, `=`, `<`, IS NULL, brackets, `true` and `false`.
 *
 * - A condition may be NULL, which counts as false. All values are bound.
 * - A text is SQL that gives a text, NULL where there is none. Ignoring case means comparing both sides in lower case, each letter
 *   by itself, as `foldCase` does.
 * - A text is a number when it is a decimal number (`5`, `-0.5`, `.5`, `5e3`) with nothing but ASCII white space around it.
 *
 * What is printed must keep the rows that `predicateOf` keeps; a test holds all dialects present against it. An engine that has no
 * way to print a piece throws `cannot-answer` and says what it cannot do.
 */
export interface Dialect {
  /** A column of the events, under the name or alias of their table where the statement needs one. */
  readonly column: (name: string, table: string | undefined) => Sql;
  /** The fields beside the events that a name belongs to; undefined for all other names. */
  readonly beside: (name: string) => BesideFields | undefined;
  /** Holds for the events that an earlier search found; `rows` is the table or list that it left. */
  readonly isAmong: (rows: Sql, column: ColumnNamed) => Sql;

  /** Holds where the condition does not, NULL included. */
  readonly not: (condition: Sql) => Sql;
  /** Holds when any element of a list passes. `holds` gets one element, a text. */
  readonly anyElement: (list: Sql, holds: (element: Sql) => Sql) => Sql;
  /** The elements of a list as one text with `, ` between them. */
  readonly joinedList: (list: Sql) => Sql;

  /** A number, to be compared with a column of numbers. */
  readonly number: (value: number) => Sql;
  /** A moment in microseconds since 1970 UTC, to be compared with a column of times. */
  readonly moment: (micros: number) => Sql;

  /** The text of a column: times as `2023-07-10T11:00:00Z`, JSON strings without their quotes, other JSON as it is written. */
  readonly columnText: (column: Sql, type: FieldType) => Sql;
  /**
   * The text at a place in a JSON document, read as `columnText` reads JSON; a list of texts when a step is `any`. NULL where the
   * document is no JSON, has no such place, or has null there.
   */
  readonly pathText: (document: Sql, steps: readonly PathStep[]) => Sql;
  /** Holds when a JSON document has nothing at a place, not even null; of several places, at none. */
  readonly isAbsent: (document: Sql, steps: readonly PathStep[]) => Sql;
  /** Holds when a JSON document has null at a place; of several places, at any. */
  readonly isNull: (document: Sql, steps: readonly PathStep[]) => Sql;
  /**
   * A cheap condition that holds wherever a JSON document has anything at a place; undefined where there is none, because every
   * document may.
   */
  readonly mayHave: (document: Sql, steps: readonly PathStep[]) => Sql | undefined;
  /** Holds for the events of which what is kept at a path passes `holds`. Events that have nothing there pass nothing. */
  readonly keptHolds: (path: KeptPath, holds: (kept: KeptValue) => Sql, column: ColumnNamed) => Sql;

  /** Equality of a text with any of some texts; there is at least one. */
  readonly textIn: (text: Sql, values: readonly string[], rules: TextRules) => Sql;
  /** Equality of a text that is a number with any of some numbers; there is at least one. */
  readonly numberIn: (text: Sql, values: readonly number[]) => Sql;
  /** A wildcard pattern, see `wildcardParts`, over a whole text. */
  readonly textLike: (text: Sql, pattern: string, caseSensitive: boolean) => Sql;
  /** The same over the text of a JSON column, which an engine can look through before it reads it as JSON. */
  readonly jsonLike: (column: Sql, pattern: string, caseSensitive: boolean) => Sql;
  /** A regular expression in RE2 syntax anywhere in a text. Whether it is one shows when the statement runs. */
  readonly textMatches: (text: Sql, pattern: string, caseSensitive: boolean) => Sql;
  /** The order of a text against a bound, by code point. */
  readonly textCompares: (text: Sql, than: Comparison, bound: string) => Sql;
  /** The order of a text that is a finite number against a bound. */
  readonly numberCompares: (text: Sql, than: Comparison, bound: number) => Sql;
  /** Equality of two fields of one event; with several values on a side, of any value there. */
  readonly sameText: (one: FieldText, other: FieldText, caseSensitive: boolean) => Sql;

  /** A text that is nothing but an address, in a range. IPv6 addresses that end in an IPv4 one are in none. */
  readonly textWithin: (text: Sql, range: AddressRange) => Sql;
  /** The column `sourceIPAddress` names any of some addresses, however it spells them; there is at least one. */
  readonly sourceAddressIn: (column: Sql, addresses: readonly AddressNumber[]) => Sql;
  /** The column `sourceIPAddress` names an address in any of some ranges; there is at least one. */
  readonly sourceAddressWithin: (column: Sql, ranges: readonly AddressRange[]) => Sql;

  /** A text anywhere in the exact JSON of a record, ignoring case and however the record escapes it. */
  readonly recordContains: (record: Sql, text: string) => Sql;
}

/** A JSON scalar a test compares with. */
export type Scalar = string | number | boolean;

/** The order relations; equality has its own test because it has case rules. */
export type Comparison = '<' | '<=' | '>' | '>=';

/**
 * What one field's value must be. Tests are two-valued: a record without the field fails every test but `absent`.
 * On a field with several values (an array reached by path) a test holds when any element passes.
 */
export type Test =
  | { readonly op: 'equals'; readonly value: Scalar; readonly caseSensitive: boolean }
  | { readonly op: 'in'; readonly values: readonly Scalar[]; readonly caseSensitive: boolean }
  /** `*` any run of characters, `?` one character, `\` before `*`, `?` or `\` for the character itself. */
  | { readonly op: 'wildcard'; readonly pattern: string; readonly caseSensitive: boolean }
  /** RE2 syntax, unanchored (https://github.com/google/re2/wiki/Syntax). */
  | { readonly op: 'regex'; readonly pattern: string; readonly caseSensitive: boolean }
  /** Numbers compare as numbers, times as ISO 8601 text in UTC, other text by code point. */
  | { readonly op: 'compare'; readonly than: Comparison; readonly value: string | number }
  /** Inclusive at both ends. */
  | { readonly op: 'between'; readonly from: string | number; readonly to: string | number }
  /** An IPv4 or IPv6 block such as `10.0.0.0/8`; a value that is not an address fails. */
  | { readonly op: 'cidr'; readonly block: string }
  /** Present with a value other than JSON null. */
  | { readonly op: 'exists' }
  /** No such key in the record at all; of a time, none that can be read. */
  | { readonly op: 'absent' }
  /** The key is there and its value is JSON null. */
  | { readonly op: 'null' }
  /** Equal to another field of the same record. */
  | { readonly op: 'same-as'; readonly field: string; readonly caseSensitive: boolean };

/**
 * One predicate tree for every syntax Trailglass reads. `field` is a catalogue name (`eventName`) or a path into the
 * record (`requestParameters.bucketName`, `resources[*].ARN`, `requestParameters.items[0].id`).
 */
export type Filter =
  | { readonly kind: 'and'; readonly of: readonly Filter[] }
  | { readonly kind: 'or'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }
  | { readonly kind: 'field'; readonly field: string; readonly test: Test }
  /** The text anywhere in the record's exact JSON, ignoring case. */
  | { readonly kind: 'text'; readonly text: string };

/** Matches every event. */
export const everything: Filter = { kind: 'and', of: [] };

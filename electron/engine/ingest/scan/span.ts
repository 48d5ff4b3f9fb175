/** Byte span of one value within the scanned buffer. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A record's text on one line. In JSON a line break can only stand between tokens, so a space in its place changes
 * nothing that the text says; text without a line break comes back as it is.
 */
export const onOneLine = (json: string): string =>
  /[\r\n]/.test(json) ? json.replace(/(?:\r\n?|\n)[ \t\r\n]*/g, ' ') : json;

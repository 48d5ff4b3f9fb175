/** What a text begins as, by its first tokens: an object, a list, a string of JSON; undefined for text that is no JSON. */
export type JsonStart = 'object' | 'list' | 'string' | undefined;

const space = String.raw`[\s\x1e\uFEFF]*`;
const objectStart = new RegExp(String.raw`^${space}\{\s*(?:["}]|$)`);
/** A quote that came before a line of text makes no string: behind the next quote goes on what is no JSON. */
const stringStart = new RegExp(String.raw`^${space}"(?:[^"\\\n]|\\.)*(?:"\s*(?:["{[,:}\]]|$)|$)`);
/** Behind the end of a list stands nothing, or what goes on as JSON. */
const listEnd = String.raw`\]\s*(?:[\],[{"]|$)`;
const scalar = String.raw`(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|"(?:[^"\\\n]|\\.)*")`;
/**
 * Many texts begin with a bracket: sections of INI and TOML files, levels and times of log lines. A list of JSON has an object,
 * a whole scalar with a comma or the list's end behind it, or its own end next; or the text is over before that.
 */
const listStart = new RegExp(
  String.raw`^${space}\[(?:[\s[]*(?:\{\s*(?:["}]|$)|${scalar}\s*(?:,|${listEnd}|$)|${listEnd}|"[^"\n]*$|$))`,
);

/** Looks at the beginning of a text only. */
export function jsonStartOf(text: string): JsonStart {
  if (objectStart.test(text)) return 'object';
  if (listStart.test(text)) return 'list';
  return stringStart.test(text) ? 'string' : undefined;
}

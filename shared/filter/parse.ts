import { resolveName } from './field-names.ts';
import { everything, type Comparison, type Filter } from './filter.ts';
import { maxFilterLength, maxTextLength } from './limits.ts';
import { normalise, nothing } from './normalise.ts';
import { readPath, type PathReading } from './path.ts';
import {
  deeper,
  giveUp,
  isAtEnd,
  mark,
  peek,
  readString,
  readWord,
  report,
  skipSpace,
  startReading,
  take,
  takeKeyword,
  type Problem,
  type Reading,
  type Token,
} from './reading.ts';
import { acceptName, refuseRun } from './read-checks.ts';
import { readComparison } from './read-range.ts';
import { readBlock, readEquality } from './read-value.ts';
import { keywords, quoteText } from './scalars.ts';
import { wildcardParts } from './wildcard.ts';

export type { Fix, Problem } from './reading.ts';

/** A filter text read: its tree when it has one, and what could not be read. With problems the tree is a best effort. */
export interface ParsedFilter {
  readonly filter: Filter | undefined;
  readonly problems: readonly Problem[];
}

const operator = /\s*(!=|>=|<=|[:=<>])/y;
const functionName = /(exists|absent|null|cidr|all|none)(?=\()/iy;

function missingValue(reading: Reading, from: number): undefined {
  const symbol = reading.text.slice(from, reading.at).trim();
  report(reading, from, reading.at, `A value is missing after “${symbol}”.`);
  return undefined;
}

function readTest(reading: Reading, field: string): Filter | undefined {
  const from = reading.at;
  const symbol = peek(reading, operator)?.[1] ?? '';
  reading.at += peek(reading, operator)?.[0].length ?? 0;
  mark(reading, 'operator', reading.at - symbol.length, field);
  const afterOperator = reading.at;
  skipSpace(reading);
  const isKeyword = reading.at > afterOperator && peek(reading, /(?:and|or|not)(?=[\s()]|$)/iy) !== null;
  if (isAtEnd(reading) || reading.text[reading.at] === ')' || isKeyword) return missingValue(reading, from);
  if (symbol === ':') return readEquality(reading, field, false);
  if (symbol === '=') return readEquality(reading, field, true);
  if (symbol !== '!=') return readComparison(reading, field, symbol as Comparison);
  const equality = readEquality(reading, field, true);
  return equality && { kind: 'not', of: equality };
}

/** True for words that only look like a field with a value: ARNs, addresses on the web, `AWS::S3::Bucket`. */
function isPlainWord(path: PathReading, text: string): boolean {
  const resolved = resolveName(path);
  const rest = text.slice(path.end, path.end + 4);
  if (resolved.kind === 'field') return false;
  return /^:(?::|\/\/)/.test(rest) || (resolved.name.toLowerCase() === 'arn' && rest === ':aws');
}

function readField(reading: Reading): Filter | undefined | 'none' {
  const from = reading.at;
  const path = readPath(reading.text, from);
  if (!path || keywords.has(reading.text.slice(from, path.end).toLowerCase())) return 'none';
  reading.at = path.end;
  if (peek(reading, operator) === null || isPlainWord(path, reading.text)) {
    reading.at = from;
    return 'none';
  }
  const field = acceptName(reading, from, path);
  const filter = readTest(reading, field ?? reading.text.slice(from, path.end));
  return field === undefined ? undefined : filter;
}

function functionFilter(reading: Reading, name: string): Filter | undefined {
  if (name === 'all') return everything;
  if (name === 'none') return nothing;
  const from = reading.at;
  const path = readPath(reading.text, from);
  if (!path) {
    report(reading, from, from, `${name}(…) needs the name of a field.`);
    return undefined;
  }
  reading.at = path.end;
  const field = acceptName(reading, from, path);
  if (field === undefined) return undefined;
  if (name === 'exists' || name === 'absent' || name === 'null')
    return { kind: 'field', field, test: { op: name } };
  skipSpace(reading);
  take(reading, ',', 'operator', field);
  skipSpace(reading);
  const block = readBlock(reading, field);
  if (block !== undefined) return { kind: 'field', field, test: { op: 'cidr', block } };
  report(
    reading,
    reading.at,
    reading.at,
    'An address block is missing, as in cidr(sourceIPAddress, 10.0.0.0/8).',
  );
  return undefined;
}

function readFunction(reading: Reading): Filter | undefined | 'none' {
  const from = reading.at;
  const name = peek(reading, functionName)?.[0].toLowerCase();
  if (name === undefined) return 'none';
  reading.at += name.length;
  mark(reading, 'keyword', from);
  take(reading, '(', 'bracket');
  skipSpace(reading);
  const filter = functionFilter(reading, name);
  skipSpace(reading);
  if (take(reading, ')', 'bracket')) return filter;
  refuseRun(reading, reading.at, ')');
  if (!take(reading, ')', 'bracket'))
    report(reading, from, reading.at, `The bracket of ${name}( is not closed.`);
  return filter;
}

function readText(reading: Reading): Filter | undefined {
  const from = reading.at;
  const phrase = readString(reading);
  if (phrase !== undefined) return { kind: 'text', text: phrase };
  const word = readWord(reading);
  const next = reading.text[reading.at] ?? ' ';
  if (!word || !/[\s)]/.test(next)) {
    refuseRun(reading, from, ')');
    if (reading.at === from) reading.at += 1;
    return undefined;
  }
  mark(reading, 'word', from);
  if (!word.hasWildcard) return { kind: 'text', text: word.text };
  const parts = wildcardParts(word.pattern);
  const inner = parts.slice(parts[0]?.kind === 'any' ? 1 : 0, parts.at(-1)?.kind === 'any' ? -1 : undefined);
  const literals = inner.flatMap((part) => (part.kind === 'literal' ? [part.text] : []));
  if (literals.length === inner.length) return { kind: 'text', text: literals.join('') };
  const message =
    'Free text has no wildcards inside a word. In quotes the characters are searched as they are.';
  const written = reading.text.slice(from, reading.at);
  report(reading, from, reading.at, message, { label: 'Put it in quotes', insert: quoteText(written) });
  return undefined;
}

function readGroup(reading: Reading): Filter | undefined {
  const open = reading.at;
  take(reading, '(', 'bracket');
  const filter = deeper(reading, () => readOr(reading));
  skipSpace(reading);
  if (!take(reading, ')', 'bracket')) report(reading, open, open + 1, 'This bracket is not closed.');
  return filter;
}

function readTerm(reading: Reading): Filter | undefined {
  skipSpace(reading);
  const from = reading.at;
  const isMinus = reading.text[from] === '-' && /\S/.test(reading.text[from + 1] ?? '');
  if (isMinus) {
    reading.at += 1;
    mark(reading, 'keyword', from);
  }
  if (isMinus || takeKeyword(reading, 'not')) {
    skipSpace(reading);
    if (isAtEnd(reading) || reading.text[reading.at] === ')') return missingTerm(reading, from);
    const negated = deeper(reading, () => readTerm(reading));
    return negated && { kind: 'not', of: negated };
  }
  if (reading.text[from] === '(') return readGroup(reading);
  const called = readFunction(reading);
  if (called !== 'none') return called;
  const field = readField(reading);
  return field === 'none' ? readText(reading) : field;
}

function missingTerm(reading: Reading, from: number): undefined {
  const word = reading.text.slice(from, reading.at).trim();
  report(
    reading,
    from,
    reading.at,
    word === '' ? 'Something to search for is missing.' : `Something is missing at “${word}”.`,
  );
  return undefined;
}

/** True where an operand must end: at the end, a closing bracket or, with `or`, the next alternative. */
const isOperandEnd = (reading: Reading): boolean =>
  isAtEnd(reading) || reading.text[reading.at] === ')' || peek(reading, /(?:and|or)(?=[\s()"]|$)/iy) !== null;

function readAnd(reading: Reading): Filter | undefined {
  const members: Filter[] = [];
  let from = reading.at;
  let isOwed = true;
  for (;;) {
    skipSpace(reading);
    if (isOperandEnd(reading)) {
      if (isOwed) missingTerm(reading, from);
      from = reading.at;
      if (!takeKeyword(reading, 'and')) break;
      isOwed = true;
      continue;
    }
    const term = readTerm(reading);
    if (term) members.push(term);
    isOwed = false;
  }
  return members.length === 1 ? members[0] : members.length === 0 ? undefined : { kind: 'and', of: members };
}

function readOr(reading: Reading): Filter | undefined {
  const members: Filter[] = [];
  do {
    const member = readAnd(reading);
    if (member) members.push(member);
    skipSpace(reading);
  } while (takeKeyword(reading, 'or'));
  return members.length === 1 ? members[0] : members.length === 0 ? undefined : { kind: 'or', of: members };
}

type WholeReading = ParsedFilter & { readonly tokens: readonly Token[] };

/** The text read last: highlighting, completion and checking all ask about the same one. */
let latest: { readonly text: string; readonly reading: WholeReading } | undefined;

/** Reads a whole text into a tree, its tokens and its problems. Never throws. */
export function readFilter(text: string): WholeReading {
  if (latest?.text !== text) latest = { text, reading: readWhole(text) };
  return latest.reading;
}

function readWhole(text: string): WholeReading {
  const reading = startReading(text);
  const parts: Filter[] = [];
  if (text.length > maxFilterLength) {
    giveUp(reading);
    report(
      reading,
      maxFilterLength,
      text.length,
      `A filter can be ${maxFilterLength} characters long at most.`,
    );
  }
  skipSpace(reading);
  if (isAtEnd(reading) && reading.problems.length === 0) parts.push(everything);
  while (!isAtEnd(reading)) {
    const filter = readOr(reading);
    if (filter) parts.push(filter);
    skipSpace(reading);
    const from = reading.at;
    if (take(reading, ')', 'bracket')) report(reading, from, from + 1, 'This bracket closes nothing.');
    skipSpace(reading);
  }
  for (const { kind, from, to } of reading.tokens) {
    if (kind !== 'error' && to - from > maxTextLength + 2)
      report(reading, from, to, `A single value can be ${maxTextLength} characters long at most.`);
  }
  const filter = parts.length === 0 ? undefined : normalise({ kind: 'and', of: parts });
  return { filter, problems: reading.problems, tokens: reading.tokens };
}

/**
 * Reads a filter as a person types it. The empty text is every event. Offsets in problems are UTF-16. With problems,
 * `filter` is what could be read, or undefined.
 *
 * | typed | meaning |
 * | --- | --- |
 * | `field:value`, `field=value`, `field!=value` | equal in any case, in exact case, not equal |
 * | `field:Del*`, `field:"a b"`, `field:/re/i` | wildcards `*` `?` outside quotes, exact text in quotes, regex (`i`: any case) |
 * | `field:(a, b)`, `(a or b)`, `(a b)` | one of several |
 * | `field:*`, `exists(field)`, `absent(field)`, `null(field)` | has a value, is not in the record, is JSON null |
 * | `field>5`, `>=`, `<`, `<=`, `field:[a to b]` | order; a range includes both ends, `*` leaves one open |
 * | `sourceIPAddress:10.0.0.0/8`, `cidr(field, 10.0.0.0/8)` | address in a block |
 * | `field=@other` | equal to another field |
 * | `word`, `"two words"` | text anywhere in the record |
 * | `not`, `-`, then `and` or nothing between terms, then `or`; brackets | how terms combine |
 * | `all()`, `none()` | every event, no event |
 */
export function parseFilter(text: string): ParsedFilter {
  const { filter, problems } = readFilter(text);
  return { filter, problems };
}

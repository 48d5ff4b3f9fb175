import type { TextContainer } from './text-container.ts';
import { takeValue, takeWhole, type TextValue } from './text-values.ts';

/** A key or a mark of a list, and a scalar that begins in its line and may hold JSON. */
const scalarStart = /^([ ]*)((?:- +)*)(?:["']?[\w.@ -]+["']?:[ ]+)?(['"]|[|>][+-]?\d*[ ]*(?=\n)|(?=[{[]))/gm;
const record = /event(?:Version|Name|Source)/;
const firstLine = /^(?:---|%YAML|- |["']?[\w.@ -]+["']?:(?:\s|$))/;

/** True for YAML with texts of JSON that have a record's names; the head may end inside the first of them. */
function isYamlOfTexts(head: string): boolean {
  const text = head.replace(/^\uFEFF/, '');
  const first = text.split('\n').find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';
  return (
    firstLine.test(first) &&
    [...scalarsIn(text)].some(({ text: one }) => /^\s*[{[]/.test(one) && record.test(one))
  );
}

interface Scalar {
  readonly text: string;
  readonly index: number;
}

/** The quoted, block and plain scalars of a document that may be JSON, with their escapes and folds undone. */
function* scalarsIn(text: string): Generator<Scalar> {
  let from = 0;
  for (const match of text.matchAll(scalarStart)) {
    const [whole, indent = '', marks = '', opening = ''] = match;
    const index = match.index + whole.length;
    if (match.index < from) continue;
    const scalar =
      opening === "'" || opening === '"'
        ? quotedAt(text, index, opening)
        : blockAt(text, index, indent.length + marks.length, opening);
    from = scalar.end;
    yield { text: scalar.text, index };
  }
}

interface Ended {
  readonly text: string;
  readonly end: number;
}

/** Source: YAML 1.2.2, sections 7.3.1 and 7.3.2. */
function quotedAt(text: string, from: number, quote: string): Ended {
  let end = from;
  for (; end < text.length; end += 1) {
    if (quote === '"' && text[end] === '\\') end += 1;
    else if (text[end] === quote) {
      if (quote === '"' || text[end + 1] !== quote) break;
      end += 1;
    }
  }
  const inside = text.slice(from, end);
  const value = quote === "'" ? folded(inside).replaceAll("''", "'") : unescaped(inside);
  return { text: value, end: end + 1 };
}

/** A single line break between lines is a space, each further one is kept. */
function folded(text: string): string {
  const lines = text.split('\n');
  if (lines.length === 1) return text;
  const last = lines.length - 1;
  const parts = lines.map((line, index) =>
    index === 0 ? line.trimEnd() : index === last ? line.trimStart() : line.trim(),
  );
  return parts.reduce((all, part, index) => {
    if (part === '' && index < last) return `${all}\n`;
    return all.endsWith('\n') ? all + part : `${all} ${part}`;
  });
}

const escapes: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', '0': '\0', b: '\b', f: '\f', v: '\v', a: '\u0007', e: '\u001b' },
  ...{ N: '\u0085', _: '\u00a0', L: '\u2028', P: '\u2029' },
};

/** A backslash at the end of a line joins it with the next one without a space. */
function unescaped(text: string): string {
  const joined = folded(text.replaceAll(/((?:^|[^\\])(?:\\\\)*)\\\r?\n[ \t]*/g, '$1'));
  return joined.replaceAll(/\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|(.))/gis, (_, ...parts) => {
    const [short, unit, long, letter] = parts as (string | undefined)[];
    const digits = short ?? unit ?? long;
    if (digits !== undefined) return String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(digits, 16)));
    return escapes[letter ?? ''] ?? letter ?? '';
  });
}

/** Lines that go further in than the key: those of a block scalar, or the rest of a plain one. Source: section 8.1. */
function blockAt(text: string, from: number, indent: number, opening: string): Ended {
  const lines: string[] = [];
  let end = from;
  for (;;) {
    const stop = text.indexOf('\n', end);
    const line = text.slice(end, stop < 0 ? text.length : stop).replace(/\r$/, '');
    const isFirst = end === from;
    if (!isFirst && line.trim() !== '' && line.length - line.trimStart().length <= indent) break;
    lines.push(line);
    end = stop < 0 ? text.length : stop + 1;
    if (stop < 0) break;
  }
  const [first = '', ...rest] = lines;
  const inner = rest.map((line) => line.trimStart());
  const value = opening.startsWith('|') ? inner.join('\n') : [first, ...inner].join(' ');
  return { text: value.trim(), end };
}

/**
 * Output of AWS commands as YAML, in which records are texts: `lookup-events`, log events, queues. Other values are not read.
 * Source: AWS CLI User Guide, "YAML output format".
 */
export const yamlOutput: TextContainer = {
  kind: 'yaml-output',
  matches: isYamlOfTexts,
  read: async (chunks, sink, contentOffset) => {
    await takeWhole(chunks, sink, contentOffset, (text, offsetOf) => {
      for (const { text: one, index } of scalarsIn(text)) {
        const value: TextValue = { text: one, positionBytes: offsetOf(index) };
        takeValue(sink, 'yaml-output', value);
      }
    });
    return false;
  },
};

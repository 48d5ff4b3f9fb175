import { columnsOf, cutTo, visible } from './visible-text.ts';

const before = 60;
const after = 60;

/** The line of `text` around UTF-16 offset `at` with a caret under it, as two lines. */
export function withCaret(text: string, at: number, to: number = at): string {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = text.indexOf('\n', at);
  const line = text.slice(start, end < 0 ? undefined : end);
  const head = visible(line.slice(Math.max(0, at - start - before), at - start));
  const lead = at - start > before ? '…' : '';
  const marked = visible(line.slice(at - start, Math.max(at, Math.min(to, start + line.length)) - start));
  const tail = cutTo(visible(line.slice(at - start)), after + columnsOf(marked));
  const carets = '^'.repeat(Math.max(1, Math.min(columnsOf(marked), after)));
  return `  ${lead}${head}${tail}\n  ${' '.repeat(columnsOf(lead + head))}${carets}`;
}

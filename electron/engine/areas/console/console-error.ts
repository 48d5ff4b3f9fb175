import { AppError } from '../../../../shared/bridge/errors.ts';

/** Kinds of DuckDB failures that mean the text of the statement must change. */
const textKinds = new Set(['Parser Error', 'Syntax Error', 'Binder Error', 'Catalog Error']);

/**
 * DuckDB's failure as ours. `detail.offset` is the place in `sql` in UTF-16 units where DuckDB points to, when it does;
 * `detail.kind` is DuckDB's own name for the failure. `sql` is what the person wrote.
 */
export function asConsoleError(error: unknown, sql: string): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const text = error.message.replace(/^Failed to extract statements: /, '');
  const head = /^([A-Z][\w ]*?(?:Error|exception)): /i.exec(text);
  const kind = head?.[1] ?? 'Error';
  const message = text.slice(head?.[0].length ?? 0).replace(/\s*\n\s*LINE \d+: [\s\S]*$/, '');
  const offset = offsetOf(text, sql);
  const detail = { kind, ...(offset === null ? {} : { offset }) };
  const options = { detail, cause: error };
  if (kind === 'Permission Error') {
    return new AppError(
      'sql-not-allowed',
      'The console reads the tables of this workspace only; it cannot read or write files.',
      options,
    );
  }
  if (/transaction is launched in read-only mode/.test(text))
    return notAllowed('it would change the workspace', detail);
  if (textKinds.has(kind)) return new AppError('sql-syntax', asSentence(message), options);
  if (kind === 'Out of Memory Error') {
    return new AppError(
      'sql-failed',
      'The statement needs more memory than Trailglass allows itself. Narrow it with WHERE, select fewer columns, or group before sorting.',
      options,
    );
  }
  return new AppError('sql-failed', asSentence(message), options);
}

/** The refusal of a statement, with a plain reason. */
export const notAllowed = (why: string, detail: Readonly<Record<string, unknown>> = {}): AppError =>
  new AppError(
    'sql-not-allowed',
    `The console only reads: it runs one SELECT, or EXPLAIN of one. This statement is refused because ${why}.`,
    { detail },
  );

const asSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Where a message of DuckDB points to in the statement, in UTF-16 units; null when it does not point. */
function offsetOf(message: string, sql: string): number | null {
  if (/syntax error at end of input/.test(message)) return sql.trimEnd().length;
  const found = /\nLINE (\d+): ([^\n]*)\n( *)\^/.exec(message);
  if (!found) return null;
  const [, lineNumber = '', excerpt = '', indent = ''] = found;
  const column = indent.length - `LINE ${lineNumber}: `.length;
  const line = lineAt(sql, Number(lineNumber));
  if (!line || column < 0) return null;
  const isCutAtStart = excerpt.startsWith('...') && !line.text.startsWith(excerpt.slice(0, 20));
  const isCutAtEnd = excerpt.endsWith('...') && !line.text.endsWith(excerpt.slice(-20));
  const bare = excerpt.slice(isCutAtStart ? 3 : 0, isCutAtEnd ? -3 : undefined);
  const at = line.text.indexOf(bare);
  if (at < 0) return null;
  return line.start + at + unitsOfWidth(bare, column - (isCutAtStart ? 3 : 0));
}

/** DuckDB counts only line feeds as line ends. */
function lineAt(sql: string, number: number): { readonly text: string; readonly start: number } | null {
  let start = 0;
  for (let line = 1; line < number; line++) {
    const end = sql.indexOf('\n', start);
    if (end < 0) return null;
    start = end + 1;
  }
  const end = sql.indexOf('\n', start);
  return { text: sql.slice(start, end < 0 ? undefined : end), start };
}

const wide =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/**
 * DuckDB places its caret by the width of characters on a terminal: wide ones take two columns, control characters none
 * (measured with 1.5.5).
 */
function unitsOfWidth(text: string, width: number): number {
  let columns = 0;
  for (const { segment, index } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    if (columns >= width && !isControl(segment)) return index;
    columns += isControl(segment) ? 0 : wide.test(segment) ? 2 : 1;
  }
  return text.length;
}

const isControl = (segment: string): boolean => (segment.codePointAt(0) ?? 0) < 0x20;

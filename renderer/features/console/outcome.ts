import type { AppError, ErrorCode } from '../../../shared/bridge/errors.ts';
import { sampleInWords } from '../../../shared/sql/sample.ts';
import { formatCount, formatDuration, plural } from '../../kit/format.ts';
import type { SqlResult } from '../../state/sql-tab.svelte.ts';

/** What a result holds, in words: nothing that was left out stays unsaid. */
export function resultInWords(result: SqlResult): string {
  const rows =
    result.state === 'truncated'
      ? `first ${plural(result.rows, 'row')}; the result has more`
      : plural(result.rows, 'row');
  const sample = result.samplePercent === null ? [] : [sampleInWords(result.samplePercent)];
  return [rows, formatDuration(result.durationMs), ...sample].join(' · ');
}

/** What can be done about an error of the console, where that is known. */
const advice: Partial<Record<ErrorCode, string>> = {
  'sql-syntax': 'Nothing ran. Correct the marked place and run it again.',
  'sql-not-allowed':
    'The console only reads: one SELECT or EXPLAIN at a time. The evidence and the workspace stay as they are.',
  'sql-failed':
    'The query began and could not be finished. Change it, or ask for less at once, and run it again.',
  disconnected: 'The engine stopped while the query ran. It is being restarted; run the query again then.',
};

export const adviceFor = (error: AppError): string =>
  advice[error.code] ?? 'Run it again, or look into the log file.';

/** The stretch of `sql` an error points at: its `offset` detail, to the end of the word there. */
export function problemPlace(
  sql: string,
  error: AppError,
): { readonly from: number; readonly to: number } | null {
  const offset = error.detail?.['offset'];
  if (typeof offset !== 'number' || !Number.isInteger(offset) || offset < 0) return null;
  const from = Math.min(offset, sql.length);
  const word = /^(?:[\w.]+|"[^"]*"|\S)/.exec(sql.slice(from))?.[0].length ?? 0;
  return word > 0 ? { from, to: from + word } : { from: Math.max(0, from - 1), to: from };
}

/** `line 2, column 7` of a place. */
export function lineAndColumn(sql: string, at: number): string {
  const before = sql.slice(0, at).split('\n');
  return `line ${formatCount(before.length)}, column ${formatCount((before.at(-1)?.length ?? 0) + 1)}`;
}

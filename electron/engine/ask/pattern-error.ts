import { AppError } from '../../../shared/bridge/errors.ts';
import type { ResultOf } from '../../../shared/bridge/contract.ts';
import type { searchContract } from '../../../shared/contract/search.ts';
import type { Filter } from '../../../shared/filter/filter.ts';
import type { Reader } from '../db/pool.ts';
import { sql, type Sql } from '../db/sql.ts';

type Call = (typeof searchContract)['search.check'];

/** Longest regular expression that is handed to the engine, in UTF-16 units. */
export const maxPatternLength = 5_000;

// RE2's own error texts (re2/re2.cc and re2/parse.cc), which DuckDB passes on behind "Invalid Input Error: ".
const re2Message =
  /^Invalid Input Error:\s*((?:invalid (?:escape sequence|character class(?: range)?|repetition size|perl operator|UTF-8|named capture group)|missing [\])]|unexpected \)|trailing \\|no argument for repetition operator|bad repetition operator|pattern too large)[^\n]*)/i;

/** The `bad-pattern` error behind a failure of the database, or undefined when a regular expression was not its cause. */
export function asPatternError(error: unknown): AppError | undefined {
  const reason = error instanceof Error ? re2Message.exec(error.message)?.[1]?.trim() : undefined;
  if (reason === undefined) return undefined;
  const message = `The regular expression cannot be used: ${reason}. Correct it; look-around and back references do not exist here.`;
  return new AppError('bad-pattern', message, { detail: { reason }, cause: error });
}

/** A query that does nothing but compile the pattern: it fails when, and as, a search with it would. */
export const patternProbe = (pattern: string): Sql => sql`SELECT regexp_matches('', ${pattern}, 'c')`;

function patternsIn(filter: Filter): readonly string[] {
  if (filter.kind === 'text') return [];
  if (filter.kind === 'not') return patternsIn(filter.of);
  if (filter.kind === 'field') return filter.test.op === 'regex' ? [filter.test.pattern] : [];
  return filter.of.flatMap(patternsIn);
}

/** The regular expressions of a filter that the database refuses, each with the reason in words. */
export async function patternProblems(reader: Reader, filter: Filter): Promise<ResultOf<Call>> {
  const problems: ResultOf<Call> = [];
  for (const pattern of new Set(patternsIn(filter))) {
    if (pattern.length > maxPatternLength) {
      const message = `A regular expression can be ${maxPatternLength} characters long at most.`;
      problems.push({ pattern, message });
      continue;
    }
    try {
      await reader.rows(patternProbe(pattern));
    } catch (error) {
      const known = asPatternError(error) ?? error;
      if (!(known instanceof AppError) || known.code !== 'bad-pattern') throw error;
      problems.push({ pattern, message: known.message });
    }
  }
  return problems;
}
